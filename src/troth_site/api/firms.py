"""Who a firm is said to be, and which partners may be or are one firm, as far as you may read it."""

from datetime import date
from typing import Literal

from django.http import HttpRequest
from ninja import Field, Router, Schema

from troth_site.api.frame.forms import Key, Side, answers
from troth_site.api.frame.writing import asker
from troth_site.queries import firms as queries
from troth_site.queries.partners import partnership

router = Router(tags=["What people say"])


class Fact(Schema):
    """One fact about an organisation; what is not said is not here."""

    id: int
    organisation: str
    kind: Literal["registration", "address", "owner", "phone", "domain"]
    value: str
    source: Literal["own word", "licence", "registry", "papers", "visit", "letters"]
    said_by: str
    said_on: date
    to_all_partners: bool = Field(description="It is the organisation's own word to all its partners.")
    right: bool | None = Field(description="What the organisation answered; null where it has not.")
    answer: str


class FirmLink(Schema):
    """Another partner that may be, or is confirmed to be, the same firm as this one."""

    id: int
    state: Literal["proposed", "confirmed"]
    other: str
    inherits: bool = Field(description="This partner is the later of the two, and inherits.")
    contested: bool


class Firm(Schema):
    """Who both sides of a record are said to be."""

    facts: list[Fact]
    same_firm: list[FirmLink] = Field(
        description="Questions are shown to the organisation that decides alone; the partner reads confirmed links."
    )


class Agreement(Schema):
    """A question or decision whether two partners are one firm."""

    id: int
    state: Literal["proposed", "confirmed", "rejected", "undone"]
    side: Side
    earlier: str
    later: str
    grade: Literal["possible", "strong"]
    signs: list[str]
    proposed_on: date
    decided_on: date | None
    reason: str
    contested: bool
    contest: str
    settlement: str
    inherited_flags: list[str]


@router.get("partners/{partner}/firm", response=answers(Firm, 404, 422), operation_id="firm", url_name="firm")
def of_partner(request: HttpRequest, partner: Key) -> Firm:
    """Show who both sides of a record are said to be, and whether the partner may be a firm known already."""
    by = asker(request)
    found = partnership(by, partner)
    return Firm(
        facts=[_fact(each) for each in queries.facts_between(by, found)],
        same_firm=[
            FirmLink(
                id=each.pk,
                state=each.state,  # type: ignore[arg-type]
                other=each.other,
                inherits=each.inherits,
                contested=each.is_contested,
            )
            for each in queries.links_of(by, found)
        ],
    )


@router.get("firm-links/{link}", response=answers(Agreement, 404, 422), operation_id="firm_link", url_name="firm-link")
def of_link(request: HttpRequest, link: Key) -> Agreement:
    """Show one question or decision whether two partners are one firm."""
    found = queries.firm_link(asker(request), link)
    return Agreement(
        id=found.pk,
        state=found.state,  # type: ignore[arg-type]
        side=found.side,  # type: ignore[arg-type]
        earlier=found.earlier_name,
        later=found.later_name,
        grade=found.grade,  # type: ignore[arg-type]
        signs=list(found.signs),
        proposed_on=found.proposed_on,
        decided_on=found.decided_on,
        reason=found.reason,
        contested=found.is_contested,
        contest=found.contest,
        settlement=found.settlement,
        inherited_flags=[flag.rule for flag in found.flags],
    )


def _fact(fact: queries.Fact) -> Fact:
    return Fact(
        id=fact.pk,
        organisation=fact.organisation_name,
        kind=fact.kind,  # type: ignore[arg-type]
        value=fact.value,
        source=fact.source,  # type: ignore[arg-type]
        said_by=fact.said_by_name,
        said_on=fact.said_on,
        to_all_partners=fact.relationship is None,
        right=fact.is_right,
        answer=fact.answer,
    )
