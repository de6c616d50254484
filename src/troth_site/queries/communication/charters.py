"""Charters of a relationship: every version, who signed it, and what is agreed now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from troth.commitments.outcomes import SIDES, Side
from troth.communication.charter import Charter, ReplyTime, Weight
from troth_site.access import Actor
from troth_site.models import Charter as Row
from troth_site.queries.partners import Partnership, named, partnership

WEIGHT_OF: Mapping[str, Weight] = {
    "normal": "question", "minor": "minor", "major": "major", "critical": "critical", "safety": "critical",
}  # fmt: skip
"""How much a request of a severity weighs in a charter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who signed for a side, and when."""

    person: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of a charter.

    Attributes:
        signed: By side; a side that has not signed is left out.
        is_in_force: Both signed it and no later one replaced it.
        is_draft: It waits for a signature.
    """

    pk: int
    number: int
    terms: Charter
    proposed_by: str
    proposed_at: datetime
    signed: Mapping[Side, Signature]
    is_in_force: bool
    is_draft: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Charters:
    """The charters of one relationship, the newest first."""

    partnership: Partnership
    versions: tuple[Version, ...]

    @property
    def in_force(self) -> Version | None:
        """Return what is agreed now."""
        return next((each for each in self.versions if each.is_in_force), None)

    @property
    def draft(self) -> Version | None:
        """Return what waits for a signature."""
        return next((each for each in self.versions if each.is_draft), None)


def charters(by: Actor, pk: int) -> Charters:
    """Return the charters of a relationship the person may see.

    Raises:
        access.NotThere: There is none for this person.
    """
    found = partnership(by, pk)
    rows = Row.objects.filter(relationship=pk).select_related(
        "proposed_by", "buyer_signed_by", "factory_signed_by"
    )  # fmt: skip
    return Charters(partnership=found, versions=tuple(_version(row) for row in rows.order_by("-version")))


def agreed(relationship: int) -> Charter:
    """Return what two sides agreed, the policy's own terms where they signed nothing."""
    row = (
        Row.objects.filter(relationship=relationship, replaced_at=None, buyer_signed_at__isnull=False)
        .filter(factory_signed_at__isnull=False)
        .order_by("-version")
        .values_list("terms", flat=True)
        .first()
    )
    return Charter() if row is None else read_terms(row)


def agreed_by_many(relationships: list[int]) -> dict[int, Charter]:
    """Return what is agreed in each of some relationships; those that signed nothing are left out."""
    rows = Row.objects.filter(
        relationship__in=relationships, replaced_at=None, buyer_signed_at__isnull=False, factory_signed_at__isnull=False
    )
    return {pk: read_terms(terms) for pk, terms in rows.order_by("version").values_list("relationship_id", "terms")}


def target_hours(terms: Charter) -> float:
    """Return within how many hours an ordinary question is to be answered."""
    return terms.reply_times["question"].hours


def hours_of(terms: Charter, severity: str) -> float:
    """Return within how many hours a question of a severity is to be answered."""
    return terms.reply_times[WEIGHT_OF[severity]].hours


def written_terms(terms: Charter) -> dict[str, Any]:
    """Return a charter as its row keeps it."""
    return {
        "channels": dict(terms.channels),
        "reply_times": {weight: [time.hours, time.clock] for weight, time in terms.reply_times.items()},
        "ladder_hours": dict(terms.ladder_hours),
        "languages": {side: list(codes) for side, codes in terms.languages.items()},
        "containment_hours": terms.containment_hours,
        "report_days": terms.report_days,
    }


def read_terms(kept: Mapping[str, Any]) -> Charter:
    """Return the charter that a row keeps; what an older row does not name has its default."""
    usual = Charter()
    times = {weight: ReplyTime(hours=hours, clock=clock) for weight, (hours, clock) in kept["reply_times"].items()}
    return Charter(
        channels=cast(Any, kept["channels"]),
        reply_times=cast(Any, {**usual.reply_times, **times}),
        ladder_hours=cast(Any, {**usual.ladder_hours, **kept["ladder_hours"]}),
        languages=_languages(kept["languages"]),
        containment_hours=kept["containment_hours"],
        report_days=kept["report_days"],
    )


def _languages(kept: Mapping[Side, list[str]] | list[str]) -> dict[Side, tuple[str, ...]]:
    # An older row keeps one list that held for both.
    return {side: tuple(kept[side] if isinstance(kept, Mapping) else kept) for side in SIDES}


def _version(row: Row) -> Version:
    signed = {
        side: Signature(person=named(*_person(getattr(row, f"{side}_signed_by"))), at=at)
        for side in SIDES
        if (at := getattr(row, f"{side}_signed_at")) is not None
    }
    both = len(signed) == len(SIDES)
    return Version(
        pk=row.pk,
        number=row.version,
        terms=read_terms(row.terms),
        proposed_by=named(*_person(row.proposed_by)),
        proposed_at=row.proposed_at,
        signed=signed,
        is_in_force=both and row.replaced_at is None,
        is_draft=not both and row.replaced_at is None,
    )


def _person(who: Any) -> tuple[str, str]:
    return (who.name, who.email) if who is not None else ("", "")
