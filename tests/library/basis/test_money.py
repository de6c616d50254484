from decimal import Decimal, localcontext

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.basis.money import MixedCurrencies, Money, NotExact, UnknownCurrency, total

amounts = st.decimals(min_value=-(10**12), max_value=10**12, places=4)


def usd(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


def test_money_adds_a_tenth_and_two_tenths_exactly():
    assert usd("0.1") + usd("0.2") == usd("0.3")


@pytest.mark.parametrize("amount", [0.1, 1, True, "1.00", None])
def test_money_refuses_an_amount_that_is_no_decimal(amount):
    with pytest.raises(NotExact, match="must be a Decimal"):
        Money(amount, "USD")


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "-Infinity"])
def test_money_refuses_an_amount_that_is_not_finite(amount):
    with pytest.raises(NotExact, match="finite"):
        usd(amount)


@pytest.mark.parametrize("currency", ["usd", "US", "USDT", "U$D", "ＵＳＤ", "", None, "12A"])
def test_money_refuses_a_currency_that_is_not_three_capitals(currency):
    with pytest.raises(UnknownCurrency):
        Money(Decimal(1), currency)


def test_money_of_two_currencies_does_not_mix():
    euro = Money(Decimal(1), "EUR")

    for mix in (lambda: usd("1") + euro, lambda: usd("1") - euro, lambda: usd("1") < euro, lambda: usd("1") <= euro):
        with pytest.raises(MixedCurrencies, match="USD and EUR"):
            mix()
    assert usd("1") != euro


def test_money_does_not_add_to_a_bare_number():
    with pytest.raises(TypeError):
        usd("1") + Decimal(1)
    with pytest.raises(TypeError):
        usd("1") - 1


def test_money_multiplies_by_decimals_and_whole_numbers_only():
    assert usd("4.20") * 3 == usd("12.60")
    assert Decimal("0.05") * usd("50000") == usd("2500")
    with pytest.raises(NotExact):
        usd("1") * 0.5
    with pytest.raises(NotExact):
        usd("1") * True


def test_money_compares_within_a_currency():
    assert usd("1.0") == usd("1.00")
    assert hash(usd("1.0")) == hash(usd("1.00"))
    assert sorted([usd("2"), usd("-1"), usd("1")]) == [usd("-1"), usd("1"), usd("2")]
    assert usd("1") <= usd("1")


@pytest.mark.parametrize(
    ("amount", "minor_units", "rounded"),
    [
        ("2.345", 2, "2.35"),
        ("2.344999", 2, "2.34"),
        ("-2.345", 2, "-2.35"),
        ("2.5", 0, "3"),
        ("3.5", 0, "4"),
        ("1.0005", 3, "1.001"),
        ("7", 2, "7.00"),
    ],
)
def test_money_rounds_halves_away_from_zero(amount, minor_units, rounded):
    assert str(usd(amount).round_half_up(minor_units).amount) == rounded


def test_money_refuses_negative_minor_units():
    with pytest.raises(ValueError, match="-2"):
        usd("1").round_half_up(-2)


def test_money_is_exact_whatever_the_callers_decimal_context():
    with localcontext() as context:
        context.prec = 3
        assert usd("123456.78") + usd("0.01") == usd("123456.79")
        assert -usd("123456.78") == usd("-123456.78")
        assert usd("123456.785").round_half_up(2) == usd("123456.79")
        assert total([usd("123456.78")] * 2, currency="USD") == usd("246913.56")


def test_total_of_no_lines_is_zero_in_its_currency():
    assert total([], currency="JPY") == Money(Decimal(0), "JPY")


def test_total_refuses_a_line_in_another_currency():
    with pytest.raises(MixedCurrencies):
        total([usd("1")], currency="EUR")


@given(st.lists(amounts, max_size=12), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_total_of_rounded_lines_is_the_sum_of_what_is_shown(values, random):
    lines = [Money(value, "USD").round_half_up(2) for value in values]
    shown = sum(int(line.amount * 100) for line in lines)
    random.shuffle(lines)

    assert total(lines, currency="USD").amount * 100 == shown


@given(amounts)
@settings(max_examples=60, deadline=None)
def test_rounding_a_credit_undoes_rounding_the_charge(value):
    charge = Money(value, "USD")

    assert (-charge).round_half_up(2) == -charge.round_half_up(2)
