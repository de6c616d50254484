"""What corrective action counts: whether it held, on whom; who bears a lot; what each side owes beside its steps."""

import pytest
from django.urls import reverse

from tests import makers
from tests.site.quality.corrective_room import Room
from troth_site.access import NotAllowed, NotThere
from troth_site.actions.quality import corrective, corrective_causes, corrective_dropping, corrective_steps
from troth_site.actions.quality.corrective import CorrectiveRefused
from troth_site.actions.quality.corrective_causes import Cause
from troth_site.actions.quality.corrective_steps import NewStep
from troth_site.models import CauseSaid, Commitment, CorrectiveAction, CorrectiveStep, LedgerEntry
from troth_site.queries.orders import latest_outcome

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(cast):
    return Room(cast)


def say(room, pk, **causes):
    for side, cause in causes.items():
        corrective_causes.say_cause(by=room.people[side], corrective=pk, given=Cause(side=cause))


def effects_of(pk):
    return sorted(Commitment.objects.filter(kind="corrective_effect").values_list("side", "state"))


def test_an_action_that_held_is_kept_by_whoever_the_cause_was(room):
    pk = room.open(lots_to_watch=1)
    room.carry_out(pk)
    room.lot()
    for _again in range(2):
        corrective.close(by=room.buyer, corrective=pk)
    assert effects_of(pk) == [("buyer", "kept"), ("factory", "kept")]
    room.lot(bad=2)

    assert effects_of(pk) == [("buyer", "broken"), ("factory", "broken")]
    promise = Commitment.objects.get(kind="corrective_effect", side="factory")
    found = latest_outcome(promise.pk)
    assert (found.lines, found.kept, found.broken_weight) == (1, 0, pytest.approx(1.8))
    kinds = LedgerEntry.objects.filter(commitment=promise).order_by("seq").values_list("kind", flat=True)
    assert list(kinds) == ["corrective_effect.held", "corrective_effect.back"]


@pytest.mark.parametrize(("cause", "sides"), [("buyer", ["buyer"]), ("factory", ["factory"]), ("third", [])])
def test_what_came_back_counts_on_the_side_of_the_cause(room, cause, sides):
    pk = room.open(lots_to_watch=3)
    room.carry_out(pk)
    say(room, pk, buyer=cause, factory=cause)
    room.lot(bad=1)

    assert effects_of(pk) == [(side, "broken") for side in sides]


def test_each_round_counts_for_itself(room):
    pk = room.open(lots_to_watch=1)
    room.carry_out(pk)
    room.lot(bad=1)
    room.carry_out(pk)
    room.lot()
    corrective.close(by=room.factory, corrective=pk)

    assert effects_of(pk) == [("buyer", "broken"), ("buyer", "kept"), ("factory", "broken"), ("factory", "kept")]


def words_owed(pk):
    rows = Commitment.objects.filter(kind="corrective_word").order_by("pk").values_list("side", "what", "state")
    return [(side, what.partition(" · ")[0], state) for side, what, state in rows]


def test_the_other_side_owes_an_answer_and_gives_it_by_its_first_word(room):
    pk = room.open()
    assert words_owed(pk) == [("factory", "Answer the corrective action", "accepted")]
    say(room, pk, buyer="both")
    assert words_owed(pk)[0][2] == "accepted"
    say(room, pk, factory="both")

    assert words_owed(pk)[0][2] == "kept"


def test_what_is_owed_leads_to_the_action(room):
    pk = room.open()
    owed = Commitment.objects.get(kind="corrective_word")
    page = room.cast.browser(room.cast.lin).get(reverse("promise", args=[owed.pk]), follow=True)

    assert page.request["PATH_INFO"] == reverse("corrective", args=[pk])
    assert (
        room.cast.browser(room.cast.stranger).get(reverse("corrective-of-promise", args=[owed.pk])).status_code == 404
    )


def test_a_proposed_step_and_one_to_confirm_wait_on_the_right_side(room):
    pk = room.open()
    new = NewStep(stage="cause", side="factory", text="Measure")
    step = corrective_steps.add(by=room.buyer, corrective=pk, given=new)
    assert ("factory", "Take a step on, or decline it", "accepted") in words_owed(pk)
    corrective_steps.done(by=room.factory, step=step, proof="Measured")
    assert words_owed(pk)[1:] == [
        ("factory", "Take a step on, or decline it", "kept"),
        ("buyer", "Confirm a step, or say what lacks", "accepted"),
    ]  # fmt: skip
    corrective_steps.refuse(by=room.buyer, step=step, reason="Which tool?")
    corrective_steps.done(by=room.factory, step=step, proof="Caliper")
    corrective_steps.confirm(by=room.buyer, step=step)

    assert [state for _side, _what, state in words_owed(pk)] == ["kept", "kept", "kept", "kept"]


def test_what_came_back_is_owed_an_answer_by_the_side_of_the_cause(room):
    pk = room.open(lots_to_watch=2)
    room.carry_out(pk)
    say(room, pk, buyer="buyer", factory="buyer")
    room.lot(bad=1)
    assert words_owed(pk)[-1] == ("buyer", "Answer the corrective action", "accepted")
    room.step(pk, "containment", "buyer")

    assert words_owed(pk)[-1][2] == "kept"


def test_whoever_opened_it_by_mistake_takes_it_back(room):
    pk = room.open()
    step = room.step(pk, "containment", "factory")
    stranger = makers.make_actor(room.cast.stranger)
    with pytest.raises(NotThere):
        corrective_dropping.drop(by=stranger, corrective=pk, reason="x")
    with pytest.raises(NotAllowed):
        corrective_dropping.drop(by=room.factory, corrective=pk, reason="Not ours")
    with pytest.raises(CorrectiveRefused, match="Say why"):
        corrective_dropping.drop(by=room.buyer, corrective=pk, reason=" ")
    for _again in range(2):
        corrective_dropping.drop(by=room.buyer, corrective=pk, reason="Wrong lot")

    row = CorrectiveAction.objects.get(pk=pk)
    assert (row.state, row.dropped_because) == ("dropped", "Wrong lot")
    assert set(Commitment.objects.filter(kind__startswith="corrective").values_list("state", flat=True)) <= {
        "withdrawn", "kept",
    }  # fmt: skip
    assert latest_outcome(CorrectiveStep.objects.get(pk=step).commitment_id).lines == 0
    with pytest.raises(CorrectiveRefused, match="taken back"):
        room.step(pk, "cause", "buyer")


def test_what_was_confirmed_is_not_taken_back(room):
    pk = room.open()
    step = room.step(pk, "containment", "factory")
    corrective_steps.done(by=room.factory, step=step, proof="Sorted")
    corrective_steps.confirm(by=room.buyer, step=step)

    with pytest.raises(CorrectiveRefused, match="next lots"):
        corrective_dropping.drop(by=room.buyer, corrective=pk, reason="Enough")


def test_a_proposed_step_is_declined_and_a_promised_one_released_by_the_other_side(room):
    pk = room.open()
    new = NewStep(stage="cause", side="factory", text="Buy a new line")
    proposed = corrective_steps.add(by=room.buyer, corrective=pk, given=new)
    corrective_dropping.drop_step(by=room.factory, step=proposed, reason="The line is new")
    own = room.step(pk, "correction", "factory")
    with pytest.raises(CorrectiveRefused, match="can release"):
        corrective_dropping.drop_step(by=room.factory, step=own, reason="Too dear")
    for _again in range(2):
        corrective_dropping.drop_step(by=room.buyer, step=own, reason="Not needed any more")

    assert CorrectiveStep.objects.get(pk=own).commitment.state == "withdrawn"
    assert ("factory", "Take a step on, or decline it", "kept") in words_owed(pk)
    with pytest.raises(CorrectiveRefused, match="no longer part"):
        corrective_steps.done(by=room.factory, step=own, proof="Done")


def test_the_last_open_step_released_lets_the_lots_be_watched(room):
    pk = room.open(lots_to_watch=1)
    room.carry_out(pk)
    step = room.step(pk, "prevention", "factory")
    assert CorrectiveAction.objects.get(pk=pk).state == "open"
    corrective_dropping.drop_step(by=room.buyer, step=step, reason="Not needed")

    assert CorrectiveAction.objects.get(pk=pk).state == "watched"


def test_what_each_side_said_before_stays(room):
    pk = room.open()
    say(room, pk, buyer="factory")
    say(room, pk, buyer="factory")
    corrective_causes.say_cause(
        by=room.buyer, corrective=pk, given=Cause(side="both", whys=["No drawing"], escapes=["Nobody measures it"])
    )
    rows = CauseSaid.objects.order_by("pk").values_list("side", "cause_side", "whys", "escapes")

    assert list(rows) == [
        ("buyer", "factory", [], []),
        ("buyer", "both", ["No drawing"], ["Nobody measures it"]),
    ]
