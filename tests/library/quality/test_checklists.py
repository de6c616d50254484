"""Checklists as data."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.quality.checklists import (
    Choice,
    ImpossibleChecklist,
    Item,
    Kind,
    check_answer,
    check_items,
    findings,
    is_asked,
    missing,
    words,
)

YES, NO = Choice(value="yes", label={"en": "Yes"}), Choice(value="no", label={"en": "No"})
DRY = Item(code="dry", kind=Kind.CHOICE, label={"en": "Dry?"}, choices=(YES, NO), failing=("no",), required=True)
WHY = Item(code="why", kind=Kind.TEXT, label={"en": "Why?"}, relevant="${dry} = 'no'", required=True)
MARKS = replace(DRY, code="marks", kind=Kind.CHOICES, required=False)
HEIGHT = Item(code="height", kind=Kind.NUMBER, label={"en": "Height"}, lower=10, upper=12, constraint=". < 100")
COUNT = Item(code="count", kind=Kind.WHOLE, label={"en": "Cartons"})
DAY = Item(code="day", kind=Kind.DAY, label={"en": "Day"})
PLACE = Item(code="place", kind=Kind.PLACE, label={"en": "Place"})
MOMENT = Item(code="moment", kind=Kind.MOMENT, label={"en": "Loaded at"})
RATED = Item(code="rated", kind=Kind.NUMBER, label={"en": "Shade"}, lower=1, upper=5, step=0.1)
NOTE = Item(code="note", kind=Kind.NOTE, label={"en": "Read this"}, required=True)


@pytest.mark.parametrize(
    ("item", "answer"),
    [
        (DRY, "maybe"), (DRY, True), (DRY, ["yes"]), (MARKS, "yes"), (MARKS, ["maybe"]), (HEIGHT, "tall"),
        (HEIGHT, True), (HEIGHT, float("nan")), (HEIGHT, float("inf")), (HEIGHT, 100), (COUNT, 1.5),
        (HEIGHT, 10**400), (COUNT, 10**400), (PLACE, [10**400, 0]),
        (DAY, "12/03/2026"),
        (DAY, "2026-02-30"), (DAY, 3), (PLACE, "here"), (PLACE, [91, 0]), (PLACE, [0]), (PLACE, ["x", "y"]), (WHY, 3),
        (NOTE, "yes"), (MOMENT, "2026-03-12"), (MOMENT, "2026-03-12T25:00"), (MOMENT, 3), (RATED, 1.25), (RATED, "2"),
    ],
)  # fmt: skip
def test_check_answer_refuses_nonsense(item, answer):
    found = check_answer(item, answer)
    assert found.problem
    assert not found.fails


@pytest.mark.parametrize(
    ("item", "answer", "fails"),
    [
        (DRY, "yes", False), (DRY, "no", True), (MARKS, ["yes", "no"], True), (MARKS, ["yes"], False),
        (HEIGHT, 9.9, True), (HEIGHT, 10, False), (HEIGHT, 12.1, True), (COUNT, 3.0, False), (DAY, "2026-03-12", False),
        (PLACE, [22.5, 114.1, 8], False), (WHY, "Rain came in", False), (DRY, None, False), (HEIGHT, "", False),
        (MARKS, [], False), (MOMENT, "2026-03-12T14:30", False), (RATED, 1.3, False), (RATED, 5, False),
        (RATED, 0.9, True),
    ],
)  # fmt: skip
def test_check_answer_says_whether_it_fails(item, answer, fails):
    found = check_answer(item, answer)
    assert (found.problem, found.fails) == ("", fails)


def test_nothing_passes_without_an_answer():
    assert missing([DRY, WHY, NOTE, COUNT], {}) == ("dry",)
    assert missing([DRY, WHY], {"dry": "no"}) == ("why",)
    assert missing([DRY, WHY], {"dry": "yes"}) == ()


def test_findings_are_failing_answers_of_questions_that_are_asked():
    odd = replace(DRY, code="odd", relevant="${dry} = 'no'")
    assert findings([DRY, odd], {"dry": "no", "odd": "no"}) == ("dry", "odd")
    assert findings([DRY, odd], {"dry": "yes", "odd": "no"}) == ()


def test_a_constraint_may_ask_about_other_answers():
    item = replace(COUNT, constraint=". <= ${packed}")
    assert check_answer(item, 5, {"packed": 6}).problem == ""
    assert check_answer(item, 7, {"packed": 6}).problem


@pytest.mark.parametrize(
    "items",
    [
        [], [COUNT] * 2, [replace(COUNT, code=f"c{at}") for at in range(501)], [replace(DRY, choices=())],
        [replace(DRY, choices=(YES, YES))], [replace(DRY, failing=("maybe",))], [replace(HEIGHT, lower=13)],
        [replace(COUNT, relevant="${gone} = 1")], [replace(COUNT, constraint="count(.)")],
        [replace(COUNT, failing=("1",))],
    ],
)  # fmt: skip
def test_check_items_refuses_what_is_no_checklist(items):
    with pytest.raises(ImpossibleChecklist):
        check_items(items)


@given(st.dictionaries(st.sampled_from(["dry", "count"]), st.one_of(st.none(), st.text(), st.floats(), st.integers())))
def test_whatever_is_answered_never_fails_unknowingly(answers):
    assert set(findings([DRY, COUNT], answers)) <= {code for code, answer in answers.items() if answer == "no"}
    assert is_asked(WHY, answers) is (answers.get("dry") == "no")


@pytest.mark.parametrize("answer", [float("inf"), float("-inf"), float("nan"), 10**400, -(10**400)])
@pytest.mark.parametrize("code", ["dry", "count"])
def test_a_number_beyond_all_bounds_neither_fails_nor_asks(code, answer):
    assert findings([DRY, COUNT], {code: answer}) == ()
    assert not is_asked(WHY, {code: answer})
    assert not is_asked(replace(WHY, relevant="${count} < 5 and ${count} > 6"), {code: answer})


def test_words_fall_back_to_english():
    label = {"en": "Lot", "zh-hans": "批"}
    assert [words(label, each) for each in ("zh-hans", "tr", "en-gb")] == ["批", "Lot", "Lot"]
    assert words({"fr": "Lot"}, "tr") == "Lot"
    assert words({}, "en") == ""
