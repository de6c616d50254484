import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.communication.agendas_visit import IDEAS, ImpossibleVisit, running_order


@settings(max_examples=100, deadline=None)
@given(st.integers(30, 480))
def test_the_parts_fill_the_time_without_a_gap(minutes):
    parts = running_order(minutes)

    assert sum(part.minutes for part in parts) == minutes // 5 * 5
    assert [part.begins for part in parts] == [sum(p.minutes for p in parts[:at]) for at in range(len(parts))]
    assert min(part.minutes for part in parts) >= 5
    assert all(part.minutes % 5 == 0 for part in parts)


@settings(max_examples=50, deadline=None)
@given(st.integers(30, 480))
def test_every_visit_has_one_part_about_no_business(minutes):
    assert [part.key for part in running_order(minutes) if part.is_informal] == ["together"]


def test_half_a_day_has_an_hour_together():
    assert {part.key: part.minutes for part in running_order(240)} == {
        "welcome": 20, "tour": 70, "progress": 35, "challenges": 35, "together": 60, "feedback": 20,
    }  # fmt: skip
    assert len(set(IDEAS)) == 3


def test_a_visit_below_half_an_hour_has_no_order():
    with pytest.raises(ImpossibleVisit):
        running_order(29)
