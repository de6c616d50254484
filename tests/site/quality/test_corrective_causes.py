"""Whose the cause of a refused lot was: counted on the buyer, on both or on the factory, and back again."""

import pytest
from django.db import transaction
from django.utils import timezone

from tests.site.quality.inspecting import all_looked, defect, make_inspection, send
from troth_site.actions import ledger
from troth_site.actions.quality import corrective, corrective_causes, corrective_counted, corrective_dropping
from troth_site.actions.quality.corrective import NewAction
from troth_site.actions.quality.corrective_causes import Cause
from troth_site.models import ClassSample, Commitment, CorrectiveAction, LedgerEntry
from troth_site.queries.orders import latest_outcome

pytestmark = pytest.mark.django_db


@pytest.fixture
def refused(gathered):
    """Return an inspection whose lot was not accepted: twelve bad units of the major class."""
    row = make_inspection(gathered)
    send(gathered, row, counts=all_looked(), defects=[defect(unit=unit) for unit in range(1, 13)], hand_in=True)
    row.refresh_from_db()
    assert row.verdict == "not-accepted"
    return row


def opened(gathered, row):
    given = NewAction(title="Dropped stitches", problem="12 of 80.", grade="major", inspection=row.pk)
    return corrective.open_action(by=gathered.actor("buyer"), relationship=row.relationship_id, given=given)


def say(gathered, pk, **causes):
    for part, side in causes.items():
        corrective_causes.say_cause(by=gathered.actor(part), corrective=pk, given=Cause(side=side))


def weights(kind):
    promise = Commitment.objects.filter(kind=kind).first()
    found = latest_outcome(promise.pk) if promise else None
    return (found.lines, round(found.broken_weight, 3), round(found.excused_weight, 3)) if found else None


def test_what_both_say_was_the_buyer_s_moves_to_the_buyer_and_back(gathered, refused):
    _lines, whole, _excused = weights("lot")
    assert whole > 0
    pk = opened(gathered, refused)
    say(gathered, pk, buyer="buyer")
    # One side's word alone moves nothing.
    assert (weights("lot"), weights("corrective_cause")) == ((1, whole, 0.0), None)
    say(gathered, pk, sales="buyer")
    assert (weights("lot"), weights("corrective_cause")) == ((0, 0.0, whole), (1, whole, 0.0))
    assert Commitment.objects.get(kind="corrective_cause").side == "buyer"
    say(gathered, pk, buyer="both", sales="both")
    half = round(whole / 2, 3)
    assert (weights("lot"), weights("corrective_cause")) == ((1, half, half), (1, half, 0.0))
    say(gathered, pk, sales="third")

    assert (weights("lot"), weights("corrective_cause")) == ((1, whole, 0.0), (0, 0.0, 0.0))
    assert Commitment.objects.get(kind="corrective_cause").state == "withdrawn"


def test_a_lot_that_is_pending_after_all_leaves_nothing_on_the_buyer(gathered, refused):
    pk = opened(gathered, refused)
    say(gathered, pk, buyer="buyer", sales="buyer")
    ClassSample.objects.filter(inspection=refused).update(looked_at=None, nonconforming=None, defects=None)
    with transaction.atomic():
        locked = ledger.lock(refused.relationship_id)
        corrective_counted.judged_anew(refused, locked, by=gathered.actor("buyer"), at=timezone.now())

    assert weights("corrective_cause") == (0, 0.0, 0.0)


def test_two_problems_of_a_lot_share_it(gathered, refused):
    _lines, whole, _excused = weights("lot")
    first, second = opened(gathered, refused), opened(gathered, refused)
    say(gathered, first, buyer="buyer", sales="buyer")
    say(gathered, second, buyer="factory", sales="factory")

    assert weights("lot")[1] == weights("corrective_cause")[1] == round(whole / 2, 3)


def test_an_action_taken_back_moves_nothing(gathered, refused):
    before = weights("lot")
    pk = opened(gathered, refused)
    say(gathered, pk, buyer="buyer", sales="buyer")
    corrective_dropping.drop(by=gathered.actor("buyer"), corrective=pk, reason="Another lot was meant")

    assert (weights("lot"), weights("corrective_cause")) == (before, (0, 0.0, 0.0))


def test_the_defect_of_the_inspection_is_watched_for(gathered, refused):
    found = refused.found.first()
    given = NewAction(title=found.name.upper(), problem="12 of 80.", grade="major", inspection=refused.pk)
    pk = corrective.open_action(by=gathered.actor("buyer"), relationship=refused.relationship_id, given=given)

    row = CorrectiveAction.objects.get(pk=pk)
    assert (row.defect_type_id, row.defect_name) == (found.defect_type_id, found.name)


def test_every_version_stands_in_one_chain(gathered, refused):
    pk = opened(gathered, refused)
    say(gathered, pk, buyer="buyer", sales="buyer")
    seqs = (
        LedgerEntry.objects.filter(relationship=refused.relationship_id).order_by("seq").values_list("seq", flat=True)
    )

    assert list(seqs) == list(range(1, len(seqs) + 1))
