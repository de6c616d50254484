"""A lot that is inspected for a checkpoint of an order settles it, and a refused one leaves the promise open."""

from uuid import UUID

import pytest

from tests import makers
from tests.site.quality.agreed import make_planned, order
from tests.site.quality.inspecting import all_looked, defect, make_wish, parcel
from troth_site.actions.quality import field, inspections
from troth_site.models import Inspection, OrderCheckpoint
from troth_site.queries.quality.inspections_planning import start

pytestmark = pytest.mark.django_db


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
