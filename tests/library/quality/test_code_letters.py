import csv

import pytest

from tests.shared import shared_path
from troth.quality.code_letters import ImpossibleLot, code_letter
from troth.quality.schemes import Level


def ends(text):
    first, _, last = text.partition("-")
    return (int(text[:-1]), 10**9) if text.endswith("+") else (int(first), int(last))


@pytest.mark.shared
@pytest.mark.parametrize("level", Level)
def test_letters_at_both_ends_of_every_range_are_those_of_the_table(level):
    with shared_path("data/05_aql/z14_table_I_code_letters.csv").open() as file:
        rows = list(csv.DictReader(file))
    said = [(lot, row[level]) for row in rows for lot in ends(row["lot_size"])]
    assert len(rows) == 15
    assert [(lot, code_letter(lot, level=level)) for lot, _ in said] == said


@pytest.mark.parametrize("lot", [1, 0, -3, 2.5, True])
def test_a_lot_of_fewer_than_two_units_is_refused(lot):
    with pytest.raises(ImpossibleLot, match="2 units or more"):
        code_letter(lot)


def test_a_larger_lot_never_gets_an_earlier_letter():
    for level in Level:
        letters = [code_letter(lot, level=level) for lot in (2, 9, 16, 26, 51, 91, 151, 281, 501, 1201, 3201, 10**6)]
        assert letters == sorted(letters)
