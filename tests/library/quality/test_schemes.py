from decimal import Decimal

import pytest

from troth.quality.schemes import AQL_SERIES, LETTERS, State, UnknownAql, aql_place, counts_defects_alone, row_size


def test_aql_is_found_however_it_is_written():
    assert [aql_place(text) for text in AQL_SERIES] == list(range(26))
    assert (aql_place(2.5), aql_place("2.50"), aql_place(Decimal("2.5")), aql_place(1000)) == (12, 12, 12, 25)


@pytest.mark.parametrize(
    ("aql", "said"),
    [
        (2.0, "the next are 1.5 and 2.5"),
        (0, "the lowest is 0.010; a limit of none at all is a zero-acceptance plan by risk"),
        (2000, "the highest is 1000"),
        ("two", "write one of 0.010"),
        (float("nan"), "nan is not an AQL of the series"),
    ],
)
def test_aql_outside_the_series_names_its_neighbours(aql, said):
    with pytest.raises(UnknownAql, match=said):
        aql_place(aql)


def test_the_ten_highest_count_defects_alone():
    assert [aql for aql in AQL_SERIES if counts_defects_alone(aql)] == list(AQL_SERIES[16:])
    with pytest.raises(UnknownAql, match="the next are 10 and 15"):
        counts_defects_alone(12)


def test_reduced_inspection_takes_the_size_of_two_letters_before():
    normal = [row_size(row, state=State.NORMAL) for row in range(len(LETTERS))]
    reduced = [row_size(row, state=State.REDUCED) for row in range(len(LETTERS))]
    assert reduced == [2, 2, *normal[:-2]]
    assert [row_size(row, state=State.TIGHTENED) for row in range(len(LETTERS))] == normal
