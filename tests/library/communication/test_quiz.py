import pytest

from troth.communication.quiz import Question, QuizRefused, asked, is_right


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": " "}, {"text": "x" * 301}, {"choices": ("yes",)}, {"choices": tuple("abcdef")},
        {"choices": ("Yes", "yes ")}, {"choices": ("yes", " ")}, {"choices": ("yes", "n" * 201)}, {"right": 2},
        {"right": -1}, {"right": True},
    ],
)  # fmt: skip
def test_a_question_without_two_answers_or_an_own_one_is_refused(wrong):
    with pytest.raises(QuizRefused):
        Question(**{"text": "Tea?", "choices": ("yes", "no"), "right": 0} | wrong)


def test_empty_answers_are_left_out_and_one_s_own_stays_one_s_own():
    question = asked("Who pours?", choices=["", "the guest", " ", "the host", ""], right=3)

    assert (question.choices, question.answer) == (("the guest", "the host"), "the host")


@pytest.mark.parametrize("right", [-1, 1, 2, 9])
def test_one_s_own_answer_is_one_that_was_written(right):
    with pytest.raises(QuizRefused):
        asked("Tea?", choices=["yes", " ", "", "no"], right=right)


def test_an_answer_is_one_s_own_or_not_and_one_that_was_offered():
    question = Question(text="Tea?", choices=("yes", "no"), right=1)

    assert [is_right(question, chosen=at) for at in (0, 1)] == [False, True]
    for chosen in (-1, 2):
        with pytest.raises(QuizRefused):
            is_right(question, chosen=chosen)
