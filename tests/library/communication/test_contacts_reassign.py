from dataclasses import replace
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.shared import vectors
from troth.basis.spans import Span
from troth.basis.working_time import WorkCalendar
from troth.communication.contacts_reassign import Candidate, overlap_hours_per_day, reassign_proposals
from troth.communication.remarks import said

CHINA = WorkCalendar(hours=(time(9), time(18)), lunch=(time(12), time(13)), zone=ZoneInfo("Asia/Shanghai"))
BERLIN = WorkCalendar(hours=(time(9), time(17)), zone=ZoneInfo("Europe/Berlin"))
BAO = Candidate(
    name="Bao", open_requests=3, requests=20, median_hours=5.0, languages=frozenset({"zh", "en"}), calendar=CHINA
)
MONDAY = date(2026, 7, 13)


def ranked(*candidates: Candidate) -> list[tuple[int, str]]:
    proposals = reassign_proposals(candidates, languages={"en", "de"}, calendar=BERLIN, from_day=MONDAY)
    return [(one.rank, one.candidate.name) for one in proposals]


def test_shared_language_weighs_before_workload_and_workload_before_speed():
    lin = replace(BAO, name="Lin", languages=frozenset({"zh"}), open_requests=0)
    chen = replace(BAO, name="Chen", open_requests=1, median_hours=30.0)

    assert ranked(lin, BAO, chen) == [(1, "Chen"), (2, "Bao"), (3, "Lin")]


def test_more_common_hours_and_then_the_faster_median_decide_between_equals():
    late = replace(BAO, name="Late", calendar=replace(CHINA, hours=(time(12), time(21)), lunch=None))
    unknown = replace(BAO, name="Unknown", median_hours=None, requests=0)

    assert ranked(unknown, BAO, late) == [(1, "Late"), (2, "Bao"), (3, "Unknown")]


def test_equal_people_share_a_rank():
    assert ranked(BAO, replace(BAO, name="An"), replace(BAO, name="Last", open_requests=9)) == [
        (1, "An"),
        (1, "Bao"),
        (3, "Last"),
    ]


def test_every_place_is_explained():
    (one,) = reassign_proposals([BAO], languages={"en"}, calendar=BERLIN, from_day=MONDAY)

    assert [said(reason) for reason in one.reasons] == [
        "Speaks en with the other side.",
        "Has 3 open requests.",
        "Works 3.0 hours a day at the same time as the other side, over the next 14 days.",
        "Half of the answers came within 5.0 hours, of 20 requests.",
    ]


@pytest.mark.parametrize(("requests", "code"), [(0, "No answers on record yet"), (7, "Fewer than half of 7 requests")])
def test_unknown_median_is_told_as_unknown(requests, code):
    person = replace(BAO, requests=requests, median_hours=None)
    (one,) = reassign_proposals([person], languages={"en"}, calendar=BERLIN, from_day=MONDAY)

    assert said(one.reasons[-1]).startswith(code)


@pytest.mark.parametrize("vector", vectors("h03"), ids=lambda vector: vector["id"])
def test_common_hours_match_the_vectors(vector):
    given, day = vector["inputs"], date.fromisoformat(vector["inputs"]["date"])
    one, other = (
        WorkCalendar(hours=tuple(time(hour) for hour in given[f"hours{n}"]), zone=ZoneInfo(given[f"tz{n}"]))
        for n in (1, 2)
    )

    hours = overlap_hours_per_day(one, other=other, span=Span(day, day + timedelta(days=1)))

    assert hours == pytest.approx(vector["expected"]["hours"], abs=1e-9)


def test_common_hours_leave_out_lunch_and_are_none_without_working_days():
    assert overlap_hours_per_day(CHINA, other=CHINA, span=Span(MONDAY, date(2026, 7, 20))) == 8.0
    assert overlap_hours_per_day(CHINA, other=BERLIN, span=Span(date(2026, 7, 18), date(2026, 7, 20))) == 0.0
