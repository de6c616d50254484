"""When two sides can meet: the fairest slots of the coming weeks, and what each side would bear and has borne."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

from troth.basis.calendars import NeverOpen, day_state, next_day_open_to_all
from troth.basis.findings import Finding
from troth.communication.meeting_series import Occurrence, Series, close_meetings, occurrences
from troth.communication.slots import ImpossibleMeeting, NoSharedDay, Pains, discomfort, fairest_slot, propose_slots
from troth.communication.zones import Office, clock_changes
from troth_site.access import Actor
from troth_site.models import Meeting
from troth_site.models.choices import MeetingState
from troth_site.queries.communication.calendars import offices_of
from troth_site.queries.communication.meetings_closed import ClosedThen, closed_then
from troth_site.queries.partners import Partnership, partnership

PAST_DAYS = 91
"""A quarter: over it both sides are to bear as much."""
DAYS_OFFERED = 8
SAME, TURNS = "same", "turns"


class NoSlot(Exception):
    """No slot can be proposed: the two sides share no open day, or what was asked cannot be a meeting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be planned.

    Attributes:
        first_on: The first day looked at, or the day of the first meeting of a series.
        every_weeks: 0 for one meeting, 1 or 2 for a series.
        count: Meetings of a series.
        clock: A start of one's own choice on our side's clock; None for the fairest.
    """

    first_on: date
    minutes: int
    every_weeks: int = 0
    count: int = 1
    clock: time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """One meeting as it would be.

    Attributes:
        planned: Where a series would have put it, None for one left out.
        pains: By side: squared hours outside 9 to 18 of its own clock.
        local: By side: its own clock.
        moved_because: Who is closed on the planned day, and why, as (name of the side, name of the holiday).
    """

    planned_at: datetime
    start: datetime | None
    local: dict[str, datetime]
    pains: dict[str, float]
    moved_because: tuple[tuple[str, str], ...] = ()

    @property
    def is_moved(self) -> bool:
        """Tell whether it is held on another day than the series' own."""
        return self.start is not None and self.start.date() != self.planned_at.date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One way to plan what was asked.

    Attributes:
        key: What a form sends to choose it.
        pains: By side: what all of its meetings cost.
        warnings: Weeks in which clocks change.
        is_fairest: It costs least, with what was borne before evened out.
        closed: Who does not work then, of an hour that somebody named; None where both work.
    """

    key: str
    meetings: tuple[Offered, ...]
    pains: dict[str, float]
    warnings: tuple[Finding, ...] = ()
    is_fairest: bool = False
    closed: ClosedThen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """What can be chosen from, and what each side has borne in the last quarter."""

    offers: tuple[Offer, ...]
    borne: dict[str, float]
    zones: dict[str, str]
    names: dict[str, str]


def offers(by: Actor, relationship: int, asked: Asked) -> Offers:
    """Return the ways to plan a meeting or a series, the fairest marked.

    Raises:
        access.NotThere: There is no such relationship for this person.
        NoSlot: Nothing can be offered.
    """
    found = partnership(by, relationship)
    table = _Table(found, asked.first_on)
    try:
        made = _series(table, asked) if asked.every_weeks else _single(table, asked)
    except (NeverOpen, NoSharedDay, ImpossibleMeeting, OverflowError) as error:
        raise NoSlot(str(error)) from error
    return Offers(offers=made, borne=table.told(table.past), zones=table.zones, names=table.names)


class _Table:
    """The offices of both sides, the buyer's first, and what each has borne."""

    def __init__(self, found: Partnership, around: date) -> None:
        known = offices_of([found.buyer, found.factory], around, language=get_language() or "en")
        self.found = found
        self.pair: tuple[Office, Office] = (known[found.buyer], known[found.factory])
        self.own = self.pair[0 if found.our_side == "buyer" else 1]
        self.past = _borne(found, *self.pair, around)
        self.zones = {"buyer": self.pair[0].zone.key, "factory": self.pair[1].zone.key}
        self.names = {"buyer": found.buyer_name, "factory": found.factory_name}

    def told(self, pains: Pains) -> dict[str, float]:
        return {"buyer": pains.first, "factory": pains.second}

    def offered(self, start: datetime, duration: timedelta, *, planned_at: datetime | None = None) -> Offered:
        moment = start.astimezone(UTC)
        planned = moment if planned_at is None else planned_at.astimezone(UTC)
        local = {side: moment.astimezone(office.zone) for side, office in zip(self.zones, self.pair, strict=True)}
        pains = self.told(self.pains(moment, duration))
        return Offered(planned_at=planned, start=moment, local=local, pains=pains)

    def pains(self, start: datetime, duration: timedelta) -> Pains:
        return Pains(
            first=discomfort(start, duration=duration, office=self.pair[0]),
            second=discomfort(start, duration=duration, office=self.pair[1]),
        )

    def closed_on(self, day: date) -> tuple[tuple[str, str], ...]:
        states = [(office.name, day_state(day, calendar=office.calendar)) for office in self.pair]
        return tuple((name, state.name) for name, state in states if not state.is_open)


def _single(table: _Table, asked: Asked) -> tuple[Offer, ...]:
    duration = timedelta(minutes=asked.minutes)
    if asked.clock is not None:
        return _named_hour(table, asked, asked.clock, duration)
    made = []
    day = asked.first_on
    for _each in range(DAYS_OFFERED):
        day = next_day_open_to_all(day, calendars=[office.calendar for office in table.pair])
        slot = fairest_slot(day, first=table.pair[0], second=table.pair[1], duration=duration, past=table.past)
        made.append(_offer(table, slot.start.isoformat(), [table.offered(slot.start, duration)]))
        day += timedelta(days=1)
    return _marked(made, table)


def _named_hour(table: _Table, asked: Asked, clock: time, duration: timedelta) -> tuple[Offer, ...]:
    """Return the hour somebody named and, where a side is closed then, the same hour of the next day open to both."""
    start = datetime.combine(asked.first_on, clock, tzinfo=table.own.zone)
    closed = closed_then(table.pair, start)
    made = [replace(_offer(table, start.astimezone(UTC).isoformat(), [table.offered(start, duration)]), closed=closed)]
    if closed is not None and closed.next_open is not None:
        later = datetime.combine(closed.next_open, clock, tzinfo=table.own.zone)
        # By the other side's clock it may be another day: an hour that is closed there as well is no better.
        if closed_then(table.pair, later) is None:
            made.append(_offer(table, later.astimezone(UTC).isoformat(), [table.offered(later, duration)]))
    return tuple(made)


def _series(table: _Table, asked: Asked) -> tuple[Offer, ...]:
    duration = timedelta(minutes=asked.minutes)
    clock = asked.clock or _fairest_clock(table, asked, duration)
    same = planned_series(table.pair, own=table.own.zone, clock=clock, asked=asked)
    made = [_offer_of_series(table, SAME, [(each.planned, each.start, clock) for each in same], duration)]
    if asked.clock is None:
        proposal = propose_slots(
            offices=table.pair, start=asked.first_on, weeks=asked.count * asked.every_weeks, duration=duration,
            every=asked.every_weeks, past=table.past,
        )  # fmt: skip
        turns = [(slot.moved_from or slot.day, slot.start, clock) for slot in proposal.slots]
        other = _offer_of_series(table, TURNS, turns, duration)
        if [each.start for each in other.meetings] != [each.start for each in made[0].meetings if each.start]:
            made.append(other)
    return _marked(made, table)


def _fairest_clock(table: _Table, asked: Asked, duration: timedelta) -> time:
    day = next_day_open_to_all(asked.first_on, calendars=[office.calendar for office in table.pair])
    slot = fairest_slot(day, first=table.pair[0], second=table.pair[1], duration=duration, past=table.past)
    return slot.start.astimezone(table.own.zone).time()


def planned_series(
    offices: Sequence[Office], *, own: ZoneInfo, clock: time, asked: Asked
) -> tuple[Occurrence, ...]:  # fmt: skip
    """Return the meetings of a series at one hour of our own clock, closed days of either side moved."""
    plan = Series(
        uid="", start=asked.first_on, clock=clock, zone=own, weeks_apart=asked.every_weeks, count=asked.count,
        duration=timedelta(minutes=asked.minutes),
    )  # fmt: skip
    return occurrences(plan, calendars=[office.calendar for office in offices])


def _offer_of_series(
    table: _Table, key: str, meetings: Sequence[tuple[date, datetime | None, time]], duration: timedelta
) -> Offer:
    made = []
    for planned, start, clock in meetings:
        planned_at = datetime.combine(planned, clock, tzinfo=table.own.zone)
        if start is None:
            made.append(_left_out(table, planned_at))
            continue
        offered = table.offered(start, duration, planned_at=planned_at)
        if start.astimezone(table.own.zone).date() != planned:
            offered = _with_reason(offered, table.closed_on(planned))
        made.append(offered)
    offer = _offer(table, key, made)
    held = [each.local[table.found.our_side].date() for each in offer.meetings if each.start is not None]
    regular = round((meetings[1][0] - meetings[0][0]).days / 7) if len(meetings) > 1 else 1
    return replace(offer, warnings=(*offer.warnings, *close_meetings(held, weeks_apart=regular)))


def _left_out(table: _Table, planned_at: datetime) -> Offered:
    return Offered(
        planned_at=planned_at.astimezone(UTC), start=None, local={}, pains={},
        moved_because=table.closed_on(planned_at.date()),
    )  # fmt: skip


def _with_reason(offered: Offered, closed: tuple[tuple[str, str], ...]) -> Offered:
    return Offered(
        planned_at=offered.planned_at, start=offered.start, local=offered.local, pains=offered.pains,
        moved_because=closed,
    )  # fmt: skip


def _offer(table: _Table, key: str, meetings: list[Offered]) -> Offer:
    starts = [each.start for each in meetings if each.start is not None]
    pains = {side: sum(each.pains.get(side, 0.0) for each in meetings) for side in table.zones}
    warnings = clock_changes(starts, first=table.pair[0], second=table.pair[1])
    return Offer(key=key, meetings=tuple(meetings), pains=pains, warnings=warnings)


def _marked(made: Sequence[Offer], table: _Table) -> tuple[Offer, ...]:
    """Mark the offer that costs least, and of those that cost alike the one that evens out the quarter."""
    gap = table.past.gap

    def cost(offer: Offer) -> tuple[float, float]:
        return round(sum(offer.pains.values()), 6), abs(gap + offer.pains["buyer"] - offer.pains["factory"])

    fairest = min(made, key=cost)
    return tuple(replace(each, is_fairest=True) if each is fairest else each for each in made)


def _borne(found: Partnership, buyer: Office, factory: Office, before: date) -> Pains:
    end = datetime.combine(before, time(), tzinfo=UTC)
    rows = Meeting.objects.filter(
        relationship=found.pk, starts_at__gte=end - timedelta(days=PAST_DAYS), starts_at__lt=end
    ).exclude(state=MeetingState.CANCELLED)
    borne = Pains()
    for start, minutes in rows.values_list("starts_at", "minutes"):
        duration = timedelta(minutes=minutes)
        borne = borne.plus(
            Pains(
                first=discomfort(start, duration=duration, office=buyer),
                second=discomfort(start, duration=duration, office=factory),
            )
        )
    return borne
