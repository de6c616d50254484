"""What a report says of what a phone sent, and in whose language."""

import pytest
from django.utils.translation import override

from tests.site.quality.inspecting import answered, at, looked, make_inspection, send
from troth_site.actions.quality import reports
from troth_site.models import InspectionReport
from troth_site.templatetags.troth_inspections import defect_name
from troth_site.templatetags.troth_reports import CLASSES, answer_word, label_of

pytestmark = pytest.mark.django_db


def test_counts_of_one_person_are_one_answer_and_the_checklist_keeps_its_order(gathered):
    row = make_inspection(gathered)
    row.frozen = row.frozen | {"checklist": [{"code": code, "label": {"en": code}} for code in ("b", "a")]}
    row.save(update_fields=["frozen"])
    begun = answered("started", True, answered_at=at(-90))
    steps = [looked(kind, number, answered_at=at(number - 90)) for kind in CLASSES for number in (1, 2, 80)]
    send(gathered, row, entries=[begun, answered("a"), answered("b")], counts=steps, hand_in=True)
    reports.make_first(inspection=row.pk, by=gathered.actor("buyer"))
    content = InspectionReport.objects.get(inspection=row).content
    told = [(label_of(each), [answer_word(one["value"]) for one in each["answers"]]) for each in content["answers"]]

    assert told == [
        ("b", ["yes"]), ("a", ["yes"]), ("Units looked at, critical", ["80"]), ("Units looked at, major", ["80"]),
        ("Units looked at, minor", ["80"]), ("Inspection begun", ["yes"]),
    ]  # fmt: skip
    assert (content["noticed"], answer_word(1)) == ([], "1")
    row.refresh_from_db()
    assert row.started_at.isoformat() == begun["answered_at"]


def test_a_shipped_defect_is_named_in_the_language_of_the_reader():
    rows = [{"code": "hard-goods.scratch-deep", "name": "Deep scratch"}, {"code": "", "name": "Deep scratch"}]
    rows.append({"code": "hard-goods.scratch-deep", "name": "Scratch of ours"})
    with override("zh-hans"):
        there = [defect_name(row) for row in rows]
    assert there[0] != "Deep scratch"
    assert there[1:] == ["Deep scratch", "Scratch of ours"]
    assert defect_name(rows[0] | {"name": there[0]}) == "Deep scratch"
