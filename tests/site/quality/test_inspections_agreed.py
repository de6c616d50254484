"""Every way of sampling that a checkpoint can agree is planned from it, carried out, judged and reported."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from tests import makers
from tests.site.quality.agreed import AQL, FINAL, make_product, order, plan, specify
from tests.site.quality.inspecting import at, defect, looked, make_wish, parcel
from troth.quality.reports import draw_holds
from troth.quality.sampling_values import Sampling
from troth_site.actions.quality import field, inspections
from troth_site.actions.quality.inspections_wishes import PlanRefused
from troth_site.field.carrying import carried
from troth_site.models import Inspection, InspectionReport, OrderCheckpoint
from troth_site.queries.quality.field import pack
from troth_site.queries.quality.inspections_planning import start
from troth_site.queries.quality.reports import report
from troth_site.queries.quality.wordings import AS_WRITTEN

pytestmark = pytest.mark.django_db
WALD = {"good": "0.01", "bad": "0.10", "producer_risk": "0.05", "consumer_risk": "0.10"}
WAYS = {
    "zero": {"bad": "0.05", "risk": "0.05"}, "sequential": WALD, "continuous": {"clearance": "10", "share": "0.1"},
    "variables": {"readings": "5", "most": "0.05"}, "fixed": {"units": "20"}, "every-unit": {},
}  # fmt: skip


def checkpoint(cast, method, values):
    product = make_product(cast)
    specify(cast, product)
    plan(cast, product, checkpoints=(replace(FINAL, sampling=Sampling(method=method, values=values)),))
    order(cast, 60)
    return OrderCheckpoint.objects.get()


def planned(cast, method, *, values=None, lot=1_000, **more):
    row = checkpoint(cast, method, WAYS.get(method, {}) if values is None else values)
    told = {"limits": {}, "edition": "", "lot_size": lot, "cartons": None, "units_per_carton": None}
    wish = make_wish(
        order_checkpoint=row.pk, inspector=cast.ana.pk, product=row.checkpoint.version.plan.product_id, **told | more
    )
    made = inspections.plan(by=makers.make_actor(cast.ana), relationship=cast.pair.pk, wish=wish)
    return Inspection.objects.get(pk=made)


def handed_in(cast, made, number, *defects, measurements=None, classes=("critical", "major")):
    """Hand in so many units looked at, with all that is measured within its limits unless told; return the verdict."""
    if measurements is None:
        wanted = made.frozen["requirements"][0]["readings"]
        measurements = [reading(unit, 39) for unit in range(1, wanted + 1)]
    counts = [looked(kind, number) for kind in classes]
    said = parcel(counts=counts, defects=list(defects), measurements=list(measurements), hand_in=True)
    by, uid = makers.make_actor(cast.ana), UUID(str(made.uid))
    field.take_along(by=by, inspection=uid)
    answer = field.sync(by=by, inspection=uid, parcel=said)
    assert answer["refused"] == []
    made.refresh_from_db()
    return made.verdict


def content(cast, made):
    told = report(makers.make_actor(cast.ana), InspectionReport.objects.get(inspection=made).pk).content
    assert draw_holds(told) in (True, None)
    return told


def reading(unit, value):
    return {"uid": str(uuid4()), "code": "W", "unit_number": unit, "value": value, "answered_at": at()}


@pytest.mark.parametrize(("method", "units"), [("fixed", 20), ("every-unit", 1_000), ("zero", 57)])
def test_ways_that_accept_none_are_planned_and_judged(cast, method, units):
    made = planned(cast, method)
    assert {one["sample_size"] for one in made.frozen["classes"].values()} == {units}
    verdict = handed_in(cast, made, units, classes=("critical", "major", "minor"))
    assert (verdict, OrderCheckpoint.objects.get().state) == ("accepted", "green")
    assert content(cast, made)["plan"]["frozen"]["way"]["method"] == method


def test_by_aql_nothing_has_to_be_said_twice(cast):
    made = planned(cast, "aql", values=AQL)
    assert {kind: one["aql"] for kind, one in made.frozen["classes"].items()} == {
        "critical": "", "major": "2.5", "minor": "4.0",
    }  # fmt: skip
    assert "way" not in made.frozen


def test_sequential_is_drawn_in_turn_and_ends_as_soon_as_the_count_tells(cast):
    made = planned(cast, "sequential")
    assert handed_in(cast, made, 24) == "accepted"
    numbers = [unit["place"] for unit in made.drawn["units"]]
    assert (len(numbers), numbers != sorted(numbers)) == (78, True)
    told = content(cast, made)["classes"]
    assert [(row["class"], row["accept"], row["reject"]) for row in told] == [
        ("critical", 0, 1),
        ("major", 0, 3),
        ("minor", None, None),
    ]


def test_sequential_that_does_not_tell_yet_is_pending(cast):
    made = planned(cast, "sequential")
    assert handed_in(cast, made, 24, defect("major", unit=3)) == "pending"
    assert OrderCheckpoint.objects.get().state == "open"


def test_in_line_is_followed_by_the_seed_on_the_phone_and_in_the_report(cast):
    made = planned(cast, "continuous")
    by, uid = makers.make_actor(cast.ana), UUID(str(made.uid))
    field.take_along(by=by, inspection=uid)
    along = carried(pack(by, uid), AS_WRITTEN)["way"]
    assert (along["clearance"], along["block"], along["limit"], len(along["picks"])) == (10, 10, 41, 500)
    assert handed_in(cast, made, 14, defect("major", unit=2)) == "pending"
    assert OrderCheckpoint.objects.get().state == "open"
    told = content(cast, made)
    line, passed = told["plan"]["line"], 12 + 10 + along["picks"][1]
    assert (line["is_sampling"], line["looked_at"], line["passed"]) == (True, 14, passed)
    shown = (
        cast.browser(cast.ana).get(reverse("quality-report", args=[InspectionReport.objects.get().pk])).content.decode()
    )
    assert f"the line was followed to unit {passed} of 1000, and is judged at its end" in shown


def test_in_line_a_line_that_is_sampled_to_its_end_is_accepted(cast):
    made = planned(cast, "continuous", lot=112)
    assert handed_in(cast, made, 12 + 10, defect("major", unit=2)) == "accepted"
    assert OrderCheckpoint.objects.get().state == "green"
    assert content(cast, made)["classes"][1]["passed"] > 102


def test_in_line_a_unit_measured_beyond_its_limits_breaks_the_run_of_good_ones(cast):
    made = planned(cast, "continuous")
    wanted = made.frozen["requirements"][0]["readings"]
    read = [reading(unit, 39) for unit in range(1, wanted)] + [reading(8, 45)]
    assert handed_in(cast, made, 12, measurements=read) == "pending"
    line = content(cast, made)["plan"]["line"]
    assert (line["is_sampling"], line["run"]) == (False, 4)


def test_in_line_that_never_comes_to_sampling_is_refused(cast):
    made = planned(cast, "continuous")
    bad = [defect("major", unit=unit) for unit in range(1, 42, 8)]
    assert handed_in(cast, made, 41, *bad) == "not-accepted"
    assert OrderCheckpoint.objects.get().state == "red"


@pytest.mark.parametrize(
    ("values", "verdict"), [((39, 39.1, 38.9, 39, 39.05), "accepted"), ((39, 40.4, 37.8, 39, 40.2), "not-accepted")]
)
def test_by_measurement_the_share_outside_is_estimated_from_the_readings(cast, values, verdict):
    made = planned(cast, "variables")
    assert made.frozen["requirements"][0]["readings"] == 5
    read = [reading(unit, value) for unit, value in enumerate(values, 1)]
    assert handed_in(cast, made, 5, measurements=read) == verdict


def test_nothing_drawn_is_no_inspection(cast):
    with pytest.raises(PlanRefused, match="settle it by its papers"):
        planned(cast, "none")


def test_nothing_agreed_and_nothing_said_is_refused(cast):
    wish = make_wish(limits={}, inspector=cast.ana.pk)
    with pytest.raises(PlanRefused, match="Give an AQL to at least one class"):
        inspections.plan(by=makers.make_actor(cast.ana), relationship=cast.pair.pk, wish=wish)


def test_form_says_what_was_agreed_and_asks_nothing_more_of_it(cast):
    row = checkpoint(cast, "continuous", WAYS["continuous"])
    browser, url = cast.browser(cast.ana), reverse("new-inspection", args=[cast.pair.pk]) + f"?checkpoint={row.pk}"
    page = browser.get(url).content.decode()
    assert "Every unit until 10 good ones in a row, then 10 percent of them at random" in page
    assert not [name for name in ("level", "major", "sample", "clearance") if f'name="{name}"' in page]
    proposed = start(makers.make_actor(cast.ana), cast.pair.pk, checkpoint=row.pk).proposed
    told = {name: value for name, value in proposed.items() if value is not None} | {"lot_size": 400}
    assert browser.post(url, told).status_code == 302
    made = Inspection.objects.get()
    shown = browser.get(reverse("inspection", args=[made.pk])).content.decode()
    assert "Every unit until 10 good ones in a row" in shown


def test_second_look_goes_the_way_of_the_first(cast):
    first = planned(cast, "sequential")
    handed_in(cast, first, 24)
    by = makers.make_actor(cast.ana)
    wish = make_wish(limits={}, edition="", blind_of=first.pk, cartons=None, units_per_carton=None)
    made = Inspection.objects.get(pk=inspections.plan(by=by, relationship=cast.pair.pk, wish=wish))
    assert made.frozen["way"] == first.frozen["way"]
    assert start(by, cast.pair.pk, second_of=first.pk).agreed == Sampling(method="sequential", values=WALD)
