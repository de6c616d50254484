"""The partners of one organisation as the library compares them, and what one of them would inherit."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import cast

from django.db.models import F, Min, Q

from troth.commitments.outcomes import SIDES, Outcome, Side
from troth.trust.inherited_record import OpenFlag, inherited_outcome
from troth.trust.same_firm import FactKind, FirmFacts
from troth.trust.standing import standings
from troth.trust.tallies import EPOCH_ORDINAL
from troth_site.models import FirmFact, RedFlag, Relationship, Site, Tally
from troth_site.names import latin_address
from troth_site.queries.tallies import tallies_of
from troth_site.queries.trust import POLICY

JUDGED_FROM: dict[str, str] = {"factory": "buyer", "buyer": "factory"}
"""Who relies on a side: the other one."""


def partners_of(judge: int, *, side: str) -> list[FirmFacts]:
    """Return the partners of an organisation on one side with what it may read of them, and of nobody else's.

    Args:
        judge: The organisation that relies on them.
        side: The side they stand on.

    Returns:
        One a record, known by its key; none where nothing is said of anybody, as names alone link nobody.
    """
    told = _facts(judge, side)
    if not told:
        return []
    mine = Relationship.objects.filter(**{JUDGED_FROM[side]: judge}, hidden=False).order_by("pk")
    rows = mine.values_list("pk", side, f"{side}__name", f"{side}__name_latin", "known_as")
    return [
        FirmFacts(key=pk, names=tuple(dict.fromkeys(filter(None, names))), facts=tuple(told[organisation]))
        for pk, organisation, *names in rows
    ]


def since_of(relationships: Iterable[int]) -> dict[int, date]:
    """Return the first day of which each record tells anything."""
    rows = Relationship.objects.filter(pk__in=list(relationships)).annotate(first=Min("tallies__happened"))
    return {
        row.pk: min(
            row.started_on or date.max,
            row.created_at.date(),
            date.max if row.first is None else date.fromordinal(row.first + EPOCH_ORDINAL),
        )
        for row in rows
    }


def _facts(judge: int, side: str) -> dict[int, list[tuple[FactKind, str]]]:
    """Return what the judge may read of its partners: their own word, what stands in its own records, their sites."""
    mine = Relationship.objects.filter(**{JUDGED_FROM[side]: judge}, hidden=False)
    own_word = Q(relationship=None, said_by=F("organisation"), organisation__in=mine.values(side))
    between = Q(relationship__in=mine, organisation=F(f"relationship__{side}"))
    rows = FirmFact.objects.filter(own_word | between, taken_back_on=None).order_by("pk")
    told: dict[int, list[tuple[FactKind, str]]] = defaultdict(list)
    for organisation, kind, value in rows.values_list("organisation_id", "kind", "value"):
        told[organisation].append((cast(FactKind, kind), value))
        if kind == "address":
            told[organisation].extend(_in_latin(value))
    sites = Site.objects.filter(organisation__in=mine.values(side)).exclude(address="").order_by("pk")
    for organisation, address in sites.values_list("organisation_id", "address"):
        told[organisation].extend([("address", address), *_in_latin(address)])
    return told


def _in_latin(address: str) -> list[tuple[FactKind, str]]:
    """Return an address in Latin letters too, where it is written in Chinese: others may know it so."""
    latin = latin_address(address)
    return [("address", latin)] if latin else []


def carried_over(relationship: int, *, side: str, on: date) -> dict[str, Outcome]:
    """Return the record of one side as it would be carried over on a day, by dimension."""
    rows = Tally.objects.filter(relationship=relationship, side=side).order_by("dimension")
    found = {}
    for dimension in rows.values_list("dimension", flat=True).distinct():
        tallies = tallies_of([relationship], dimension, [side])
        judged = standings(tallies, groups=len(SIDES), as_of=on, policy=POLICY.of(dimension))
        outcome = inherited_outcome(judged, group=SIDES.index(cast(Side, side)), on=on)
        if outcome is not None:
            found[dimension] = outcome
    return found


def flags_to_inherit(relationship: int, *, side: str) -> Sequence[OpenFlag]:
    """Return the flags about a side that stand open in a record."""
    rows = RedFlag.objects.filter(relationship=relationship, side=side, closed_on=None).order_by("raised_on", "pk")
    return [OpenFlag(rule=rule, severity=severity) for rule, severity in rows.values_list("rule", "severity")]
