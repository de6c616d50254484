"""Imports that are undone: whatever else was recorded of their lines stays, and is counted as it was."""

from datetime import timedelta

import pytest

from tests.site.actions import what_holds
from tests.site.actions.any_acts import NAMES, Row
from troth_site.actions import commitments, partners
from troth_site.models import LedgerEntry, OrderLine, PromisedDate, Receipt, Relationship
from troth_site.queries.orders import latest_outcome

pytestmark = pytest.mark.django_db
OPEN, CAME = Row(0, 1, -20, None), Row(0, 1, -20, 0)


def _line():
    return OrderLine.objects.get()


def test_correction_taken_back_leaves_every_day_as_it_was(world):
    world.bring_in([OPEN])
    world.today += timedelta(days=3)
    before = what_holds.numbers_on(world.today)
    batch, counts = world.bring_in([CAME])
    assert (counts["changed"], _line().completed_on) == (1, CAME.promised_on)

    world.take_back(batch)

    assert what_holds.numbers_on(world.today) == before
    assert _line().completed_on is None


def test_earlier_of_two_corrections_taken_back_leaves_the_later_one(world):
    world.bring_in([OPEN])
    earlier, _counts = world.bring_in([Row(0, 1, -20, 9)])
    later, _counts = world.bring_in([CAME])

    world.take_back(earlier)
    assert _line().completed_on == CAME.promised_on
    what_holds.check(world.today)

    world.take_back(later)
    assert _line().completed_on is None
    what_holds.check(world.today)


def test_promise_moved_by_people_since_a_correction_stays(world):
    world.bring_in([OPEN])
    batch, _counts = world.bring_in([Row(0, 1, -20, None, 40)])
    world.move(0, "buyer", "agreed", 40)
    due = _line().due_on

    world.take_back(batch)

    assert (_line().due_on, _line().quantity) == (due, 100)
    assert list(PromisedDate.objects.order_by("pk").values_list("moved_by", "person")) == [
        ("", None),
        ("agreed", world.ana.person),
    ]


def test_receipt_of_people_since_a_correction_stays(world):
    world.bring_in([OPEN])
    batch, _counts = world.bring_in([Row(0, 1, -20, None, 40)])
    world.receive(0, 5, None)

    world.take_back(batch)

    assert _line().completed_on == world.today - timedelta(days=5)
    assert Receipt.objects.get().person_id == world.ana.person


@pytest.mark.parametrize("undone", [(0, 1), (1, 0)])
def test_receipt_of_people_that_files_had_replaced_is_back_once_they_are_taken_back(world, undone):
    world.bring_in([Row(0, 1, -5, None)])
    world.receive(0, 0, None)
    before = what_holds.numbers_on(world.today)
    batches = [world.bring_in([Row(0, 1, day, 0)])[0] for day in (-60, -30)]
    assert Receipt.objects.exclude(person=None).count() == 0

    world.take_back(batches[undone[0]])
    assert Receipt.objects.exclude(person=None).count() == 0
    what_holds.check(world.today)
    world.take_back(batches[undone[1]])

    assert Receipt.objects.get().person_id == world.ana.person
    assert what_holds.numbers_on(world.today) == before
    what_holds.check(world.today)


def test_receipt_of_people_stays_where_a_file_says_nothing_of_one(world):
    world.bring_in([OPEN])
    world.receive(0, 5, None)

    batch, counts = world.bring_in([Row(0, 1, -20, None, 40)])
    assert counts["changed"] == 1
    assert _line().completed_on == world.today - timedelta(days=5)

    world.take_back(batch)
    assert Receipt.objects.get().person_id == world.ana.person


def test_contest_outlives_a_corrected_file_and_its_undoing(world):
    world.bring_in([Row(0, 1, -20, 9)])
    world.contest(0)

    batch, _counts = world.bring_in([Row(0, 1, -20, 9, 40)])
    assert LedgerEntry.objects.latest("seq").held == 0.5
    with pytest.raises(commitments.PromiseRefused):
        world.contest(0)

    world.take_back(batch)
    assert LedgerEntry.objects.latest("seq").held == 0.5


def test_partner_added_by_hand_stays_when_its_file_is_undone(world):
    partners.add_partner(by=world.ana, organisation=world.buyer.pk, name=NAMES[0])
    batch, _counts = world.bring_in([OPEN])

    world.take_back(batch)

    assert Relationship.objects.get().hidden is False


def test_line_corrected_since_leaves_every_past_day_with_all_its_imports(world):
    batch, _counts = world.bring_in([Row(0, 1, -20, 9)])
    world.today += timedelta(days=5)
    later, _counts = world.bring_in([CAME])
    world.contest(0)

    world.take_back(batch)
    assert (_line().completed_on, latest_outcome(_line().pk).held) == (CAME.promised_on, 0.5)
    what_holds.check(world.today)
    world.take_back(later)

    assert what_holds.stored_tallies() == {}
    assert what_holds.numbers_on(world.today) == {}
    what_holds.check(world.today)


def test_line_corrected_and_put_back_twice_is_one_line_on_every_past_day(world):
    world.bring_in([Row(0, 2, -170, 2)])
    before = what_holds.numbers_on(world.today)
    for correction in (Row(0, 2, -220, None, 40), Row(0, 2, -440, -3, 40)):
        batch, _counts = world.bring_in([correction])
        world.take_back(batch)

    assert what_holds.numbers_on(world.today) == before
    what_holds.check(world.today)


def test_what_was_broken_long_ago_is_no_younger_for_a_correction(world):
    world.bring_in([Row(0, 1, -400, None)])
    before = what_holds.numbers_on(world.today, back=(0,))

    world.bring_in([Row(0, 1, -400, None, 40)])

    assert what_holds.numbers_on(world.today, back=(0,)) == before
    what_holds.check(world.today)


def test_correction_of_a_delivery_told_before_its_day_counts_from_today(world):
    world.bring_in([Row(0, 5, 10, 2)])
    world.bring_in([Row(0, 5, -20, 0)])
    before = what_holds.numbers_on(world.today)
    assert before

    batch, _counts = world.bring_in([Row(0, 5, -190, 9)])
    world.take_back(batch)

    assert what_holds.numbers_on(world.today) == before


def test_confirmation_lapses_where_a_file_says_otherwise_and_comes_back_with_what_was_confirmed(world):
    world.bring_in([CAME])
    world.confirm(0)
    confirmed = what_holds.numbers_on(world.today)
    world.bring_in([CAME])
    assert _line().commitment.confirmed_on == world.today

    batch, _counts = world.bring_in([Row(0, 1, -20, 9)])

    assert (_line().commitment.confirmed_on, _line().commitment.quality) == (None, 0.6)
    world.contest(0)
    what_holds.check(world.today)
    assert latest_outcome(_line().pk).held == 0.5

    world.take_back(batch)
    assert (_line().commitment.confirmed_on, _line().commitment.quality) == (world.today, 0.9)
    what_holds.check(world.today)
    assert what_holds.numbers_on(world.today) != confirmed  # what was contested is held back for its 30 days


@pytest.mark.parametrize(("side", "kept"), [("buyer", False), ("factory", True)])
def test_confirmation_covers_what_its_own_side_adds_alone(world, side, kept):
    world.bring_in([OPEN])
    world.confirm(0)

    world.move(0, side, "factory", 5)

    assert (_line().commitment.confirmed_on is not None) == kept
    what_holds.check(world.today)


def test_receipt_recorded_by_the_buyer_is_its_word_again(world):
    world.bring_in([OPEN])
    world.confirm(0)

    world.receive(0, 0, None)

    assert (_line().commitment.confirmed_on, _line().commitment.quality) == (None, 0.6)
    world.contest(0)
    what_holds.check(world.today)
