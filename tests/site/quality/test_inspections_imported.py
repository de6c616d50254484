"""What a file tells of inspections: counts count whatever the verdict, and what it leaves blank stays unknown."""

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from tests import makers
from troth_site.actions import ledger, tokens
from troth_site.actions.quality import inspections_imported
from troth_site.actions.quality.inspections_imported import Found, Result
from troth_site.models import ImportBatch, Inspection, InspectionDefect, Relationship
from troth_site.queries.quality import inspections, looks_compared, rates

pytestmark = pytest.mark.django_db


def brought(cast, *results):
    """Bring inspections in as a file does."""
    batch = ImportBatch.objects.create(
        organisation=cast.pair.buyer, person=cast.ana, file_name="lots.csv", file_hash="0" * 64, state="applying"
    )
    inspections_imported.bring_in(by=makers.make_actor(cast.ana), batch=batch.pk, results=results)
    return batch


def told(cast, lot, **changes):
    """Return one inspection as a file tells of it."""
    name = Relationship.objects.select_related("factory").get(pk=cast.pair.pk).factory.name
    return Result(factory=name, lot=lot, **{"day": timezone.localdate(), "rows": (2,), "inspected": 50} | changes)


def text_of(cast, name, *args):
    answer = cast.browser(cast.ana).get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode().replace("\u202f", " ").replace("\xa0", " ")


def test_lots_count_without_a_verdict_and_while_it_is_pending(cast):
    brought(
        cast,
        *(told(cast, f"L{n}", major=5, source="arrival") for n in range(6)),
        told(cast, "L9", major=2, source="final", verdict="pending"),
    )

    found = {str(each.kpi.source): each.kpi.rate for each in rates.rates(
        makers.make_actor(cast.ana), cast.pair.pk, today=cast.today
    ).sources}  # fmt: skip
    assert {name: (rate.nonconforming, rate.looked_at) for name, rate in found.items()} == {
        "final": (2, 50), "arrival": (30, 300),
    }  # fmt: skip


def test_defects_of_a_file_are_kept_shown_and_counted(cast):
    found = (Found("Broken stitch", "major", 2), Found("Stain", "minor", 1), Found("Knot", "minor", None))
    brought(cast, told(cast, "L1", found=(*found, Found("Hole", "major", 0)), inspector="Ms Ngo"))

    [row] = Inspection.objects.all()
    kept = InspectionDefect.objects.order_by("pk").values_list("name", "defect_class", "units", "defects")
    assert list(kept) == [
        ("Broken stitch", "major", None, 2), ("Stain", "minor", None, 1), ("Knot", "minor", None, None),
    ]  # fmt: skip
    text = " ".join(text_of(cast, "inspection", row.pk).split())
    assert "<strong>Broken stitch</strong> · major · 2 defects" in text
    assert "<strong>Stain</strong> · minor · one defect" in text
    assert "<strong>Knot</strong> · minor · not counted" in text
    assert ("Told by a file" in text, "verdict not told" in text, "Ms Ngo" in text) == (True, True, True)
    for untrue in ("Nothing has come from the field yet", "was frozen when", "How the units are drawn"):
        assert untrue not in text
    assert "Broken stitch" in text_of(cast, "quality-rates", cast.pair.pk)
    [final] = rates.rates(makers.make_actor(cast.ana), cast.pair.pk, today=cast.today).sources
    assert [(bar.name, bar.count) for bar in final.bars] == [("Broken stitch", 2), ("Stain", 1)]


def test_defects_of_a_file_go_with_it(cast):
    batch = brought(cast, told(cast, "L1", found=(Found("Stain", "minor", 1),)))
    with transaction.atomic():
        locked = ledger.lock(cast.pair.pk)
        inspections_imported.take_back(by=makers.make_actor(cast.ana), batch=batch, locked=locked)
    assert (Inspection.objects.count(), InspectionDefect.objects.count()) == (0, 0)


def test_a_size_and_counts_the_file_does_not_tell_stay_unknown(cast):
    brought(cast, told(cast, "L1", major=1), told(cast, "L2", major=0, lot_size=900))
    by = makers.make_actor(cast.ana)

    first, second = Inspection.objects.order_by("pk").values_list("pk", flat=True)
    assert [inspections.inspection(by, pk).row.lot_size for pk in (first, second)] == [None, 900]
    text = text_of(cast, "inspection", first)
    assert ("does not say how many units the lot holds" in text, "50 units" in text) == (True, False)
    assert "The file names no defect." in text
    key = tokens.make_token(by=by, person=cast.ana.pk)
    answer = cast.browser().get(f"/api/v1/inspections/{first}", headers={"authorization": f"Bearer {key}"})
    told_of = answer.json()
    assert (told_of["is_told"], told_of["draw"]) == (True, {})
    [sample] = told_of["classes"]
    assert (sample["kind"], sample["looked_at"], sample["found"], sample["sample_size"], sample["accept"]) == (
        "major", 50, 1, None, None,
    )  # fmt: skip


def test_what_a_file_tells_shows_no_time_of_answering(cast):
    brought(cast, told(cast, "L1", major=1, found=(Found("Stain", "minor", 1),)))
    rows = list(Inspection.objects.all())
    [look] = looks_compared.looks_of(rows, looks_compared.counts_of([row.pk for row in rows]))
    assert look.times == ()


def test_defects_on_nobody_knows_how_many_units_leave_the_counts_as_they_were_told(cast):
    found = (Found("Needle", "critical", 1), Found("Stain", "major", 3), Found("Hole", "major", None))
    brought(cast, told(cast, "L1", critical=1, major=2, found=found))
    [source] = rates.rates(makers.make_actor(cast.ana), cast.pair.pk, today=cast.today).sources
    assert (source.kpi.rate.nonconforming, source.kpi.rate.looked_at) == (3, 50)
    text_of(cast, "quality-rates", cast.pair.pk)
