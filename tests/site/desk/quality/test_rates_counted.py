"""What the defect rate counts: each lot by what it holds, each unit once, each class by its own sample, each source."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.site.desk.quality.test_rates import NONE, page
from troth_site.models import ClassSample, Inspection, InspectionDefect

TOLD = {"form": 0, "classes": {}, "told": {"lot_size": None, "found": []}}


def lot(cast, *, days_ago, size=5000, source="final", **counted):
    """Keep a lot; each class with its units looked at and its bad ones."""
    given = {"state": "reported", "verdict": "accepted", "frozen": NONE} | counted.pop("more", {})
    inspection = Inspection.objects.create(
        relationship=cast.pair, kind="final", source=source, family="bags", lot_name=f"LOT-{days_ago}", lot_size=size,
        planned_on=cast.today - timedelta(days=days_ago), inspector_for="buyer", created_at=timezone.now(), **given,
    )  # fmt: skip
    for kind, (looked_at, bad) in counted.items():
        ClassSample.objects.create(
            inspection=inspection, defect_class=kind, stage="normal", sample_size=looked_at, accept=10, reject=11,
            looked_at=looked_at, nonconforming=bad, defects=bad, verdict="accepted",
        )  # fmt: skip
    return inspection


def found(cast, inspection, kind, *, unit=None, units=1, defects=1, name="Open seam", **more):
    InspectionDefect.objects.create(
        uid=uuid4(), inspection=inspection, name=name, defect_class=kind, unit=unit, units=units, defects=defects,
        person=cast.ana, device="test", answered_at=timezone.now(), received_at=timezone.now(), **more,
    )  # fmt: skip


def test_a_large_lot_that_is_bad_is_not_hidden_by_many_small_ones_that_are_good(cast):
    for day in range(12):
        lot(cast, days_ago=day + 2, size=110, major=(100, 0))
    lot(cast, days_ago=1, size=60_000, major=(200, 5))
    text = page(cast)
    assert "2.4 %" in text
    assert "That it is below 1.0 % is shown." not in text
    assert "on target" not in text
    assert "5 of 1,400 units were bad; as each lot weighs what it holds, that is 2.4 % of all" in text
    assert "probably 0.80 % to 5.62 %" in text


def test_classes_looked_at_in_different_samples_keep_their_own(cast):
    lot(cast, days_ago=1, critical=(200, 0), major=(13, 4))
    text = page(cast)
    assert ("4 of 200" in text, "2.0 %" in text) == (False, False)
    assert "Critical: 0 of 200 units bad; major: 4 of 13." in text
    assert "30.8 %" in text
    assert "their rates are added" in text


def test_a_unit_with_defects_of_two_classes_is_one_bad_unit(cast):
    both = lot(cast, days_ago=1, critical=(20, 1), major=(20, 1))
    found(cast, both, "critical", unit=5)
    found(cast, both, "major", unit=5)
    assert "1 of 20 units were bad" in page(cast)


def test_where_nobody_said_which_units_it_is_said_that_some_may_count_twice(cast):
    told = lot(cast, days_ago=1, more={"frozen": TOLD}, critical=(20, 1), major=(20, 1))
    found(cast, told, "critical", units=None, defects=None)
    text = page(cast)
    assert "2 of 20 units were bad" in text
    assert "may count twice" in text


def test_where_nobody_said_how_large_lots_are_each_unit_looked_at_weighs_alike(cast):
    for day, bad in ((1, 5), (2, 0)):
        lot(cast, days_ago=day, size=200, more={"frozen": TOLD}, major=(200, bad))
    text = page(cast)
    assert "5 of 400 units were bad; the true rate is probably 0.41 % to 2.89 %." in text
    assert "how many units they hold" in text


def test_a_lot_looked_at_whole_is_known(cast):
    lot(cast, days_ago=1, size=50, major=(50, 1))
    text = page(cast)
    assert "1 of 50 units were bad; every unit was looked at, so this is the rate." in text


def defects_of(text, source):
    """Return the table of one source's defects."""
    return text[text.index(f"Which defects: {source}") :].split("</section>")[0]


def test_each_source_has_its_own_defects_and_a_lot_counts_once(cast):
    first = lot(cast, days_ago=9, major=(200, 3))
    found(cast, first, "major", unit=1, defects=3, name="Zip catches")
    again = lot(cast, days_ago=8, major=(200, 3), more={"resubmitted_of": first})
    found(cast, again, "major", unit=1, defects=5, name="Zip catches")
    blind = lot(cast, days_ago=7, major=(200, 3), more={"blind_of": first})
    found(cast, blind, "major", unit=1, defects=9, name="Zip catches")
    arrived = lot(cast, days_ago=6, major=(200, 1), source="arrival")
    found(cast, arrived, "major", unit=1, defects=1, name="Crushed")
    text = page(cast)
    final, arrival = defects_of(text, "Final"), defects_of(text, "On arrival")
    assert ("Zip catches" in final, "Crushed" in final, '">3</td>' in final) == (True, False, True)
    assert ("Zip catches" in arrival, "Crushed" in arrival) == (False, True)


def test_work_that_was_not_handed_in_is_in_no_defects(cast):
    judged = lot(cast, days_ago=3, major=(200, 1))
    found(cast, judged, "major", unit=1, name="Crushed")
    working = lot(cast, days_ago=1, more={"state": "working", "verdict": ""})
    found(cast, working, "major", unit=1, name="Zip catches")
    assert "Zip catches" not in page(cast)


def test_the_list_of_inspections_shows_defects_and_not_lines(cast):
    one = lot(cast, days_ago=1, major=(200, 3))
    found(cast, one, "major", unit=1, defects=4)
    found(cast, one, "minor", units=2, defects=2)
    found(cast, one, "minor", units=9, defects=9, removed_at=timezone.now(), removed_because="Counted twice")
    lot(cast, days_ago=2, major=(200, 0))
    answer = cast.browser(cast.ana).get(reverse("quality-inspections", args=[cast.pair.pk]))
    assert [row.defects for row in answer.context["rows"]] == [6, 0]


@pytest.mark.parametrize("hidden", [3, 20])
def test_whoever_looks_blind_reads_the_chart_without_that_lot_and_with_the_right_names(cast, hidden):
    lots = {day: lot(cast, days_ago=day, major=(200, 1 if day > 3 else 14)) for day in range(20, 0, -1)}
    blind = {"blind_of": lots[hidden], "inspector": cast.ana, "state": "working", "verdict": ""}
    lot(cast, days_ago=0, more=blind)
    text = page(cast)
    assert f"LOT-{hidden}<" not in text
    # Left out of the limits too: beside all others named one by one, they would tell of this lot.
    began = 3 if hidden == 20 else 2
    assert f"The change probably began with lot LOT-{began}." in text
