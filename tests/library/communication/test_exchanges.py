from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.library.communication.makers import START
from troth.communication.automatic import Automatic
from troth.communication.exchanges import Spoken, exchanges
from troth.communication.replies import read_message


def said(side, text, hours, automatic=None):
    return Spoken(at=START + timedelta(hours=hours), side=side, reading=read_message(text, automatic=automatic))


def told(*thread):
    """Return for each question: who owes it, and the hours of asking, acknowledging and answering."""

    def hours(moment):
        return None if moment is None else (moment - START) / timedelta(hours=1)

    return [
        (one.answering, hours(one.request.asked), hours(one.acknowledged), hours(one.request.answered))
        for one in exchanges(thread)
    ]


def test_clock_runs_from_the_question_to_the_substantive_answer():
    thread = [
        said("buyer", "Here is the order.", 0),
        said("buyer", "When do you ship?", 1),
        said("factory", "Away until Monday", 1.1, Automatic.OUT_OF_OFFICE),
        said("factory", "收到，稍后回复", 3),
        said("factory", "On 5 May.", 9),
    ]

    assert told(*thread) == [("factory", 1, 3, 9)]


def test_asking_again_starts_no_second_clock():
    thread = [
        said("buyer", "When do you ship?", 0),
        said("buyer", "Any news? When?", 30),
        said("factory", "Friday.", 40),
    ]

    assert told(*thread) == [("factory", 0, 40, 40)]


def test_counter_question_answers_and_asks():
    thread = [
        said("buyer", "When do you ship?", 0),
        said("factory", "Which colour do you want?", 2),
        said("buyer", "Red.", 5),
    ]

    assert told(*thread) == [("factory", 0, 2, 2), ("buyer", 2, 5, 5)]


def test_open_question_stays_open():
    assert told(said("factory", "Please confirm the sample.", 0), said("buyer", "ok", 1)) == [("buyer", 0, 1, None)]


def test_danger_told_while_waiting_makes_the_question_critical():
    thread = [said("buyer", "When do you ship?", 0), said("buyer", "Was anybody injured in the fire?", 1)]

    assert [one.request.is_critical for one in exchanges(thread)] == [True]


LINES = ["When do you ship?", "ok", "On 5 May.", "Noted. Which colour?", "收到"]
made = st.lists(st.tuples(st.sampled_from(["buyer", "factory"]), st.sampled_from(LINES)), max_size=8)


@given(made)
@settings(max_examples=80, deadline=None)
def test_swapped_sides_swap_the_questions(lines):
    other = {"buyer": "factory", "factory": "buyer"}

    plain = told(*[said(side, text, hour) for hour, (side, text) in enumerate(lines)])
    swapped = told(*[said(other[side], text, hour) for hour, (side, text) in enumerate(lines)])

    assert [(other[side], *rest) for side, *rest in plain] == swapped


@given(made, st.integers(0, 8), st.sampled_from(["buyer", "factory"]), st.sampled_from(list(Automatic)))
@settings(max_examples=80, deadline=None)
def test_what_a_machine_sent_changes_nothing(lines, place, side, kind):
    thread = [said(who, text, hour) for hour, (who, text) in enumerate(lines)]
    machine = said(side, "I am away. Who is urgent? Call Bao.", place - 0.5, kind)

    assert exchanges([*thread, machine]) == exchanges(thread)


@pytest.mark.parametrize("order", [1, -1])
def test_order_of_arrival_does_not_matter(order):
    thread = [said("buyer", "When?", 0), said("factory", "Friday.", 2)]

    assert told(*thread[::order]) == [("factory", 0, 2, 2)]
