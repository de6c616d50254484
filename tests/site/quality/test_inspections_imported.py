"""What a file tells of inspections: counts count whatever the verdict, and what it leaves blank stays unknown."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import makers
from troth_site.actions.quality import inspections_imported
from troth_site.actions.quality.inspections_imported import Result
from troth_site.models import ImportBatch, Relationship
from troth_site.queries.quality import rates

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
