"""Series of meetings, taking somebody off a meeting, and how people like to work."""

from datetime import date, time
from typing import Annotated, Literal

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from troth.communication.contacts_cards import LONGEST_STYLE, Card
from troth_site.actions.communication import meetings, meetings_changing, meetings_taking_off, preferences
from troth_site.api.communication.meetings_forms import Clock, Minutes, Revision
from troth_site.api.communication.meetings_writing import one_version
from troth_site.api.frame.forms import Key, answers
from troth_site.api.frame.problems import Problem
from troth_site.api.frame.writing import (
    Done,
    Given,
    Language,
    Line,
    LineOrNothing,
    WordsOrNothing,
    asker,
    done,
    example,
    writes,
    written,
)
from troth_site.queries.communication import contacts
from troth_site.queries.communication import meetings as rows

router = Router(tags=["Meetings and statuses"])
Title = Annotated[Line, Field(max_length=200)]
Channel = Literal["", "message", "email", "call", "video", "chat", "visit"]


class SeriesShown(Schema):
    """A series of meetings."""

    id: int
    title: str
    every_weeks: int
    clock: str = Field(description="When its meetings begin, on the clock of `zone`.")
    zone: str
    minutes: int
    place: str
    until: date | None
    alternates: bool = Field(description="Its hour changes so that both sides bear as much.")
    left: int = Field(description="Meetings still to come.")
    revision: int


class SeriesChanged(Given):
    """What of a series changes; what is left out stays."""

    model_config = example(revision=0, clock="09:30", minutes=45)

    revision: Revision
    title: Title | None = None
    clock: Clock | None = None
    minutes: Minutes | None = None
    place: LineOrNothing | None = None


class TakenOff(Given):
    """Why somebody is taken off a meeting; they read it."""

    model_config = example(why="The mill sends one person from now on.", following=True)

    why: Line
    following: bool = Field(False, description="Also off all that follow in the series.")


class CardOfPerson(Schema):
    """A person, and how they like to work, in their own words; empty where they said nothing."""

    id: int
    name: str
    name_latin: str
    zone: str
    channel: str
    best_from: str = Field(description="On their own clock, as 09:30.")
    best_to: str
    languages: list[str]
    style: str
    has_photo: bool = Field(description="It is below `persons/{person}/photo`.")
    has_voice: bool = Field(description="It is below `persons/{person}/voice`.")


class OwnCardGiven(Given):
    """How you like to work; a place left empty says nothing."""

    model_config = example(
        channel="chat", best_from="09:00", best_to="11:30", languages=["en", "zh-hans"], style="Numbers first, please."
    )

    channel: Channel = ""
    best_from: Clock | None = None
    best_to: Clock | None = None
    languages: list[Language] = Field([], max_length=10)
    style: Annotated[WordsOrNothing, Field(max_length=LONGEST_STYLE)] = ""


@router.get("series/{series}", response=answers(SeriesShown, 404, 422), operation_id="series", url_name="series")
def series(request: HttpRequest, series: Key) -> SeriesShown:
    """Show one series of meetings."""
    _found, row = rows.one_series(asker(request), series)
    same = {name: getattr(row, name) for name in SeriesShown.model_fields if name not in ("id", "clock")}
    return SeriesShown(id=row.pk, clock=row.starts, **same)


@router.post("series/{series}", response=written(), operation_id="change_series", url_name="series")
@writes(meetings.MeetingRefused)
def change(request: HttpRequest, series: Key, given: SeriesChanged) -> Done:
    """Change every meeting of a series that is still to come; those moved alone keep their day."""
    by = asker(request)
    said = given.model_dump(include={"title", "clock", "minutes", "place"}, exclude_none=True)
    if not said:
        told = _("Say what changes: the title, the hour, the minutes or the place.")
        raise Problem(422, told, where="title")
    _found, row = rows.one_series(by, series)
    before = {"title": row.title, "clock": row.starts, "minutes": str(row.minutes), "place": row.place}
    mine = before | {name: str(value) for name, value in said.items()}
    edition = meetings_changing.Edition(revision=given.revision, mine=mine)
    with one_version():
        meetings_changing.change_series(by=by, series=series, edition=edition)
    return done(series, "series", series=series)


@router.post("meetings/{meeting}/people/{person}/off", response=written(), operation_id="take_off", url_name="take-off")
@writes(meetings.MeetingRefused, blames="why")
def take_off(request: HttpRequest, meeting: Key, person: Key, given: TakenOff) -> Done:
    """Take somebody off a meeting that is still to come; they are told why."""
    meetings_taking_off.take_off(
        by=asker(request), meeting=meeting, person=person, why=given.why, following=given.following
    )  # fmt: skip
    return done(meeting, "meeting", meeting=meeting)


@router.get("persons/{person}", response=answers(CardOfPerson, 404, 422), operation_id="person", url_name="person")
def person(request: HttpRequest, person: Key) -> CardOfPerson:
    """Show how somebody you work with likes to work."""
    return _card(contacts.card_of(asker(request), person))


@router.get("me/card", response=answers(CardOfPerson), operation_id="own_card", url_name="own-card")
def own_card(request: HttpRequest) -> CardOfPerson:
    """Show your own card as partners and colleagues read it."""
    by = asker(request)
    return _card(contacts.card_of(by, by.person))


@router.post("me/card", response=written(), operation_id="write_card", url_name="own-card")
@writes(preferences.CardRefused, blames="best_to")
def write_card(request: HttpRequest, given: OwnCardGiven) -> Done:
    """Write your own card; nobody else can."""
    by = asker(request)
    if (given.best_from is None) != (given.best_to is None):
        raise Problem(422, _("Write both hours, or none."), where="best_to")
    if strange := set(given.languages) - set(dict(settings.LANGUAGES)):
        told = _("“%(code)s” is no language of Troth. They are %(known)s.")
        known = ", ".join(dict(settings.LANGUAGES))
        raise Problem(422, told % {"code": min(strange), "known": known}, where="languages")
    hours = None
    if given.best_from and given.best_to:
        hours = (time.fromisoformat(given.best_from), time.fromisoformat(given.best_to))
    card = Card(
        owner=str(by.person), channel=given.channel or None, best_hours=hours, style=given.style,  # type: ignore[arg-type]
        languages=tuple(given.languages),
    )  # fmt: skip
    preferences.write(by=by, card=card)
    return done(by.person, "own-card")


@router.post("me/card/delete", response=written(), operation_id="delete_card", url_name="delete-card")
@writes()
def delete_card(request: HttpRequest) -> Done:
    """Delete your own card; nothing of it is kept."""
    preferences.delete(by=asker(request))
    return done(None, "own-card")


def _card(shown: contacts.PersonCard) -> CardOfPerson:
    first, last = shown.best_hours or (None, None)
    return CardOfPerson(
        id=shown.pk, name=shown.name, name_latin=shown.name_latin, zone=shown.zone, channel=shown.channel,
        best_from=f"{first:%H:%M}" if first else "", best_to=f"{last:%H:%M}" if last else "",
        languages=list(shown.languages), style=shown.style, has_photo=shown.has_photo, has_voice=shown.has_voice,
    )  # fmt: skip
