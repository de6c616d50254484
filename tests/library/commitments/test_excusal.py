"""Genuine disruptions are excused, and every refusal says what is missing."""

from dataclasses import replace
from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from troth.basis.spans import Span
from troth.basis.working_time import WorkCalendar
from troth.commitments.attribution import attribute
from troth.commitments.excusal import NOT_EXCUSABLE, Claim, delay_of, last_notice_day, review

MANILA = WorkCalendar(hours=(time(8), time(17)), zone=ZoneInfo("Asia/Manila"))
TYPHOON = Claim(
    category="weather",
    span=Span(date(2026, 3, 5), date(2026, 3, 9)),
    known_on=date(2026, 3, 5),
    noticed_on=date(2026, 3, 10),
    due_on=date(2026, 3, 20),
    reviewed_on=date(2026, 3, 16),
    beyond_control=True,
    not_foreseeable=True,
    not_avoidable=True,
    evidence_count=2,
    mitigation="Half by air at our cost",
)


def codes(**changes) -> list[str]:
    answer = review(replace(TYPHOON, **changes), calendar=MANILA)
    assert bool(answer.findings) == (answer.accepted is None)
    assert all(finding.sentence() for finding in answer.findings)
    return [finding.code.removeprefix("excusal.") for finding in answer.findings]


def test_claim_that_meets_every_condition_is_accepted_with_all_its_days():
    answer = review(TYPHOON, calendar=MANILA)

    assert (answer.accepted_days, answer.findings) == (4, ())


def test_notice_runs_for_three_working_days_over_a_weekend():
    assert last_notice_day(TYPHOON, calendar=MANILA) == date(2026, 3, 10)
    assert codes(noticed_on=date(2026, 3, 11)) == ["late-notice"]


def test_notice_is_due_before_the_due_date_where_it_was_known_in_time():
    assert codes(due_on=date(2026, 3, 10)) == ["late-notice"]
    assert codes(due_on=date(2026, 3, 5)) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"noticed_on": None}, "no-notice"),
        ({"beyond_control": False}, "beyond-control"),
        ({"not_foreseeable": False}, "not-foreseeable"),
        ({"not_avoidable": False}, "not-avoidable"),
        ({"reviewed_on": None}, "not-reviewed"),
        ({"evidence_count": 0}, "no-evidence"),
        ({"mitigation": "  "}, "no-mitigation"),
        ({"category": "upstream_supplier"}, "own-supplier"),
        ({"category": "labour_action", "limited_to_own_plant": True}, "own-plant"),
        ({"granted": Span(date(2026, 4, 1), date(2026, 4, 2))}, "nothing-granted"),
        *(({"category": category}, "not-excusable") for category in NOT_EXCUSABLE),
    ],
)
def test_refusal_names_what_is_missing(changes, code):
    assert codes(**changes) == [code]


@pytest.mark.parametrize(
    "changes",
    [
        {"category": "upstream_supplier", "supplier_nominated_by_other_side": True},
        {"category": "upstream_supplier", "supplier_itself_excused": True},
        {"category": "labour_action"},
    ],
)
def test_supplier_and_labour_are_excused_under_their_conditions(changes):
    assert codes(**changes) == []


def test_refusal_names_everything_at_once():
    assert codes(noticed_on=None, evidence_count=0, not_avoidable=False) == [
        "not-avoidable",
        "no-notice",
        "no-evidence",
    ]


def test_granted_part_is_all_that_is_taken_out():
    claim = replace(TYPHOON, granted=Span(date(2026, 3, 6), date(2026, 3, 8)))

    delay = delay_of(claim, calendar=MANILA)

    assert attribute(days_late=9, delays=[delay]).excused_days == 2
    assert delay.recorded_on == date(2026, 3, 16)


def test_refused_claim_takes_nothing_out():
    delay = delay_of(replace(TYPHOON, evidence_count=0), calendar=MANILA)

    assert attribute(days_late=9, delays=[delay]).factory_days == 9
