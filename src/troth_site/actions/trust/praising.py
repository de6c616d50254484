"""The red flag of praise for praise: raised at night where both sides confirmed everything and contested nothing."""

from datetime import date
from typing import cast

from django.db import transaction
from django.db.models import Count, Q

from troth.commitments.outcomes import SIDES, Side
from troth.trust.unquestioned import RULE, Confirmed, Unquestioned, unquestioned
from troth_site.actions import audit
from troth_site.actions.trust import escalating
from troth_site.models import Commitment, FlagAnswer, RedFlag, Relationship
from troth_site.queries.trust import POLICY

DIMENSION = "honesty"
GROWN = 2
"""Once somebody has looked, so many times the promises must have been confirmed before it is asked for again."""

_NOTHING = Confirmed(confirmed=0, kept=0, contested=0)


def watch_praise(organisation: int, *, today: date) -> int:
    """Look at the record of an organisation with each of its partners, and return how many flags were raised.

    A flag closes when something is contested or turns out not to be kept, or when the side that judges by it has said
    what it found in the papers: no number can show that.

    Args:
        organisation: Whose partners are looked at; both sides of each record are.
        today: Day to look from.
    """
    with transaction.atomic():
        mine = Relationship.objects.filter(Q(buyer=organisation) | Q(factory=organisation))
        told, raised = _confirmed(organisation), 0
        flagged = set(RedFlag.objects.filter(relationship__in=mine, rule=RULE).values_list("relationship", flat=True))
        for row in mine.filter(pk__in={pk for pk, _side in told} | flagged).select_related("buyer", "factory"):
            first, second = (told.get((row.pk, side), _NOTHING) for side in SIDES)
            found = unquestioned(first, second, policy=POLICY.of(DIMENSION))
            raised += sum(_keep(row, side, found, today) for side in SIDES)
        return raised


def _confirmed(organisation: int) -> dict[tuple[int, Side], Confirmed]:
    """Return what was confirmed of each side's promises; what stands on better evidence was never a mere word."""
    on_word = Q(confirmed_on__isnull=False)
    doubted = Q(contested_on__isnull=False) | Q(was_disputed=True)
    rows = (
        Commitment.objects.filter(Q(relationship__buyer=organisation) | Q(relationship__factory=organisation))
        .filter(on_word | doubted)
        .values_list("relationship", "side")
        .annotate(
            confirmed=Count("pk", filter=on_word),
            kept=Count("pk", filter=on_word & Q(state="kept")),
            contested=Count("pk", filter=doubted),
        )
        .order_by("relationship", "side")
    )
    return {
        (pk, cast(Side, side)): Confirmed(confirmed=confirmed, kept=kept, contested=contested)
        for pk, side, confirmed, kept, contested in rows
    }


def _keep(row: Relationship, side: Side, found: Unquestioned | None, today: date) -> bool:
    flags = RedFlag.objects.filter(relationship=row, side=side, dimension=DIMENSION, rule=RULE)
    latest = flags.order_by("-raised_on", "-pk").first()
    if latest is not None and latest.closed_on is None:
        if found is None or _was_looked_at(latest):
            latest.closed_on = today
            latest.save(update_fields=["closed_on"])
            audit.record("flag.closed", by=None, relationship=row, subject=f"flag {latest.pk}")
        return False
    if found is None or (latest is not None and found.n < GROWN * latest.data["n"]):
        return False
    _raise(row, side, found, today)
    return True


def _was_looked_at(flag: RedFlag) -> bool:
    return FlagAnswer.objects.filter(flag=flag).exclude(side=flag.side).exclude(finding="").exists()


def _raise(row: Relationship, side: Side, found: Unquestioned, today: date) -> None:
    flag = RedFlag.objects.create(
        relationship=row,
        side=side,
        dimension=DIMENSION,
        rule=RULE,
        severity="minor",
        data={
            "n": found.n,
            "template": found.reason.template,
            "params": dict(found.reason.params),
            "actions": [found.action.kind],
        },
        false_alarm=found.false_alarm_probability,
        raised_on=today,
        due_on=found.action.due_on(today),
        owner_id=row.owner_buyer_id if side == "factory" else row.owner_factory_id,
        acknowledge_by=escalating.acknowledge_by(row, side, as_of=today),
    )
    audit.record("flag.raised", by=None, relationship=row, subject=f"flag {flag.pk}", data=flag.data)
