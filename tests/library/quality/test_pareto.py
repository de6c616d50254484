import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.quality.pareto import ImpossibleTally, pareto, vital_few


@given(st.dictionaries(st.text(min_size=1, max_size=4), st.integers(0, 50), max_size=8))
def test_bars_add_up_to_everything_and_fall(counts):
    bars = pareto(counts)
    assert sum(bar.count for bar in bars) == sum(counts.values())
    assert [bar.count for bar in bars] == sorted((count for count in counts.values() if count), reverse=True)
    if bars:
        assert bars[-1].running == pytest.approx(1.0)
        assert vital_few(bars)[-1].running >= 0.8 - 1e-9


def test_equal_defects_keep_one_order():
    assert [bar.name for bar in pareto({"b": 2, "a": 2, "c": 0})] == ["a", "b"]
    assert pareto({}) == ()


def test_a_count_is_never_below_none():
    with pytest.raises(ImpossibleTally):
        pareto({"stain": -1})
