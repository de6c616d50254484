"""Cartons damaged on their way, by version of the pack, on the page and for programs; and the drop test."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import makers
from tests.site.desk.quality.test_second_looks import handed_in
from troth_site.models import DefectType, InspectionDefect, Product, SpecificationVersion
from troth_site.queries.quality.transit import transit_damage


@pytest.fixture
def tote(cast):
    return Product.objects.create(
        relationship=cast.pair, name="Tote", family="bags", category="hard-goods", created_at=timezone.now()
    )


def packed(cast, product, number):
    return SpecificationVersion.objects.create(
        product=product, number=number, state="active" if number == 2 else "replaced", made_by=cast.ana,
        made_for="buyer", made_at=timezone.now(),
    )  # fmt: skip


def arrived(cast, product, version, *, days_ago, cartons, damaged, **more):
    row = handed_in(
        cast, days_ago=days_ago, product=product, specification=version, cartons=cartons,
        **({"source": "arrival"} | more),
    )  # fmt: skip
    kind = {"category": "packing", "name": "Carton damaged", "defect_class": "major"}
    crushed, _made = DefectType.objects.get_or_create(code="packing.carton-damaged", organisation=None, defaults=kind)
    for carton in range(1, damaged + 1):
        for _twice in range(2):
            InspectionDefect.objects.create(
                uid=uuid4(), inspection=row, defect_type=crushed, name="Carton damaged", defect_class="major",
                carton=carton, person=cast.lin, device="d", answered_at=timezone.now(), received_at=timezone.now(),
            )  # fmt: skip
    return row


def test_a_better_pack_is_told_to_both_sides_with_its_numbers(cast, tote):
    first, second = packed(cast, tote, 1), packed(cast, tote, 2)
    arrived(cast, tote, first, days_ago=90, cartons=200, damaged=10)
    arrived(cast, tote, second, days_ago=20, cartons=400, damaged=2)
    # Counted where they arrived alone, and once.
    arrived(cast, tote, second, days_ago=19, cartons=400, damaged=30, source="final")
    arrived(cast, tote, second, days_ago=18, cartons=None, damaged=3)
    for who in (cast.ana, cast.lin):
        text = cast.browser(who).get(reverse("quality-rates", args=[cast.pair.pk])).text
        assert "Version 2: It protects better than the one before: 5.0 damaged cartons of 1,000, not 50.0." in text
        answer = cast.browser(who).get(reverse("api:transit-damage", args=[cast.pair.pk])).json()
        found = [[one[name] for name in ("product", "version", "cartons", "damaged", "per_thousand")] for one in answer]
        assert found == [["Tote", 1, 200, 10, 50.0], ["Tote", 2, 400, 2, 5.0]]


def test_where_no_carton_was_counted_on_arrival_nothing_stands_there(cast, tote):
    arrived(cast, tote, None, days_ago=9, cartons=None, damaged=1)
    assert transit_damage(makers.make_actor(cast.ana), cast.pair.pk) == ()
    assert "Damaged on the way" not in cast.browser(cast.ana).get(reverse("quality-rates", args=[cast.pair.pk])).text


def test_the_drop_test_is_told_by_weight(cast):
    browser = cast.browser(cast.lin)
    text = browser.get(reverse("sampling"), {"kind": "drop", "weight": "14.5"}).text
    assert "Drop the carton from 610 mm, ten times" in text
    assert "one of the smallest faces" in text
    assert "68" in browser.get(reverse("sampling"), {"kind": "drop", "weight": "80"}).text
    assert browser.get(reverse("api:sampling-drop", args=["14.5"])).json()["height_mm"] == 610
    assert browser.get(reverse("api:sampling-drop", args=["80"])).status_code == 422
