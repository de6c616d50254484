from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.basis.spans import NaiveDatetime
from troth.communication.verdicts import Settled, Verdict, settled_answer

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
said = st.dictionaries(st.sampled_from(["buyer", "factory"]), st.booleans())
many = st.lists(
    st.builds(lambda n, read, words: verdict(n, read=read, **words), st.integers(1, 9), st.booleans(), said), max_size=6
)


def verdict(number, *, read=False, **words):
    return Verdict(message=number, at=START + timedelta(hours=number), was_read_so=read, said=words)


@pytest.mark.parametrize(
    ("verdicts", "answer", "is_disputed"),
    [
        ([], None, False),
        ([verdict(1)], None, False),
        ([verdict(1, read=True)], 1, False),
        ([verdict(2, read=True), verdict(1, read=True)], 1, False),
        ([verdict(1, read=True, buyer=False)], None, False),
        ([verdict(1, read=True, factory=False)], None, False),
        ([verdict(1, factory=True)], 1, False),
        ([verdict(1, buyer=True)], 1, False),
        ([verdict(1, factory=True, buyer=False)], None, True),
        ([verdict(1, read=True, factory=False, buyer=True)], None, True),
        ([verdict(1, factory=True, buyer=False), verdict(2, read=True)], 2, False),
        ([verdict(1, read=True, factory=True, buyer=True)], 1, False),
    ],
)
def test_settled_answer_follows_people_above_the_reading(verdicts, answer, is_disputed):
    found = settled_answer(verdicts)

    assert (found.answer.message if found.answer else None, found.is_disputed) == (answer, is_disputed)


@given(many)
@settings(max_examples=60, deadline=None)
def test_settled_answer_is_the_same_with_the_sides_swapped(verdicts):
    other = {"buyer": "factory", "factory": "buyer"}
    swapped = [
        Verdict(message=v.message, at=v.at, was_read_so=v.was_read_so, said={other[s]: w for s, w in v.said.items()})
        for v in verdicts
    ]
    here, there = settled_answer(verdicts), settled_answer(swapped)

    assert here.is_disputed == there.is_disputed
    assert (here.answer and here.answer.at) == (there.answer and there.answer.at)


@given(many)
@settings(max_examples=60, deadline=None)
def test_settled_answer_is_never_one_that_somebody_denies(verdicts):
    found = settled_answer(verdicts)

    assert found.answer is None or all(found.answer.said.values())
    assert not (found.is_disputed and found.answer)


def test_verdict_without_a_zone_is_refused():
    with pytest.raises(NaiveDatetime):
        Verdict(message=1, at=datetime(2026, 3, 2))


def test_settled_answer_of_nothing_is_open():
    assert settled_answer([]) == Settled(answer=None, is_disputed=False)
