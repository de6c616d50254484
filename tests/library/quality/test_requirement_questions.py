from troth.quality.checklists import Choice, check_answer, check_items
from troth.quality.requirement_questions import is_measured, is_told_by_a_number, questions_about
from troth.quality.specifications import Requirement
from troth.quality.verdicts import DefectClass

ANSWERS = tuple(Choice(value=value, label={"en": value}) for value in ("yes", "no", "not-applicable"))
LENGTH = Requirement(code="L", name="Length", kind="measured", defect_class=DefectClass.MAJOR, lower=595, upper=605)
HOOKS = Requirement(
    code="H", name="Hooks hold 10 kg", kind="test", defect_class=DefectClass.CRITICAL, words="None bends",
    method="One hour", readings=1,
)  # fmt: skip
PULL = Requirement(code="F", name="Pull", kind="test", defect_class=DefectClass.MAJOR, lower=90, unit="N", readings=5)
MARK = Requirement(code="P", name="Carton mark", kind="packing", defect_class=DefectClass.MAJOR)
ALL = (LENGTH, HOOKS, PULL, MARK)


def test_is_measured_where_a_limit_or_the_kind_says_so():
    assert [is_measured(each) for each in ALL] == [True, False, True, False]


def test_questions_about_goods_ask_what_no_number_tells():
    asked = questions_about(ALL, stage="final", answers=ANSWERS)
    check_items(asked)

    assert [(each.code, each.label["en"], dict(each.hint), each.defect_class, each.required) for each in asked] == [
        ("requirement.H", "Hooks hold 10 kg", {"en": "None bends · One hour"}, DefectClass.CRITICAL, True),
        ("requirement.P", "Carton mark", {}, DefectClass.MAJOR, True),
    ]
    assert [check_answer(asked[0], value).fails for value in ("yes", "no", None)] == [False, True, False]


def test_questions_about_packing_leave_the_goods_out_and_meetings_ask_nothing():
    codes = {
        stage: [each.code for each in questions_about(ALL, stage=stage, answers=ANSWERS)]
        for stage in ("packing", "loading", "material", "readiness")
    }

    assert codes == {"packing": ["requirement.P"], "loading": ["requirement.P"], "material": [], "readiness": []}


def test_a_limit_of_nothing_is_a_limit():
    assert is_told_by_a_number(kind="test", lower=0.0, upper=None)
    assert not is_told_by_a_number(kind="test", lower=None, upper=None)
