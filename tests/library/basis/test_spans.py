from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.basis.spans import BackwardSpan, NaiveDatetime, OutsideSpan, Span, covered_days, local_day, months

days = st.dates(date(2023, 12, 1), date(2026, 2, 1))
spans = st.tuples(days, days).map(lambda pair: Span(min(pair), max(pair)))


def test_span_holds_its_start_and_not_its_end():
    span = Span(date(2026, 1, 1), date(2026, 1, 3))

    assert [date(2026, 1, day) in span for day in (1, 2, 3)] == [True, True, False]
    assert span.days == 2


def test_span_refuses_to_run_backwards():
    with pytest.raises(BackwardSpan, match="2026-01-01"):
        Span(date(2026, 1, 2), date(2026, 1, 1))


def test_span_refuses_moments():
    with pytest.raises(TypeError, match="not of moments"):
        Span(datetime(2026, 1, 1, tzinfo=UTC), date(2026, 1, 2))


def test_span_that_is_empty_holds_no_day():
    empty = Span(date(2026, 1, 1), date(2026, 1, 1))

    assert empty.days == 0
    assert date(2026, 1, 1) not in empty
    assert months(empty) == []


@given(spans, spans)
@settings(max_examples=80, deadline=None)
def test_overlap_is_the_days_both_hold(first, second):
    shared = first.overlap(second)

    assert shared == second.overlap(first)
    assert set(shared.each_day() if shared else []) == set(first.each_day()) & set(second.each_day())


@given(spans, st.integers(0, 800))
@settings(max_examples=80, deadline=None)
def test_span_cut_in_two_adds_up(span, offset):
    day = span.start + timedelta(days=min(offset, span.days))

    before, after = span.split(day)

    assert before.days + after.days == span.days
    assert [*before.each_day(), *after.each_day()] == list(span.each_day())


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2026, 2, 2)])
def test_span_is_not_cut_outside_itself(day):
    with pytest.raises(OutsideSpan):
        Span(date(2026, 1, 1), date(2026, 2, 1)).split(day)


@given(st.lists(spans, max_size=6))
@settings(max_examples=80, deadline=None)
def test_covered_days_counts_each_day_once(many):
    assert covered_days(many) == len({day for span in many for day in span.each_day()})


@given(spans)
@settings(max_examples=80, deadline=None)
def test_months_add_up_and_meet(span):
    parts = months(span)

    assert [day for part in parts for day in part.each_day()] == list(span.each_day())
    assert all(len({(day.year, day.month) for day in part.each_day()}) == 1 for part in parts)
    assert all(part.start.day == 1 for part in parts[1:])


def test_months_of_a_leap_year():
    parts = months(Span(date(2024, 1, 1), date(2025, 1, 1)))

    assert [part.days for part in parts] == [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


@pytest.mark.parametrize(
    ("instant", "zone", "day"),
    [
        ("2026-12-31T16:00:00+00:00", "Asia/Shanghai", date(2027, 1, 1)),
        ("2026-12-31T15:59:59+00:00", "Asia/Shanghai", date(2026, 12, 31)),
        ("2026-01-01T04:59:00+00:00", "America/New_York", date(2025, 12, 31)),
        ("2026-07-01T04:00:00+00:00", "America/New_York", date(2026, 7, 1)),
        ("2026-10-25T00:30:00+02:00", "Europe/Berlin", date(2026, 10, 25)),
    ],
)
def test_local_day_is_the_day_of_the_place(instant, zone, day):
    assert local_day(datetime.fromisoformat(instant), zone=ZoneInfo(zone)) == day


def test_local_day_refuses_a_moment_without_zone():
    with pytest.raises(NaiveDatetime, match="no time zone"):
        local_day(datetime(2026, 1, 1, 12), zone=ZoneInfo("Asia/Shanghai"))


@given(st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1)), st.integers(-12, 14))
@settings(max_examples=60, deadline=None)
def test_local_day_depends_on_the_moment_alone(clock, offset):
    moment = clock.replace(tzinfo=UTC)

    elsewhere = moment.astimezone(timezone(timedelta(hours=offset)))

    assert local_day(elsewhere, zone=ZoneInfo("Asia/Dhaka")) == local_day(moment, zone=ZoneInfo("Asia/Dhaka"))
