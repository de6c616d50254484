import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.quality.frozen_plans import ClassLimit, NotPlanned, as_json, digest, freeze, from_json, wrong_counting
from troth.quality.schemes import AQL_SERIES, Edition, Level, UnknownAql
from troth.quality.switching import Stage
from troth.quality.verdicts import Counting, DefectClass

LIMITS = {
    DefectClass.CRITICAL: ClassLimit(aql=None),
    DefectClass.MAJOR: ClassLimit(aql="2.5"),
    DefectClass.MINOR: ClassLimit(aql="4.0"),
}


def test_critical_accepts_none_in_the_largest_of_the_other_samples():
    limits = LIMITS | {DefectClass.MINOR: ClassLimit(aql="0.65", level=Level.I)}
    plan = freeze(5_000, limits)
    found = {kind: (one.plan.sample_size, one.plan.accept) for kind, one in plan.classes.items()}
    assert found == {DefectClass.CRITICAL: (200, 0), DefectClass.MAJOR: (200, 10), DefectClass.MINOR: (80, 1)}
    assert plan.largest == 200


def test_each_class_has_its_own_state_of_inspection():
    limits = LIMITS | {DefectClass.MAJOR: ClassLimit(aql="2.5", stage=Stage.TIGHTENED)}
    plan = freeze(5_000, limits)
    assert [plan.classes[kind].plan.accept for kind in (DefectClass.MAJOR, DefectClass.MINOR)] == [8, 14]
    assert plan.classes[DefectClass.MAJOR].stage == "tightened"


def test_a_small_lot_is_looked_at_whole():
    plan = freeze(8, {DefectClass.MAJOR: ClassLimit(aql="0.65"), DefectClass.CRITICAL: ClassLimit(aql=None)})
    assert [one.every_unit for one in plan.classes.values()] == [True, True]


def test_limits_are_written_as_the_series_writes_them():
    assert freeze(500, {DefectClass.MAJOR: ClassLimit(aql="1")}).classes[DefectClass.MAJOR].aql == "1.0"


def test_discontinued_inspection_plans_nothing():
    with pytest.raises(NotPlanned, match="corrective action works"):
        freeze(500, LIMITS | {DefectClass.MINOR: ClassLimit(aql="4.0", stage=Stage.DISCONTINUED)})


@pytest.mark.parametrize("limits", [{}, {DefectClass.CRITICAL: ClassLimit(aql=None)}])
def test_a_plan_needs_a_limit(limits):
    with pytest.raises(NotPlanned, match="at least one class"):
        freeze(500, limits)


@given(
    st.integers(2, 10**6),
    st.sampled_from(AQL_SERIES[:16]),
    st.sampled_from(Level),
    st.sampled_from([Stage.NORMAL, Stage.TIGHTENED, Stage.REDUCED]),
    st.sampled_from(Edition),
    st.sampled_from(Counting),
)
def test_a_kept_plan_is_read_back_unchanged(lot, aql, level, stage, edition, counting):
    limit = ClassLimit(aql=aql, level=level, stage=stage, counting=counting)
    plan = freeze(lot, LIMITS | {DefectClass.MINOR: limit}, edition=edition)
    kept = json.loads(json.dumps(as_json(plan)))
    assert from_json(kept) == plan
    assert digest(kept) == digest(as_json(plan))


def test_above_ten_defects_are_counted_not_units():
    with pytest.raises(NotPlanned, match="defects per 100 units"):
        freeze(500, {DefectClass.MINOR: ClassLimit(aql="15")})
    counted = freeze(500, {DefectClass.MINOR: ClassLimit(aql="15", counting=Counting.DEFECTS)})
    assert counted.classes[DefectClass.MINOR].plan.counting is Counting.DEFECTS


@pytest.mark.parametrize("aql", AQL_SERIES)
def test_bad_units_are_refused_above_ten_and_defects_nowhere(aql):
    wrong = wrong_counting(aql, counting=Counting.UNITS)
    assert (wrong is not None) == (AQL_SERIES.index(aql) > AQL_SERIES.index("10"))
    assert wrong_counting(aql, counting=Counting.DEFECTS) is None
    assert wrong is None or wrong.sentence().startswith(f"An AQL of {aql} is in defects per 100 units")


def test_what_is_no_aql_is_none_however_it_is_counted():
    for counting in Counting:
        with pytest.raises(UnknownAql):
            wrong_counting("12", counting=counting)


def test_any_other_form_is_refused():
    with pytest.raises(NotPlanned, match="form 1"):
        from_json({"lot": 5})


def test_one_changed_number_changes_the_digest():
    kept = as_json(freeze(5_000, LIMITS))
    other = json.loads(json.dumps(kept))
    other["classes"]["major"]["accept"] += 1
    assert digest(kept) != digest(other)


def test_a_lot_of_one_is_looked_at_itself_and_moves_no_switching():
    limits = {DefectClass.CRITICAL: ClassLimit(aql=None), DefectClass.MAJOR: ClassLimit(aql="2.5")}
    plan = freeze(1, limits)
    numbers = [(one.plan.sample_size, one.plan.accept, one.every_unit, one.letter) for one in plan.classes.values()]
    assert numbers == [(1, 0, True, "")] * 2
