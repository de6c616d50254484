from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.library.basis.places import CHINA, DAYS, FESTIVAL, calendars
from tests.shared import vectors
from troth.basis.calendars import Closure, Holiday, Mark, OwnLayer, PlaceCalendar, PublicLayer, day_state, is_open
from troth.basis.closures import closed_runs, closure_days_between, propose_due_day, work_calendar
from troth.basis.spans import Span
from troth.basis.working_time import business_hours_between, is_working_day

PLACE = PlaceCalendar(public=CHINA)
SHANGHAI = ZoneInfo("Asia/Shanghai")


def run_of(day, calendar=PLACE, **options):
    return closed_runs(Span(day, day + timedelta(days=1)), calendar=calendar, **options)


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("b29"), ids=lambda vector: vector["id"])
def test_gap_over_the_spring_festival_leaves_its_days_out(vector):
    last, today = (date.fromisoformat(vector["inputs"][name]) for name in ("last_contact", "today"))

    closed = closure_days_between(Span(last, today), calendar=PLACE)

    assert closed == vector["inputs"]["closed_days_excluded"]
    assert (today - last).days - closed == vector["expected"]["gap_days"]


def test_ordinary_weekends_are_no_closure():
    assert closure_days_between(Span(date(2026, 3, 1), date(2026, 4, 1)), calendar=PLACE) == 0


def test_run_is_found_whole_from_any_of_its_days():
    for day in FESTIVAL.each_day():
        (run,) = run_of(day)
        assert (run.span, run.names, run.mark) == (FESTIVAL, ("Spring Festival",), Mark.ANNOUNCED)


def test_short_runs_can_be_left_out():
    assert run_of(date(2026, 2, 17), at_least=9) != ()
    assert run_of(date(2026, 2, 17), at_least=10) == ()


def test_run_with_a_day_that_may_move_is_an_estimate():
    eid = {date(2027, 3, 10): Holiday(name="Eid", mark=Mark.ESTIMATED)}

    (run,) = run_of(date(2027, 3, 10), PlaceCalendar(public=PublicLayer(holidays=eid)))

    assert run.mark is Mark.ESTIMATED


def test_due_day_in_a_closure_moves_to_the_next_open_day_with_its_reason():
    proposal = propose_due_day(date(2026, 2, 18), calendar=PLACE)

    assert proposal.proposed == date(2026, 2, 24)
    assert proposal.finding.sentence() == ("2026-02-18 is closed (Spring Festival). The next open day is 2026-02-24.")


def test_due_day_on_a_makeup_day_stays():
    proposal = propose_due_day(date(2026, 2, 28), calendar=PLACE)

    assert (proposal.proposed, proposal.finding) == (date(2026, 2, 28), None)


def test_due_day_on_a_rest_day_and_in_a_closure_without_reason_say_so():
    nameless = PlaceCalendar(own=OwnLayer(closures=(Closure(Span(date(2026, 3, 2), date(2026, 3, 3))),)))

    sentences = [
        propose_due_day(day, calendar=nameless).finding.sentence() for day in (date(2026, 3, 1), date(2026, 3, 2))
    ]

    assert sentences == [
        "2026-03-01 is a day of rest there. The next open day is 2026-03-03.",
        "2026-03-02 is closed. The next open day is 2026-03-03.",
    ]


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("b13"), ids=lambda vector: vector["id"])
def test_flat_calendar_counts_the_business_hours_of_the_vector(vector):
    january_to_march = Span(date(2026, 1, 1), date(2026, 4, 1))
    flat = work_calendar(
        PLACE, span=january_to_march, zone=SHANGHAI, hours=(time(9), time(18)), lunch=(time(12), time(13))
    )
    start, end = (datetime.fromisoformat(vector["inputs"][name]) for name in ("start", "end"))

    hours = business_hours_between(start=start, end=end, calendar=flat)

    assert hours == pytest.approx(vector["expected"]["business_hours"], abs=vector["tol"])


@given(calendar=calendars(), start=DAYS)
@settings(max_examples=40, deadline=None)
def test_flat_calendar_works_on_the_same_days(calendar, start):
    span = Span(start, start + timedelta(days=40))

    flat = work_calendar(calendar, span=span, zone=SHANGHAI, hours=(time(9), time(18)))

    assert [is_working_day(day, calendar=flat) for day in span.each_day()] == [
        is_open(day, calendar=calendar) for day in span.each_day()
    ]


@given(calendar=calendars(), start=DAYS, first=st.integers(0, 30), second=st.integers(0, 30))
@settings(max_examples=60, deadline=None)
def test_closure_days_of_a_period_cut_in_two_add_up(calendar, start, first, second):
    middle, end = start + timedelta(days=first), start + timedelta(days=first + second)

    parts = [closure_days_between(part, calendar=calendar) for part in (Span(start, middle), Span(middle, end))]

    assert sum(parts) == closure_days_between(Span(start, end), calendar=calendar)


@given(calendar=calendars(), start=DAYS)
@settings(max_examples=60, deadline=None)
def test_runs_are_closed_whole_and_apart(calendar, start):
    runs = closed_runs(Span(start, start + timedelta(days=60)), calendar=calendar)

    for run in runs:
        assert not any(day_state(day, calendar=calendar).is_open for day in run.span.each_day())
        assert is_open(run.span.end, calendar=calendar)
        assert is_open(run.span.start - timedelta(days=1), calendar=calendar)
    assert all(earlier.span.end < later.span.start for earlier, later in pairwise(runs))
