"""Questions and readings as an inspection keeps them."""

import pytest

from tests.field_cases import question
from troth.quality.checklists import Item, Kind
from troth.quality.field_questions import asked, fails, is_beyond, name_folded, names_of, question_of
from troth.quality.verdicts import DefectClass


def test_question_of_reads_what_was_kept_and_leaves_open_what_was_not_said():
    item = question_of(question("dry", required=True))
    assert (item.defect_class, item.required, item.failing) == (DefectClass.MAJOR, True, ("no",))
    bare = question_of({"code": "a", "label": "Which lot?"})
    assert (bare.kind, bare.label, bare.defect_class, bare.failing) == (Kind.TEXT, {"en": "Which lot?"}, None, ())
    of_a_form = question_of({"code": "a", "kind": "choice", "choices": [{"name": "no", "label": "No"}]})
    assert [choice.value for choice in of_a_form.choices] == ["no"]


@pytest.mark.parametrize(
    ("kind", "answer", "found"),
    [
        ("choice", "no", True), ("choice", "yes", False), ("choice", "perhaps", None), ("choice", None, None),
        ("choice", ["no"], None), ("choices", ["yes", "no"], True), ("choices", [], None), ("choices", "no", None),
        ("number", 5.5, True), ("number", 5, False), ("number", True, None), ("number", "5", None),
        ("whole", 4.5, None), ("text", "bent", False), ("text", 4, None), ("note", "read", None),
    ],
)  # fmt: skip
def test_fails_tells_failed_from_passed_and_both_from_unknown(kind, answer, found):
    assert fails(question_of(question("q", kind, upper=5)), answer) is found


def test_fails_asks_nothing_of_a_condition_on_the_answer_which_a_phone_does_not_read():
    item = Item(code="w", kind=Kind.NUMBER, label={}, upper=9, constraint=". < 5")
    assert fails(item, 9.5) is True


def test_asked_leaves_out_what_a_condition_leaves_out_and_asks_where_it_cannot_be_read():
    items = [
        question_of(question("a", relevant="${b} = 'no'")), question_of(question("c", relevant="((")),
        question_of(question("d")),
    ]  # fmt: skip
    assert [item.code for item in asked(items, {})] == ["c", "d"]
    assert [item.code for item in asked(items, {"b": "no"})] == ["a", "c", "d"]


def test_is_beyond_holds_limits_themselves_for_good():
    assert [is_beyond(value, lower=1, upper=2) for value in (0.9, 1, 2, 2.1)] == [True, False, False, True]
    assert not is_beyond(99, lower=None, upper=None)


def test_names_of_knows_a_requirement_by_its_question_and_in_every_language():
    assert names_of("requirement.H", ["Hooks hold", "挂钩 牢固", ""]) == (
        "h",
        "hooks hold",
        "requirement.h",
        "挂钩 牢固",
    )


def test_name_folded_compares_no_more_of_a_name_than_is_kept():
    assert name_folded("X" * 300) == "x" * 200
    assert name_folded("Cafe\u0301  noir ") == "caf\u00e9 noir"
