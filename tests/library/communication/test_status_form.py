from dataclasses import fields, replace
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.basis.spans import Span
from troth.basis.working_time import WorkCalendar
from troth.communication.remarks import said
from troth.communication.status_form import FIELDS, Punctuality, Status, due_days, gaps_in_status, punctuality

MILL = WorkCalendar(hours=(time(8), time(17)), zone=ZoneInfo("Asia/Shanghai"))
FRIDAY = date(2026, 3, 6)
FILLED = Status(
    percent_complete={"cutting": 80, "sewing": 0},
    pieces_finished=0,
    ship_day_expected=date(2026, 4, 3),
    next_milestone="Sewing starts",
    next_milestone_on=date(2026, 3, 12),
)


def codes(status: Status, before: Status | None = None) -> list[str]:
    return [gap.code for gap in gaps_in_status(status, filed_on=FRIDAY, before=before)]


def test_form_has_eight_fields_at_most_and_the_status_the_same():
    assert len(FIELDS) == 8
    assert tuple(FIELDS) == tuple(one.name for one in fields(Status))


def test_filled_form_has_no_gap_and_zero_is_an_answer():
    assert codes(FILLED) == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"percent_complete": {}}, ["status.no-process"]),
        ({"percent_complete": {"cutting": None}}, ["status.blank"]),
        ({"percent_complete": {"cutting": 101}}, ["status.percent"]),
        ({"percent_complete": {"cutting": 70}}, ["status.went-back"]),
        ({"percent_complete": {"cutting": 70}, "risks": "Recut after shade lot"}, []),
        ({"pieces_finished": -1}, ["status.pieces"]),
        ({"ship_day_expected": date(2026, 4, 4)}, ["status.ship-day"]),
        ({"ship_day_expected": date(2026, 4, 2)}, []),
        ({"ship_day_expected": None}, []),
        ({"next_milestone": " "}, ["status.milestone"]),
        ({"next_milestone_on": date(2026, 3, 5)}, ["status.milestone-past"]),
        ({"percent_complete": {"cutting": 100}, "next_milestone": "", "next_milestone_on": None}, []),
    ],
)
def test_what_is_blank_or_unexplained_is_told(changes, found):
    assert codes(replace(FILLED, **changes), before=FILLED) == found


def test_later_ship_day_is_told_with_both_days():
    (gap,) = gaps_in_status(replace(FILLED, ship_day_expected=date(2026, 4, 10)), filed_on=FRIDAY, before=FILLED)

    assert said(gap) == (
        "The ship day moved from Fri 3 Apr 2026 to Fri 10 Apr 2026. Say why; told early, it costs less."
    )


def test_closed_day_moves_the_status_and_a_closed_week_has_none():
    closed = {FRIDAY} | {date(2026, 3, 13) + timedelta(days=count) for count in range(9)}
    calendar = replace(MILL, closed=frozenset(closed))

    days = due_days(Span(date(2026, 3, 2), date(2026, 3, 30)), calendar=calendar)

    assert days == (date(2026, 3, 9), date(2026, 3, 23), date(2026, 3, 27))


def test_late_update_is_counted_as_late_and_a_missing_one_as_missing():
    due = [FRIDAY + timedelta(weeks=count) for count in range(4)]
    filed = {due[0]: due[0], due[1]: due[1] + timedelta(days=2)}

    found = punctuality(due, filed=filed, as_of=due[2] + timedelta(days=1))

    assert found == Punctuality(due=3, on_time=1, late=1, missing=1)
    assert found.on_time_share == pytest.approx(1 / 3)


def test_status_due_today_is_not_missing_yet():
    assert punctuality([FRIDAY], filed={}, as_of=FRIDAY) == Punctuality(due=0, on_time=0, late=0, missing=0)
    assert punctuality([FRIDAY], filed={FRIDAY: FRIDAY}, as_of=FRIDAY).on_time_share == 1.0
    assert punctuality([], filed={}, as_of=FRIDAY).on_time_share is None


@given(
    st.lists(st.integers(0, 60), unique=True),
    st.dictionaries(st.integers(0, 60), st.integers(-3, 9)),
    st.integers(0, 70),
)
@settings(max_examples=80, deadline=None)
def test_a_period_cut_in_two_adds_up(due, lags, today):
    days = [FRIDAY + timedelta(days=count) for count in sorted(due)]
    filed = {FRIDAY + timedelta(days=day): FRIDAY + timedelta(days=day + lag) for day, lag in lags.items()}
    as_of, cut = FRIDAY + timedelta(days=today), len(days) // 2
    whole, first, second = (punctuality(part, filed=filed, as_of=as_of) for part in (days, days[:cut], days[cut:]))

    assert (whole.due, whole.on_time) == (first.due + second.due, first.on_time + second.on_time)
    assert whole.due == whole.on_time + whole.late + whole.missing
    assert whole.due <= sum(day <= as_of for day in days)
