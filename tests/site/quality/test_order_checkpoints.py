from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import makers
from tests.site.quality.agreed import FINAL, MEETING, make_planned, make_product, order, plan, specify
from troth_site.access import NotAllowed, NotThere
from troth_site.actions.quality import settling_checkpoints
from troth_site.actions.quality.settling_checkpoints import CheckpointRefused
from troth_site.models import Commitment, LedgerEntry, Notification, OrderCheckpoint, OrderLine

pytestmark = pytest.mark.django_db


def standing():
    rows = OrderCheckpoint.objects.order_by("order__number", "checkpoint__version", "checkpoint__position")
    return list(rows.values_list("order__number", "checkpoint__version__number", "checkpoint__name", "state"))


def settle(cast, name, state, *, person=None, note="Photos 1 to 9"):
    row = OrderCheckpoint.objects.get(checkpoint__name=name)
    by = makers.make_actor(person or cast.lin)
    settling_checkpoints.settle(by=by, checkpoint=row.pk, state=state, note=note)
    return Commitment.objects.get(pk=row.commitment_id)


def test_an_active_plan_stands_on_open_and_on_new_orders(cast):
    order(cast, 60, number="PO-1")
    order(cast, 50, number="PO-2", item="Something else")
    order(cast, -5, number="PO-3", delivered=cast.today - timedelta(days=5))
    make_planned(cast)
    order(cast, 90, 80, number="PO-4")

    names = ("Pre-production meeting", "Final inspection")
    assert standing() == [(number, 1, name, "open") for number in ("PO-1", "PO-4") for name in names]


def test_each_is_a_promise_of_its_owner_due_before_the_first_line(cast):
    make_planned(cast)
    order(cast, 90, 80)
    rows = OrderCheckpoint.objects.select_related("commitment").order_by("checkpoint__position")
    said = [(row.commitment.side, row.commitment.dimension, row.commitment.state, row.commitment.what) for row in rows]

    assert said == [
        ("factory", "quality", "accepted", "Pre-production meeting · PO-900"),
        ("buyer", "quality", "accepted", "Final inspection · PO-900"),
    ]
    for row, before in zip(rows, (30, 3), strict=True):
        wanted = cast.today + timedelta(days=80 - before)
        assert wanted - timedelta(days=20) <= row.due_on == row.commitment.due_on <= wanted
    assert LedgerEntry.objects.filter(kind="checkpoint.agreed", dimension="quality").count() == 2


def test_a_file_sent_twice_puts_nothing_twice(cast):
    make_planned(cast)
    order(cast, 60)
    order(cast, 60)

    assert len(standing()) == 2


def test_many_orders_cost_as_many_questions_as_one(cast):
    make_planned(cast)

    def asked(*ahead, number):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            order(cast, *ahead, number=number)
        return len(queries)

    few = asked(60, number="PO-A")
    assert asked(*range(60, 90), number="PO-B") == few


def test_where_no_product_is_planned_one_question_more_is_asked(cast):
    make_product(cast)
    with CaptureQueriesContext(connection) as queries:
        order(cast, 60)

    assert sum("troth_site_product" in each["sql"] for each in queries) == 1


def test_a_new_version_leaves_what_stands_unless_both_sign_that_it_moves(cast):
    product = make_planned(cast)
    order(cast, 60)
    settle(cast, "Pre-production meeting", "green")
    plan(cast, product, checkpoints=[replace(FINAL, name="Last look")])
    assert [row[1:] for row in standing()] == [
        (1, "Pre-production meeting", "green"), (1, "Final inspection", "open"),
    ]  # fmt: skip
    plan(cast, product, checkpoints=[MEETING, replace(FINAL, name="Last look")], moves_open_orders=True)

    assert [row[1:] for row in standing()] == [(1, "Pre-production meeting", "green"), (3, "Last look", "open")]
    gone = Commitment.objects.get(what__startswith="Final inspection")
    assert (gone.state, LedgerEntry.objects.filter(kind="checkpoint.taken_back").count()) == ("withdrawn", 1)


def test_green_keeps_the_promise_and_weighs_more_from_the_other_side(cast):
    make_planned(cast)
    order(cast, 60)

    own, theirs = settle(cast, "Pre-production meeting", "green"), settle(cast, "Final inspection", "green")
    assert [(row.state, row.closed_on, row.quality) for row in (own, theirs)] == [
        ("kept", cast.today, 0.6), ("kept", cast.today, 0.9),
    ]  # fmt: skip
    assert LedgerEntry.objects.filter(kind="checkpoint.green").values_list("kept", flat=True)[0] == 1


def test_red_is_told_and_still_owed_until_it_is_green(cast):
    make_planned(cast)
    order(cast, 60)
    owed = settle(cast, "Final inspection", "red", person=cast.ana, note="7 open seams")
    assert (owed.state, Notification.objects.filter(event="checkpoint").count()) == ("accepted", 1)

    assert settle(cast, "Final inspection", "green", person=cast.ana).state == "kept"


def test_the_buyer_waives_what_the_factory_promised_and_nobody_their_own(cast):
    make_planned(cast)
    order(cast, 60)
    with pytest.raises(CheckpointRefused, match="nobody waives"):
        settle(cast, "Pre-production meeting", "waived")
    with pytest.raises(CheckpointRefused, match="Say what shows it"):
        settle(cast, "Pre-production meeting", "waived", person=cast.ana, note=" ")
    waived = settle(cast, "Pre-production meeting", "waived", person=cast.ana, note="Same cloth, same line as PO-17")

    row = OrderCheckpoint.objects.get(checkpoint__name="Pre-production meeting")
    assert (waived.state, row.state, row.note, row.settled_by) == (
        "waived", "waived", "Same cloth, same line as PO-17", cast.ana,
    )  # fmt: skip
    assert LedgerEntry.objects.filter(kind="checkpoint.waived").values_list("lines", flat=True)[0] == 0


def test_a_settled_one_stays_and_saying_it_twice_changes_nothing(cast):
    make_planned(cast)
    order(cast, 60)
    for _once_more in range(2):
        settle(cast, "Final inspection", "green", person=cast.ana)
    with pytest.raises(CheckpointRefused, match="settled already"):
        settle(cast, "Final inspection", "red", person=cast.ana, note="No")

    assert LedgerEntry.objects.filter(kind="checkpoint.green").count() == 1


def test_quality_people_settle_finance_and_strangers_do_not(cast):
    make_planned(cast)
    order(cast, 60)
    with pytest.raises(NotAllowed):
        settle(cast, "Final inspection", "green", person=cast.finance)
    with pytest.raises(NotThere):
        settle(cast, "Final inspection", "green", person=cast.stranger)
    quinn = makers.make_person(cast.buyer, role="quality", name="Quinn")
    with pytest.raises(NotAllowed):
        settle(cast, "Pre-production meeting", "waived", person=quinn)

    assert settle(cast, "Final inspection", "green", person=quinn).state == "kept"


def test_the_numbers_follow_from_what_is_settled(cast):
    product = make_product(cast)
    specify(cast, product)
    plan(cast, product)
    order(cast, 60)
    settle(cast, "Pre-production meeting", "green")

    kept = LedgerEntry.objects.filter(kind="checkpoint.green", side="factory", dimension="quality")
    assert list(kept.values_list("lines", "kept")) == [(1, 1)]
    assert OrderLine.objects.filter(order__number="PO-900").count() == 1
