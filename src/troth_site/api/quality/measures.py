"""What both sides measure by: approved samples, other ways to meet a limit; and the inspections one carries out."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, File, Form, Router, Schema
from ninja.files import UploadedFile

from troth_site.actions.quality import alternatives, samples
from troth_site.actions.quality.evidence import EvidenceRefused
from troth_site.api.frame.forms import Key, Side, answers
from troth_site.api.frame.problems import Problem
from troth_site.api.frame.writing import (
    Done,
    Given,
    Line,
    Words,
    WordsOrNothing,
    asker,
    done,
    example,
    writes,
    written,
)
from troth_site.queries.quality import field as carried
from troth_site.queries.quality import ideas as rows
from troth_site.queries.quality import samples as kept
from troth_site.queries.quality.products import product as product_of

router = Router(tags=["Quality"])
LONGEST_PLACE = 200
SampleKind = Literal["pre-production", "size-set", "limit", "first-article", "shipment"]
Reading = Annotated[float, Field(allow_inf_nan=False)]
Readings = Annotated[list[Reading], Field(max_length=alternatives.MOST_READINGS)]


class SampleSideShown(Schema):
    """What one side says of a sample; null where it has not approved it."""

    side: Side
    kept_where: str
    person: str
    approved_at: datetime | None


class SampleShown(Schema):
    """A sample both sides keep as the measure, or are to."""

    id: int
    kind: str
    label: str
    version: int | None = Field(description="Number of the specification it was proposed for; null where none was.")
    photos: list[UUID]
    sides: list[SampleSideShown]
    refused_because: str
    is_measure: bool = Field(description="Both sides approved it.")


class SampleDecided(Given):
    """What your side says of a sample."""

    model_config = example(approved=True, words="Shelf 4 of the sample room")

    approved: bool
    words: Line = Field(description="Where your piece lies; or what is wrong with the sample.")


class AlternativeShown(Schema):
    """Another way to meet a limit; `accepted` is null until the other side has answered."""

    id: int
    side: Side
    requirement: str
    asked: str
    why: str
    alternative: str
    proposed_by: str
    proposed_at: datetime
    accepted: bool | None
    answer: str
    answered_by: str
    answered_at: datetime | None
    margin: float | None
    difference: float | None = Field(description="Mean of the new way less that of the old; null without a trial.")
    low: float | None = Field(description="Lower bound of its 90 % interval.")
    high: float | None
    is_as_good: bool | None = Field(description="The whole interval lies within the margin.")


class AlternativeGiven(Given):
    """Another way of working."""

    model_config = example(asked="Wash at 60 °C", why="Shrinkage below 3 %", alternative="Wash at 40 °C twice")

    asked: Words
    why: Words
    alternative: Words
    requirement: Key | None = None


class AlternativeAnswered(Given):
    """An answer to another way; turning it down takes the readings of a trial."""

    model_config = example(
        accepted=False, text="It shrinks by two percent more.", old=[2.0, 2.1, 1.9], new=[4.0, 4.2, 3.9], margin=0.3
    )

    accepted: bool
    text: WordsOrNothing = ""
    old: Readings = []
    new: Readings = []
    margin: Reading | None = Field(None, description="The largest difference that does not matter.")


class OwnInspection(Schema):
    """An inspection that you carry out."""

    id: int
    uid: UUID
    lot_name: str
    lot_size: int
    product: str
    family: str
    kind: str
    state: str
    planned_on: date
    site: str
    buyer: str
    factory: str
    handed_in_at: datetime | None
    verdict: str


@router.get("products/{product}/samples", response=answers(list[SampleShown], 404, 422), operation_id="samples",
            url_name="samples")  # fmt: skip
def list_samples(request: HttpRequest, product: Key) -> list[SampleShown]:
    """List the samples of a product, the newest first."""
    by = asker(request)
    return [_sample(each) for each in kept.samples(by, product_of(by, product))]


@router.post("products/{product}/samples", response=written(), operation_id="propose_sample", url_name="samples")
@writes(samples.SampleRefused, EvidenceRefused, blames="photos")
def propose_sample(
    request: HttpRequest, product: Key, kind: Form[SampleKind], label: Form[Annotated[Line, Field(max_length=120)]],
    kept_where: Form[str] = "",
    photos: File[list[UploadedFile]] = [],  # noqa: B006 - ninja reads the default, nobody changes it
) -> Done:  # fmt: skip
    """Propose a sample with its photos, as a form of several parts; it is the measure once both sides approved it."""
    named = [(str(photo.name), photo.read()) for photo in photos]
    if len(kept_where) > LONGEST_PLACE or "\x00" in kept_where:
        raise Problem(422, _("Say in at most 200 characters where your piece lies."), where="kept_where")
    given = samples.SampleGiven(kind=kind, label=label, kept_where=kept_where, photos=named)
    made = samples.propose(by=asker(request), product=product, given=given)
    return done(made, "samples", product=product)


@router.post("samples/{sample}/decide", response=written(), operation_id="decide_sample", url_name="decide-sample")
@writes(samples.SampleRefused, blames="words")
def decide_sample(request: HttpRequest, sample: Key, given: SampleDecided) -> Done:
    """Approve a sample for your side, saying where your piece lies; or refuse it, saying what is wrong."""
    by = asker(request)
    if given.approved:
        samples.approve(by=by, sample=sample, kept_where=given.words)
    else:
        samples.refuse(by=by, sample=sample, because=given.words)
    return done(sample)


@router.get("partners/{partner}/alternatives", response=answers(list[AlternativeShown], 404, 422),
            operation_id="alternatives", url_name="alternatives")  # fmt: skip
def list_alternatives(request: HttpRequest, partner: Key) -> list[AlternativeShown]:
    """List the other ways of working that were proposed, the newest first."""
    return [_alternative(each) for each in rows.ideas(asker(request), partner).alternatives]


@router.post("partners/{partner}/alternatives", response=written(), operation_id="propose_alternative",
             url_name="alternatives")  # fmt: skip
@writes(alternatives.AlternativeRefused, blames="alternative")
def propose_alternative(request: HttpRequest, partner: Key, given: AlternativeGiven) -> Done:
    """Propose another way to meet a limit."""
    new = alternatives.NewAlternative(**given.model_dump())
    made = alternatives.propose(by=asker(request), relationship=partner, given=new)
    return done(made, "alternative", alternative=made)


@router.get("alternatives/{alternative}", response=answers(AlternativeShown, 404, 422), operation_id="alternative",
            url_name="alternative")  # fmt: skip
def one_alternative(request: HttpRequest, alternative: Key) -> AlternativeShown:
    """Show one other way of working."""
    return _alternative(rows.alternative(asker(request), alternative))


@router.post("alternatives/{alternative}/answer", response=written(), operation_id="answer_alternative",
             url_name="answer-alternative")  # fmt: skip
@writes(alternatives.AlternativeRefused, blames="old")
def answer_alternative(request: HttpRequest, alternative: Key, given: AlternativeAnswered) -> Done:
    """Accept another way of the other side, or turn it down with data."""
    said = given.model_dump(exclude={"accepted"})
    verdict = alternatives.Verdict(is_accepted=given.accepted, **said)
    alternatives.answer(by=asker(request), alternative=alternative, given=verdict)
    return done(alternative, "alternative", alternative=alternative)


@router.get("me/inspections", response=answers(list[OwnInspection]), operation_id="own_inspections",
            url_name="own-inspections")  # fmt: skip
def own_inspections(request: HttpRequest) -> list[OwnInspection]:
    """List the inspections that you carry out: the open ones by day, then those handed in of late."""
    names = [name for name in OwnInspection.model_fields if name != "id"]
    listed = carried.mine(asker(request))
    return [OwnInspection(id=each.pk, **{name: getattr(each, name) for name in names}) for each in listed]


def _sample(each: kept.Sample) -> SampleShown:
    sides = [
        SampleSideShown(side=one.side, kept_where=one.kept_where, person=one.person, approved_at=one.at)
        for one in each.sides
    ]
    return SampleShown(
        id=each.pk, kind=each.kind, label=each.label, version=each.version, sides=sides,
        photos=[uid for uid, _name, _is_shown in each.photos], refused_because=each.refused_because,
        is_measure=each.is_measure,
    )  # fmt: skip


def _alternative(each: rows.AlternativeRow) -> AlternativeShown:
    told = {"id", "difference", "low", "high", "is_as_good"}
    trial = each.trial
    return AlternativeShown(
        id=each.pk, difference=trial.difference if trial else None, low=trial.low if trial else None,
        high=trial.high if trial else None, is_as_good=trial.is_shown if trial else None,
        **{name: getattr(each, name) for name in AlternativeShown.model_fields if name not in told},
    )  # fmt: skip
