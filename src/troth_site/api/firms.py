"""Who a firm is said to be, and which partners may be or are one firm, as far as you may read it."""

from datetime import date
from typing import Literal

from django.http import HttpRequest
from ninja import Field, Router, Schema

from troth_site.actions.firms import places as acts
from troth_site.api.frame.forms import Key, Side, answers
from troth_site.api.frame.writing import Done, Given, Line, WordsOrNothing, asker, done, writes, written
from troth_site.queries import firms as queries
from troth_site.queries.firms.places import places_between
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


class SiteOfSide(Schema):
    """One site of a side."""

    id: int
    side: Side
    name: str
    name_latin: str
    address: str
    latitude: float | None
    longitude: float | None


class PlaceGiven(Given):
    """A site of your own side; of the other only while nobody of it is here."""

    side: Side
    name: Line
    address: WordsOrNothing = ""
    latitude: float | None = None
    longitude: float | None = None
    id: Key | None = Field(default=None, description="A known site of that side, which is changed.")


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


@router.get(
    "partners/{partner}/places", response=answers(list[SiteOfSide], 404, 422), operation_id="places", url_name="places"
)
def places(request: HttpRequest, partner: Key) -> list[SiteOfSide]:
    """Show where both sides of a record work."""
    found = partnership(asker(request), partner)
    return [
        SiteOfSide(
            id=each.pk, side=each.side, name=each.name, name_latin=each.name_latin, address=each.address,  # type: ignore[arg-type]
            latitude=each.latitude, longitude=each.longitude,
        )
        for each in places_between(found)
    ]  # fmt: skip


@router.post("partners/{partner}/places", response=written(), operation_id="keep_place", url_name="places")
@writes(acts.PlaceRefused, blames="name")
def keep_place(request: HttpRequest, partner: Key, given: PlaceGiven) -> Done:
    """Keep where a side works: a new site, or what a known one is now."""
    place = acts.Place(name=given.name, address=given.address, latitude=given.latitude, longitude=given.longitude)
    key = acts.keep_place(by=asker(request), relationship=partner, side=given.side, place=place, site=given.id)
    return done(key, "places", partner=partner)


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
