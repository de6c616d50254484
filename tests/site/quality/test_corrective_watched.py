"""Which lots say whether corrective action works: inspected or told by a file, once each, and gone with their file."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from tests.site.quality.corrective_room import Room
from troth_site.actions import ledger
from troth_site.actions.quality import corrective, inspections_imported
from troth_site.actions.quality.corrective import CorrectiveRefused
from troth_site.actions.quality.inspections_imported import Found, Result
from troth_site.models import CorrectiveAction, EffectCheck, ImportBatch, Inspection, Notification, Relationship

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(cast):
    return Room(cast)


def state(pk):
    return CorrectiveAction.objects.get(pk=pk).state


def brought(room, *results):
    """Bring inspections in as a file does."""
    batch = ImportBatch.objects.create(
        organisation=room.pair.buyer, person=room.cast.ana, file_name="lots.csv", file_hash="0" * 64, state="applying"
    )
    inspections_imported.bring_in(by=room.buyer, batch=batch.pk, results=results)
    return batch


def told(room, lot, **changes):
    name = Relationship.objects.select_related("factory").get(pk=room.pair.pk).factory.name
    given = {"day": timezone.localdate(), "rows": (2,), "family": "Jackets", "inspected": 80, "major": 0} | changes
    return Result(factory=name, lot=lot, **given)


def test_lots_of_a_file_show_that_it_works(room):
    pk = room.open(lots_to_watch=2)
    room.carry_out(pk)
    brought(room, told(room, "L1"), told(room, "L2", major=None, found=(Found("Stain", "minor", 2),)))
    corrective.close(by=room.buyer, corrective=pk)

    assert (state(pk), EffectCheck.objects.count()) == ("closed", 2)


def test_a_lot_of_a_file_in_which_it_is_named_opens_it_again(room):
    pk = room.open(lots_to_watch=1, title="Zips break", defect_name="Zip breaks")
    room.carry_out(pk)
    brought(room, told(room, "L1", major=3, found=(Found("ZIP  breaks", "major", None),)))

    assert (state(pk), EffectCheck.objects.get().came_back) == ("reopened", 1)
    assert Notification.objects.filter(person=room.cast.lin, subject__startswith=f"corrective {pk} lot").count() == 1


@pytest.mark.parametrize("changes", [
    {"major": 3}, {"major": None}, {"inspected": None}, {"family": "Shirts"},
    {"day": timezone.localdate() - timedelta(days=40)},
])  # fmt: skip
def test_what_a_file_leaves_open_shows_nothing(room, changes):
    pk = room.open(lots_to_watch=1)
    room.carry_out(pk)
    brought(room, told(room, "L1", **changes))

    assert (state(pk), EffectCheck.objects.count()) == ("watched", 0)


def test_a_lot_presented_again_or_looked_at_twice_is_no_next_lot(room):
    pk = room.open(lots_to_watch=2)
    room.carry_out(pk)
    first = room.lot()
    again = Inspection.objects.get(pk=room.lot(watched=False))
    again.resubmitted_of_id = first
    again.save()
    room.watch(again.pk)
    second = Inspection.objects.get(pk=room.lot(watched=False))
    second.blind_of_id = first
    second.save()
    room.watch(second.pk)
    same = Inspection.objects.get(pk=room.lot(watched=False))
    same.lot_name = "lot 1"
    same.save()
    room.watch(same.pk)

    assert EffectCheck.objects.count() == 1


def test_a_file_taken_back_takes_back_what_it_had_opened_again(room):
    pk = room.open(lots_to_watch=1)
    room.carry_out(pk)
    room.lot()
    corrective.close(by=room.buyer, corrective=pk)
    batch = brought(room, told(room, "L9", major=2, found=(Found("zip breaks", "major", 2),)))
    assert state(pk) == "reopened"
    undo(room, batch)

    row = CorrectiveAction.objects.get(pk=pk)
    assert (row.state, row.reopened, EffectCheck.objects.count()) == ("watched", 0, 1)
    corrective.close(by=room.buyer, corrective=pk)


def test_a_file_taken_back_leaves_no_closing_without_what_showed_it(room):
    pk = room.open(lots_to_watch=1)
    room.carry_out(pk)
    batch = brought(room, told(room, "L1"))
    corrective.close(by=room.buyer, corrective=pk)
    undo(room, batch)

    assert state(pk) == "watched"
    with pytest.raises(CorrectiveRefused):
        corrective.close(by=room.buyer, corrective=pk)


def undo(room, batch):
    with transaction.atomic():
        locked = ledger.lock(room.pair.pk)
        entries = inspections_imported.take_back(by=room.buyer, batch=batch, locked=locked)
        ledger.append(locked, entries)


def test_without_product_or_family_nothing_could_ever_show_it(room):
    with pytest.raises(CorrectiveRefused, match="product or its family"):
        room.open(family=" ")


def test_a_problem_of_an_inspection_takes_its_defect(room):
    lot = room.lot(bad=3, name="Zip breaks")
    row = CorrectiveAction.objects.get(pk=room.open(title="zip BREAKS", inspection=lot, family=""))

    assert (row.defect_name, row.family) == ("Zip breaks", "jackets")
