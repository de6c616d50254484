"""Meetings of the demonstration: two fortnightly series, held with minutes and promises, and weekly statuses."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from troth_site import access
from troth_site.access import Actor
from troth_site.actions.communication import (
    agendas,
    meetings,
    meetings_answering,
    meetings_closing,
    meetings_minutes,
    meetings_promises,
    statuses,
)
from troth_site.actions.communication.meetings_changing import Edition
from troth_site.actions.demo.founding import Place
from troth_site.actions.trust import judging
from troth_site.models import Attendance, Meeting, Person, StatusReport
from troth_site.queries.communication.slots import SAME, Asked

HELD, MEETINGS, EVERY = 4, 18, 2
STATUS_WEEKS, STATUS_DAY = 2, 4
MOST_TOLD = 3


@dataclass(frozen=True, slots=True)
class Held:
    """What one meeting came to.

    Attributes:
        missed: The side of which nobody came, empty where both did.
        promise: Side, and what it promised for the next meeting.
        status: What the next meeting says of it, and what shows it.
    """

    notes: str
    missed: str = ""
    promise: tuple[str, str] = ("", "")
    status: tuple[str, str] = ("kept", "")


@dataclass(frozen=True, slots=True)
class Story:
    """The meetings of one partner: their title and what each of the held ones came to, the first first."""

    tells: str
    title: str
    held: tuple[Held, ...]
    keep: tuple[str, str]
    change: tuple[str, str]


STORIES = (
    Story(
        "buyer_caused", "Review with Hengyue",
        (
            Held("Canvas is in house. The buckles wait for our approval of the sample.",
                 promise=("buyer", "Approve the buckle sample"), status=("late", "Approved four days after its day")),
            Held("Nobody from Tarnholm came to the call. The line stood ready to be shown.", missed="buyer"),
            Held("Second sewing line runs. Carton marks are still open on our side.",
                 promise=("factory", "Send photos of the packing trial"),
                 status=("kept", "Photos came on Tuesday, all sides of the carton")),
            Held("Packing trial is good. Half of the order ships with the first vessel.",
                 promise=("buyer", "Send the carton marks for the spring order"),
                 status=("still-open", "The print shop answers on Thursday")),
        ),
        keep=("Photos from the line every week", "The list of open points before each call"),
        change=("Tell us two days ahead when a call moves", "One person on your side for approvals"),
    ),
    Story(
        "drifting", "Review with Ege Rüzgârı",
        (
            Held("Dyed fabric arrives five days later than planned. A joint plan is needed.",
                 promise=("factory", "Write the joint plan for dyed fabric"), status=("not-kept", "No plan came")),
            Held("Nobody from Ege Rüzgârı came. The plan has not come either.", missed="factory"),
            Held("The new owner of the dye house was in the call. Lead times are agreed anew.",
                 promise=("factory", "Name the dye lots of the next two orders"),
                 status=("kept", "List of lots, signed by the dye house")),
            Held("Lots are named. The fleece order needs a new ship day.",
                 promise=("buyer", "Say by when the fleece is needed in the stores"),
                 status=("still-open", "The stores answer next week")),
        ),
        keep=("The dye house joins the calls", "Clear priorities between orders"),
        change=("Come to every call, or say so before", "Give the forecast a month earlier"),
    ),
)  # fmt: skip
TOLD = (
    {"percent_complete": {"materials": 100, "production": 35}, "next_milestone": "Sewing done", "risks": ""},
    {"percent_complete": {"materials": 100, "production": 70, "packing": 10}, "next_milestone": "Packing done",
     "risks": "Second needle machine stands still since Tuesday"},
)  # fmt: skip
MIRROR = {"approvals_given": "Shade of the lining", "forecast": "Two orders of bags from March on"}


def meet(buyer: Place, places: dict[str, Place], *, today: date) -> None:
    """Plan, hold and close the meetings of two partners, and let both sides tell their weekly statuses."""
    told = [places[story.tells] for story in STORIES]
    with judging.postponed():
        for story, place in zip(STORIES, told, strict=True):
            _meet(buyer, place, story, today)
        for place in told:
            _report(buyer, place, today)
    judging.judge([place.relationship for place in told], as_of=today)


def _meet(buyer: Place, place: Place, story: Story, today: date) -> None:
    first_on = today - timedelta(weeks=EVERY * HELD, days=today.weekday() - 1)
    start = datetime.combine(first_on - timedelta(days=6), time(9), tzinfo=UTC)
    asked = Asked(first_on=first_on, minutes=45, every_weeks=EVERY, count=MEETINGS)
    people = [place.person.person, place.owner.pk]
    plan = meetings.Plan(
        title=story.title, asked=asked, choice=SAME, people=people, way="video", by_mail=False
    )  # fmt: skip
    first = meetings.plan(by=buyer.person, relationship=place.relationship, plan=plan, now=start)
    meetings_answering.answer(by=place.person, meeting=first, is_coming=True, following=True, now=start)
    series = Meeting.objects.get(pk=first).series
    now = datetime.combine(today, time(0), tzinfo=UTC)
    planned = list(Meeting.objects.filter(series=series, starts_at__lt=now).order_by("starts_at"))
    made: list[tuple[int, Held]] = []
    for row, held in zip(planned, (*story.held, *([Held("A short call.")] * len(planned))), strict=False):
        made = _hold(buyer, place, row, held, made)
    following = Meeting.objects.filter(series=series, starts_at__gte=now).order_by("starts_at").first()
    if following is not None:
        meetings_promises.promise(following, by=buyer.person, now=now)
        for by, at in ((place.person, 0), (buyer.person, 1)):
            agendas.say_feedback(by=by, meeting=following.pk, keep=story.keep[at], change=story.change[at])


def _hold(
    buyer: Place, place: Place, row: Meeting, held: Held, made: list[tuple[int, Held]]
) -> list[tuple[int, Held]]:  # fmt: skip
    """Hold one meeting, and return the promises that the next one has to speak of."""
    at = row.starts_at + timedelta(hours=1)
    meetings_promises.promise(row, by=buyer.person, now=row.starts_at - timedelta(days=2))
    # Who missed a meeting does not write its minutes.
    writer = place.person if held.missed == "buyer" else buyer.person
    other = buyer.person if writer is place.person else place.person
    still_open = []
    edition = Edition(revision=row.revision, mine={"notes": held.notes})
    meetings_minutes.write(by=writer, meeting=row.pk, edition=edition, now=at)
    for commitment, before in made:
        status, shown = before.status
        # Nothing is settled while one side is missing.
        if held.missed:
            status, shown = "still-open", "Left for the next call"
            still_open.append((commitment, before))
        said = meetings_minutes.Said(
            commitment=commitment, status=status, note=shown, done_on=at.date() if status == "late" else None
        )
        meetings_minutes.say_status(by=writer, meeting=row.pk, said=said, now=at)
    side, what = held.promise
    if what:
        promisor, promisee = (buyer.person, place.person) if side == "buyer" else (place.person, buyer.person)
        due_on = at.date() + timedelta(days=10)
        commitment = meetings_minutes.promise(by=promisor, meeting=row.pk, what=what, due_on=due_on, now=at)
        meetings_minutes.accept(by=promisee, meeting=row.pk, commitment=commitment, now=at)
        still_open.append((commitment, held))
    _close(writer, other, row, held.missed, at)
    return still_open


def _close(writer: Actor, other: Actor, row: Meeting, missed: str, at: datetime) -> None:
    people = Attendance.objects.filter(meeting=row).values_list("person", "side")
    came = {person for person, side in people if side != missed}
    meetings_minutes.say_who_came(
        by=writer, meeting=row.pk, came=came, missed={person for person, _side in people} - came, now=at
    )
    meetings_closing.close(by=writer, meeting=row.pk, now=at)
    if not missed:
        confirmed = at + timedelta(days=1)
        meetings_closing.answer_closing(by=other, meeting=row.pk, confirms=True, now=confirmed)


def _report(buyer: Place, place: Place, today: date) -> None:
    """Agree to Fridays, and tell what fell due since: the factory once late, the buyer once not at all."""
    now = datetime.combine(today, time(6), tzinfo=UTC)
    begin = now - timedelta(weeks=STATUS_WEEKS)
    statuses.propose_day(by=buyer.person, relationship=place.relationship, weekday=STATUS_DAY, now=begin)
    statuses.agree(by=place.person, relationship=place.relationship, now=begin)
    tomasz = access.actor(Person.objects.get(email="tomasz.wilk@tarnholm.example"))
    for week in range(STATUS_WEEKS):
        statuses.make_due(now=begin + timedelta(weeks=week))
        rows = StatusReport.objects.filter(relationship=place.relationship, sent_at=None, due_on__lt=today)
        for at, row in enumerate(rows.order_by("due_on", "pk")[: MOST_TOLD + 1]):
            late = timedelta(days=2 if week == 0 and at == 1 else 0)
            told_at = min(datetime.combine(row.due_on, time(7), tzinfo=UTC) + late, now)
            if row.side == "factory":
                told = TOLD[week % len(TOLD)]
                statuses.tell(by=place.person, status=row.pk, told=told, seconds=70 + 11 * at, now=told_at)
            elif week == 0:
                statuses.tell(by=tomasz, status=row.pk, told=MIRROR, seconds=95, now=told_at)
    statuses.make_due(now=now)
