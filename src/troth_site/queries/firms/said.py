"""What is said of who a firm is, as the two sides of a record and the firm itself read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q

from troth.trust.same_firm import KINDS
from troth_site import access
from troth_site.access import Actor
from troth_site.models import FirmFact
from troth_site.models.choices import FactKind, FactSource
from troth_site.queries.partners import Partnership

KINDS_NAMED = list(FactKind.choices)
SOURCES_NAMED = list(FactSource.choices)
"""What a fact tells, and on what grounds, with their words."""
_COLUMNS = (
    "pk", "organisation_id", "organisation__name", "said_by_id", "said_by__name", "relationship_id", "kind", "value",
    "source", "said_on", "is_right", "answer", "answered_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact about an organisation.

    Attributes:
        organisation: Whom it is about.
        said_by: Who says it.
        relationship: The record in which it is said; None for the organisation's own word to all its partners.
        is_right: What the organisation answered: right, wrong, or None for nothing yet.
        is_own_word: The organisation says it of itself.
        may_answer: The viewer's side is the one it is about, and another said it.
        may_take_back: The viewer's side said it.
    """

    pk: int
    organisation: int
    organisation_name: str
    said_by: int
    said_by_name: str
    relationship: int | None
    kind: str
    value: str
    source: str
    said_on: date
    is_right: bool | None
    answer: str
    answered_on: date | None
    is_own_word: bool
    may_answer: bool
    may_take_back: bool


def facts_between(by: Actor, found: Partnership) -> tuple[Fact, ...]:
    """Return what is said of both sides of a record the gate let the person to, in the order of kinds."""
    between = Q(relationship=found.pk) | Q(
        relationship=None, organisation__in=(found.buyer, found.factory), said_by=F("organisation")
    )
    return _facts(by, between)


def facts_of_house(by: Actor, organisation: int) -> tuple[Fact, ...]:
    """Return all that is said of one of the person's own organisations: by itself, and by each of its partners."""
    house = access.organisation(by, organisation)
    return _facts(by, Q(organisation=house))


def _facts(by: Actor, those: Q) -> tuple[Fact, ...]:
    rows = FirmFact.objects.filter(those, taken_back_on=None).order_by("said_on", "pk").values(*_COLUMNS)
    facts = [_fact(row, by.organisations("answer"), by.organisations("record")) for row in rows]
    return tuple(sorted(facts, key=lambda fact: KINDS.index(fact.kind)))  # type: ignore[arg-type]


def _fact(row: dict[str, Any], answering: Iterable[int], recording: Iterable[int]) -> Fact:
    about, author = row["organisation_id"], row["said_by_id"]
    return Fact(
        pk=row["pk"],
        organisation=about,
        organisation_name=row["organisation__name"],
        said_by=author,
        said_by_name=row["said_by__name"],
        relationship=row["relationship_id"],
        kind=row["kind"],
        value=row["value"],
        source=row["source"],
        said_on=row["said_on"],
        is_right=row["is_right"],
        answer=row["answer"],
        answered_on=row["answered_on"],
        is_own_word=about == author,
        may_answer=about != author and about in answering,
        may_take_back=author in recording,
    )
