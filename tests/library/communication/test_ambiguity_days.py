from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.library.communication.noticed import MONDAY, noticed
from troth.communication.ambiguity import ambiguities
from troth.communication.remarks import said


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Please ship by 03/04.", "03/04"),
        ("Please ship by 3/4/2026", "3/4/2026"),
        ("ETD 03.04.2026", "03.04.2026"),
        ("on 03-04-2026", "03-04-2026"),
        ("交期03/04，谢谢", "03/04"),
        ("交货日期 3/4 前", "3/4"),
        ("Giao hàng trước ngày 3/4", "3/4"),
        ("Necesitamos la muestra antes del 03/04.", "03/04"),
        ("Numune 03/04 tarihinde hazır mı?", "03/04"),
        ("০৩/০৪ তারিখে পাঠান", "০৩/০৪"),
    ],
)
def test_day_with_two_readings_is_found_with_both(text, quoted):
    found = [remark for remark in ambiguities(text, written_on=MONDAY) if remark.rule == "ambiguity.day-or-month"]

    assert [(remark.quoted, remark.readings) for remark in found] == [(quoted, (date(2026, 3, 4), date(2026, 4, 3)))]


def test_remark_gives_both_readings_with_weekday_and_a_mend():
    (remark,) = ambiguities("Ship by 03/04.", written_on=MONDAY)

    assert said(remark.finding) == "“03/04” may be read as Wed 4 Mar 2026 or as Fri 3 Apr 2026."
    assert said(remark.mend) == ("Which day do you mean? Write the month as a word: Wed 4 Mar 2026 or Fri 3 Apr 2026.")


@pytest.mark.parametrize(
    "text",
    [
        "Ship by 25/12/2026 or 12/25/2026.",
        "Ship by 04/04.",
        "Ship by 2026-04-03 or 2026/04/03.",
        "Ship by 3 April 2026, or Apr 3, 2026.",
        "4月3日前交货",
        "Ngày 3 tháng 4 năm 2026",
        "Cut 3/4 of the rolls, 1/2 inch seams, sizes 10/12 in one box.",
        "PO-03/04, PO 03/04/2026, invoice no. 12/05, item 4500-03/04 and lot 03/04.",
        "03.04@example.com and https://example.com/03/04/2026",
        "Call +86 769 8888 1234 or 0769-88881234 or 138-0013-8000.",
        "Version v1.2.3, section 3.4.12, server 192.168.10.12.",
        "> by 03/04?",
        "13/32/2026",
    ],
)
def test_what_has_one_reading_or_names_something_is_left_alone(text):
    assert noticed(text, rule="day-or-month") == []


def test_year_of_two_digits_is_found():
    assert noticed("due 05.06.26, 31/12/26 and 2-Jun-06", rule="two-digit-year") == ["31/12/26", "2-Jun-06"]
    assert noticed("due 05.06.26, 31/12/26 and 2-Jun-06", rule="day-or-month") == ["05.06.26"]


def test_reading_without_year_is_the_nearest_to_the_day_of_writing():
    (remark,) = ambiguities("by 01/02", written_on=date(2026, 12, 20))

    assert remark.readings == (date(2027, 1, 2), date(2027, 2, 1))


def test_three_readings_are_all_given():
    (remark,) = ambiguities("by 26/03/27", written_on=MONDAY)

    assert said(remark.finding) == "“26/03/27” may be read as Fri 27 Mar 2026 or as Fri 26 Mar 2027."


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Please answer by Friday.", ["Friday"]),
        ("请周五前回复", ["周五"]),
        ("Xin trả lời trước thứ sáu", ["trước thứ sáu"]),
        ("Enviar el viernes", ["viernes"]),
        ("Cuma günü görüşelim", ["Cuma günü"]),
        ("শুক্রবারের মধ্যে জানান", ["শুক্রবারের"]),
        ("Friday 6 March suits us, Friday (2026-03-06) too.", []),
        ("We meet every Friday; last Friday went well; Black Friday; 每周五开会", []),
        ("Đây là lần thứ hai", []),
        ("Cumartesi pazara kadar", ["Cumartesi", "pazara kadar"]),
    ],
)
def test_weekday_without_its_day_is_found(text, quoted):
    assert noticed(text, rule="weekday") == quoted


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("I send it tomorrow, end of day.", ["tomorrow", "end of day"]),
        ("今天下班前给您", ["今天", "下班前"]),
        ("Ngày mai tôi gửi", ["Ngày mai"]),
        ("Lo envío mañana por la mañana", ["mañana"]),
        ("Yarına kadar", ["Yarına"]),
        ("আগামীকাল পাঠাব", ["আগামীকাল"]),
        ("Tomorrow (12 March), your time.", []),
        ("Today 18:00 Shanghai time is fine.", []),
    ],
)
def test_day_counted_from_the_writers_own_is_found(text, quoted):
    assert noticed(text, rule="relative-day") == quoted


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.dates(date(1990, 1, 1), date(2060, 1, 1)))
@settings(max_examples=100, deadline=None)
def test_iso_days_are_never_ambiguous(day, written_on):
    assert ambiguities(f"Ship by {day.isoformat()}, at the latest.", written_on=written_on) == ()


@given(st.integers(1, 31), st.integers(1, 12))
@settings(max_examples=100, deadline=None)
def test_figures_are_ambiguous_exactly_when_both_readings_are_days_and_differ(first, second):
    found = noticed(f"by {first:02}/{second:02}/2027", rule="day-or-month")

    assert bool(found) == (first <= 12 and first != second)
