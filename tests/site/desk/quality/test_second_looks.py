"""The page of second looks: bulk beside what was approved, how inspections were made, and by whom."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from troth_site.models import ClassSample, FieldEntry, Inspection, InspectionPhoto, Measurement, Product, Site

NONE = {"form": 1, "lot": 5000, "edition": "iso2859-1", "classes": {}}


def handed_in(cast, *, days_ago, bad=0, units=80, verdict="accepted", kind="final", **more):
    given = {"inspector": cast.lin, "source": "final", "state": "reported"} | more
    row = Inspection.objects.create(
        relationship=cast.pair, kind=kind, family="bags", lot_name=f"LOT-{days_ago}", lot_size=5000, frozen=NONE,
        planned_on=cast.today - timedelta(days=days_ago), inspector_for="factory", created_at=timezone.now(),
        verdict=verdict, **given,
    )  # fmt: skip
    ClassSample.objects.create(
        inspection=row, defect_class="major", stage="normal", sample_size=units, accept=10, reject=11, looked_at=units,
        nonconforming=bad, defects=bad, verdict=verdict,
    )  # fmt: skip
    return row


def answered(cast, row, *, minutes, **place):
    began = datetime.combine(row.planned_on, datetime.min.time(), tzinfo=timezone.get_current_timezone())
    for at in (began, began + timedelta(minutes=minutes)):
        FieldEntry.objects.create(
            uid=uuid4(), inspection=row, field="a", value="yes", person=cast.lin, device="d", answered_at=at,
            received_at=at, **place,
        )  # fmt: skip


def measured(cast, row, values):
    for unit, value in enumerate(values, start=1):
        Measurement.objects.create(
            uid=uuid4(), inspection=row, code="Width", unit_number=unit, value=value, person=cast.lin,
            device="d", answered_at=timezone.now(), received_at=timezone.now(),
        )  # fmt: skip


def page(cast, who=None):
    answer = cast.browser(who or cast.ana).get(reverse("quality-second-looks", args=[cast.pair.pk]))
    assert answer.status_code == 200
    return answer.content.decode().replace("\u202f", " ").replace("\xa0", " ")


def test_without_inspections_the_page_says_what_will_stand_there(cast):
    text = page(cast)
    assert "No inspection has been handed in yet." in text
    assert "No product was inspected both before bulk and in bulk yet." in text
    assert "Inspectors" not in text


def test_bulk_that_moved_is_told_to_both_sides_with_its_numbers(cast):
    product = Product.objects.create(
        relationship=cast.pair, name="Sleeve", family="bags", category="hard-goods", created_at=timezone.now()
    )
    here, there = (Site.objects.create(organisation=cast.pair.factory, name=name) for name in ("Dongguan", "Huizhou"))
    measured(
        cast, handed_in(cast, days_ago=90, kind="pre-production", product=product, site=here), [10.0, 10.1, 9.9, 10.0]
    )
    measured(cast, handed_in(cast, days_ago=9, product=product, site=there, bad=12), [10.6, 10.7, 10.5, 10.6])
    for who in (cast.ana, cast.lin):
        text = page(cast, who)
        assert "Width was 10.0 in the approved sample and is 10.6 in bulk." in text
        assert "The sample was made at Dongguan, this lot at Huizhou." in text
        assert "12 of 80 units were bad in bulk, 0 of 80 at first." in text


def test_a_machine_that_varies_more_is_shown_to_both_sides(cast):
    assert "Lines and machines" not in page(cast)
    for day in range(10, 16):
        wide = 0.6 if day % 2 else 0.1
        values = [10 + wide * step for step in (-1, 1, -0.5, 0.5, 0.8, -0.9)]
        measured(cast, handed_in(cast, days_ago=day, line="Loom 2" if day % 2 else "loom 1"), values)
    for who in (cast.ana, cast.lin):
        text = page(cast, who)
        assert "Width varies more on Loom 2 than elsewhere" in text
        assert "No machine varies more than the others." not in text
    Inspection.objects.filter(line="Loom 2").update(line="")
    assert "Lines and machines" not in page(cast)


def test_the_hasty_the_distant_and_the_photo_used_again_ask_for_a_second_look(cast):
    site = Site.objects.create(organisation=cast.pair.factory, name="Dongguan", latitude=23.02, longitude=113.75)
    for day in (40, 30, 20):
        answered(cast, handed_in(cast, days_ago=day), minutes=80)
    odd = handed_in(cast, days_ago=3, site=site)
    answered(cast, odd, minutes=4, latitude=23.5, longitude=113.75)
    for row in (Inspection.objects.get(lot_name="LOT-20"), odd):
        InspectionPhoto.objects.create(
            uid=uuid4(), inspection=row, sha256="a" * 64, size=9, taken_at=timezone.now(), person=cast.lin,
            device="d", caption="Carton",
        )  # fmt: skip
    text = page(cast)
    assert "Each unit took 3.0 seconds; comparable inspections take 60.0." in text
    assert "2 of 2 answers were given away from the site, up to 53.4 km." in text
    assert "LOT-3 · Carton is the same file as LOT-20 · Carton." in text
    assert text.count(f'href="{reverse("inspection", args=[odd.pk])}"') == 1
    # A photo used again asks for a look, and raises no alarm about whoever sent it.
    assert (text.count("t-tone-risk"), text.count("t-tone-broken")) == (3, 0)


def test_an_ordinary_record_says_that_nothing_is_odd(cast):
    for day in (30, 20, 10):
        answered(cast, handed_in(cast, days_ago=day), minutes=80)
    assert "3 inspections were compared; nothing about them is odd." in page(cast)


def test_what_is_not_handed_in_is_not_compared(cast):
    handed_in(cast, days_ago=1, state="working")
    assert "No inspection has been handed in yet." in page(cast)


def test_inspectors_stand_beside_each_other(cast):
    for day in range(1, 31):
        handed_in(cast, days_ago=day)
        handed_in(cast, days_ago=40 + day, inspector=cast.ana, verdict="accepted" if day % 3 else "not-accepted")
    text = page(cast)
    assert "Accepted 30 of 30 lots; others accept 67 in a hundred." in text


@pytest.mark.parametrize("lots", [1, 3])
def test_the_page_costs_the_same_queries(cast, lots):
    for day in range(1, lots + 1):
        answered(cast, handed_in(cast, days_ago=day), minutes=80)
    browser, where = cast.browser(cast.ana), reverse("quality-second-looks", args=[cast.pair.pk])
    with CaptureQueriesContext(connection) as seen:
        browser.get(where)
    assert len(seen) == 14
