"""Which partners may be, or are, one firm: read by whoever asks, and once confirmed by the partner that inherits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from troth_site import access
from troth_site.access import Actor, NotThere, Verb
from troth_site.models import FirmLink, LedgerEntry, RedFlag
from troth_site.prepared import Prepared, given
from troth_site.queries.firms.said import Fact, facts_between
from troth_site.queries.partners import Partnership, as_partnership, named

KIND = "same_firm"
"""Of the promise-like row that stands for a record carried over; one for each dimension."""
TOLD = ("confirmed", "undone")
"""States of which the partner knows: a question that was never confirmed is nobody else's business."""
_ASKING = ("proposed", "confirmed")
_PEOPLE = ("decided_by", "contested_by")
_OWN = (
    "pk", "side", "grade", "state", "proposed_on", "decided_on", "reason", "contested_on", "contest", "settled_on",
    "settlement",
)  # fmt: skip
_OF_ONE = Prepared(
    lambda: (
        FirmLink.objects.filter(
            Q(relationship=given("later")) | Q(earlier=given("earlier")), state__in=_ASKING
        )
        .order_by("pk")
        .values_list(
            "pk", "relationship_id", "judge_id", "side", "state", "contested_on", "settled_on",
            *(f"{record}__{side}__name" for record in ("relationship", "earlier") for side in ("factory", "buyer")),
        )
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkLine:
    """A line under the head of a partner's page.

    Attributes:
        other: Name of the firm on the other end.
        inherits: This partner is the later of the two, and its numbers start from the other's.
        is_contested: The partner says it is not that firm, and nobody has settled it yet.
    """

    pk: int
    state: str
    other: str
    inherits: bool
    is_contested: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InheritedRow:
    """A flag that stands open in the earlier record and counts in the later one."""

    rule: str
    dimension: str
    severity: str
    raised_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedRow:
    """What was carried over in one dimension: weights as of a day, before half of a contested one is withheld."""

    dimension: str
    entry: int
    kept: float
    broken: float
    on: date
    held_until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Two partners that may be one firm, with what each is said to be.

    Attributes:
        is_judge: The viewer's organisation is the one that asks and decides.
        partnership: The record that inherits, as the viewer sees it.
        earlier: The other record; None for the partner, who reads of it only its name.
        earlier_name: Name of the firm in the other record.
        later_name: Name of the firm that inherits.
        signs: What agrees; reasons says it in stored sentences.
        facts: What is said of the firm that inherits; earlier_facts of the other, for the judge alone.
        flags: What stands open in the other record; for the partner their number and rules, without their lines.
    """

    pk: int
    is_judge: bool
    partnership: Partnership
    earlier: Partnership | None
    earlier_name: str
    later_name: str
    side: str
    grade: str
    signs: tuple[str, ...]
    reasons: tuple[Mapping[str, Any], ...]
    state: str
    proposed_on: date
    decided_on: date | None
    decided_by: str
    reason: str
    contested_on: date | None
    contested_by: str
    contest: str
    settled_on: date | None
    settlement: str
    facts: tuple[Fact, ...]
    earlier_facts: tuple[Fact, ...]
    flags: tuple[InheritedRow, ...]
    carried: tuple[CarriedRow, ...]

    @property
    def is_contested(self) -> bool:
        """Tell whether a contest waits for an answer."""
        return self.state == "confirmed" and self.contested_on is not None and self.settled_on is None


def links_of(by: Actor, found: Partnership) -> tuple[LinkLine, ...]:
    """Return what stands at a partner the gate let the person to, in one query: proposals are for the judge alone."""
    lines = []
    for pk, later, judge, side, state, contested_on, settled_on, *names in _OF_ONE.rows(
        later=found.pk, earlier=found.pk
    ):
        inherits = later == found.pk
        if judge not in by.organisations() and not (inherits and state in TOLD):
            continue
        at = (2 if inherits else 0) + (side == "buyer")
        lines.append(
            LinkLine(
                pk=pk, state=state, other=names[at], inherits=inherits,
                is_contested=state == "confirmed" and contested_on is not None and settled_on is None,
            )
        )  # fmt: skip
    return tuple(lines)


def link_row(by: Actor, pk: int, verb: Verb = "see") -> FirmLink:
    """Return a link the person may know of, both records and their organisations loaded.

    Raises:
        access.NotThere: There is none for this person; a partner knows of confirmed ones alone.
        access.NotAllowed: The person sees it, but may not do this.
    """
    row = access.of_relationship(by, FirmLink, pk)
    if row.judge_id not in by.organisations() and row.state not in TOLD:
        raise NotThere
    access.let_in(by, row.relationship, verb)
    return row


def firm_link(by: Actor, pk: int) -> Link:
    """Return a link with all that its page shows."""
    link_row(by, pk)
    sides = [f"{record}__{side}" for record in ("relationship", "earlier") for side in ("buyer", "factory")]
    row = FirmLink.objects.select_related(*sides, *_PEOPLE).get(pk=pk)
    is_judge = row.judge_id in by.organisations()
    later, before = row.relationship, row.earlier
    partnership = as_partnership(by, later)
    earlier = as_partnership(by, before) if is_judge else None
    about = getattr(later, f"{row.side}_id")
    people = {who: getattr(row, who) for who in _PEOPLE}
    who = {name: named(person.name, person.email) if person else "" for name, person in people.items()}
    return Link(
        **{name: getattr(row, name) for name in _OWN},
        signs=tuple(row.signs["signs"]),
        reasons=tuple(row.signs["reasons"]),
        is_judge=is_judge,
        partnership=partnership,
        earlier=earlier,
        earlier_name=getattr(before, row.side).name,
        later_name=getattr(later, row.side).name,
        decided_by=who["decided_by"],
        contested_by=who["contested_by"],
        facts=_about(about, facts_between(by, partnership)),
        earlier_facts=_about(getattr(before, f"{row.side}_id"), facts_between(by, earlier)) if earlier else (),
        flags=_flags(row),
        carried=_carried(row),
    )


def _about(organisation: int, facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if fact.organisation == organisation)


def _flags(row: FirmLink) -> tuple[InheritedRow, ...]:
    if row.state not in _ASKING:
        return ()
    flags = RedFlag.objects.filter(relationship=row.earlier_id, side=row.side, closed_on=None)
    flags = flags.order_by("raised_on", "pk")
    return tuple(
        InheritedRow(rule=rule, dimension=dimension, severity=severity, raised_on=raised_on)
        for rule, dimension, severity, raised_on in flags.values_list("rule", "dimension", "severity", "raised_on")
    )


def _carried(row: FirmLink) -> tuple[CarriedRow, ...]:
    if row.state != "confirmed":
        return ()
    entries = LedgerEntry.objects.filter(
        relationship=row.relationship_id, commitment__kind=KIND, counted_on__isnull=False
    ).order_by("seq")
    newest = {
        dimension: CarriedRow(
            dimension=dimension, entry=seq, kept=kept, broken=broken, on=on, held_until=until if held else None
        )
        for dimension, seq, kept, broken, on, held, until in entries.values_list(
            "dimension", "seq", "kept_weight", "broken_weight", "scored_on", "held", "held_until"
        )
    }
    return tuple(newest[dimension] for dimension in sorted(newest))
