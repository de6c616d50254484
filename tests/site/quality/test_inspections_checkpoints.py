"""A lot that is inspected for a checkpoint of an order settles it, and a refused one leaves the promise open."""

from dataclasses import replace
from uuid import UUID

import pytest
from django.utils.translation import override

from tests import makers
from tests.site.quality.agreed import FINAL, SPECIFICATION, make_planned, make_product, order, plan, specify
from tests.site.quality.inspecting import all_looked, defect, make_wish, parcel
from troth.quality.checklists import Item, Kind
from troth.quality.origin_questions import questions_of_origin
from troth.quality.specifications import Requirement
from troth.quality.verdicts import DefectClass
from troth_site.actions.quality import checklists, field, inspections, plans
from troth_site.actions.quality.checklists import NewChecklist
from troth_site.actions.quality.papers import PaperRefused
from troth_site.actions.quality.plans import PlanGiven
from troth_site.field.carrying import carried
from troth_site.models import Inspection, OrderCheckpoint, QualityPlanVersion
from troth_site.queries.quality import papers
from troth_site.queries.quality.field import pack
from troth_site.queries.quality.inspections_planning import start
from troth_site.queries.quality.shipped_checklists import shipped
from troth_site.queries.quality.wordings import AS_WRITTEN

pytestmark = pytest.mark.django_db
HOOKS = Requirement(
    code="H",
    name="Hooks hold 10 kg",
    kind="test",
    defect_class=DefectClass.CRITICAL,
    words="None bends",
    method="One hour",
    readings=1,
)


@pytest.mark.parametrize(
    ("defects", "state", "promise"), [([], "green", "kept"), ([defect("critical", unit=1)], "red", "accepted")]
)
def test_lot_settles_the_checkpoint_it_was_planned_from(cast, defects, state, promise):
    make_planned(cast)
    order(cast, 60)
    row = OrderCheckpoint.objects.get(checkpoint__name="Final inspection")
    by = makers.make_actor(cast.ana)
    proposed = start(by, cast.pair.pk, checkpoint=row.pk).proposed
    assert (proposed["kind"], proposed["order_checkpoint"]) == ("final", row.pk)
    wish = make_wish(order_checkpoint=row.pk, inspector=cast.ana.pk)
    made = Inspection.objects.get(pk=inspections.plan(by=by, relationship=cast.pair.pk, wish=wish))
    said = parcel(counts=all_looked(), defects=defects, hand_in=True)
    field.sync(by=by, inspection=UUID(str(made.uid)), parcel=said)
    row.refresh_from_db()
    assert (row.state, row.commitment.state) == (state, promise)


def test_checklist_of_a_checkpoint_stands_in_the_pack_without_any_answer(cast):
    product = make_product(cast)
    specify(cast, product)
    plan(cast, product, checkpoints=(replace(FINAL, checklist="packing-loading"),))
    written = papers.plans(makers.make_actor(cast.ana), product).active.written["checkpoints"]
    assert [each["checklist"] for each in written] == ["packing-loading/1"]
    order(cast, 60)
    by = makers.make_actor(cast.ana)
    wish = make_wish(order_checkpoint=OrderCheckpoint.objects.get().pk, inspector=cast.ana.pk)
    made = Inspection.objects.get(pk=inspections.plan(by=by, relationship=cast.pair.pk, wish=wish))
    carried_along = pack(by, made.uid)
    asked = [(each["code"], each["label"]["en"]) for each in carried_along["plan"]["checklist"]]
    wanted = [*shipped()["packing-loading"].items, *questions_of_origin("final")]
    assert asked == [(item.code, item.label["en"]) for item in wanted]
    assert carried_along["kept"]["fields"] == []
    assert not [each for each in carried_along["plan"]["checklist"] if {"value", "default"} & each.keys()]


def test_requirements_that_no_number_tells_are_questions_without_any_answer(cast):
    product = make_product(cast)
    specify(cast, product, given=replace(SPECIFICATION, requirements=(*SPECIFICATION.requirements, HOOKS)))
    by = makers.make_actor(cast.ana)
    wish = make_wish(product=product, inspector=cast.ana.pk, kind="final")
    made = Inspection.objects.get(pk=inspections.plan(by=by, relationship=cast.pair.pk, wish=wish))
    asked = pack(by, made.uid)["plan"]["checklist"]

    assert [each["code"] for each in asked] == ["requirement.H", "made.line", "made.suppliers"]
    told = [
        (each["code"], each["label"], each["defect_class"], each["failing"], each["required"]) for each in asked[:1]
    ]
    assert told == [("requirement.H", {"en": "Hooks hold 10 kg"}, "critical", ["no"], True)]
    assert not [each for each in asked if {"value", "default"} & each.keys()]
    with override("zh-hans"):
        shown = carried(pack(by, made.uid), AS_WRITTEN)["checklist"][0]
    assert (shown["section"], [one["label"] for one in shown["choices"]]) == ("规格", ["是", "否", "不适用"])


def test_checkpoint_names_a_checklist_that_somebody_has_and_its_version_stays(cast):
    product = make_product(cast)
    specify(cast, product)
    by = makers.make_actor(cast.ana)
    for nobodys in ("no such list", "packing-loading/99", "/1"):
        with pytest.raises(PaperRefused, match="Neither side has this checklist"):
            plans.write(by=by, product=product, given=_with(nobodys), revision=0)
    question = Item(code="seam", kind=Kind.TEXT, label={"en": "Seam"})
    for name in ("Ours", "Ours, newer"):
        form = NewChecklist(code="packing-loading", name=name, items=(question,), source="a.xlsx")
        checklists.bring_in(by=by, organisation=cast.pair.buyer_id, form=form)
    for said, kept in (("packing-loading", "packing-loading/2"), ("packing-loading/1", "packing-loading/1")):
        revision = papers.plans(by, product).open.revision if QualityPlanVersion.objects.exists() else 0
        plans.write(by=by, product=product, given=_with(said), revision=revision)
        assert papers.plans(by, product).open.written["checkpoints"][0]["checklist"] == kept


def _with(checklist):
    return PlanGiven(checkpoints=(replace(FINAL, checklist=checklist),))
