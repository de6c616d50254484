"""What a side tells of itself: its week and closures, how it works, who answers for what, its weekly statuses."""

from datetime import date, time
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Router

from troth.communication.status_form import FIELDS
from troth.communication.status_mirror import MIRROR_FIELDS
from troth_site.access import NotAllowed
from troth_site.actions.communication import calendars, contacts, customs, hospitality, statuses
from troth_site.api.communication.messages import MessageTopic
from troth_site.api.frame.forms import Key, Side
from troth_site.api.frame.problems import Problem
from troth_site.api.frame.writing import (
    Done,
    Given,
    Language,
    Line,
    LineOrNothing,
    OnDay,
    Words,
    asker,
    done,
    writes,
    written,
)
from troth_site.queries.communication import statuses as known
from troth_site.queries.partners import partnership

router = Router(tags=["What a side tells of itself"])
Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Amount = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2)]
Currency = Annotated[str, Field(pattern=r"^[A-Za-z]{3}$")]


class WeekWritten(Given):
    """When your side works."""

    country: Annotated[str, Field(pattern=r"^([A-Za-z]{2})?$")] = ""
    region: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{0,10}$")] = ""
    zone: Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_+/-]+$")]
    workdays: list[Annotated[int, Field(ge=0, le=6)]] = Field(description="Monday 0 to Sunday 6.")
    begins: Clock
    ends: Clock
    break_begins: Clock | None = None
    break_ends: Clock | None = None


class DaysWritten(Given):
    """Days on which your side is closed, or open whatever the list of holidays says."""

    kind: Literal["closed", "open"]
    first: OnDay
    last: OnDay
    name: LineOrNothing = ""


class CustomWritten(Given):
    """A note on how your side works, or the partner's."""

    about_ourselves: bool
    category: Annotated[str, Field(max_length=40)]
    text: Words
    source: Line
    dated_on: OnDay
    language: Language = ""
    link: Annotated[str, Field(max_length=500)] = ""


class MealWritten(Given):
    """A meal or gift."""

    given_by: Side
    day: OnDay
    what: Line
    amount: Amount
    currency: Currency
    people: LineOrNothing = ""
    word: Literal["", "given", "accepted", "refused"] = Field("", description="What became of it on your side.")


class MealSaid(Given):
    """What became of a meal or gift on your side."""

    word: Literal["given", "accepted", "refused", "returned"]
    because: LineOrNothing = ""


class Decided(Given):
    """Whether your house approves a meal or gift above its limit."""

    approved: bool
    reason: LineOrNothing = ""


class ContactNamed(Given):
    """Who answers for a topic on your side, and who stands in; null leaves a place empty."""

    person: Key | None
    deputy: Key | None = None


class WeekdayGiven(Given):
    """The day on which both sides report: Monday 0 to Sunday 6."""

    weekday: int = Field(ge=0, le=6)


class StatusTold(Given):
    """A weekly status; a field that is left out is not known, and never zero."""

    told: dict[str, int | LineOrNothing | dict[str, int]] = Field(max_length=8)


@router.post("partners/{partner}/calendar/week", response=written(), operation_id="set_week", url_name="set-week")
@writes(calendars.CalendarRefused)
def week(request: HttpRequest, partner: Key, given: WeekWritten) -> Done:
    """Say when your side works; each of your partners sees it."""
    by = asker(request)
    found = partnership(by, partner, "record")
    if (given.break_begins is None) != (given.break_ends is None):
        raise Problem(422, _("A break has a beginning and an end; leave both out for none."), where="break_ends")
    lunch = (_hour(given.break_begins), _hour(given.break_ends)) if given.break_begins and given.break_ends else None
    told = calendars.WeekGiven(
        country=given.country.upper(), region=given.region.upper(), zone=given.zone,
        workdays=frozenset(given.workdays), hours=(_hour(given.begins), _hour(given.ends)), lunch=lunch,
    )  # fmt: skip
    calendars.set_week(by=by, organisation=found.organisation(found.our_side), week=told, relationship=partner)
    return done(None, "calendar", partner=partner)


@router.post("partners/{partner}/calendar/days", response=written(), operation_id="add_days", url_name="add-days")
@writes(calendars.CalendarRefused, blames="last")
def days(request: HttpRequest, partner: Key, given: DaysWritten) -> Done:
    """Say on which days your side is closed, or open."""
    by = asker(request)
    found = partnership(by, partner, "record")
    told = calendars.DaysGiven(kind=given.kind, first=given.first, last=given.last, name=given.name)
    pk = calendars.add_days(
        by=by, organisation=found.organisation(found.our_side), days=told, relationship=partner
    )  # fmt: skip
    return done(pk, "calendar", partner=partner)


@router.post(
    "partners/{partner}/calendar/days/{day}/remove", response=written(), operation_id="take_day_back",
    url_name="take-day-back",
)  # fmt: skip
@writes(calendars.CalendarRefused)
def take_back(request: HttpRequest, partner: Key, day: Key) -> Done:
    """Take back what your side told of some days."""
    by = asker(request)
    partnership(by, partner, "record")
    calendars.take_back(by=by, day=day, relationship=partner)
    return done(None, "calendar", partner=partner)


@router.post("partners/{partner}/customs/notes", response=written(), operation_id="write_custom", url_name="new-custom")
@writes(customs.CustomRefused, blames="text")
def write_custom(request: HttpRequest, partner: Key, given: CustomWritten) -> Done:
    """Note how your side works, or the partner's; no number is made of it."""
    by = asker(request)
    partnership(by, partner, "answer")
    pk = customs.write(by=by, relationship=partner, given=customs.CustomGiven(**given.model_dump()))
    return done(pk, "customs", partner=partner)


@router.post(
    "partners/{partner}/customs/notes/{note}/remove", response=written(), operation_id="remove_custom",
    url_name="remove-custom",
)  # fmt: skip
@writes(customs.CustomRefused)
def remove_custom(request: HttpRequest, partner: Key, note: Key) -> Done:
    """Take away a note that your side wrote."""
    customs.take_away(by=asker(request), relationship=partner, note=note)
    return done(None, "customs", partner=partner)


@router.post("partners/{partner}/meals", response=written(), operation_id="record_meal", url_name="record-meal")
@writes(hospitality.HospitalityRefused)
def meal(request: HttpRequest, partner: Key, given: MealWritten) -> Done:
    """Record a meal or gift; above its own limit each house approves it before it says its half."""
    told = hospitality.HospitalityGiven(**given.model_dump())
    pk = hospitality.record(by=asker(request), relationship=partner, given=told)
    return done(pk, "hospitality", partner=partner)


@router.post(
    "partners/{partner}/meals/{meal}/decide", response=written(), operation_id="decide_meal", url_name="decide-meal"
)
@writes(hospitality.HospitalityRefused, blames="reason")
def decide(request: HttpRequest, partner: Key, meal: Key, given: Decided) -> Done:
    """Approve or decline for your house a meal or gift above its limit."""
    by = asker(request)
    partnership(by, partner, "people")
    hospitality.decide(
        by=by, relationship=partner, hospitality=meal, approved=given.approved, reason=given.reason
    )  # fmt: skip
    return done(meal, "hospitality", partner=partner)


@router.post("partners/{partner}/meals/{meal}/say", response=written(), operation_id="say_meal", url_name="say-meal")
@writes(hospitality.HospitalityRefused, blames="word")
def say(request: HttpRequest, partner: Key, meal: Key, given: MealSaid) -> Done:
    """Say what became of a meal or gift on your side."""
    hospitality.say(
        by=asker(request), relationship=partner, hospitality=meal, word=given.word, because=given.because
    )  # fmt: skip
    return done(meal, "hospitality", partner=partner)


@router.post("partners/{partner}/contacts/{topic}", response=written(), operation_id="name_contact", url_name="contact")
@writes(contacts.NamingRefused, blames="person")
def name_contact(request: HttpRequest, partner: Key, topic: MessageTopic, given: ContactNamed) -> Done:
    """Name who answers for a topic on your side, and who stands in."""
    by = asker(request)
    partnership(by, partner, "record")
    contacts.name_contact(
        by=by, relationship=partner, topic=topic, named=contacts.Named(given.person, given.deputy)
    )  # fmt: skip
    return done(None, "partner", partner=partner)


@router.post(
    "partners/{partner}/statuses/day", response=written(), operation_id="propose_status_day", url_name="status-day"
)
@writes(statuses.StatusRefused, blames="weekday")
def propose_day(request: HttpRequest, partner: Key, given: WeekdayGiven) -> Done:
    """Propose the weekday on which both sides report."""
    statuses.propose_day(by=asker(request), relationship=partner, weekday=given.weekday)
    return done(None, "statuses", partner=partner)


@router.post(
    "partners/{partner}/statuses/agree", response=written(), operation_id="agree_status_day", url_name="agree-day"
)
@writes(statuses.StatusRefused)
def agree(request: HttpRequest, partner: Key) -> Done:
    """Agree to the weekday the other side proposed."""
    statuses.agree(by=asker(request), relationship=partner)
    return done(None, "statuses", partner=partner)


@router.post("statuses/{status}", response=written(), operation_id="tell_status", url_name="tell-status")
@writes(statuses.StatusRefused, blames="told")
def tell(request: HttpRequest, status: Key, given: StatusTold) -> Done:
    """Tell a weekly status of your side, once."""
    by = asker(request)
    found = known.status(by, status)
    if found.row.side != found.partnership.our_side:
        raise NotAllowed
    fields = MIRROR_FIELDS if found.row.side == "buyer" else FIELDS
    if strange := set(given.told) - set(fields):
        told = _("“%(name)s” is no field of this status. They are %(known)s.")
        raise Problem(422, told % {"name": min(strange), "known": ", ".join(fields)}, where="told")
    statuses.tell(by=by, status=status, told=_stored(given.told))
    return done(status, "statuses", partner=found.partnership.pk)


def _stored(told: dict[str, Any]) -> dict[str, Any]:
    """Refuse what is not of the kind its field takes."""
    for name, value in told.items():
        if not _is_of_kind(name, value):
            said = _(
                "%(name)s: write a number, a day as 2026-03-12, or the percents of materials, production, packing."
            )
            raise Problem(422, said % {"name": f"told.{name}"}, where=f"told.{name}")
    return told


def _is_of_kind(name: str, value: Any) -> bool:
    if name == "percent_complete":
        is_whole = isinstance(value, dict) and set(value) <= {"materials", "production", "packing"}
        return is_whole and all(0 <= each <= 100 for each in value.values())
    if name == "pieces_finished":
        return isinstance(value, int) and 0 <= value <= 100_000_000
    if name in known.DAYS:
        try:
            return bool(date.fromisoformat(value))
        except (TypeError, ValueError):
            return False
    return isinstance(value, str)


def _hour(written_hour: str) -> time:
    return time.fromisoformat(written_hour)
