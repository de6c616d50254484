"""What the demonstration's places say of their calendars: their weeks, a long New Year stop, a stock-taking."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from troth.orders.capacity import CapacityModel
from troth_site.access import Actor
from troth_site.actions.communication import calendars
from troth_site.actions.communication.calendars import DaysGiven, WeekGiven

SIX_DAYS = frozenset(range(6))
# A week that rests on Friday.
SATURDAY_TO_THURSDAY = frozenset({5, 6, 0, 1, 2, 3})
LUNAR_YEARS = (date(2026, 2, 17), date(2027, 2, 6), date(2028, 1, 26), date(2029, 2, 13), date(2030, 2, 3),
               date(2031, 1, 23))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A working week of the demonstration, by the story its place tells."""

    country: str
    zone: str
    workdays: frozenset[int]
    hours: tuple[time, time]
    lunch: tuple[time, time]


WEEKS = {
    "buyer_caused": Kept(
        country="CN", zone="Asia/Shanghai", workdays=SIX_DAYS, hours=(time(8), time(18)), lunch=(time(12), time(13, 30))
    ),
    "steady": Kept(
        country="BD", zone="Asia/Dhaka", workdays=SATURDAY_TO_THURSDAY, hours=(time(9), time(18)),
        lunch=(time(13), time(14)),
    ),
    "typhoon": Kept(
        country="VN", zone="Asia/Ho_Chi_Minh", workdays=SIX_DAYS, hours=(time(7, 30), time(16, 30)),
        lunch=(time(11, 30), time(12, 30)),
    ),
}  # fmt: skip


def tell(story: str, *, by: Actor, organisation: int, today: date) -> None:
    """Let one place of the demonstration tell its week, and the days on which it closes by its own word."""
    kept = WEEKS[story]
    week = WeekGiven(country=kept.country, zone=kept.zone, workdays=kept.workdays, hours=kept.hours, lunch=kept.lunch)
    calendars.set_week(by=by, organisation=organisation, week=week)
    for days in _own_days(story, today):
        calendars.add_days(by=by, organisation=organisation, days=days)


def _own_days(story: str, today: date) -> list[DaysGiven]:
    if story == "buyer_caused":
        feast = next((day for day in LUNAR_YEARS if day > today + timedelta(days=20)), None)
        model = CapacityModel(rush_days=10, rush_factor=0.8, ramp_days=14, ramp_start=0.5)
        return [] if feast is None else [
            DaysGiven(
                kind="closed", first=feast - timedelta(days=7), last=feast + timedelta(days=13), name="春节停工",
                model=model, announced_on=today,
            )
        ]  # fmt: skip
    if story == "typhoon":
        first = today + timedelta(days=70 - today.weekday())
        stock = DaysGiven(
            kind="closed", first=first, last=first + timedelta(days=2), name="Kiểm kê kho", announced_on=today
        )
        return [stock]
    return []
