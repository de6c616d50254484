from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.basis.working_time import WorkCalendar
from troth.communication.cadence import ContactGap, Gap
from troth.communication.clock import Request
from troth.communication.decay import MonthOfAnswers, answers_by_month, communication_decay

MILL = WorkCalendar(hours=(time(9), time(18)), zone=ZoneInfo("Asia/Shanghai"))
RISING = [6, 7, 6.5, 8, 9, 8.5, 11, 12, 11.5, 15]
OVERDUE = ContactGap(gap_days=30, limit_days=21.0, state=Gap.OVERDUE)


def months_of(medians, *, questions=9, unanswered=(), closed=()):
    return [
        MonthOfAnswers(
            first=date(2025 + (n // 12), n % 12 + 1, 1),
            questions=questions,
            unanswered=unanswered[n] if n < len(unanswered) else 0,
            median_hours=hours,
            closed_share=closed[n] if n < len(closed) else 0.0,
        )
        for n, hours in enumerate(medians)
    ]


def codes(decay):
    return [signal.code for signal in decay.signals]


def test_slowing_answers_raise_the_flag():
    found = communication_decay(months_of(RISING))

    assert (found.is_flag, codes(found)) == (True, ["decay.slower"])
    assert found.p_value == pytest.approx(0.000677, abs=1e-5)
    assert found.slope == pytest.approx(1 / 8.75)


def test_steady_flat_and_faster_answers_raise_none():
    for medians in ([8] * 10, [6, 7, 6, 8, 7, 6, 8, 7, 6, 7], RISING[::-1], [], [5], [6, 40]):
        assert not communication_decay(months_of(medians)).is_flag


def test_sure_but_small_rise_raises_none():
    found = communication_decay(months_of([10 + n / 10 for n in range(10)]))

    assert found.p_value < 0.001
    assert codes(found) == []


def test_rising_share_without_answer_raises_the_flag():
    found = communication_decay(months_of([6] * 10, unanswered=[0, 0, 1, 1, 1, 2, 2, 3, 3, 4]))

    assert codes(found) == ["decay.unanswered"]


def test_two_of_three_slow_months_are_slow_and_one_is_not():
    assert codes(communication_decay(months_of([6, 30, 6, 30]))) == ["decay.slow"]
    assert codes(communication_decay(months_of([6, 6, 6, 30]))) == []
    assert codes(communication_decay(months_of([30, 30, 6]))) == []


def test_overdue_contact_is_a_signal():
    assert codes(communication_decay([], gap=OVERDUE)) == ["decay.silent"]
    assert codes(communication_decay([], gap=ContactGap(gap_days=15, limit_days=21.0, state=Gap.NUDGE))) == []


def test_own_unclear_questions_hold_the_flag_back():
    found = communication_decay(months_of(RISING), gap=OVERDUE, unclear_share=0.4)

    assert (found.is_flag, codes(found)) == (False, ["decay.slower", "decay.silent"])
    assert [check.sentence() for check in found.checks] == [
        "40 % of our own questions were unclear. Mend them before you raise this."
    ]


def test_months_that_holidays_took_say_nothing():
    found = communication_decay(months_of([6, 6, 6, 30, 30], closed=[0, 0, 0, 0.6, 0.6]))

    assert (codes(found), [check.code for check in found.checks]) == ([], ["decay.holidays"])


def test_months_with_few_questions_say_nothing():
    assert codes(communication_decay(months_of(RISING, questions=2))) == []


def request(day, hours=None):
    asked = datetime.combine(day, time(2), tzinfo=UTC)
    return Request(asked=asked, answered=None if hours is None else asked + timedelta(hours=hours))


def test_questions_are_grouped_by_the_answering_sides_month():
    late_evening = Request(asked=datetime(2026, 1, 31, 18, tzinfo=UTC))

    found = answers_by_month(
        [request(date(2026, 1, 5), 2), request(date(2026, 1, 6), 3), late_evening],
        as_of=datetime(2026, 2, 2, tzinfo=UTC),
        calendar=MILL,
    )

    assert [(month.first, month.questions, month.unanswered) for month in found] == [
        (date(2026, 1, 1), 2, 0),
        (date(2026, 2, 1), 1, 0),
    ]
    # Ten in the morning, two hours until the break counts: no break here, so 2 and 3.
    assert found[0].median_hours == 2.0
    assert found[1].median_hours is None


def test_median_not_reached_counts_at_its_least():
    january = [request(date(2026, 1, day)) for day in (5, 6, 7)]

    found = answers_by_month(january, as_of=datetime(2026, 1, 16, 2, tzinfo=UTC), calendar=MILL)[0]

    # Eight whole working days of nine hours since the 6th.
    assert (found.median_hours, found.unanswered) == (72.0, 3)


def test_holidays_share_of_a_month_is_told():
    festival = WorkCalendar(
        hours=MILL.hours, zone=MILL.zone, closed=frozenset(date(2026, 2, day) for day in range(15, 28))
    )

    found = answers_by_month([request(date(2026, 2, 2), 1)], as_of=datetime(2026, 3, 1, tzinfo=UTC), calendar=festival)

    assert found[0].closed_share == 0.5


@given(st.lists(st.floats(1, 200), max_size=14), st.floats(0, 1))
@settings(max_examples=80, deadline=None)
def test_flag_needs_a_signal_and_no_check_on_ourselves(medians, unclear):
    found = communication_decay(months_of(medians), unclear_share=unclear)

    assert found.is_flag == (bool(found.signals) and unclear < 0.30)
    assert all(finding.sentence() for finding in (*found.signals, *found.checks))
