"""The table as it stood on a past day, judged from the tallies: of the past nothing is stored."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Max, Q

from troth.commitments.outcomes import Side
from troth_site import access
from troth_site.access import Actor
from troth_site.models import LedgerEntry, RedFlag, Relationship
from troth_site.names import folded
from troth_site.queries.ledger import PAGE, Page
from troth_site.queries.portfolio.current import with_numbers
from troth_site.queries.portfolio.numbers import Judged, judged_by
from troth_site.queries.portfolio.rows import Choice, PartnerRow, Table, page_within

_ORDER = {"alarm": 4, "watch": 3, "insufficient": 2, "ok": 1, "no data": 0}
_WITHOUT = {
    "n": 0, "kept": 0, "rate": None, "low": None, "high": None, "state": "no data", "forecast": None,
    "standing": None, "ours": None, "flags": 0, "contact": None, "months": (), "trend": None, "attention": 0,
}  # fmt: skip


def table_of_past(by: Actor, chosen: Choice, *, day: date) -> Table:
    """Return a page of the table as the record stood at the end of a day."""
    judged = _judged(by, day)
    flags = _flags(by, day)
    rows = []
    for relationship, side, numbers in judged:
        row = with_numbers(_named(relationship, side), numbers)
        raised = flags[relationship.pk, side]
        rows.append(replace(row, flags=raised, attention=10 * raised + _ORDER[row.state]))
    countries = tuple(sorted({row.country for row in rows} - {""}))
    rows = [row for row in rows if _is_chosen(row, chosen)]
    rows = (
        _with_contact(_found(rows, judged, chosen), day) if chosen.sort == "contact" else _found(rows, judged, chosen)
    )
    rows = _sorted(rows, chosen)
    number = page_within(chosen.page, total=len(rows), size=PAGE)
    shown = rows[(number - 1) * PAGE : number * PAGE]
    page = Page(tuple(shown if chosen.sort == "contact" else _with_contact(shown, day)), number, len(rows))
    return Table(page=page, countries=countries)


def _judged(by: Actor, day: date) -> list[tuple[Relationship, Side, Judged]]:
    rows = access.relationships(by).filter(hidden=False).select_related("buyer", "factory").order_by("pk")
    groups: dict[tuple[int, Side], list[Relationship]] = defaultdict(list)
    for row in rows:
        side: Side = "factory" if access.side_of(by, row) == "buyer" else "buyer"
        groups[row.buyer_id if side == "factory" else row.factory_id, side].append(row)
    found = []
    for (judge, side), members in groups.items():
        numbers = judged_by(judge, [row.pk for row in members], side=side, as_of=day, whole=True)
        found += [(row, side, numbers[row.pk]) for row in members]
    return found


def _flags(by: Actor, day: date) -> Counter[tuple[int, str]]:
    rows = RedFlag.objects.filter(relationship__in=access.relationships(by), raised_on__lte=day)
    rows = rows.filter(Q(closed_on=None) | Q(closed_on__gt=day))
    return Counter(rows.values_list("relationship_id", "side"))


def _named(relationship: Relationship, side: Side) -> PartnerRow:
    partner = relationship.factory if side == "factory" else relationship.buyer
    return PartnerRow(
        relationship=relationship.pk,
        their_side=side,
        name=partner.name,
        latin=partner.name_latin,
        country=partner.country,
        **_WITHOUT,  # type: ignore[arg-type]
    )


def _is_chosen(row: PartnerRow, chosen: Choice) -> bool:
    return (
        (not chosen.state or row.state == chosen.state)
        and (not chosen.country or row.country == chosen.country)
        and (not chosen.flags or row.flags > 0)
    )


def _found(
    rows: Sequence[PartnerRow], judged: Sequence[tuple[Relationship, Side, Judged]], chosen: Choice
) -> list[PartnerRow]:
    wanted = folded(chosen.text)
    search = {
        relationship.pk: (relationship.factory if side == "factory" else relationship.buyer).search
        for relationship, side, _numbers in judged
    }
    return [row for row in rows if wanted in search[row.relationship]]


def _sorted(rows: Sequence[PartnerRow], chosen: Choice) -> list[PartnerRow]:
    name = "attention" if chosen.sort == "state" else chosen.sort

    def key(row: PartnerRow) -> Any:
        value = getattr(row, name)
        return folded(value) if name == "name" else value

    known = [row for row in rows if getattr(row, name) is not None]
    unknown = [row for row in rows if getattr(row, name) is None]
    return sorted(known, key=key, reverse=chosen.descending) + unknown


def _with_contact(rows: Sequence[PartnerRow], day: date) -> list[PartnerRow]:
    keys = [row.relationship for row in rows]
    entries = LedgerEntry.objects.filter(recorded_on__lte=day, happened_on__lte=day)
    entries = entries.filter(relationship__in=keys) if len(keys) <= PAGE else entries
    last = dict(entries.values("relationship").annotate(last=Max("happened_on")).values_list("relationship", "last"))
    return [replace(row, contact=last.get(row.relationship)) for row in rows]
