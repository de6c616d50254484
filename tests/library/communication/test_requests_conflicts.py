from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from troth.communication.remarks import said
from troth.communication.requests_conflicts import Instruction, conflicts

RED = Instruction(
    sku="SH-12", attribute="Colour", value="Pantone 19-4052", source="mail of Ana", said_on=date(2026, 3, 2)
)
BLUE = replace(RED, value="Pantone 18-1664", source="spec v3", said_on=date(2026, 3, 5))


def test_two_codes_for_one_product_are_a_conflict():
    (found,) = conflicts([BLUE, RED])

    assert (found.earlier, found.later) == (RED, BLUE)
    assert said(found.finding) == (
        "SH-12 has two open values for Colour: “Pantone 19-4052” (mail of Ana, Mon 2 Mar 2026) and "
        "“Pantone 18-1664” (spec v3, Thu 5 Mar 2026). Say which one counts, and withdraw the other."
    )


def test_same_value_written_otherwise_is_no_conflict():
    assert conflicts([RED, replace(RED, value="PANTONE 194052", attribute="colour ", sku="sh 12")]) == ()


def test_other_attribute_other_product_and_closed_instruction_are_no_conflict():
    assert conflicts([RED, replace(BLUE, attribute="thread")]) == ()
    assert conflicts([RED, replace(BLUE, sku="SH-13")]) == ()
    assert conflicts([replace(RED, is_open=False), BLUE]) == ()


def test_decimal_point_and_sign_make_another_value():
    assert len(conflicts([replace(RED, value="±2.5 mm"), replace(BLUE, value="±25 mm")])) == 1


@given(st.lists(st.sampled_from("ABC"), max_size=6), st.randoms())
@settings(max_examples=60, deadline=None)
def test_different_values_less_one_are_the_conflicts_in_any_order(values, chance):
    asked = [replace(RED, value=value) for value in values]
    shuffled = asked.copy()
    chance.shuffle(shuffled)

    assert len(conflicts(asked)) == max(0, len(set(values)) - 1)
    assert conflicts(shuffled) == conflicts(asked)
