"""Two years of questions in the demonstration: a side that answers well, one that slows down, and one nobody knows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from troth.basis.working_time import WorkCalendar, add_business_hours, next_working_day
from troth.communication.charter import Charter
from troth.communication.escalation import rungs_ahead
from troth_site.actions.communication import charters, escalations, responses_decay
from troth_site.actions.communication.requests_history import Told, record_history
from troth_site.actions.demo.dice import Dice
from troth_site.actions.demo.founding import Place
from troth_site.models import ReplyRequest
from troth_site.queries.communication.calendars import work_calendar_of, work_calendars_of
from troth_site.queries.communication.charters import agreed
from troth_site.queries.communication.ladders import asked_from, ladder_of

MONTHS = 24
A_MONTH = 3
QUARTER = 15
"""Minutes after which ladders are looked at again."""
SLOWS_DOWN_FROM = 14
"""Month of the two years from which the drifting factory answers later and later."""

# Topic, what the buyer asks, why, what the factory answers.
TO_FACTORY = (
    ("orders", "Is the fabric for the next order in your store?", "We book the vessel by it.",
     "Yes, 82 rolls, checked against the packing list."),
    ("quality", "Which needle size do you use for the side seam?", "Two of our testers saw holes.",
     "Nb 70 with a light ball point since last week; photo attached to the lot."),
    ("logistics", "How many cartons does the order fill?", "The forwarder asks for the volume.",
     "412 cartons, 60 × 40 × 30 cm, 11.2 kg gross each."),
    ("orders", "When does cutting start?", "We plan the inspection by it.",
     "Cutting starts 12 working days before the ex-factory day."),
    ("quality", "What was the shrinkage after three washes?", "The limit is 3.0 %.",
     "2.4 % in length, 1.9 % in width."),
)  # fmt: skip
TO_BUYER = (
    ("orders", "Which carton mark shall we print?", "The cartons are printed before sewing ends.",
     "TARNHOLM with the order number below it, 40 mm high."),
    ("finance", "On which day was the deposit sent?", "Our bank shows nothing yet.",
     "It left our account yesterday; the copy of the transfer is with it."),
    ("quality", "Is the second lab dip approved?", "The dye house keeps a place for us until Friday 18:00 our time.",
     "Approved as B, the greener one."),
)  # fmt: skip
SUBJECTS = {
    "orders": "Questions about orders", "quality": "Questions about quality", "logistics": "Cartons and vessels",
    "finance": "Deposits and payments",
}  # fmt: skip
WAITING = {"buyer": "Broken zip pulls", "factory": "Shipping in two parts"}
OPEN_TO_FACTORY = ("quality", "What is the cause of the broken zip pulls?", "Eleven of 400 pieces came back.")
OPEN_TO_BUYER = ("orders", "May we ship the order in two parts?", "Half of it is packed; the vessel leaves without it.")

Pace = Callable[[Dice, int], float]


@dataclass(frozen=True, slots=True)
class Habits:
    """How fast each side of a partner answers: working hours of its own, by month of the two years."""

    factory: Pace
    buyer: Pace


def _good(dice: Dice, _month: int) -> float:
    return dice.between(5, 90) / 10


def _slowing(dice: Dice, month: int) -> float:
    return dice.between(20, 60) / 10 + 4.5 * max(0, month - SLOWS_DOWN_FROM + 1)


def _uneven(dice: Dice, _month: int) -> float:
    return float(dice.pick((3, 6, 9, 20, 34, 45)))


STORIES = {
    "steady": Habits(factory=_good, buyer=_good),
    "drifting": Habits(factory=_slowing, buyer=_good),
    "buyer_caused": Habits(factory=_good, buyer=_uneven),
}
# Asked a few days ago and nothing known before: too early to say anything.
UNKNOWN = "untouched"
OVERDUE = ("drifting", UNKNOWN)


def ask(buyer: Place, places: dict[str, Place], *, today: date) -> None:
    """Record the questions of three partners in both directions, and one that waits with a fourth."""
    steady, now = places["steady"], datetime.combine(today, time(0), tzinfo=UTC)
    signed = charters.propose(by=buyer.person, relationship=steady.relationship, terms=Charter(), at=now)
    charters.sign(by=steady.person, charter=signed, at=now)
    for story, habits in STORIES.items():
        _record(buyer, places[story], habits, today=today)
    calendars = _calendars(buyer, places[UNKNOWN], today)
    waiting = _waiting(buyer, places[UNKNOWN], calendars, today=today)
    record_history(by=buyer.person, relationship=places[UNKNOWN].relationship, told=[next(waiting)], now=now)
    _climb(now)
    responses_decay.watch_decay(buyer.organisation, now=now)


def _climb(now: datetime) -> None:
    """Let the ladder of each question nobody answers climb at its hours, as it would have without a stop."""
    late = ReplyRequest.objects.filter(answered_at=None, withdrawn_at=None, due_at__lt=now, target_at__lt=now)
    moments = {at for row in late.select_related("relationship", "thread", "assigned_to") for at in _steps(row)}
    for at in sorted(at for at in {*moments, now} if at <= now):
        escalations.escalate_requests(now=at)


def _steps(row: ReplyRequest) -> Iterator[datetime]:
    """Return when the quarter of an hour is over in which each step of a ladder is due."""
    side = "factory" if row.side == "buyer" else "buyer"
    calendar = work_calendar_of(getattr(row.relationship, f"{side}_id"), row.target_at.date())
    ladder = ladder_of(row, side=side, terms=agreed(row.relationship_id), calendar=calendar)
    for each in rungs_ahead(ladder.rungs, asked_at=asked_from(row)):
        since = each.since.astimezone(UTC).replace(second=0, microsecond=0)
        yield since + timedelta(minutes=QUARTER - since.minute % QUARTER)


def _record(buyer: Place, place: Place, habits: Habits, *, today: date) -> None:
    calendars = _calendars(buyer, place, today)
    told = [*_past(buyer, place, habits, calendars, today), *_waiting(buyer, place, calendars, today=today)]
    now = datetime.combine(today, time(0), tzinfo=UTC)
    record_history(by=buyer.person, relationship=place.relationship, told=told, now=now)


def _calendars(buyer: Place, place: Place, today: date) -> dict[str, WorkCalendar]:
    found = work_calendars_of([buyer.organisation, place.organisation], today - timedelta(days=MONTHS * 15))
    return {"buyer": found[buyer.organisation], "factory": found[place.organisation]}


def _past(
    buyer: Place, place: Place, habits: Habits, calendars: dict[str, WorkCalendar], today: date
) -> Iterator[Told]:
    dice, people = Dice("requests", place.firm.code), _people(buyer, place)
    for month in range(MONTHS):
        first = today - timedelta(days=30 * (MONTHS - month))
        for side, asked, pace in (("buyer", TO_FACTORY, habits.factory), ("factory", TO_BUYER, habits.buyer)):
            other = "factory" if side == "buyer" else "buyer"
            for number in range(A_MONTH):
                topic, what, why, answer = asked[(month * A_MONTH + number) % len(asked)]
                day = next_working_day(first + timedelta(days=2 + 8 * number), calendar=calendars[side])
                asked_at = _moment(day, dice.between(9, 16), calendars[side])
                answered_at = add_business_hours(asked_at, hours=pace(dice, month), calendar=calendars[other])
                yield Told(
                    subject=f"{SUBJECTS[topic]}, {first:%B %Y}", topic=topic, side=side, what=what, why=why,
                    people=people, asked_at=asked_at, due_at=asked_at + timedelta(days=4), answer=answer,
                    answered_at=answered_at.astimezone(UTC) if answered_at.date() < today else None,
                )  # fmt: skip


def _waiting(buyer: Place, place: Place, calendars: dict[str, WorkCalendar], *, today: date) -> Iterator[Told]:
    """Tell of a question that each side has open since yesterday; whoever answers late has it for longer."""
    people, long = _people(buyer, place), 8 if place.firm.tells in OVERDUE else 1
    for side, (topic, what, why), days in (("buyer", OPEN_TO_FACTORY, long), ("factory", OPEN_TO_BUYER, 1)):
        asked_at = _moment(today - timedelta(days=days), 10, calendars[side])
        yield Told(
            subject=WAITING[side], topic=topic, side=side, what=what, why=why,
            people=people, asked_at=asked_at, due_at=asked_at + timedelta(days=3),
        )  # fmt: skip


def _people(buyer: Place, place: Place) -> dict[str, int]:
    return {"buyer": buyer.person.person, "factory": place.person.person}


def _moment(day: date, hour: int, calendar: WorkCalendar) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=calendar.zone).astimezone(UTC)
