"""What must hold of a record after every act, whatever was done before it."""

from collections import defaultdict
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, timedelta
from itertools import groupby

import pytest
from django.db import transaction

from troth.commitments.chain import GENESIS, verify
from troth.commitments.outcomes import SIDES, Outcome, rows_of_versions
from troth.trust.tallies import COLUMNS, day_number
from troth_site.access import Actor
from troth_site.actions.trust import judging, rebuilding
from troth_site.models import Action, Judgement, LedgerEntry, OrderLine, PackedTallies, RedFlag, Relationship, Tally
from troth_site.queries import ledger, trust
from troth_site.queries.orders import OUTCOME_FIELDS
from troth_site.queries.tallies import tallies_of

SUMS = ("lines", "kept", "excused", "kept_weight", "broken_weight", "excused_weight", "light_weight")
OTHERS_COUNT = ("state", "attention", "forecast")
"""Numbers in which the other partners of a portfolio have a say: the night looks at them together."""
BACK = (0, 1, 30, 200, 400, 800)


def check(today: date) -> None:
    """Hold the record against all of it."""
    chains_hold()
    assert stored_tallies() == tallies_from_the_ledger()
    packs_are_their_rows()
    reasons_add_up(today)
    judged_again_is_the_same(today)


def chains_hold() -> None:
    """Verify every chain up to the head its relationship keeps."""
    for row in Relationship.objects.all():
        found = verify(ledger.chain(row.pk))
        assert found.ok, found.problem
        assert (found.head, found.count) == (bytes(row.head_hash).hex() or GENESIS, row.head_seq)


def stored_tallies() -> dict:
    """Return what the tallies say, without rows that say nothing."""
    rows = Tally.objects.values_list("relationship_id", "side", "dimension", "known", "happened", *SUMS)
    return _said({tuple(row[:5]): row[5:] for row in rows})


def tallies_from_the_ledger() -> dict:
    """Return what the tallies must say: all versions of every promise, one after another."""
    entries = LedgerEntry.objects.filter(counted_on__isnull=False).order_by("relationship", "commitment", "seq")
    sums: dict = defaultdict(lambda: [0] * len(SUMS))
    columns = ("relationship_id", "side", "dimension", "commitment_id", *OUTCOME_FIELDS)
    for (pair, side, dimension, _promise), rows in groupby(entries.values_list(*columns), key=lambda row: row[:4]):
        versions = [Outcome(**dict(zip(OUTCOME_FIELDS, row[4:], strict=True))) for row in rows]
        for row in rows_of_versions(versions):
            key = (pair, side, dimension, day_number(row.known_on), day_number(row.happened_on))
            sums[key] = [sum_ + getattr(row, name) for sum_, name in zip(sums[key], SUMS, strict=True)]
    return _said(sums)


def packs_are_their_rows() -> None:
    """Compare what is read with packs with what is read without them."""
    for pair, dimension in PackedTallies.objects.values_list("relationship", "dimension"):
        with_pack = _columns(pair, dimension)
        with _taken_back():
            PackedTallies.objects.all().delete()
            without = _columns(pair, dimension)
        assert with_pack == without


def reasons_add_up(today: date) -> None:
    """Explain every number that was judged today step by step."""
    for row in Judgement.objects.filter(judged_on=today):
        told = trust.explain(row.relationship_id, side=row.side, dimension=row.dimension, as_of=today)
        assert told.start + sum(step.step for step in told.steps) == pytest.approx(told.score, abs=1e-9)
        assert told.score == pytest.approx(row.standing, abs=1e-9)


def judged_again_is_the_same(today: date) -> None:
    """Judge all that was judged today once more: nothing may change, and nothing may follow from it."""
    judged = set(Judgement.objects.filter(judged_on=today, dimension="delivery").values_list("relationship", flat=True))
    before = _followed(judged)
    with _taken_back():
        judging.judge(sorted(judged), as_of=today)
        assert _followed(judged) == before


def recomputed_is_the_same(today: date, *, operator: Actor) -> None:
    """Make every number anew as the command does, after a night: not one may change."""
    organisations = {row.buyer_id for row in Relationship.objects.all()}
    with _taken_back():
        for pk in sorted(organisations):
            judging.judge_portfolio(pk, as_of=today)
        before = stored_tallies(), _followed(None, left_out=())
        rebuilding.rebuild_tallies(by=operator)
        for pk in sorted(organisations):
            judging.judge_portfolio(pk, as_of=today)
        assert (stored_tallies(), _followed(None, left_out=())) == before


def numbers_on(today: date, *, back: tuple[int, ...] = BACK) -> dict:
    """Return what the record says on some days: by partner, its numbers of both sides."""
    pairs = dict(Relationship.objects.order_by("pk").values_list("pk", "factory__name"))
    found = {}
    for days in back:
        day = today - timedelta(days=days)
        judged, _tallies = trust.judge_relationships(list(pairs), as_of=day)
        flags = {(pk, side) for pk, side, _flag in trust.delays(list(pairs), as_of=day)}
        for at, numbers in enumerate(judged.rows()):
            pk, side = list(pairs)[at // len(SIDES)], SIDES[at % len(SIDES)]
            if numbers.n or round(numbers.standing, 7) != 5.0:
                found[pairs[pk], side, day] = (_plain(asdict(numbers)), (pk, side) in flags)
    return found


def lines() -> list:
    """Return what stands of every line, without keys of rows."""
    names = ("key", "item", "quantity", "due_on", "completed_on", "factory_days", "commitment__state")
    return list(OrderLine.objects.order_by("relationship__factory__name", "key").values_list(*names))


def _columns(pair: int, dimension: str) -> dict:
    tallies = tallies_of([pair], dimension)
    order = ("group", "known", "happened")
    return sorted(zip(*(getattr(tallies, name).tolist() for name in (*order, *COLUMNS)), strict=True))


def _followed(relationships: set[int] | None, *, left_out: tuple[str, ...] = OTHERS_COUNT) -> list:
    """Return judgements, flags and actions as plain values."""
    told = []
    for model in (Judgement, RedFlag, Action):
        names = [field.attname for field in model._meta.concrete_fields if field.name not in (*left_out, "id")]
        rows = model.objects.order_by("relationship", "side", "dimension", "pk")
        rows = rows if relationships is None else rows.filter(relationship__in=relationships)
        told.append([_plain(row) for row in rows.values(*names)])
    return told


def _said(sums: dict) -> dict:
    plain = {key: tuple(round(value, 9) + 0 for value in values) for key, values in sums.items()}
    return {key: values for key, values in plain.items() if any(values)}


def _plain(values: dict) -> dict:
    return {name: round(value, 7) + 0 if isinstance(value, float) else value for name, value in values.items()}


@contextmanager
def _taken_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
