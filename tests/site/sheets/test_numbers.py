"""Numbers in every convention, decided by column."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth_site.sheets.messages import UnreadableFile
from troth_site.sheets.number_forms import read_number
from troth_site.sheets.numbers import NumberColumn, NumberReader, quantity_problem


@pytest.mark.parametrize(
    ("text", "point", "comma"),
    [
        ("1,234.5", "1234.5", None),
        ("1.234,5", None, "1234.5"),
        ("1 234,5", None, "1234.5"),
        ("1\u00a0234\u202f567", "1234567", "1234567"),
        ("1'234.5", "1234.5", None),
        ("1’234", "1234", "1234"),
        ("1,23,456", "123456", None),
        ("1.234", "1.234", "1234"),
        ("1,234", "1234", "1.234"),
        ("0.123", "0.123", None),
        ("1234.567", "1234.567", None),
        ("12.50", "12.50", None),
        ("(5)", "-5", "-5"),
        ("-5", "-5", "-5"),
        ("−5", "-5", "-5"),
        ("5-", "-5", "-5"),
        ("１２３", "123", "123"),
        (19.0, "19", "19"),
        (0.97, "0.97", "0.97"),
        (1.234, "1.234", "1.234"),
    ],
)
def test_numbers_are_read_under_both_marks(text, point, comma):
    amount = read_number(text)

    assert (amount.point, amount.comma) == (point and Decimal(point), comma and Decimal(comma))


@pytest.mark.parametrize(
    ("text", "currency", "sign"),
    [
        ("$1,234.50", None, "$"),
        ("US$ 5", "USD", None),
        ("5 EUR", "EUR", None),
        ("€5", "EUR", None),
        ("￥5", None, "¥"),
        ("人民币 5", "CNY", None),
        ("5₫", "VND", None),
        ("-$5", None, "$"),
        ("($5.00)", None, "$"),
    ],
)
def test_currency_inside_a_number_is_taken_out(text, currency, sign):
    amount = read_number(text)

    assert (amount.currency, amount.shared_sign, amount.problem) == (currency, sign, None)


@pytest.mark.parametrize(
    ("text", "words"), [("12abc", False), ("1,2,3", False), ("--5", False), ("See DN-304", True), ("N/A", True)]
)
def test_no_numbers_are_refused_and_words_told_apart(text, words):
    amount = read_number(text)

    assert (str(amount.problem), amount.is_words) == (f"{text} is not a number.", words)


def column(values):
    studied = NumberColumn("Qty")
    for row, value in enumerate(values, 2):
        studied.study(value, row)
    return studied


@pytest.mark.parametrize(
    ("values", "style", "how"),
    [
        (["1.234", "5.5"], "point", "proved"),
        (["1.234", "5,5"], "comma", "proved"),
        (["100", "5"], None, "written"),
        ([1.234, 5.0], None, "written"),
    ],
)
def test_column_decides_its_decimal_mark(values, style, how):
    decision, question = column(values).decide("quantity", None)

    assert (decision.style, decision.how, question) == (style, how, None)


def test_one_thousand_or_one_point_two_is_a_question():
    decision, question = column(["1.234", "100"]).decide("quantity", None)

    assert (decision.style, decision.how) == (None, "asked")
    assert [(offer.answer, offer.samples) for offer in question.readings] == [
        ("point", (("1.234", "1.234"),)),
        ("comma", (("1.234", "1234"),)),
    ]
    assert column(["1.234", "100"]).decide("quantity", "comma")[0].style == "comma"


def test_mixed_marks_and_wrong_answers_are_refused():
    with pytest.raises(UnreadableFile, match=r"mixes decimal marks: 1,5 \(row 3\) has a decimal comma, 1.5 \(row 2\)"):
        column(["1.5", "1,5"]).decide("quantity", None)
    with pytest.raises(UnreadableFile, match=r"cannot have a decimal comma: 1\.5 would be no number\. Row 2\."):
        column(["1.5"]).decide("quantity", "comma")
    with pytest.raises(UnreadableFile, match=r"day-first is no answer for the number column Qty\."):
        column(["1.5"]).decide("quantity", "day-first")


@pytest.mark.parametrize(
    ("text", "usual", "problem"),
    [
        ("-5", False, "A quantity cannot be negative."),
        ("(5)", True, "A quantity cannot be negative."),
        ("5.5", False, "A quantity of pieces cannot be a fraction."),
        ("5.5", True, "None"),
        ("5%", False, "A percentage is no quantity."),
        ("5", False, "None"),
    ],
)
def test_quantities_are_whole_and_positive(text, usual, problem):
    amount = NumberReader("point").read(text)

    assert str(quantity_problem(amount, fractions_usual=usual)) == problem


@pytest.mark.parametrize(
    ("values", "usual"), [(["1.5"] * 10, True), (["1.5"] * 9, False), (["1.5"] * 6 + ["2"] * 6, False)]
)
def test_fractions_are_usual_only_where_most_of_many_values_have_them(values, usual):
    assert column(values).decide("quantity", None)[0].fractions_usual is usual


def test_blank_is_unknown_and_never_zero():
    assert NumberReader("point").read(" ") is None


AMOUNTS = st.lists(st.decimals(0, 10**9, places=2, allow_nan=False, allow_infinity=False), min_size=1, max_size=20)


@settings(max_examples=150, deadline=None)
@given(amounts=AMOUNTS, marks=st.sampled_from([",.", ".,", " ,", "'.", " ."]), decimals=st.sampled_from([0, 2, 3]))
def test_a_column_is_never_decided_wrongly(amounts, marks, decimals):
    thousands, mark = marks
    values = [f"{a:,.{decimals}f}".replace(",", "\0").replace(".", mark).replace("\0", thousands) for a in amounts]
    true = "point" if mark == "." else "comma"

    decision, question = column(values).decide("value", None)

    if question is None and decision.style is not None:
        assert decision.style == true
    if question is None:
        read = [NumberReader(decision.style).read(text).point for text in values]
        assert read == [Decimal(f"{a:.{decimals}f}") for a in amounts]
