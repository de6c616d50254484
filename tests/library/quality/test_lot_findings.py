"""Defects counted class by class, and what a judged lot means for the factory's promise."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.quality.lot_findings import ClassCount, Found, count_class, outcome_of_lot
from troth.quality.verdicts import Counting, DefectClass, LotVerdict, Verdict

DAY = date(2026, 3, 2)


def test_count_class_counts_a_unit_once_and_each_of_its_defects():
    found = [Found(unit=3, defects=2), Found(unit=3), Found(unit=4), Found(unit=None, units=2, defects=5)]
    assert count_class(found) == ClassCount(units=4, defects=9)
    assert count_class(found).counted(Counting.UNITS) == 4
    assert count_class(found).counted(Counting.DEFECTS) == 9
    assert count_class([]) == ClassCount(units=0, defects=0)


@given(st.lists(st.builds(Found, unit=st.none() | st.integers(1, 9), defects=st.integers(1, 3))), st.randoms())
def test_count_class_does_not_ask_in_which_order_findings_came(found, random):
    mixed = list(found)
    random.shuffle(mixed)
    assert count_class(mixed) == count_class(found)


def _judged(**classes):
    worst = Verdict.NOT_ACCEPTED if Verdict.NOT_ACCEPTED in classes.values() else Verdict.ACCEPTED
    return LotVerdict(verdict=worst, classes={DefectClass(name): verdict for name, verdict in classes.items()})


@pytest.mark.parametrize(
    ("classes", "kept", "broken"),
    [
        ({"major": Verdict.ACCEPTED, "minor": Verdict.ACCEPTED}, 0.9, 0.0),
        ({"major": Verdict.ACCEPTED, "minor": Verdict.NOT_ACCEPTED}, 0.0, 0.9),
        ({"major": Verdict.NOT_ACCEPTED, "minor": Verdict.NOT_ACCEPTED}, 0.0, 1.8),
        ({"critical": Verdict.NOT_ACCEPTED, "minor": Verdict.ACCEPTED}, 0.0, 3.6),
    ],
)
def test_outcome_of_lot_weighs_a_refused_lot_by_its_gravest_class(classes, kept, broken):
    outcome = outcome_of_lot(_judged(**classes), on=DAY, quality="counterpart_confirmed")
    assert (outcome.kept_weight, outcome.broken_weight) == pytest.approx((kept, broken))
    assert (outcome.lines, outcome.kept, outcome.counted_on) == (1, int(kept > 0), DAY)


def test_outcome_of_lot_is_none_while_the_verdict_is_pending():
    pending = LotVerdict(verdict=Verdict.PENDING, classes={DefectClass.MAJOR: Verdict.PENDING})
    assert outcome_of_lot(pending, on=DAY, quality="documents") is None
