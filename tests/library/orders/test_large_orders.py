"""Large orders and the notice they need: more notice never scores less, and nothing is large where nothing is known."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.shared import vectors
from troth.orders.large_orders import (
    ImpossibleNotice,
    NoticeTerms,
    PlacedOrder,
    Usual,
    largeness,
    notice_of,
    notice_score,
    outcome_of_order_notice,
    usual_before,
)

PLACED = date(2026, 3, 1)
TERMS = NoticeTerms(lead_days=45)
days = st.integers(-30, 200)


def order(days_ahead=80, quantity=30_000, *, told_before=0, number="P1", placed=PLACED):
    told = placed - timedelta(days=told_before) if told_before else None
    amount = None if quantity is None else Decimal(quantity)
    return PlacedOrder(
        number=number, quantity=amount, placed_on=placed, wanted_on=placed + timedelta(days=days_ahead),
        announced_on=told,
    )  # fmt: skip


@pytest.mark.shared
@pytest.mark.parametrize("vector", [*vectors("j02"), *vectors("j03")], ids=lambda vector: vector["id"])
def test_vectors_of_notice_agree(vector):
    told, expected = vector["inputs"], vector["expected"]
    terms = NoticeTerms(lead_days=told["agreed_lead_days"], extra_days=told["extra_notice_for_large_days"])
    placed = PlacedOrder(
        number="P", quantity=Decimal(told["order_qty"]), placed_on=date.fromisoformat(told["po_date"]),
        wanted_on=date.fromisoformat(told["requested_ex_factory"]),
    )  # fmt: skip
    usual = Usual(orders=12, mean=told["normal_mean"], deviation=told["normal_sd"])
    found = notice_of(placed, terms=terms)

    assert largeness(placed.quantity, usual=usual, terms=terms).is_large == expected["is_large"]
    assert (found.given, found.required, found.shortfall) == (
        expected["given"], expected["required"], expected["shortfall"],
    )  # fmt: skip
    assert found.share == pytest.approx(expected["y"], abs=1e-6)


def test_short_notice_names_the_day_that_would_keep_it():
    found = notice_of(order(40), terms=TERMS)

    assert (found.shortfall, found.is_kept, found.keeps_from) == (35, False, PLACED + timedelta(days=75))
    assert notice_of(order(75), terms=TERMS).is_kept


def test_notice_begins_where_it_was_told_before_and_never_after_placing():
    assert notice_of(order(40, told_before=35), terms=TERMS).is_kept
    later = PlacedOrder(
        number="P", quantity=None, placed_on=PLACED, wanted_on=PLACED, announced_on=PLACED + timedelta(days=9)
    )
    assert notice_of(later, terms=TERMS).given == 0


@settings(max_examples=80, deadline=None)
@given(days, st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_more_notice_never_scores_less_and_more_asked_never_more(ahead, more, lead, extra):
    terms, stricter = NoticeTerms(lead_days=lead, extra_days=extra), NoticeTerms(lead_days=lead, extra_days=extra + 7)
    found, earlier = notice_of(order(ahead), terms=terms), notice_of(order(ahead, told_before=more), terms=terms)

    assert 0 <= found.share <= earlier.share <= 1
    assert notice_of(order(ahead), terms=stricter).share <= found.share
    assert found.is_kept == (ahead >= lead + extra)
    assert found.is_kept == (found.share == 1)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 50_000), st.integers(0, 20_000), st.integers(1, 100_000))
def test_a_larger_order_is_never_less_large(quantity, more, capacity):
    usual, terms = Usual(9, 9000.0, 2500.0), NoticeTerms(lead_days=45, monthly_capacity=Decimal(capacity))
    smaller = largeness(Decimal(quantity), usual=usual, terms=terms)
    larger = largeness(Decimal(quantity + more), usual=usual, terms=terms)

    assert larger.is_large >= smaller.is_large
    assert smaller.is_large == (quantity > smaller.limit)


def test_nothing_is_large_where_nothing_is_known():
    few = Usual(orders=4, mean=10.0, deviation=1.0)
    found = largeness(Decimal(10**6), usual=few, terms=TERMS)

    assert (found.is_large, found.by_usual, found.by_capacity, found.limit) == (None, None, None, None)


def test_exactly_at_the_limit_is_not_large():
    usual = Usual(orders=5, mean=12_000.0, deviation=4000.0)

    assert largeness(Decimal(20_000), usual=usual, terms=TERMS).is_large is False
    assert largeness(Decimal("20000.1"), usual=usual, terms=TERMS).is_large is True


def test_usual_leaves_out_the_order_itself_later_ones_unknown_ones_and_old_ones():
    day = PLACED
    others = [
        order(quantity=n, number=f"Q{n}", placed=day - timedelta(days=n)) for n in (10, 20, 30, 365)
    ] + [
        order(quantity=None, number="unknown", placed=day - timedelta(days=3)),
        order(quantity=10**6, number="today", placed=day),
        order(quantity=10**6, number="P1", placed=day - timedelta(days=5)),
        order(quantity=10**6, number="old", placed=day - timedelta(days=366)),
    ]  # fmt: skip
    found = usual_before((each for each in others if each.number != "P1"), day=day)

    assert (found.orders, found.mean) == (4, 106.25)
    assert usual_before([], day=day) == Usual(0, None, None)


@pytest.mark.parametrize("given_terms", [
    {"lead_days": -1}, {"lead_days": 1, "extra_days": -1}, {"lead_days": 1, "capacity_share": 0.0},
    {"lead_days": 1, "capacity_share": 1.1}, {"lead_days": 1, "monthly_capacity": Decimal(0)},
    {"lead_days": 1, "deviations": -0.1}, {"lead_days": 1, "together_days": -1},
])  # fmt: skip
def test_impossible_terms_are_refused(given_terms):
    with pytest.raises(ImpossibleNotice):
        NoticeTerms(**given_terms)


def test_a_negative_order_is_refused():
    with pytest.raises(ImpossibleNotice):
        largeness(Decimal(-1), usual=Usual(0, None, None), terms=TERMS)


@settings(max_examples=50, deadline=None)
@given(days, st.floats(0.1, 8), st.integers(0, 40))
def test_outcome_shares_the_whole_weight_and_counts_on_the_day_it_was_placed(ahead, weight, later):
    found = notice_of(order(ahead), terms=TERMS)
    recorded = PLACED + timedelta(days=later)
    outcome = outcome_of_order_notice(found, placed_on=PLACED, weight=weight, recorded_on=recorded)

    assert outcome.kept_weight + outcome.broken_weight == pytest.approx(weight)
    assert (outcome.kept, outcome.lines) == (int(found.is_kept), 1)
    assert (outcome.counted_on, outcome.counted_from) == (PLACED, recorded)


def test_no_large_order_gives_no_score():
    found = notice_score([])

    assert (found.rate, found.orders, found.interval.is_known) == (None, 0, False)
    assert notice_score([True] * 8 + [False] * 2).rate == 0.8
