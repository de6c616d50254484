"""Corrective action of two parties: opened by either, done and confirmed, closed once lots have shown it."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.utils import timezone

from tests import makers
from tests.site.quality.corrective_room import Room
from troth_site.access import NotAllowed, NotThere
from troth_site.actions.quality import corrective, corrective_causes, corrective_steps, effects
from troth_site.actions.quality.corrective import CorrectiveRefused
from troth_site.actions.quality.corrective_causes import Cause
from troth_site.actions.quality.corrective_steps import NewStep
from troth_site.models import (
    Commitment,
    CorrectiveAction,
    CorrectiveStep,
    EffectCheck,
    LedgerEntry,
    Notification,
)
from troth_site.queries.quality.effects import compared

pytestmark = pytest.mark.django_db
OTHER = {"buyer": "factory", "factory": "buyer"}


@pytest.fixture
def room(cast):
    return Room(cast)


def state(pk):
    return CorrectiveAction.objects.get(pk=pk).state


def test_either_side_opens_and_the_other_hears_of_it(room):
    first, second = room.open(), room.open(by=room.factory)

    numbers = list(CorrectiveAction.objects.order_by("pk").values_list("number", "opened_side"))
    assert numbers == [(1, "buyer"), (2, "factory")]
    told = Notification.objects.filter(event="corrective-opened").values_list("person", "subject")
    assert (room.cast.lin.pk, f"corrective {first}") in set(told)
    assert (room.cast.ana.pk, f"corrective {second}") in set(told)


def test_the_same_key_of_a_device_opens_once(room):
    uid = uuid4()

    assert room.open(uid=uid) == room.open(uid=uid)
    assert CorrectiveAction.objects.count() == 1


@pytest.mark.parametrize("given", [
    {"title": "  "}, {"problem": ""}, {"grade": "huge"}, {"inspection": 10**6}, {"product": 10**6},
    {"defect_type": 10**6},
    {"lots_to_watch": 51}, {"owner": 10**6},
])  # fmt: skip
def test_nonsense_is_refused(room, given):
    with pytest.raises(CorrectiveRefused):
        room.open(**given)
    assert CorrectiveAction.objects.count() == 0


def test_strangers_find_nothing(room):
    pk, stranger = room.open(), makers.make_actor(room.cast.stranger)

    for doing in (
        lambda: corrective_causes.say_cause(by=stranger, corrective=pk, given=Cause(side="buyer")),
        lambda: corrective.close(by=stranger, corrective=pk),
        lambda: corrective_steps.confirm(by=stranger, step=room.step(pk, "cause", "buyer")),
    ):
        with pytest.raises(NotThere):
            doing()


@pytest.mark.parametrize(("grade", "stage", "days"), [
    ("critical", "containment", 1), ("critical", "correction", 7), ("major", "correction", 30), ("minor", "cause", 45),
])  # fmt: skip
def test_a_step_is_due_by_its_grade_on_an_open_day(room, grade, stage, days):
    step = CorrectiveStep.objects.get(pk=room.step(room.open(grade=grade), stage, "factory"))

    wanted = timezone.localdate() + timedelta(days=days)
    assert wanted <= step.due_on <= wanted + timedelta(days=12)
    promise = step.commitment
    assert (promise.side, promise.dimension, promise.kind, promise.due_on) == (
        "factory",
        "quality",
        "corrective",
        step.due_on,
    )


def test_a_step_for_the_other_side_is_proposed_until_taken(room):
    pk = room.open()
    new = NewStep(stage="cause", side="factory", text="Measure the teeth")
    step = corrective_steps.add(by=room.buyer, corrective=pk, given=new)
    assert Commitment.objects.filter(kind="corrective").count() == 0

    with pytest.raises(NotAllowed):
        corrective_steps.take(by=room.buyer, step=step)
    for _again in range(2):
        corrective_steps.take(by=room.factory, step=step)
    assert Commitment.objects.get(kind="corrective").side == "factory"


def test_done_needs_proof_and_the_other_side_confirms(room):
    step = room.step(room.open(), "containment", "factory")
    with pytest.raises(CorrectiveRefused):
        corrective_steps.done(by=room.factory, step=step, proof=" ")
    with pytest.raises(NotAllowed):
        corrective_steps.confirm(by=room.factory, step=step)
    corrective_steps.done(by=room.factory, step=step, proof="Sorted 800 pieces")
    for _again in range(2):
        corrective_steps.confirm(by=room.buyer, step=step)

    promise = Commitment.objects.get(kind="corrective")
    kinds = list(LedgerEntry.objects.filter(commitment=promise).order_by("seq").values_list("kind", "kept_weight"))
    assert (promise.state, promise.confirmed_on is not None) == ("kept", True)
    assert kinds == [
        ("corrective.promised", 0.0), ("corrective.done", pytest.approx(1.2)),
        ("corrective.confirmed", pytest.approx(1.8)),
    ]  # fmt: skip


def test_refused_is_open_again_with_the_reason(room):
    step = room.step(room.open(), "containment", "factory")
    corrective_steps.done(by=room.factory, step=step, proof="Sorted")
    with pytest.raises(CorrectiveRefused):
        corrective_steps.refuse(by=room.buyer, step=step, reason="")
    corrective_steps.refuse(by=room.buyer, step=step, reason="How many were sorted out?")

    row = CorrectiveStep.objects.get(pk=step)
    assert (row.done_at, row.refused_because) == (None, "How many were sorted out?")
    assert (row.commitment.state, row.commitment.closed_on) == ("accepted", None)


def test_whose_the_cause_was_is_agreed_only_where_both_say_the_same(room):
    pk = room.open()
    corrective_causes.say_cause(
        by=room.buyer, corrective=pk, given=Cause(side="factory", whys=["Worn jig", "", "Why?"])
    )
    row = CorrectiveAction.objects.get(pk=pk)
    assert (row.cause_side, row.cause_side_buyer, row.cause_side_factory) == ("", "factory", "")
    corrective_causes.say_cause(by=room.factory, corrective=pk, given=Cause(side="both"))
    row.refresh_from_db()
    assert (row.cause_side, row.whys, row.answered_at is not None) == ("", ["Worn jig", "Why?"], True)
    corrective_causes.say_cause(by=room.buyer, corrective=pk, given=Cause(side="both"))
    row.refresh_from_db()
    assert row.cause_side == "both"


@pytest.mark.parametrize("given", [
    {"side": "nobody"}, {"buyer_share": Decimal(101)}, {"buyer_share": Decimal(-1)}, {"cost": Decimal(5)},
    {"cost": Decimal(-5), "currency": "EUR"},
])  # fmt: skip
def test_impossible_causes_and_costs_are_refused(room, given):
    with pytest.raises(CorrectiveRefused):
        corrective_causes.say_cause(by=room.buyer, corrective=room.open(), given=Cause(**given))


def test_two_who_write_at_once_do_not_overwrite_each_other(room):
    pk = room.open()
    corrective_causes.say_cause(by=room.buyer, corrective=pk, given=Cause(side="both"), revision=0)

    with pytest.raises(CorrectiveRefused):
        corrective_causes.say_cause(by=room.factory, corrective=pk, given=Cause(side="both"), revision=0)


def test_it_closes_only_once_the_next_lots_have_shown_it(room):
    pk = room.open(lots_to_watch=2)
    room.lot()
    assert EffectCheck.objects.count() == 0
    room.carry_out(pk)
    assert state(pk) == "watched"
    room.lot(family="shirts", bad=3)
    room.lot(bad=2, name="Stain")
    with pytest.raises(CorrectiveRefused):
        corrective.close(by=room.buyer, corrective=pk)
    second = room.lot()
    assert effects.watch(second) == 0
    corrective.close(by=room.buyer, corrective=pk)

    assert (state(pk), EffectCheck.objects.count()) == ("closed", 2)


def test_recurrence_opens_it_again_once_and_both_are_told(room):
    pk = room.open(lots_to_watch=1)
    room.carry_out(pk)
    room.lot()
    corrective.close(by=room.buyer, corrective=pk)
    back = room.lot(bad=2)
    effects.watch(back)

    row = CorrectiveAction.objects.get(pk=pk)
    assert (row.state, row.reopened, row.closed_at) == ("reopened", 1, None)
    told = Notification.objects.filter(subject=f"corrective {pk} lot {back}").values_list("person", flat=True)
    assert {room.cast.ana.pk, room.cast.lin.pk} <= set(told)
    with pytest.raises(CorrectiveRefused):
        corrective.close(by=room.buyer, corrective=pk)
    # What was done before did not hold: every part is done anew.
    room.carry_out(pk)
    room.lot()
    corrective.close(by=room.buyer, corrective=pk)
    assert state(pk) == "closed"


def test_before_and_after_are_compared_by_fisher(room):
    earlier = timezone.now() - timedelta(days=20)
    room.lot(bad=12, units=200, at=earlier)
    pk = room.open(lots_to_watch=1)
    room.carry_out(pk)
    room.lot(bad=0, units=200)

    found = compared(CorrectiveAction.objects.get(pk=pk))
    assert (found.before, found.after) == (0.06, 0.0)
    assert found.p_value == pytest.approx(0.000206, abs=1e-6)


def test_lots_to_watch_are_proposed_from_how_often_it_was_found(room):
    room.lot(bad=2, units=100)
    row = CorrectiveAction.objects.get(pk=room.open())

    # (1 - 0.02) ** (100 k) <= 0.1 from k = 2 on.
    assert row.lots_to_watch == 2
