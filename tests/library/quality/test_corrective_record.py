from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.commitments.outcomes import Outcome
from troth.quality.corrective_record import BUYERS_SHARE, borne, outcome_of_effect
from troth.quality.verdicts import DefectClass

DAY = date(2026, 3, 2)
LATER = DAY + timedelta(days=9)
BAD = Outcome(
    recorded_on=DAY, counted_on=DAY, counted_from=DAY, lines=1, kept=0, excused=0, scored_on=DAY, scored_from=DAY,
    kept_weight=0.0, broken_weight=2.0, excused_weight=0.0,
)  # fmt: skip


def test_what_the_buyer_caused_counts_on_the_buyer_alone():
    made, asked = borne(BAD, buyers_share=BUYERS_SHARE["buyer"], on=LATER)

    assert (made.lines, made.excused, made.broken_weight, made.excused_weight) == (0, 1, 0.0, 2.0)
    assert (asked.lines, asked.kept, asked.broken_weight) == (1, 0, 2.0)
    # It happened when the lot was judged and is known from the day on which both agreed.
    assert (made.recorded_on, made.counted_on, asked.scored_on, asked.scored_from) == (LATER, DAY, DAY, LATER)


@pytest.mark.parametrize("cause", ["factory", "third", ""])
def test_what_the_buyer_did_not_cause_stays_as_it_was(cause):
    assert borne(BAD, buyers_share=BUYERS_SHARE[cause], on=LATER) == (BAD, None)


def test_a_lot_that_was_accepted_has_nothing_to_bear():
    kept = replace(BAD, kept=1, kept_weight=2.0, broken_weight=0.0)

    assert borne(kept, buyers_share=1.0, on=LATER) == (kept, None)


@settings(max_examples=50, deadline=None)
@given(st.floats(0, 1))
def test_nothing_is_lost_between_the_sides(share):
    made, asked = borne(BAD, buyers_share=share, on=LATER)

    assert made.broken_weight + (asked.broken_weight if asked else 0.0) == pytest.approx(BAD.broken_weight)


@pytest.mark.parametrize("share", [-0.1, 1.1])
def test_an_impossible_share_is_refused(share):
    with pytest.raises(ValueError, match="between 0 and 1"):
        borne(BAD, buyers_share=share, on=LATER)


@pytest.mark.parametrize(("grade", "heavy"), [("critical", 3.6), ("major", 1.8), ("minor", 0.9)])
def test_an_effect_weighs_by_its_grade(grade, heavy):
    held = outcome_of_effect(DefectClass(grade), held=True, on=DAY)
    back = outcome_of_effect(DefectClass(grade), held=False, on=DAY)

    assert (held.kept, held.kept_weight, held.broken_weight) == (1, pytest.approx(heavy), 0.0)
    assert (back.kept, back.kept_weight, back.broken_weight) == (0, 0.0, pytest.approx(heavy))
