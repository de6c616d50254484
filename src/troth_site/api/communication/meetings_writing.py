"""What is done about a meeting: planned, answered, moved, held, closed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.http import HttpRequest
from django.utils.translation import gettext as _

from troth.commitments.lifecycle import MoveError
from troth_site.actions.communication import (
    agendas,
    meetings,
    meetings_answering,
    meetings_changing,
    meetings_closing,
    meetings_minutes,
)
from troth_site.api.communication.meetings import router
from troth_site.api.communication.meetings_forms import (
    Cancelled,
    ClosingGiven,
    ComingGiven,
    FeedbackGiven,
    MadeGiven,
    MeetingGiven,
    MeetingMoved,
    MinutesGiven,
    PersonGiven,
    PointGiven,
    SlotOffered,
    SlotsGiven,
    SlotsOffered,
    StatusOfPromise,
    WhoCame,
)
from troth_site.api.frame.forms import Key
from troth_site.api.frame.problems import Problem
from troth_site.api.frame.writing import (
    Done,
    asker,
    done,
    writes,
    written,
)
from troth_site.queries.communication import meetings as rows
from troth_site.queries.communication.slots import NoSlot, Offer, offers
from troth_site.queries.partners import partnership

REFUSED = meetings.MeetingRefused


@router.post("partners/{partner}/slots", response=written(SlotsOffered), operation_id="slots", url_name="slots")
@writes(NoSlot, blames="first_on")
def slots(request: HttpRequest, partner: Key, given: SlotsGiven) -> SlotsOffered:
    """Ask both calendars for slots; nothing is planned."""
    by = asker(request)
    partnership(by, partner, "record")
    return SlotsOffered(slots=[_slot(each) for each in offers(by, partner, given.asked()).offers])


def _slot(offer: Offer) -> SlotOffered:
    first = offer.meetings[0].local
    return SlotOffered(
        key=offer.key, starts=[each.start for each in offer.meetings if each.start is not None],
        buyer_clock=f"{first['buyer']:%Y-%m-%d %H:%M}", factory_clock=f"{first['factory']:%Y-%m-%d %H:%M}",
        buyer_bears=offer.pains["buyer"], factory_bears=offer.pains["factory"], is_fairest=offer.is_fairest,
    )  # fmt: skip


@router.post("partners/{partner}/meetings", response=written(), operation_id="plan_meeting", url_name="meetings")
@writes(REFUSED, NoSlot, blames="choice")
def plan(request: HttpRequest, partner: Key, given: MeetingGiven) -> Done:
    """Plan a meeting or a series at the slot you chose."""
    planned = meetings.Plan(
        title=given.title,
        asked=given.asked(),
        choice=given.choice,
        people=given.people,
        place=given.place,
        way=given.way,
    )
    pk = meetings.plan(by=asker(request), relationship=partner, plan=planned)
    return done(pk, "meeting", meeting=pk)


@router.post("meetings/{meeting}/answer", response=written(), operation_id="answer_meeting", url_name="answer-meeting")
@writes(REFUSED, MoveError)
def answer(request: HttpRequest, meeting: Key, given: ComingGiven) -> Done:
    """Say whether you come."""
    meetings_answering.answer(by=asker(request), meeting=meeting, is_coming=given.comes, following=given.following)
    return done(meeting, "meeting", meeting=meeting)


@router.post("meetings/{meeting}/people", response=written(), operation_id="ask_person", url_name="ask-person")
@writes(REFUSED, MoveError, blames="person")
def ask(request: HttpRequest, meeting: Key, given: PersonGiven) -> Done:
    """Ask somebody else to come."""
    meetings_answering.ask(by=asker(request), meeting=meeting, person=given.person)
    return done(meeting, "meeting", meeting=meeting)


@router.post("meetings/{meeting}/points", response=written(), operation_id="add_point", url_name="add-point")
@writes(REFUSED, MoveError, blames="text")
def add_point(request: HttpRequest, meeting: Key, given: PointGiven) -> Done:
    """Add a point to the agenda; both sides read it."""
    pk = agendas.add_point(by=asker(request), meeting=meeting, part=given.part, text=given.text)
    return done(pk, "meeting", meeting=meeting)


@router.post(
    "meetings/{meeting}/points/{point}/remove", response=written(), operation_id="remove_point", url_name="remove-point"
)
@writes(REFUSED, MoveError)
def remove_point(request: HttpRequest, meeting: Key, point: Key) -> Done:
    """Remove a point that you wrote yourself."""
    agendas.remove_point(by=asker(request), meeting=meeting, point=point)
    return done(None, "meeting", meeting=meeting)


@router.post("meetings/{meeting}/feedback", response=written(), operation_id="say_feedback", url_name="say-feedback")
@writes(REFUSED, MoveError)
def feedback(request: HttpRequest, meeting: Key, given: FeedbackGiven) -> Done:
    """Say what your side wants to keep and to change."""
    agendas.say_feedback(by=asker(request), meeting=meeting, keep=given.keep, change=given.change)
    return done(meeting, "meeting", meeting=meeting)


@router.post("meetings/{meeting}/edit", response=written(), operation_id="change_meeting", url_name="change-meeting")
@writes(REFUSED)
def change(request: HttpRequest, meeting: Key, given: MeetingMoved) -> Done:
    """Move a meeting, or call it otherwise; a new time asks everybody again."""
    by = asker(request)
    said = given.model_dump(include={"title", "day", "clock", "minutes", "place", "way"}, exclude_none=True)
    if not said:
        told = _("Say what changes: the title, the day, the hour, the minutes or the place.")
        raise Problem(422, told, where="title")
    changed = {name: value.isoformat() if isinstance(value, date) else str(value) for name, value in said.items()}
    mine = rows.values_of(rows.meeting(by, meeting).row) | changed
    edition = meetings_changing.Edition(revision=given.revision, mine=mine, why=given.why)
    with one_version():
        meetings_changing.change(by=by, meeting=meeting, edition=edition)
    return done(meeting, "meeting", meeting=meeting)


@router.post("meetings/{meeting}/cancel", response=written(), operation_id="cancel_meeting", url_name="cancel-meeting")
@writes(REFUSED)
def cancel(request: HttpRequest, meeting: Key, given: Cancelled) -> Done:
    """Cancel a meeting before it begins; everybody asked is told."""
    meetings_changing.cancel(by=asker(request), meeting=meeting, whole=given.whole, why=given.why)
    return done(meeting, "meeting", meeting=meeting)


@router.post("meetings/{meeting}/minutes", response=written(), operation_id="write_minutes", url_name="write-minutes")
@writes(REFUSED, MoveError)
def minutes(request: HttpRequest, meeting: Key, given: MinutesGiven) -> Done:
    """Write the words of the minutes; who wrote meanwhile is not overwritten."""
    edition = meetings_changing.Edition(revision=given.revision, mine={"notes": given.notes})
    with one_version():
        meetings_minutes.write(by=asker(request), meeting=meeting, edition=edition)
    return done(meeting, "meeting", meeting=meeting)


@router.post("meetings/{meeting}/promises", response=written(), operation_id="promise_in", url_name="promise-in")
@writes(REFUSED, MoveError, blames="what")
def promise(request: HttpRequest, meeting: Key, given: MadeGiven) -> Done:
    """Promise something for your side; the other side accepts it."""
    pk = meetings_minutes.promise(
        by=asker(request), meeting=meeting, what=given.what, due_on=given.due_on, owner=given.owner
    )
    return done(pk, "meeting", meeting=meeting)


@router.post(
    "meetings/{meeting}/promises/{promise}/accept", response=written(), operation_id="accept_in", url_name="accept-in"
)
@writes(REFUSED, MoveError)
def accept(request: HttpRequest, meeting: Key, promise: Key) -> Done:
    """Accept what the other side promised in a meeting."""
    meetings_minutes.accept(by=asker(request), meeting=meeting, commitment=promise)
    return done(promise, "meeting", meeting=meeting)


@router.post("meetings/{meeting}/statuses", response=written(), operation_id="say_status", url_name="say-status")
@writes(REFUSED, MoveError, blames="status")
def status(request: HttpRequest, meeting: Key, given: StatusOfPromise) -> Done:
    """Say what became of a promise of an earlier meeting."""
    said = meetings_minutes.Said(
        commitment=given.promise, status=given.status, note=given.note, done_on=given.done_on
    )  # fmt: skip
    meetings_minutes.say_status(by=asker(request), meeting=meeting, said=said)
    return done(given.promise, "meeting", meeting=meeting)


@router.post("meetings/{meeting}/came", response=written(), operation_id="say_who_came", url_name="say-who-came")
@writes(REFUSED, MoveError)
def came(request: HttpRequest, meeting: Key, given: WhoCame) -> Done:
    """Say who came; nobody is taken for either without a word."""
    meetings_minutes.say_who_came(by=asker(request), meeting=meeting, came=set(given.came), missed=set(given.missed))
    return done(meeting, "meeting", meeting=meeting)


@router.post("meetings/{meeting}/close", response=written(), operation_id="close_meeting", url_name="close-meeting")
@writes(REFUSED, MoveError)
def close(request: HttpRequest, meeting: Key) -> Done:
    """Close a meeting once every earlier promise has a status."""
    meetings_closing.close(by=asker(request), meeting=meeting)
    return done(meeting, "meeting", meeting=meeting)


@router.post("meetings/{meeting}/closing", response=written(), operation_id="answer_closing", url_name="answer-closing")
@writes(REFUSED, MoveError, blames="reason")
def closing(request: HttpRequest, meeting: Key, given: ClosingGiven) -> Done:
    """Confirm or contest who came as the other side wrote it down."""
    meetings_closing.answer_closing(
        by=asker(request), meeting=meeting, confirms=given.confirms, reason=given.reason
    )  # fmt: skip
    return done(meeting, "meeting", meeting=meeting)


@contextmanager
def one_version() -> Iterator[None]:
    """Refuse what somebody else changed meanwhile, naming the revision that stands now."""
    try:
        yield
    except meetings_changing.TwoVersionsMet as met:
        told = _("Somebody else changed this meanwhile. Read it again; its revision is %(revision)s now.")
        raise Problem(409, told % {"revision": met.revision}, where="revision") from met
