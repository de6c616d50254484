from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.communication.hospitality import Amount, ImpossibleAmount, approval_needed

SWAPPED = {"buyer": "factory", "factory": "buyer"}


def yuan(value):
    return Amount(value=Decimal(value), currency="CNY")


@pytest.mark.parametrize(
    ("value", "limits", "side"),
    [
        (500, {"buyer": yuan(500)}, None),
        ("500.01", {"buyer": yuan(500)}, "buyer"),
        (900, {"buyer": yuan(500), "factory": yuan(1000)}, "buyer"),
        (1200, {"buyer": yuan(500), "factory": yuan(1000)}, "factory"),
        (1200, {}, None),
        (1, {"factory": yuan(0)}, "factory"),
    ],
)
def test_above_a_limit_somebody_is_asked(value, limits, side):
    found = approval_needed(yuan(value), limits=limits, recorded_by="factory")

    assert (found and found.side) == side


def test_amounts_of_two_currencies_are_not_taken_for_within_the_limit():
    found = approval_needed(yuan(10), limits={"buyer": Amount(value=Decimal(50), currency="USD")}, recorded_by="buyer")

    assert (found.side, found.is_exceeded, found.limit.currency) == ("buyer", False, "USD")


def test_what_cost_nothing_needs_nobody():
    assert approval_needed(yuan(0), limits={"buyer": yuan(0)}, recorded_by="buyer") is None


amounts = st.builds(yuan, st.integers(0, 5))


@settings(max_examples=50, deadline=None)
@given(amounts, st.dictionaries(st.sampled_from(["buyer", "factory"]), amounts), st.sampled_from(["buyer", "factory"]))
def test_swapped_sides_are_asked_swapped(amount, limits, by):
    found = approval_needed(amount, limits=limits, recorded_by=by)
    mirrored = approval_needed(
        amount, limits={SWAPPED[side]: limit for side, limit in limits.items()}, recorded_by=SWAPPED[by]
    )

    assert (found and SWAPPED[found.side]) == (mirrored and mirrored.side)


@pytest.mark.parametrize(("value", "currency"), [("-1", "CNY"), ("1", "cny"), ("1", "YUAN"), ("NaN", "CNY")])
def test_an_impossible_amount_is_refused(value, currency):
    with pytest.raises(ImpossibleAmount):
        Amount(value=Decimal(value), currency=currency)
