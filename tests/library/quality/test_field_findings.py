"""What answers and readings add to the defects written down: each finding once, none lost."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.field_cases import any_case, case, counted, question, recorded, requirement
from troth.quality.field_findings import FromChecks, Looked, count_with, found_by_checks, hold_back, unanswered
from troth.quality.field_questions import question_of
from troth.quality.lot_findings import ClassCount, Found, count_class
from troth.quality.verdicts import DefectClass, LotVerdict, Verdict, worst_of

CRITICAL, MAJOR, MINOR = DefectClass
CASES = st.integers(0, 10**9).map(Random).map(any_case)
NO = {"dry": "no"}


def read(code, *units, value=25.0):
    """Return readings of one requirement beyond its limits."""
    return [{"code": code, "unit_number": unit, "value": value} for unit in units]


def written(one, kind):
    """Return what the defects written down in a class come to."""
    own = [each for each in one["recorded"] if each["class"] == kind]
    return count_class(Found(unit=each["unit"], units=each["units"], defects=each["defects"]) for each in own)


def is_out(one, reading, found):
    """Tell whether a reading is beyond the limits of a requirement that adds to a class."""
    limits = next(each for each in one["requirements"] if each["code"] == reading["code"])
    beyond = not 10 <= reading["value"] <= (limits["upper"] or 99)
    return beyond and reading["code"] in found.requirements


def total(one, kind=MAJOR):
    """Return what a class of a case comes to."""
    return count_with(written(one, kind), counted(one)[kind], looked_at=None)


def test_a_failing_answer_is_a_finding_of_its_class_on_one_unit():
    found = counted(case(checklist=[question("dry", defect_class="critical")], answers=NO))
    assert (found[CRITICAL].answers, found[CRITICAL].units, found[CRITICAL].defects) == (("dry",), 1, 1)
    assert found[MAJOR] == found[MINOR] == FromChecks()


@pytest.mark.parametrize(
    ("more", "answers"),
    [({"defect_class": ""}, NO), ({"relevant": "${dry} = 'yes'"}, NO), ({}, {"dry": "yes"}), ({}, {})],
)
def test_no_class_not_asked_passed_or_not_answered_is_no_finding(more, answers):
    found = counted(case(checklist=[question("dry", **more)], answers=answers))
    assert [each.units for each in found.values()] == [0, 0, 0]


def test_a_unit_beyond_the_limits_of_several_requirements_counts_once_and_each_of_its_defects():
    one = case(requirements=[requirement("a"), requirement("b")], readings=read("a", 1, 2) + read("b", 2, 3))
    found = counted(one)[MAJOR]
    assert (found.numbers, found.requirements, found.defects) == ((1, 2, 3), ("a", "b"), 4)


def test_a_unit_measured_twice_counts_once():
    assert total(case(requirements=[requirement("a")], readings=read("a", 4, 4, 4))) == ClassCount(units=1, defects=1)


@pytest.mark.parametrize(
    ("defects", "units"),
    [
        ([], 3), ([recorded("LENGTH  a")], 3), ([recorded("x", code="A", units=2, defects=2)], 3),
        ([recorded("Length a", units=5, defects=5)], 5), ([recorded("Length a", unit=2)], 3),
        ([recorded("Length a", unit=9)], 3), ([recorded("Stain", unit=2)], 3), ([recorded("Stain")], 4),
        ([recorded("Length a", **{"class": "minor"})], 3),
    ],
)  # fmt: skip
def test_defects_of_the_same_name_or_unit_are_not_counted_twice(defects, units):
    one = case(requirements=[requirement("a")], readings=read("a", 1, 2, 3), recorded=defects)
    assert total(one).units == units


def test_what_is_graver_than_the_plan_counts_in_its_gravest_class_and_what_is_less_grave_nowhere():
    asked = [question("dry", defect_class="critical"), question("neat", defect_class="minor")]
    found = counted(case(checklist=asked, answers=NO | {"neat": "no"}, classes=["major"]))
    assert {kind: each.answers for kind, each in found.items()} == {MAJOR: ("dry",)}


def test_what_must_be_answered_or_measured_stays_open_until_it_is():
    asked = [question("dry", required=True), question("shot", "photo", required=True), question("free", required=False)]
    one = case(checklist=asked, requirements=[requirement("a", wanted=2)], readings=read("a", 1, 1, value=15))
    assert counted(one)[MAJOR].open == ("dry", "shot", "a")
    whole = one | {
        "answers": {"dry": "yes"}, "photographed": ["shot"], "readings": read("a", 1, 2, value=15),
    }  # fmt: skip
    assert counted(whole)[MAJOR].open == ()


def test_unanswered_names_questions_of_whatever_class():
    items = [question_of(question(code, required=code != "c", defect_class="")) for code in "abc"]
    assert unanswered(Looked(items=items, answers={"a": "yes"})) == ("b",)


def test_count_with_adds_no_more_units_than_were_looked_at_and_takes_none_away():
    more = FromChecks(answers=("a",), numbers=(1, 2), defects=3)
    found = ClassCount(units=2, defects=5)
    assert count_with(found, more, looked_at=None) == ClassCount(units=5, defects=8)
    assert count_with(found, more, looked_at=4) == ClassCount(units=4, defects=8)
    assert count_with(found, more, looked_at=1) == ClassCount(units=2, defects=8)


@pytest.mark.parametrize(
    ("method", "verdict", "judged"),
    [
        ("", "accepted", "pending"),
        ("", "not-accepted", "not-accepted"),
        ("", "pending", "pending"),
        ("sequential", "accepted", "pending"),
        ("variables", "accepted", "accepted"),
    ],
)
def test_hold_back_leaves_pending_only_what_counts_alone_would_accept(method, verdict, judged):
    classes = {MAJOR: Verdict(verdict), MINOR: Verdict.ACCEPTED}
    found = hold_back(
        LotVerdict(verdict=worst_of(classes.values()), classes=classes), {MAJOR: FromChecks(open=("a",))}, method=method
    )
    assert (found.classes, found.verdict) == (classes | {MAJOR: Verdict(judged)}, Verdict(judged))


@given(CASES)
def test_no_class_comes_to_less_than_was_written_down_or_than_was_measured_beyond(one):
    for kind, found in counted(one).items():
        both = total(one, kind)
        beyond = {
            read["unit_number"]
            for each in one["requirements"] if each["defect_class"] == kind
            for read in one["readings"]
            if read["code"] == each["code"] and not 10 <= read["value"] <= (each["upper"] or 99)
        }  # fmt: skip
        assert both.units >= max(written(one, kind).units, len(beyond))
        assert both.defects >= both.units >= found.units


@given(CASES, st.randoms())
def test_the_order_in_which_things_came_changes_nothing(one, random):
    mixed = one | {name: random.sample(one[name], len(one[name])) for name in ("readings", "recorded")}
    assert counted(mixed) == counted(one)


@given(CASES)
def test_writing_a_finding_down_under_its_own_name_changes_no_number(one):
    for kind, found in counted(one).items():
        for name in found.answers:
            more = recorded(name, **{"class": str(kind)})
            assert total(one | {"recorded": [*one["recorded"], more]}, kind) == total(one, kind)
        for unit in found.numbers[:1]:
            of_unit = [each for each in one["readings"] if each["unit_number"] == unit]
            code = next(each["code"] for each in of_unit if is_out(one, each, found))
            more = recorded(f"Length {code}", unit=unit, **{"class": str(kind)})
            assert total(one | {"recorded": [*one["recorded"], more]}, kind).units == total(one, kind).units


@given(CASES, st.integers(1, 9))
def test_another_reading_beyond_limits_never_makes_a_class_better(one, unit):
    for each in one["requirements"]:
        worse = one | {"readings": one["readings"] + read(each["code"], unit, value=5)}
        for kind in counted(one):
            assert total(worse, kind).units >= total(one, kind).units


def test_found_by_checks_answers_for_the_classes_of_the_plan_alone():
    assert list(found_by_checks(Looked(), [MINOR, MAJOR])) == [MAJOR, MINOR]
