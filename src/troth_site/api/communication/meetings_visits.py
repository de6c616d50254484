"""Meetings in person: their running order, what was seen, what both sides say of them; and how both keep in touch."""

from datetime import date, datetime
from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Schema

from troth_site.access import NotThere
from troth_site.actions.communication import table_needs, visit_feedback
from troth_site.actions.communication.meetings import MeetingRefused
from troth_site.api.communication.meetings_forms import MadeGiven
from troth_site.api.communication.meetings_writing import router
from troth_site.api.frame.forms import Key, Side, answers
from troth_site.api.frame.writing import (
    Done,
    Given,
    Line,
    LineOrNothing,
    WordsOrNothing,
    asker,
    done,
    writes,
    written,
)
from troth_site.queries.communication import meetings as rows
from troth_site.queries.communication.mix import mix_of
from troth_site.queries.communication.table_needs import meal_of
from troth_site.queries.communication.visit_feedback import Rating, visit_of
from troth_site.queries.partners import partnership

Step = Annotated[int, Field(ge=1, le=5)]
Told = Annotated[Line, Field(max_length=1000)]


class Part(Schema):
    """A part of the running order."""

    key: str
    title: str
    at: datetime
    minutes: int
    is_informal: bool


class SideRating(Schema):
    """What one side said of a visit."""

    side: Side
    prepared: int
    polite: int
    useful: int
    words: str
    given_at: datetime


class Finding(Schema):
    """What one side saw, and what the other answers."""

    id: int
    side: Side
    text: str
    written_at: datetime
    is_during: bool = Field(description="Written before the visit was over.")
    answer: str
    answered_at: datetime | None
    promise: int | None = Field(description="What was promised about it, null where nothing was.")


class Meal(Schema):
    """The meal of a visit; what guests eat is told on the pages alone, to those who plan it."""

    what: str
    place: str
    pays: Literal["", "buyer", "factory"] = Field(description="Empty while nobody has said.")
    words: str
    planned_by: str


class Visit(Schema):
    """A meeting in person."""

    order: list[Part]
    meal: Meal | None = Field(description="Null while none is planned.")
    opens_at: datetime | None = Field(description="From when both read what the other said; null where they do now.")
    missing: list[Side] = Field(description="The sides that have said nothing yet.")
    own: SideRating | None
    ratings: list[SideRating] = Field(description="Empty until both may be read.")
    findings: list[Finding]


class RatingGiven(Given):
    """What your side says of a visit; each answer is needed, none is taken for granted."""

    prepared: Step
    polite: Step
    useful: Step
    words: Annotated[WordsOrNothing, Field(max_length=2000)] = ""


class FindingGiven(Given):
    """What your side saw, or answers."""

    text: Told


class MealGiven(Given):
    """The meal of a visit."""

    what: Annotated[Line, Field(max_length=200)]
    place: LineOrNothing = ""
    pays: Literal["", "buyer", "factory"] = Field("", description="Empty while nobody has said.")
    words: LineOrNothing = ""


class WayUsed(Schema):
    """On how many days a way was used, in all and week by week, the newest last."""

    way: Literal["chat", "call", "video", "visit", "unsaid"]
    days: int
    by_week: list[int]


class ChannelMix(Schema):
    """By which ways both sides keep in touch; an input to no number."""

    weeks: int
    ways: list[WayUsed]
    last_spoken: date | None
    call_due: bool = Field(description="Your house wants to be told to call by now.")


@router.get("meetings/{meeting}/visit", response=answers(Visit, 404, 422), operation_id="visit", url_name="visit")
def visit(request: HttpRequest, meeting: Key) -> Visit:
    """Show a meeting in person; what each side says of it is read once both have said it, or after a week."""
    by = request.auth  # type: ignore[attr-defined]
    found = rows.meeting(by, meeting)
    if found.row.way != "visit":
        raise NotThere
    shown, dinner = visit_of(by, found.partnership, found.row), meal_of(by, found.partnership, found.row, found.people)
    return Visit(
        meal=Meal(**{name: getattr(dinner, name) for name in Meal.model_fields}) if dinner.what else None,
        order=[
            Part(key=each.block.key, title=_(each.block.title), at=each.at, minutes=each.block.minutes,
                 is_informal=each.block.is_informal)
            for each in shown.order
        ],
        opens_at=shown.opening.opens_at, missing=list(shown.opening.missing),
        own=_rating(shown.own) if shown.own else None, ratings=[_rating(each) for each in shown.ratings],
        findings=[
            Finding(id=each.pk, side=each.side, text=each.text, written_at=each.written_at,  # type: ignore[arg-type]
                    is_during=each.is_during, answer=each.answer, answered_at=each.answered_at, promise=each.promise)
            for each in shown.findings
        ],
    )  # fmt: skip


@router.post("meetings/{meeting}/rating", response=written(), operation_id="rate_visit", url_name="rate-visit")
@writes(visit_feedback.FeedbackRefused, blames="prepared")
def rate(request: HttpRequest, meeting: Key, given: RatingGiven) -> Done:
    """Say for your side how a visit was."""
    steps = given.model_dump(include={"prepared", "polite", "useful"})
    visit_feedback.rate(by=asker(request), meeting=meeting, answers=steps, words=given.words)
    return done(meeting, "visit", meeting=meeting)


@router.post("meetings/{meeting}/findings", response=written(), operation_id="add_finding", url_name="add-finding")
@writes(visit_feedback.FeedbackRefused, blames="text")
def find(request: HttpRequest, meeting: Key, given: FindingGiven) -> Done:
    """Write down what your side saw; the other side reads it at once."""
    pk = visit_feedback.find(by=asker(request), meeting=meeting, text=given.text)
    return done(pk, "visit", meeting=meeting)


@router.post(
    "meetings/{meeting}/findings/{finding}/answer", response=written(), operation_id="answer_finding",
    url_name="answer-finding",
)  # fmt: skip
@writes(visit_feedback.FeedbackRefused, blames="text")
def answer(request: HttpRequest, meeting: Key, finding: Key, given: FindingGiven) -> Done:
    """Answer what the other side saw."""
    visit_feedback.answer(by=asker(request), meeting=meeting, finding=finding, text=given.text)
    return done(finding, "visit", meeting=meeting)


@router.post(
    "meetings/{meeting}/findings/{finding}/promise", response=written(), operation_id="promise_about_finding",
    url_name="promise-about-finding",
)  # fmt: skip
@writes(MeetingRefused, blames="what")
def promise(request: HttpRequest, meeting: Key, finding: Key, given: MadeGiven) -> Done:
    """Promise something for your side about what was seen; the other side accepts it."""
    made = visit_feedback.Promised(what=given.what, due_on=given.due_on, owner=given.owner)
    pk = visit_feedback.promise(by=asker(request), meeting=meeting, finding=finding, made=made)
    return done(pk, "meeting", meeting=meeting)


@router.post("meetings/{meeting}/meal", response=written(), operation_id="plan_meal", url_name="plan-meal")
@writes(table_needs.TableRefused, blames="what")
def meal(request: HttpRequest, meeting: Key, given: MealGiven) -> Done:
    """Plan the meal of a visit; what guests eat is told on the pages alone, to those who plan it."""
    planned = table_needs.Meal(**given.model_dump())
    table_needs.plan_meal(by=asker(request), meeting=meeting, meal=planned)
    return done(meeting, "visit", meeting=meeting)


@router.get(
    "partners/{partner}/channel-mix", response=answers(ChannelMix, 404, 422), operation_id="channel_mix",
    url_name="channel-mix",
)  # fmt: skip
def mix(request: HttpRequest, partner: Key) -> ChannelMix:
    """Count on how many days both sides wrote, called, saw each other on a screen, and visited."""
    shown = mix_of(partnership(request.auth, partner), now=timezone.now())  # type: ignore[attr-defined]
    kept = shown.kept
    ways = [WayUsed(way=way, days=kept.days[way], by_week=[week[way] for week in kept.by_week]) for way in kept.days]
    return ChannelMix(weeks=kept.weeks, ways=ways, last_spoken=shown.last_spoken, call_due=shown.call is not None)


def _rating(each: Rating) -> SideRating:
    return SideRating(side=each.side, words=each.words, given_at=each.given_at, **each.answers)
