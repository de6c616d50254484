from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.basis.spans import NaiveDatetime
from troth.communication.remarks import said
from troth.communication.requests import (
    Answerer,
    Course,
    Draft,
    NoDueDate,
    gaps_in_request,
    may_answer,
    needs_answer,
    request_state,
    was_answered_late,
)

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
HOURS = st.none() | st.integers(0, 100).map(lambda count: NOW + timedelta(hours=count))


def after(hours: float) -> datetime:
    return NOW + timedelta(hours=hours)


@pytest.mark.parametrize(
    ("draft", "codes"),
    [
        (Draft(what="Lab dip", due=after(24), why="Bulk dyeing waits"), []),
        (Draft(), ["request.what", "request.due", "request.why"]),
        (Draft(what=" ", due=after(24), why="Why"), ["request.what"]),
        (Draft(what="Lab dip", due=NOW, why="Why"), ["request.past"]),
    ],
)
def test_request_tells_what_it_lacks(draft, codes):
    assert [gap.code for gap in gaps_in_request(draft, written_at=NOW)] == codes


def test_due_moment_in_the_past_is_named():
    (gap,) = gaps_in_request(Draft(what="a", due=after(-1), why="b"), written_at=NOW)

    assert said(gap) == "The answer is due at Mon 2 Mar 2026 07:00, which is already over. Choose a later time."


def test_needs_answer_is_refused_without_a_day():
    with pytest.raises(NoDueDate):
        needs_answer(Draft(what="Lab dip", why="Bulk dyeing waits"))


def test_moment_without_zone_is_refused():
    with pytest.raises(NaiveDatetime):
        Draft(due=datetime(2026, 3, 3))
    with pytest.raises(NaiveDatetime):
        Course(asked_at=NOW, answered_at=datetime(2026, 3, 3))


@pytest.mark.parametrize(
    ("person", "allowed"),
    [
        (Answerer(side="factory", topics=frozenset({"quality"})), True),
        (Answerer(side="factory", topics=frozenset({"finance"})), False),
        (Answerer(side="factory", is_owner=True), True),
        (Answerer(side="buyer", topics=frozenset({"quality"}), is_owner=True), False),
    ],
)
def test_named_people_and_the_owner_of_the_other_side_may_answer(person, allowed):
    assert may_answer(person, asked_by="buyer", topic="quality", named_topics={"quality"}) == allowed


def test_everybody_of_the_other_side_may_answer_where_nobody_is_named():
    person = Answerer(side="buyer")

    assert may_answer(person, asked_by="factory", topic="quality", named_topics=set())


@pytest.mark.parametrize(
    ("hours", "state"),
    [(0, "open"), (2, "acknowledged"), (24, "acknowledged"), (25, "overdue"), (30, "answered"), (99, "answered")],
)
def test_state_follows_what_had_happened_by_then(hours, state):
    course = Course(
        asked_at=NOW, due=after(24), acknowledged_at=after(2), answered_at=after(30), withdrawn_at=after(40)
    )

    assert request_state(course, at=after(hours)) == state


def test_withdrawn_before_the_answer_stays_withdrawn():
    course = Course(asked_at=NOW, withdrawn_at=after(1), answered_at=after(2))

    assert request_state(course, at=after(9)) == "withdrawn"


def test_late_answer_is_told_apart_from_an_open_one():
    assert was_answered_late(Course(asked_at=NOW, due=after(1), answered_at=after(2)))
    assert not was_answered_late(Course(asked_at=NOW, due=after(1), answered_at=after(1)))
    assert not was_answered_late(Course(asked_at=NOW, due=after(1)))


@given(HOURS, HOURS, HOURS, HOURS, st.integers(0, 110), st.integers(0, 110))
@settings(max_examples=80, deadline=None)
def test_ended_request_never_opens_again(due, acknowledged, answered, withdrawn, one, other):
    course = Course(asked_at=NOW, due=due, acknowledged_at=acknowledged, answered_at=answered, withdrawn_at=withdrawn)
    earlier, later = (request_state(course, at=after(hours)) for hours in sorted((one, other)))

    if earlier in {"answered", "withdrawn"}:
        assert later == earlier
    if earlier == "overdue":
        assert later in {"overdue", "answered", "withdrawn"}
