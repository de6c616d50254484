"""Orders split up: what was placed shortly before counts along, once, and like is held to like."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from troth.orders.large_orders import NoticeTerms, PlacedOrder
from troth.orders.split_orders import judged_order, summed

PLACED = date(2026, 3, 2)
TERMS = NoticeTerms(lead_days=45, monthly_capacity=Decimal(80_000), together_days=14)
APART = replace(TERMS, together_days=0)


def order(day, quantity=9_000, *, ahead=30, number=None):
    amount, placed = None if quantity is None else Decimal(quantity), PLACED + timedelta(days=day)
    return PlacedOrder(
        number=number or f"P{day}", quantity=amount, placed_on=placed, wanted_on=placed + timedelta(days=ahead)
    )


def large(orders, terms=TERMS):
    return [each.number for each in orders if judged_order(each, others=orders, terms=terms).largeness.is_large]


def test_an_order_split_in_three_is_large_once_with_the_last_of_them():
    split = [order(0), order(3), order(7)]
    found = judged_order(split[2], others=split, terms=TERMS)

    assert large(split) == ["P7"]
    assert ([each.number for each in found.together], found.with_quantity) == (["P0", "P3"], 18_000)
    assert large(split, APART) == []


def test_orders_of_one_day_count_in_the_order_in_which_they_stand_and_a_new_one_last():
    split = [order(0, number="B"), order(0, number="C"), order(0, number="D")]

    assert large(split) == ["D"]
    new = order(0, number="A")
    assert judged_order(new, others=split[:2], terms=TERMS).largeness.is_large


def test_after_a_large_one_the_sum_begins_again():
    assert large([order(0), order(3), order(7), order(8), order(9, 1)]) == ["P7"]
    assert large([order(0, 30_000), order(3, 500)]) == ["P0"]


def test_orders_a_span_apart_and_those_with_the_whole_notice_stand_alone():
    assert large([order(0), order(7), order(14)]) == []
    assert large([order(0, ahead=75), order(3, ahead=75), order(7)]) == []
    assert large([order(0), order(3), order(7, ahead=75)]) == []


def test_who_orders_often_is_held_to_sums_too():
    weekly = [order(day, quantity) for day, quantity in zip(range(0, 300, 7), [100, 140] * 30, strict=False)]
    terms = replace(TERMS, monthly_capacity=None)

    assert large(weekly, terms) == []
    assert large([*weekly, order(300, 400)], terms) == ["P300"]


def test_an_order_without_a_quantity_says_nothing_and_counts_with_nothing():
    orders = [order(0), order(2, None), order(3), order(7)]

    assert judged_order(orders[1], others=orders, terms=TERMS).largeness.is_large is None
    assert large(orders) == ["P7"]


@settings(max_examples=60, deadline=None)
@given(
    orders=st.lists(
        st.tuples(st.integers(0, 60), st.integers(0, 20_000), st.integers(10, 100)), min_size=1, max_size=12
    ),
    span=st.integers(0, 30),
)
def test_summing_never_hides_an_order_that_is_large_alone(orders, span):
    made = [order(day, units, ahead=ahead, number=str(at)) for at, (day, units, ahead) in enumerate(sorted(orders))]
    terms = replace(TERMS, together_days=span)

    assert set(large(made, APART)) <= set(large(made, terms))
    assert all(one.quantity >= alone.quantity for one, alone in zip(summed(made, terms=terms), made, strict=True))
