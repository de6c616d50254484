"""What of a line was known on a day."""

from dataclasses import replace
from datetime import timedelta

from tests.library.orders.lines import DUE, ORDERED, make_delay, make_line
from troth.orders.facts import LineFacts, Promise, Receipt, facts_known_on

MOVED = Promise(DUE + timedelta(days=5), DUE - timedelta(days=20), "buyer")
FACTS = make_line(
    promises=(Promise(DUE, ORDERED), MOVED),
    receipts=(Receipt(DUE, DUE + timedelta(days=3)), Receipt(DUE + timedelta(days=9), ORDERED)),
    delays=(make_delay(2),),
    closed_on=DUE + timedelta(days=9),
    closed_recorded_on=DUE + timedelta(days=12),
)


def known_after(days: int) -> LineFacts:
    return facts_known_on(FACTS, DUE + timedelta(days=days))


def test_facts_are_known_from_the_day_they_were_recorded():
    assert [len(known_after(days).promises) for days in (-21, -20)] == [1, 2]
    assert [len(known_after(days).delays) for days in (-1, 0)] == [0, 1]
    assert [len(known_after(days).receipts) for days in (2, 3)] == [0, 1]


def test_receipt_recorded_ahead_is_known_from_the_day_it_happens():
    assert [len(known_after(days).receipts) for days in (8, 9)] == [1, 2]


def test_closing_is_known_from_its_recording_and_a_cancellation_from_its_own_day_where_none_is_named():
    cancelled = replace(FACTS, cancelled_on=DUE)

    assert [known_after(days).closed_on for days in (11, 12)] == [None, FACTS.closed_on]
    known = [facts_known_on(cancelled, DUE + timedelta(days=days)).cancelled_on for days in (-1, 0)]
    assert known == [None, DUE]


def test_facts_known_in_the_end_are_all_of_them():
    assert known_after(100) == FACTS
