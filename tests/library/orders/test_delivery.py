"""The twelve edge cases of on-time delivery (anchors B2), each a test named after it."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from tests.library.orders.lines import DUE, ORDERED, counts_on, make_line, outcome_for
from troth.basis.intervals import wilson
from troth.basis.spans import Span, local_day
from troth.commitments.attribution import Delay
from troth.commitments.outcomes import rows_of, rows_of_versions
from troth.orders.definitions import DEFAULT
from troth.orders.duties import outcome_of_duty
from troth.orders.facts import Promise, Receipt
from troth.orders.rates import rate
from troth.orders.settlement import settle


def test_unit_order_line_or_quantity_counts_differently():
    whole = make_line(received=((0, 100),))
    late = make_line(received=((0, 50), (4, 50)))
    settled = [settle(whole), settle(late)]

    assert rate(settled).fraction == 0.5
    assert rate(settled, level="order", orders=["PO-1", "PO-1"]).fraction == 0.0
    assert rate(settled, level="unit").fraction == 0.75


def test_which_date_is_chosen_by_the_definition():
    receipts = (
        Receipt(DUE, DUE, None, "ex_factory"),
        Receipt(DUE + timedelta(days=2), DUE, None, "handover"),
        Receipt(DUE + timedelta(days=30), DUE, None, "arrival"),
    )
    facts = make_line(receipts=receipts)

    days = {
        event: settle(facts, replace(DEFAULT, event=event)).days_late for event in ("ex_factory", "handover", "arrival")
    }

    assert days == {"ex_factory": 0, "handover": 2, "arrival": 30}


@pytest.mark.parametrize(
    ("moved_by", "due_after"),
    [("factory", 0), ("buyer", 9), ("agreed", 9), ("force_majeure", 9)],
)
def test_baseline_is_the_first_confirmed_date_unless_others_moved_it(moved_by, due_after):
    moved = Promise(DUE + timedelta(days=9), DUE - timedelta(days=5), moved_by, "fabric came late")
    facts = make_line(received=((9, 100),), promises=(Promise(DUE, ORDERED), moved))

    settled = settle(facts)

    assert (settled.due_on, settled.days_late) == (DUE + timedelta(days=due_after), 9 - due_after)


def test_pull_in_by_the_buyer_alone_binds_nobody():
    sooner = Promise(DUE - timedelta(days=9), ORDERED, "buyer")

    alone = settle(make_line(received=((0, 100),), promises=(Promise(DUE, ORDERED), sooner)))
    agreed = settle(
        make_line(received=((0, 100),), promises=(Promise(DUE, ORDERED), replace(sooner, moved_by="agreed")))
    )

    assert (alone.state, agreed.state, agreed.days_late) == ("kept", "late", 9)


def test_split_deliveries_are_complete_when_the_cumulated_quantity_is():
    facts = make_line(received=((3, 40), (-2, 60)))

    settled = settle(facts)

    assert (settled.completed_on, settled.days_late, settled.received_on_time) == (
        DUE + timedelta(days=3),
        3,
        Decimal(60),
    )


def test_split_delivery_within_the_short_share_is_complete_earlier():
    facts = make_line(received=((0, 95), (6, 5)))

    assert settle(facts, replace(DEFAULT, short_share=Decimal("0.05"))).state == "kept"
    assert settle(facts).days_late == 6


def test_over_delivery_is_capped_at_the_ordered_quantity():
    settled = settle(make_line(received=((0, 250),)))

    assert (settled.state, settled.received, settled.received_on_time) == ("kept", Decimal(100), Decimal(100))
    assert rate([settled, settle(make_line(received=((5, 100),)))], level="unit").fraction == 0.5


def test_overdue_and_nothing_received_counts_as_late_today():
    outcome = outcome_for(make_line(), recorded_on=ORDERED)

    assert settle(make_line(), as_of=DUE).state == "open"
    assert settle(make_line(), as_of=DUE + timedelta(days=1)).state == "overdue"
    assert counts_on([outcome], DUE) == (0, 0)
    assert counts_on([outcome], DUE + timedelta(days=1)) == (0, 1)


def test_overdue_weighs_as_broken_only_when_no_credit_would_be_left():
    outcome = outcome_for(make_line(), recorded_on=ORDERED)

    weights = [row for row in rows_of(outcome) if row.broken_weight]

    assert [(row.known_on, row.happened_on, row.broken_weight) for row in weights] == [
        (DUE + timedelta(days=10), DUE + timedelta(days=10), 1.0)
    ]


def test_overdue_vanishes_when_a_later_version_says_it_had_arrived():
    opened = outcome_for(make_line(), recorded_on=ORDERED)
    arrived = outcome_for(make_line(received=((0, 100),)), recorded_on=DUE + timedelta(days=20))

    assert counts_on([opened, arrived], DUE + timedelta(days=19)) == (0, 1)
    assert counts_on([opened, arrived], DUE + timedelta(days=20)) == (1, 1)
    known = [row for row in rows_of_versions([opened, arrived]) if row.known_on <= DUE + timedelta(days=20)]
    assert sum(row.broken_weight for row in known) == 0


def test_cancelled_lines_are_out():
    cancelled = make_line(cancelled_on=DUE + timedelta(days=3))

    assert settle(cancelled, as_of=DUE + timedelta(days=90)).state == "cancelled"
    assert rate([settle(cancelled)]).fraction is None
    opened = outcome_for(make_line(), recorded_on=ORDERED)
    called_off = outcome_for(cancelled, recorded_on=DUE + timedelta(days=3))
    assert counts_on([opened, called_off], DUE + timedelta(days=3)) == (0, 0)


def test_cancellation_after_complete_delivery_changes_nothing():
    assert settle(make_line(received=((2, 100),), cancelled_on=DUE + timedelta(days=3))).state == "late"


def test_zero_denominator_is_no_data():
    nothing = settle(make_line(quantity=0))

    assert (nothing.state, nothing.kept) == ("void", None)
    assert rate([nothing]).fraction is None
    assert rate([nothing], level="unit").fraction is None
    assert rate([settle(make_line(received=((1, 100),)))]).fraction == 0.0


def test_unknown_quantities_are_said_and_never_read_as_zero():
    settled = settle(make_line(quantity=None, received=((0, 40),)))

    assert (settled.state, settled.in_full, settled.received) == ("kept", None, None)
    counted = rate([settled], level="unit")
    assert (counted.fraction, counted.unknown) == (None, 1)
    assert rate([settled], measure="in_full").unknown == 1


def test_whole_days_are_compared_in_the_zone_of_the_factory():
    shanghai = ZoneInfo("Asia/Shanghai")
    evening_in_europe = datetime(2026, 3, 9, 18, 0, tzinfo=ZoneInfo("UTC"))
    last_second = datetime(2026, 3, 10, 23, 59, 59, tzinfo=shanghai)

    days = [local_day(moment, zone=shanghai) for moment in (evening_in_europe, last_second)]

    assert days == [DUE, DUE]
    assert [settle(make_line(receipts=(Receipt(day, day),))).state for day in days] == ["kept", "kept"]


@pytest.mark.parametrize(("late_days", "kept"), [(0, False), (2, False), (3, True)])
def test_grace_days_are_data(late_days, kept):
    settled = settle(make_line(received=((3, 100),)), replace(DEFAULT, late_days=late_days))

    assert (settled.kept, settled.days_late) == (kept, 3)


def test_buyer_caused_delay_leaves_the_factory_and_enters_the_buyer():
    span = Span(date(2026, 2, 2), date(2026, 2, 7))
    delay = Delay(cause="buyer", span=span, accepted=True, recorded_on=span.end, reason="sample approved late")
    facts = make_line(received=((5, 100),), delays=(delay,))

    settled = settle(facts)
    duty = outcome_of_duty(
        due_on=span.start, done_on=span.start + timedelta(days=5), recorded_on=span.end, weight=1.0, side="buyer"
    )

    assert (settled.state, settled.factory_days, settled.buyer_days) == ("excused", 0, 5)
    outcome = outcome_for(facts)
    assert (outcome.lines, outcome.excused, outcome.kept_weight, outcome.broken_weight) == (0, 1, 0.0, 0.0)
    assert (duty.lines, duty.kept, duty.kept_weight) == (1, 0, 0.5)


def test_small_sample_interval_is_shown_beside_the_rate():
    counted = rate([settle(make_line(received=((0, 100),)))] * 9 + [settle(make_line(received=((1, 100),)))])

    interval = wilson(successes=int(counted.kept), trials=int(counted.of))

    assert counted.fraction == 0.9
    assert (round(interval.low, 2), round(interval.high, 2)) == (0.60, 0.98)
