"""The page of the defect rate: claims only what is shown, keeps sources apart, marks a change once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from troth_site.models import ClassSample, Inspection

NONE = {"form": 1, "lot": 5000, "edition": "iso2859-1", "classes": {}}


def judged(cast, *, days_ago, major, looked_at=200, critical=0, source="final", **more):
    inspection = Inspection.objects.create(
        relationship=cast.pair, kind="final", source=source, family="bags", lot_name=f"LOT-{days_ago}", lot_size=5000,
        planned_on=cast.today - timedelta(days=days_ago), inspector_for="buyer", state="reported", frozen=NONE,
        created_at=timezone.now(), verdict="accepted", **more,
    )  # fmt: skip
    for kind, found in (("critical", critical), ("major", major), ("minor", 9)):
        ClassSample.objects.create(
            inspection=inspection, defect_class=kind, stage="normal", sample_size=looked_at, accept=10, reject=11,
            looked_at=looked_at, nonconforming=found, defects=found, verdict="accepted",
        )  # fmt: skip
    return inspection


def page(cast, who=None):
    answer = cast.browser(who or cast.ana).get(reverse("quality-rates", args=[cast.pair.pk]))
    assert answer.status_code == 200
    return answer.content.decode().replace("\u202f", " ").replace("\xa0", " ")


def test_without_lots_the_page_says_what_will_stand_there(cast):
    text = page(cast)
    assert "No lot of this kind has been judged yet." in text
    assert "They are counted where a lot is inspected." in text


def test_below_the_target_is_said_only_where_shown(cast):
    judged(cast, days_ago=3, major=0, looked_at=200)
    assert "Too early to say that it is below 1.0 %." in page(cast)
    judged(cast, days_ago=2, major=0, looked_at=200)
    assert "0 of 400 units were bad; the true rate is probably 0.00 % to 0.92 %. That it is below 1.0 %" in page(cast)


def test_a_few_good_units_are_not_on_target_but_too_early_to_say(cast):
    judged(cast, days_ago=10, major=0, looked_at=5)
    text = page(cast)

    assert "0 of 5 units were bad" in text
    assert ("too early to say" in text, "on target" in text) == (True, False)


def test_too_many_is_hardly_chance(cast):
    judged(cast, days_ago=3, major=9, critical=1)
    text = page(cast, cast.lin)
    assert "10 of 200 units were bad" in text
    assert "That is more than 1.0 %, and hardly chance." in text


def test_sources_are_kept_apart_and_resubmitted_lots_left_out(cast):
    first = judged(cast, days_ago=9, major=4)
    judged(cast, days_ago=8, major=0, resubmitted_of=first)
    judged(cast, days_ago=7, major=2, source="arrival")
    text = page(cast)
    assert "4 of 200 units were bad" in text
    assert "2 of 200 units were bad" in text
    assert "Defect rate: On arrival" in text
    assert "Defect rate: Customers" not in text


def test_a_change_is_marked_once_and_dated(cast):
    for day in range(20, 0, -1):
        judged(cast, days_ago=day, major=1 if day > 3 else 14)
    text = page(cast)
    assert text.count("worse than chance explains") == 1
    assert "The change probably began with lot LOT-3." in text


@pytest.mark.parametrize("lots", [1, 3])
def test_the_page_costs_the_same_queries(cast, lots):
    for day in range(1, lots + 1):
        judged(cast, days_ago=day, major=1)
    browser, where = cast.browser(cast.ana), reverse("quality-rates", args=[cast.pair.pk])
    with CaptureQueriesContext(connection) as seen:
        browser.get(where)
    assert len(seen) == 11
