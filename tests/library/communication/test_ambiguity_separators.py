import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.library.communication.noticed import MONDAY, noticed
from troth.communication.ambiguity import ambiguities
from troth.communication.remarks import said


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Please make 1.000 pieces.", ["1.000"]),
        ("We need 2,500 m of fabric, 12.345 kg of yarn.", ["2,500", "12.345"]),
        ("布料 2,500 米", ["2,500"]),
        ("Giao 1.500 cái", ["1.500"]),
        ("১.০০০ টি", ["১.০০০"]),
        ("USD 1.250 each", ["1.250"]),
        ("1.000 pieces of 0.125 mm", ["1.000"]),
        ("1.000 pcs of 12.5 mm, 1.250 mm thick", ["1.000"]),
        ("0.125 mm here, 0,125 mm there, 1.250 mm", ["1.250"]),
        ("1.250 mm, version 2.1, at 10.30", ["1.250"]),
    ],
)
def test_number_of_two_readings_is_asked_about(text, quoted):
    assert noticed(text, rule="separator") == quoted


@pytest.mark.parametrize(
    "text",
    [
        "USD 1,000.50 and 1.000.000 pieces, 1.000,50 m, 1,00,000 pcs",
        "0.125 mm, 0,125 mm, 12.5 m, 12,50 m, 2500 m, 1234.567 m",
        "Ship 1,200 pcs, 3,000件, 1,500 pairs",
        "25.000 VND, 25.000 đ, JPY 1,200",
        "USD 12,500.00 for 2,500 m",
        "1.000.000 Stück, davon 2.500 m",
        "PO 1.234, clause 4.125, version 2.001, PO-1,234",
        "192.168.001.100, 03.004.2026, 1:1.000, 12.345 %",
        "tel. 021 123.456",
        "Thickness 0.125 mm, then 1.250 mm",
        "Dày 0,125 mm, dài 1,250 m",
        "12.5 mm wide, 2,500 m long",
        "12,5 cm, 1.200 cái",
        "0.5 mm and 1,200 pcs; 0,5 mm and 1,200 pcs",
        "40、200 米，30，500 米",
    ],
)
def test_number_that_is_clear_is_left_alone(text):
    assert noticed(text, rule="separator") == []


def test_remark_says_both_readings_and_how_to_write_them():
    (remark,) = ambiguities("Please make 2,500 m.", written_on=MONDAY)

    assert said(remark.finding) == "“2,500” may be 2500 or 2,5."
    assert said(remark.mend) == "Write 2500 or 2,5, whichever you mean."


@settings(max_examples=40, deadline=None)
@given(thousands=st.integers(1, 999), rest=st.integers(0, 999), sign=st.sampled_from(".,"))
def test_what_a_remark_proposes_is_clear(thousands, rest, sign):
    number = f"{thousands}{sign}{rest:03}"
    (remark,) = ambiguities(f"Cut {number} m.", written_on=MONDAY)
    one, other = (str(remark.finding.params[name]) for name in ("one", "other"))

    assert (one, float(other.replace(",", "."))) == (str(thousands * 1000 + rest), thousands + rest / 1000)
    assert noticed(f"Cut {one} m.", rule="separator") == []
