"""Two visits of the demonstration: one that was held, with what both sides saw and said, and one that lies ahead."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from troth_site import access
from troth_site.access import Actor
from troth_site.actions import commitments
from troth_site.actions.communication import (
    agendas,
    customs,
    hospitality,
    meetings,
    meetings_answering,
    meetings_closing,
    meetings_minutes,
    meetings_promises,
    quiz,
    table_needs,
    visit_feedback,
)
from troth_site.actions.communication.meetings_changing import Edition
from troth_site.actions.demo.founding import Place
from troth_site.actions.trust import judging
from troth_site.models import Attendance, Meeting, Person, QuizQuestion
from troth_site.queries.communication.slots import Asked, offers

TELLS = "steady"
TOMASZ, BEATRICE = "tomasz.wilk@tarnholm.example", "beatrice.lindqvist@tarnholm.example"
AGO, AHEAD, MINUTES = 60, 26, 300
# The host's morning, on the guests' own clock.
MORNING = time(4)
PLACE = "Sonali Suta, Gazipur"
NOTES = "Lines 1 to 4, finishing and packing seen; autumn spoken through with the line leaders, over tea."
# The side that saw it, what, what the other side answers.
SEEN = (
    ("buyer", "The second sewing line is tidy, and every operator knew the sealed sample.",
     "Thank you. The line has read it."),
    ("buyer", "Cartons for packing stand on the floor beside the wet room.", "You are right: pallets are ordered."),
    ("factory", "Your packing manual still shows the old carton marks.", "Ours to mend. A new one is being drawn."),
)  # fmt: skip
PALLETS = "Put pallets under all cartons in the packing room"
MANUAL = "Send the packing manual with the new carton marks"
KEEP_AND_CHANGE = {
    "buyer": ("The walk from the first needle to the last carton", "One hour more on the floor"),
    "factory": ("You asked the operators themselves", "Send your questions a week ahead"),
}
# Who wrote it, of whom, about what, from where, the note.
NOTED = (
    ("guest", False, "greeting", "our visit", "Tea comes before numbers. The hall is shown by Mr Hossain himself."),
    ("host", True, "dress", "our own people", "Closed shoes in the hall, please, and covered shoulders."),
)  # fmt: skip
GIFT, WORTH = "A framed print of Leith harbour, for the office", Decimal(85)


def visit(buyer: Place, places: dict[str, Place], *, today: date) -> None:
    """Hold a visit to one partner, and plan the next with its reading, its meal and a gift."""
    place, guest = places[TELLS], access.actor(Person.objects.get(email=TOMASZ))
    with judging.postponed():
        held = _planned(buyer, place, guest, today - timedelta(days=AGO), "Visit to Sonali Suta")
        _hold(guest, place.person, held)
        _look(guest, place.person, held, today)
        _note(guest, place, today)
        _prepare(buyer, place, guest, today)
    judging.judge([place.relationship], as_of=today)


def _planned(buyer: Place, place: Place, guest: Actor, day: date, title: str) -> Meeting:
    asked = Asked(first_on=day, minutes=MINUTES, clock=MORNING)
    # The last offer is the same hour of the next day that is open to both, where the day itself is not.
    choice = offers(buyer.person, place.relationship, asked).offers[-1].key
    people = [place.person.person, guest.person]
    plan = meetings.Plan(
        title=title, asked=asked, choice=choice, people=people, place=PLACE, way="visit", by_mail=False
    )  # fmt: skip
    now = datetime.combine(day - timedelta(days=30), time(0), tzinfo=UTC)
    pk = meetings.plan(by=buyer.person, relationship=place.relationship, plan=plan, now=now)
    for who in (place.person, guest):
        meetings_answering.answer(by=who, meeting=pk, is_coming=True, now=now)
    return Meeting.objects.get(pk=pk)


def _hold(guest: Actor, host: Actor, row: Meeting) -> None:
    meetings_promises.promise(row, by=guest, now=row.starts_at - timedelta(days=2))
    agendas.add_point(by=host, meeting=row.pk, part="informal", text="Tea in the yard with line 2")
    at = row.starts_at + timedelta(minutes=MINUTES)
    edition = Edition(revision=row.revision, mine={"notes": NOTES})
    meetings_minutes.write(by=guest, meeting=row.pk, edition=edition, now=at)


def _look(guest: Actor, host: Actor, row: Meeting, today: date) -> None:
    """Write down what was seen, promise about two of it, close the visit, and let both sides say how it was."""
    during, after = row.starts_at + timedelta(hours=2), row.starts_at + timedelta(hours=20)
    for by, keep, change in ((guest, *KEEP_AND_CHANGE["buyer"]), (host, *KEEP_AND_CHANGE["factory"])):
        agendas.say_feedback(by=by, meeting=row.pk, keep=keep, change=change)
    keys = []
    for side, text, answer in SEEN:
        writer, other = (guest, host) if side == "buyer" else (host, guest)
        keys.append(visit_feedback.find(by=writer, meeting=row.pk, text=text, now=during if side == "buyer" else after))
        visit_feedback.answer(by=other, meeting=row.pk, finding=keys[-1], text=answer, now=after)
    _promise(guest, host, row, keys, today)
    people = set(Attendance.objects.filter(meeting=row).values_list("person", flat=True))
    meetings_minutes.say_who_came(by=guest, meeting=row.pk, came=people, missed=set(), now=after)
    meetings_closing.close(by=guest, meeting=row.pk, now=after)
    meetings_closing.answer_closing(by=host, meeting=row.pk, confirms=True, now=after + timedelta(days=1))
    visit_feedback.rate(
        by=host, meeting=row.pk, answers={"prepared": 4, "polite": 5, "useful": 5}, now=after,
        words="They had read our notes before they came, and ate with the line. Next time the questions a week ahead.",
    )  # fmt: skip
    visit_feedback.rate(
        by=guest, meeting=row.pk, answers={"prepared": 5, "polite": 5, "useful": 4}, now=after,
        words="Everybody we asked could show their work.",
    )  # fmt: skip


def _promise(guest: Actor, host: Actor, row: Meeting, keys: list[int], today: date) -> None:
    at = row.starts_at + timedelta(hours=20)
    told = ((host, guest, keys[1], PALLETS, at.date() + timedelta(days=14)),
            (guest, host, keys[2], MANUAL, today + timedelta(days=12)))  # fmt: skip
    made = []
    for promisor, promisee, finding, what, due_on in told:
        promised = visit_feedback.Promised(what=what, due_on=due_on)
        made.append(visit_feedback.promise(by=promisor, meeting=row.pk, finding=finding, made=promised, now=at))
        meetings_minutes.accept(by=promisee, meeting=row.pk, commitment=made[-1], now=at)
    done_on = at.date() + timedelta(days=9)
    shown = "Photos of the packing room: every carton on a pallet, the aisle to the wet room free."
    commitments.step(by=host, commitment=made[0], event="close_kept", evidence=shown, done_on=done_on, on=done_on)
    commitments.step(by=guest, commitment=made[0], event="confirm", on=done_on + timedelta(days=2))


def _note(guest: Actor, place: Place, today: date) -> None:
    for who, about_ourselves, category, source, text in NOTED:
        given = customs.CustomGiven(
            about_ourselves=about_ourselves, category=category, text=text, source=source, language="en",
            dated_on=today - timedelta(days=AGO - 3),
        )  # fmt: skip
        by = guest if who == "guest" else place.person
        customs.write(by=by, relationship=place.relationship, given=given, on=today)


def _prepare(buyer: Place, place: Place, guest: Actor, today: date) -> None:
    """Plan the next visit: somebody reads up on the house, the meal is planned, a gift is declared and approved."""
    ahead = _planned(buyer, place, guest, today + timedelta(days=AHEAD), "Next visit to Sonali Suta")
    now = datetime.combine(today, time(0), tzinfo=UTC)
    for question in QuizQuestion.objects.filter(note__about=place.organisation, removed_at=None).order_by("pk"):
        quiz.answer(by=guest, relationship=place.relationship, question=question.pk, chosen=question.right)
    agendas.add_point(by=guest, meeting=ahead.pk, part="informal", text="Lunch with the people of line 2")
    agendas.add_point(by=place.person, meeting=ahead.pk, part="progress", text="The new cutting table")
    lunch = table_needs.Meal(
        what="Lunch in the canteen", place="Canteen, first floor", pays="factory",
        words="Rice, lentils, vegetables and fish apart; tea afterwards in the yard.",
    )  # fmt: skip
    table_needs.plan_meal(by=place.person, meeting=ahead.pk, meal=lunch, now=now)
    gift = hospitality.HospitalityGiven(
        given_by="buyer", day=ahead.starts_at.date(), what=GIFT, amount=WORTH, currency="GBP",
        people=f"{place.firm.people[0].name}, {place.firm.people[1].name}",
    )  # fmt: skip
    pk = hospitality.record(by=guest, relationship=place.relationship, given=gift, on=today)
    hospitality.decide(
        by=access.actor(Person.objects.get(email=BEATRICE)), relationship=place.relationship, hospitality=pk,
        approved=True, reason="Two years of good work together; it hangs in their office, not in a home.",
    )  # fmt: skip
