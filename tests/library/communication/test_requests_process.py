from dataclasses import replace
from decimal import Decimal

import pytest

from troth.communication.requests_process import (
    LocalConstraint,
    NothingToAnswer,
    ProcessRequest,
    RejectedWithoutData,
    Trial,
    answer_alternative,
    gaps_in_process_request,
)

ASKED = ProcessRequest(method="Tumble dry", why="Shrinkage", limit="at most 3 %", alternative="Line dry, relaxed 24 h")
MISSED = Trial(
    sample_size=20, measured=Decimal("3.4"), limit=Decimal("3.0"), higher_is_better=False, record="lab report 77"
)
LAW = LocalConstraint(kind="law", text="no solvents after 2025", source="Decree 12")


def test_request_without_why_or_limit_is_incomplete():
    gaps = gaps_in_process_request(ProcessRequest(method="Tumble dry", why=" ", limit=""))

    assert [gap.code for gap in gaps] == ["process.why", "process.limit"]


def test_method_against_local_law_is_told_and_a_custom_is_not():
    assert [gap.code for gap in gaps_in_process_request(replace(ASKED, constraint=LAW))] == ["process.law"]
    assert gaps_in_process_request(replace(ASKED, constraint=replace(LAW, kind="custom"))) == ()


def test_alternative_may_be_accepted_without_data():
    assert answer_alternative(ASKED, verdict="accepted").verdict == "accepted"


@pytest.mark.parametrize(
    "trial", [None, replace(MISSED, record=" "), replace(MISSED, sample_size=0), replace(MISSED, measured=Decimal(3))]
)
def test_alternative_is_never_rejected_without_data_that_shows_it(trial):
    with pytest.raises(RejectedWithoutData):
        answer_alternative(ASKED, verdict="rejected", trial=trial)


def test_alternative_that_misses_the_limit_may_be_rejected():
    answered = answer_alternative(ASKED, verdict="rejected", trial=MISSED)

    assert (answered.verdict, answered.trial) == ("rejected", MISSED)


def test_limit_from_below_is_met_from_above():
    strength = replace(MISSED, measured=Decimal(210), limit=Decimal(200), higher_is_better=True)

    assert strength.meets_limit
    with pytest.raises(RejectedWithoutData):
        answer_alternative(ASKED, verdict="rejected", trial=strength)


def test_alternative_that_law_demands_cannot_be_rejected():
    with pytest.raises(RejectedWithoutData, match="Decree 12"):
        answer_alternative(replace(ASKED, constraint=LAW), verdict="rejected", trial=MISSED)


@pytest.mark.parametrize("request_", [replace(ASKED, alternative=" "), replace(ASKED, verdict="accepted")])
def test_nothing_is_answered_twice_or_without_an_alternative(request_):
    with pytest.raises(NothingToAnswer):
        answer_alternative(request_, verdict="accepted")
