"""Days on which the demonstration's factories are closed: weekly rest and the holidays that stop production.

A short table for believable dates, not a calendar to plan by: that one arrives with visits. Years beyond the table
have weekly rest and fixed holidays alone.
"""

from datetime import date, timedelta

FRIDAY, SUNDAY = 4, 6
REST = {"BD": FRIDAY}

# First days of the lunar year, of Eid al-Fitr and of Eid al-Adha (the moon may move these two by one), and Diwali.
_LUNAR_YEAR = (
    "2022-02-01 2023-01-22 2024-02-10 2025-01-29 2026-02-17 2027-02-06 2028-01-26 2029-02-13 2030-02-03 2031-01-23"
)
_FITR = "2022-05-02 2023-04-21 2024-04-10 2025-03-30 2026-03-20 2027-03-10 2028-02-27 2029-02-15 2030-02-05 2031-01-25"
_ADHA = "2022-07-09 2023-06-28 2024-06-16 2025-06-06 2026-05-27 2027-05-17 2028-05-05 2029-04-24 2030-04-14 2031-04-03"
_DIWALI = (
    "2022-10-24 2023-11-12 2024-10-31 2025-10-20 2026-11-08 2027-10-29 2028-10-17 2029-11-05 2030-10-26 2031-11-14"
)


def _spans(days: str, *, before: int, after: int) -> frozenset[date]:
    """Return each named day with so many days before and after it."""
    return frozenset(
        date.fromisoformat(day) + timedelta(days=shift) for day in days.split() for shift in range(-before, after + 1)
    )


MOVING = {
    "CN": _spans(_LUNAR_YEAR, before=3, after=9),
    "VN": _spans(_LUNAR_YEAR, before=2, after=6),
    "BD": _spans(_FITR, before=1, after=4) | _spans(_ADHA, before=1, after=4),
    "TR": _spans(_FITR, before=1, after=2) | _spans(_ADHA, before=1, after=3),
    "IN": _spans(_DIWALI, before=0, after=2),
}
FIXED = {
    "CN": {(5, 1), (5, 2), (10, 1), (10, 2), (10, 3), (10, 4), (10, 5)},
    "VN": {(1, 1), (4, 30), (5, 1), (9, 2)},
    "BD": {(3, 26), (4, 14), (12, 16)},
    "TR": {(1, 1), (4, 23), (5, 1), (8, 30), (10, 29)},
    "IN": {(1, 26), (8, 15), (10, 2)},
    "MX": {(1, 1), (5, 1), (9, 16), (12, 12), (12, 24), (12, 25)},
}


def is_closed(country: str, day: date) -> bool:
    """Tell whether nothing leaves a factory of this country on a day."""
    return (
        day.weekday() == REST.get(country, SUNDAY)
        or (day.month, day.day) in FIXED.get(country, ())
        or day in MOVING.get(country, ())
    )


def working_day(country: str, day: date, *, step: int) -> date:
    """Return the day itself if it is a working day, else the next one (step 1) or the one before (step -1)."""
    while is_closed(country, day):
        day += timedelta(days=step)
    return day
