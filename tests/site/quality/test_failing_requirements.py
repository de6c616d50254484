"""A requirement that failed, a reading beyond limits and a question nobody answered change what comes of a lot."""

from dataclasses import asdict
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from tests.site.quality.inspecting import answered, at, defect, looked, make_inspection, send
from troth.quality.checklists import Choice
from troth.quality.requirement_questions import questions_about
from troth.quality.specifications import Requirement
from troth.quality.verdicts import DefectClass
from troth_site.actions.quality import reports
from troth_site.actions.quality.inspections_wishes import Limit
from troth_site.field.carrying import carried
from troth_site.models import ClassSample, Inspection, InspectionReport
from troth_site.queries.quality import reports as queries
from troth_site.queries.quality.field import pack
from troth_site.queries.quality.rates import known_lots
from troth_site.queries.quality.wordings import AS_WRITTEN
from troth_site.sheets.report_papers import written

LIMITS = {
    DefectClass.CRITICAL: Limit(aql=None, level="II"),
    DefectClass.MAJOR: Limit(aql="2.5", level="II"),
}
"""Of 100 at level II: 20 units, 0/1 and 1/2."""
HOOK = Requirement(
    code="H", name="Hooks hold", kind="test", defect_class=DefectClass.CRITICAL, words="Hold 10 kg", method="10 kg"
)
LENGTH = Requirement(
    code="L", name="Body length", kind="measured", defect_class=DefectClass.MAJOR, lower=61.0, upper=63.0, unit="cm",
    readings=15,
)  # fmt: skip
YES_NO = (Choice(value="yes", label={"en": "Yes"}), Choice(value="no", label={"en": "No"}))


@pytest.fixture
def row(gathered, db):
    """A lot of 100 whose specification asks whether hooks hold, and for fifteen lengths."""
    made = make_inspection(gathered, lot_size=100, cartons=None, units_per_carton=None, limits=LIMITS)
    questions = [asdict(each) for each in questions_about([HOOK], stage="final", answers=YES_NO)]
    made.frozen = made.frozen | {"requirements": [asdict(HOOK), asdict(LENGTH)], "checklist": questions}
    made.save(update_fields=["frozen"])
    return made


def readings(value, number=15):
    """Return readings of as many units."""
    return [
        {"uid": str(uuid4()), "code": "L", "unit_number": each, "value": value, "answered_at": at()}
        for each in range(1, number + 1)
    ]


def hand_in(gathered, row, *, hooks="yes", lengths=(), **more):
    """Look at all 20 units, answer, measure, and hand in; return what came of each class."""
    counts = [looked(kind, 20) for kind in ("critical", "major")]
    entries = [answered("requirement.H", hooks)] if hooks else []
    answer = send(
        gathered, row, counts=counts, entries=entries, measurements=list(lengths), hand_in=True, **more
    )  # fmt: skip
    assert answer["refused"] == []
    return classes(row)


def classes(row):
    """Return units found, those that answers and readings tell, and the verdict, by class, and of the lot."""
    found = {
        one.defect_class: (one.nonconforming, one.from_checks, one.verdict)
        for one in ClassSample.objects.filter(inspection=row)
    }
    return found | {"lot": Inspection.objects.get(pk=row.pk).verdict}


def test_a_lot_of_which_a_requirement_failed_and_every_reading_is_beyond_is_not_accepted(gathered, row):
    assert hand_in(gathered, row, hooks="no", lengths=readings(63.8)) == {
        "critical": (1, 1, "not-accepted"), "major": (15, 15, "not-accepted"), "lot": "not-accepted",
    }  # fmt: skip


def test_a_lot_of_which_all_is_answered_and_within_limits_is_accepted(gathered, row):
    assert hand_in(gathered, row, lengths=readings(62.0)) == {
        "critical": (0, 0, "accepted"), "major": (0, 0, "accepted"), "lot": "accepted",
    }  # fmt: skip


def test_a_lot_of_which_nothing_is_answered_or_measured_is_pending(gathered, row):
    assert hand_in(gathered, row, hooks=None) == {
        "critical": (0, 0, "pending"), "major": (0, 0, "pending"), "lot": "pending",
    }  # fmt: skip


def test_what_is_open_does_not_save_a_lot_that_is_refused_already(gathered, row):
    found = hand_in(gathered, row, hooks=None, lengths=readings(63.8, 2))
    assert (found["major"], found["lot"]) == ((2, 2, "not-accepted"), "not-accepted")


def test_defects_written_down_under_the_same_name_are_not_counted_twice(gathered, row):
    written = [defect("critical", name="hooks hold", unit=3), defect("major", name="Body length", units=2)]
    assert hand_in(gathered, row, hooks="no", lengths=readings(63.8, 15), defects=written) == {
        "critical": (1, 0, "not-accepted"), "major": (15, 13, "not-accepted"), "lot": "not-accepted",
    }  # fmt: skip


def test_more_than_was_looked_at_is_never_found(gathered, row):
    written = [defect("major", name="Open seam", units=12)]
    found = hand_in(gathered, row, lengths=readings(63.8), defects=written)
    assert found["major"] == (20, 8, "not-accepted")


def test_the_report_marks_what_failed_and_says_where_the_units_come_from(gathered, row):
    hand_in(gathered, row, hooks="no", lengths=readings(63.8, 2))
    content = InspectionReport.objects.get(inspection=row).content
    assert [(one["class"], one.get("from_checks"), one.get("open")) for one in content["classes"]] == [
        ("critical", 1, None), ("major", 2, ["L"]),
    ]  # fmt: skip
    failed = [row["field"] for row in content["answers"] for each in row["answers"] if each.get("fails")]
    assert failed == ["requirement.H"]
    assert [each.get("beyond") for each in content["measurements"][0]["readings"]] == [True, True]


def test_pages_and_paper_mark_what_failed_in_words(gathered, row):
    hand_in(gathered, row, hooks="no", lengths=readings(63.8, 2))
    report, browser = InspectionReport.objects.get(inspection=row), Client()
    browser.force_login(gathered.people["buyer"])
    page = browser.get(reverse("quality-report", args=[report.pk])).content.decode()
    whole = browser.get(reverse("inspection", args=[row.pk])).content.decode()
    found = queries.report(gathered.actor("buyer"), report.pk)
    paper = written(found, language="en", beside="zh-hans")
    for text in (page, whole, paper):
        said = " ".join(strip_tags(text).split())
        assert ("fails" in said, said.count("63.8, beyond the limits") >= 2, "1 of them from answers" in said) == (
            True, True, True,
        )  # fmt: skip
    assert "1 answer or measurement is missing" in strip_tags(page)


def test_the_rate_of_bad_units_counts_what_answers_and_readings_tell(gathered, row):
    hand_in(gathered, row, lengths=readings(63.8))
    (lot,) = known_lots([row.relationship_id])[row.relationship_id]
    assert (lot.dated.sample.looked_at, lot.dated.sample.nonconforming) == (20, 15)


def test_the_pack_tells_the_phone_what_it_needs_to_count_alike(gathered, row):
    told = carried(pack(gathered.actor("buyer"), row.uid), AS_WRITTEN)
    (question,) = (each for each in told["checklist"] if each["required"])
    assert (question["names"], question["called"]) == (("h", "hooks hold", "requirement.h"), "Hooks hold")
    length = told["requirements"][1]
    assert (length["names"], length["called"], length["wanted"]) == (("body length", "l"), "Body length", 15)


def test_the_report_says_how_many_questions_stayed_open(gathered, row):
    hand_in(gathered, row, hooks=None, lengths=readings(62.0))
    noticed = InspectionReport.objects.get(inspection=row).content["noticed"]
    assert {"code": "not-answered", "value": 1, "about": ""} in noticed


def test_two_answers_are_none_until_one_is_chosen(gathered, row):
    send(gathered, row, entries=[answered("requirement.H", "yes")])
    send(gathered, row, "manager", entries=[answered("requirement.H", "no")])
    found = hand_in(gathered, row, hooks=None, lengths=readings(62.0))
    assert (found["critical"], found["lot"]) == ((0, 0, "pending"), "pending")


def test_a_class_that_is_counted_again_stands_as_it_is_said(gathered, row):
    hand_in(gathered, row, hooks="no", lengths=readings(63.8))
    first = InspectionReport.objects.get(inspection=row)
    edit = reports.Edit(counts={"critical": reports.Counted(looked_at=20, found=0)})
    reports.amend(by=gathered.actor("buyer"), report=first.pk, why="The hook was of another lot.", edit=edit)
    assert classes(row) == {
        "critical": (0, None, "accepted"), "major": (15, 15, "not-accepted"), "lot": "not-accepted",
    }  # fmt: skip


def test_a_lot_that_was_handed_in_before_answers_counted_stays_as_it_was_judged(gathered, row):
    hand_in(gathered, row, hooks="no", lengths=readings(62.0))
    ClassSample.objects.filter(inspection=row).update(from_checks=None, nonconforming=0, defects=0)
    first = InspectionReport.objects.get(inspection=row)
    edit = reports.Edit(conclusion="Nothing more to say.")
    reports.amend(by=gathered.actor("buyer"), report=first.pk, why="Words.", edit=edit)
    assert InspectionReport.objects.get(inspection=row, number=2).verdict == "accepted"
