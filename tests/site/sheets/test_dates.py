"""Dates in every form, and the order of day and month decided by column."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth_site.sheets.date_forms import serial_day
from troth_site.sheets.date_orders import decide
from troth_site.sheets.dates import DateColumn, DateReader
from troth_site.sheets.messages import UnreadableFile


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2006-11-13", dt.date(2006, 11, 13)),
        ("2006/1/3", dt.date(2006, 1, 3)),
        ("2-Jun-06", dt.date(2006, 6, 2)),
        ("13 November 2006", dt.date(2006, 11, 13)),
        ("Nov 13, 2006", dt.date(2006, 11, 13)),
        ("2006年11月13日", dt.date(2006, 11, 13)),
        ("２００６年１月３日", dt.date(2006, 1, 3)),
        ("20061113", dt.date(2006, 11, 13)),
        ("2006-11-13T23:59:59Z", dt.date(2006, 11, 13)),
        ("2006-11-13 11:59:59.123 PM", dt.date(2006, 11, 13)),
        ("13. Dezember 2006", dt.date(2006, 12, 13)),
        ("13 août 2006", dt.date(2006, 8, 13)),
        ("13 de enero de 2006", dt.date(2006, 1, 13)),
        ("13 Şubat 2006", dt.date(2006, 2, 13)),
        ("ngày 13 tháng 11 năm 2006", dt.date(2006, 11, 13)),
        (dt.datetime(2006, 11, 13, 8, 30), dt.date(2006, 11, 13)),
        (dt.date(2006, 11, 13), dt.date(2006, 11, 13)),
        (20061113.0, dt.date(2006, 11, 13)),
        ("29.02.2024", dt.date(2024, 2, 29)),
        ("13.11.2006", dt.date(2006, 11, 13)),
        ("13/11/06", dt.date(2006, 11, 13)),
    ],
)
def test_forms_of_dates_are_read(text, expected):
    assert DateReader("day-first", 1900).read(text) == expected


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("29.02.2026", "29.02.2026 does not exist: 2026 is not a leap year."),
        ("29 Feb 1900", "29 Feb 1900 lies outside the years 1950 to 2100."),
        ("2026-02-29", "2026-02-29 does not exist: 2026 is not a leap year."),
        ("31/04/2026", "31/04/2026 does not exist in the calendar."),
        ("2026..7", "2026..7 is not a date."),
        ("2206-01-05", "2206-01-05 lies outside the years 1950 to 2100."),
        ("13/13/2026", "13/13/2026 is no date in any order of day and month."),
        ("11/31/2026", "11/31/2026 does not exist in the calendar."),
        ("Week 23", "Week 23 is not a date."),
        (60, "60 is 29 February 1900, a day only Excel knows."),
    ],
)
def test_impossible_dates_are_refused_with_their_value(text, problem):
    unread = DateReader("day-first", 1900).read(text)

    assert (str(unread.problem), unread.is_words) == (problem, False)


@pytest.mark.parametrize(
    "text", ["Date Not Captured", "N/A - From RDC", "n/a", "-", "00.00.0000", "0000-00-00", "待定"]
)
def test_words_and_zeros_stand_for_an_unknown_day(text):
    assert DateReader(None, 1900).read(text).is_words


def test_blank_is_no_date_and_no_problem():
    assert DateReader(None, 1900).read("  ") is None


def test_serials_skip_the_day_only_excel_knows():
    assert [serial_day(n, system=1900) for n in (1, 59, 60, 61, 46037)] == [
        dt.date(1900, 1, 1),
        dt.date(1900, 2, 28),
        None,
        dt.date(1900, 3, 1),
        dt.date(2026, 1, 15),
    ]
    assert serial_day(46037, system=1904) == dt.date(2030, 1, 16)


def column(values, name="Due"):
    studied = DateColumn(name)
    for row, value in enumerate(values, 2):
        studied.study(value, row)
    return studied


def decided(answers=None, **columns):
    studied = {field: column(values, field) for field, values in columns.items()}
    sample = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return decide(studied, sample, answers or {}, this_year=2026)


@pytest.mark.parametrize(
    ("values", "order", "proof"),
    [
        (["01/02/2026", "13/02/2026"], "day-first", (3, "13/02/2026")),
        (["01/02/2026", "02/13/2026"], "month-first", (3, "02/13/2026")),
        (["98-11-05", "98-12-06"], "year-first", (2, "98-11-05")),
        (["6/5/25", "6/18/25"], "month-first", (3, "6/18/25")),
    ],
)
def test_one_value_proves_the_order_of_its_column(values, order, proof):
    decisions, questions = decided(promised=values)

    found = decisions["promised"]
    assert (found.order, found.how, found.proof, questions) == (order, "proved", proof, ())


def test_years_written_short_and_first_are_decided_from_what_varies():
    decisions, questions = decided(promised=["13/11/06", "27/11/06", "05/12/06", "30/01/07"])

    assert (decisions["promised"].order, questions) == ("day-first", ())


def test_both_readings_possible_is_a_question_showing_each():
    decisions, questions = decided(promised=["03/04/2026", "05/06/2026"])

    assert decisions["promised"].order is None
    assert [(offer.answer, offer.samples) for offer in questions[0].readings] == [
        ("day-first", (("03/04/2026", "2026-04-03"), ("05/06/2026", "2026-06-05"))),
        ("month-first", (("03/04/2026", "2026-03-04"), ("05/06/2026", "2026-05-06"))),
    ]
    assert questions[0].as_json()["column"] == "promised"


def test_question_shows_values_that_the_readings_tell_apart():
    column = DateColumn("Due")
    for row, text in enumerate([f"0{n}/0{n}/2026" for n in range(1, 9)] + ["03/04/2026", "05/06/2026"]):
        column.study(text, row)

    _, (question,) = decide({"promised": column}, [], {})

    shown = [text for text, _ in question.readings[0].samples]
    assert (len(shown), shown[:2]) == (6, ["03/04/2026", "05/06/2026"])


def test_question_counts_what_each_reading_would_make_implausible():
    _, (question,) = decided(promised=["2026-04-05", "2026-06-07"], ordered=["03/04/2026", "05/06/2026"])

    assert [(o.answer, o.implausible, o.compared) for o in question.readings] == [
        ("day-first", 0, 2),
        ("month-first", 0, 2),
    ]


def test_answer_decides_and_a_wrong_answer_is_refused_with_its_proof():
    decisions, questions = decided({"promised": "day-first"}, promised=["03/04/2026"])
    assert (decisions["promised"].order, decisions["promised"].how, questions) == ("day-first", "answered", ())

    with pytest.raises(UnreadableFile, match=r"cannot be read day-first: 02/13/2026 would be no date\. Row 3\."):
        decided({"promised": "day-first"}, promised=["03/04/2026", "02/13/2026"])
    with pytest.raises(UnreadableFile, match=r"sometimes is no answer for the date column promised\."):
        decided({"promised": "sometimes"}, promised=["03/04/2026"])


def test_deliveries_before_their_order_decide_an_open_column():
    days = [dt.date(2026, month, day) for month in (2, 5, 8) for day in (3, 6, 9, 12)]
    ordered = [day.isoformat() for day in days]
    delivered = [(day + dt.timedelta(days=1)).strftime("%d/%m/%Y") for day in days if day.day < 12]
    ordered = [text for text, day in zip(ordered, days, strict=True) if day.day < 12]

    decisions, questions = decided(ordered=ordered, delivered=delivered)

    assert (decisions["delivered"].order, decisions["delivered"].how, questions) == ("day-first", "cross-checked", ())


def test_two_pairs_of_dates_prove_nothing():
    _, questions = decided(ordered=["2026-05-06", "2026-05-06"], delivered=["07/05/2026", "07/05/2026"])

    assert [question.column for question in questions] == ["delivered"]


def test_columns_in_different_orders_are_decided_each_for_itself():
    decisions, _ = decided(promised=["13/02/2026", "14/02/2026"], delivered=["02/13/2026", "02/14/2026"])

    assert [decisions[field].order for field in ("promised", "delivered")] == ["day-first", "month-first"]


def test_mixed_orders_in_one_column_are_refused_with_both_values():
    message = (
        r"The column promised mixes orders of day and month: 02/14/2026 \(row 3\) cannot have the day first, "
        r"13/02/2026 \(row 2\) cannot have the month first. Row 3."
    )
    with pytest.raises(UnreadableFile, match=message):
        decided(promised=["13/02/2026", "02/14/2026"])


def said_of(decision):
    return [str(note) for note in decision.notes]


def test_two_digit_years_up_to_ten_years_ahead_are_read_in_the_usual_window_and_said():
    decisions, questions = decided(promised=["2-Jun-36", "2-Jun-69"], delivered=["13/02/07", "28/02/07"])

    assert questions == ()
    assert {field: found.window.answer for field, found in decisions.items()} == dict.fromkeys(decisions, "until-2068")
    assert said_of(decisions["promised"]) == ["Two-digit years in promised are read as 1969 to 2068."]


def test_years_that_would_lie_far_ahead_are_a_question_showing_each_century():
    decisions, (question,) = decided(promised=["2-Jun-68", "2-Jun-69"])

    assert (question.kind, decisions["promised"].window) == ("century", None)
    assert str(question.message) == "In the column promised the years have two digits. Which century is meant?"
    assert [(offer.answer, str(offer.meaning), offer.samples) for offer in question.readings] == [
        ("until-2068", "The years lie from 1969 to 2068.", (("2-Jun-68", "2068"),)),
        ("until-2036", "The years lie from 1937 to 2036.", (("2-Jun-68", "1968"),)),
    ]


def test_an_answer_decides_the_century_beside_the_order():
    for answer, year in (("until-2068", 2040), ("until-2036", 1940)):
        decisions, questions = decided({"promised": f"{answer} day-first"}, promised=["03/04/40", "05/06/41"])
        found = decisions["promised"]
        assert (questions, found.order, found.window.answer) == ((), "day-first", answer)
        assert DateReader(found.order, 1900, found.window).read("03/04/40") == dt.date(year, 4, 3)


def test_an_order_that_is_open_is_asked_before_its_century():
    _, questions = decided(promised=["03/04/40", "05/06/41"])
    assert [question.kind for question in questions] == ["date-order"]

    _, questions = decided({"promised": "month-first"}, promised=["03/04/40", "05/06/41"])
    assert [question.kind for question in questions] == ["century"]


def test_a_delivery_before_its_order_because_of_the_window_is_read_in_the_other_one():
    """Ordered in December 1967 and delivered in 1968, written in full: only one century lets them meet."""
    days = [f"{day}-Dec-67" for day in range(1, 29)]
    delivered = [f"1968-01-{day:02}" for day in range(1, 29)]

    decisions, questions = decided(ordered=days, delivered=delivered)

    assert questions == ()
    assert decisions["ordered"].window.answer == "until-2036"
    assert decisions["delivered"].window is None
    assert said_of(decisions["ordered"]) == ["Two-digit years in ordered are read as 1937 to 2036."]


def test_two_columns_in_doubt_are_asked_both_and_one_answer_settles_both():
    days = [f"{day}-Dec-67" for day in range(1, 29)]
    delivered = [f"{day}-Jan-68" for day in range(1, 29)]
    _, questions = decided(promised=days, delivered=delivered)
    assert [(question.kind, question.column) for question in questions] == [
        ("century", "promised"), ("century", "delivered"),
    ]  # fmt: skip

    decisions, questions = decided({"promised": "until-2036"}, promised=days, delivered=delivered)

    assert (questions, decisions["delivered"].window.answer) == ((), "until-2036")


def test_a_single_year_far_ahead_is_a_slip_and_is_told_not_asked():
    days = [f"{day % 28 + 1}-Mar-{11 + day % 5}" for day in range(200)]

    decisions, questions = decided(promised=[*days, "1-Mar-61"])

    assert questions == ()
    assert said_of(decisions["promised"]) == [
        "Two-digit years in promised are read as 1969 to 2068.",
        "Some dates in promised, such as 1-Mar-61, would lie after 2036: write their years in four digits.",
    ]


@pytest.mark.parametrize("answer", ["until-1900", "until-soon", "until-2068x"])
def test_an_answer_that_names_no_century_is_refused(answer):
    with pytest.raises(UnreadableFile, match=rf"{answer} is no answer for the date column promised\."):
        decided({"promised": answer}, promised=["2-Jun-68"])


DAYS = st.lists(st.dates(dt.date(1990, 1, 1), dt.date(2060, 12, 31)), min_size=1, max_size=30)


@settings(max_examples=150, deadline=None)
@given(days=DAYS, order=st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d.%m.%y", "%m-%d-%y"]))
def test_a_column_is_never_decided_wrongly(days, order):
    values = [day.strftime(order) for day in days]
    true = "day-first" if order.startswith("%d") else "month-first"

    decisions, questions = decided(promised=values)

    asked = [question for question in questions if question.kind == "date-order"]
    if asked:
        assert true in [offer.answer for offer in asked[0].readings]
    else:
        assert decisions["promised"].order == true
        assert [DateReader(true, 1900).read(text) for text in values] == days
