import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.shared import vectors
from troth.basis.draws import ImpossibleDraw, commitment, draw, joint_seed, ticket


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("d06"), ids=lambda vector: vector["id"])
def test_tickets_are_those_of_rivest(vector):
    given = vector["inputs"]
    found = [ticket(given["seed"], turn=turn, total=given["total"]) for turn in range(1, given["count"] + 1)]
    assert found == vector["expected"]["picks"]


@pytest.mark.shared
def test_different_days_are_drawn_from_a_window():
    [vector] = vectors("d09")
    given = vector["inputs"]
    assert (
        list(draw(given["seed"], total=given["window_working_days"], wanted=given["count"]))
        == (vector["expected"]["days"])
    )


@pytest.mark.shared
def test_a_commitment_binds_what_is_shown_later():
    [vector] = vectors("d07")
    given = vector["inputs"]
    found = commitment(secret=given["secret"], nonce=given["nonce"], subject=given["plan"])
    assert found == vector["expected"]["commitment"]


@given(st.text(min_size=1), st.integers(1, 60), st.data())
def test_a_longer_draw_begins_as_a_shorter_one_and_never_repeats(seed, total, data):
    wanted = data.draw(st.integers(0, total))
    found = draw(seed, total=total, wanted=wanted)
    assert len(set(found)) == wanted
    assert set(found) <= set(range(1, total + 1))
    assert draw(seed, total=total, wanted=total)[:wanted] == found


def test_either_word_changes_the_seed():
    assert len({joint_seed("a", "b"), joint_seed("a", "c"), joint_seed("b", "a")}) == 3


def test_nonsense_is_refused():
    with pytest.raises(ImpossibleDraw, match="cannot be drawn from 3"):
        draw("seed", total=3, wanted=4)
    with pytest.raises(ImpossibleDraw):
        ticket("seed", turn=1, total=0)
    for words in [(), ("a", "")]:
        with pytest.raises(ImpossibleDraw):
            joint_seed(*words)
