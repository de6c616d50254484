"""Inspection results from a table."""

import pytest

from tests.site.record import written
from troth_site.sheets.inspection_rows import read_results
from troth_site.sheets.messages import UnreadableFile
from troth_site.sheets.reading import open_table

HEADER = ("Supplier", "Lot", "Date", "Lot size", "Inspected", "Critical", "Major", "Minor", "Result")
GOOD = ("Kim Loi", "L1", "2024-03-01", 3200, 200, 0, 4, "", "Passed")
OTHER = ("Kim Loi", "L9", "2024-03-09", 90, 10, 0, 0, 0, "")


def read(tmp_path, *rows, header=HEADER, **more):
    return read_results(open_table(written(tmp_path / "results.csv", header, *rows)), factory="Supplier", **more)


def test_blank_is_unknown(tmp_path):
    good, other = read(tmp_path, GOOD, OTHER).results

    assert (good.critical, good.major, good.minor, good.verdict, good.source) == (0, 4, None, "accepted", "final")
    assert (other.lot, other.verdict, other.minor) == ("L9", "", 0)


@pytest.mark.parametrize(("at", "value", "column"), [
    (6, 201, "Major"), (6, -1, "Major"), (6, 1.5, "Major"), (6, "many", "Major"), (4, 3201, "Inspected"),
    (2, "2024-02-30", "Date"), (2, "", "Date"), (2, "2999-01-01", "Date"),
    (8, "perhaps", "Result"),
    (1, "", "Lot"), (0, "", "Supplier"), (6, "3%", "Major"),
])  # fmt: skip
def test_nonsense_is_refused_with_row_column_and_value(tmp_path, at, value, column):
    found = read(tmp_path, [*GOOD[:at], value, *GOOD[at + 1 :]], OTHER)

    assert [(each.row, each.column, each.value) for each in found.refused][:1] == [(2, column, str(value))]
    assert [result.lot for result in found.results] == ["L9"]


@pytest.mark.parametrize(
    ("word", "verdict"),
    [("PASS", "accepted"), ("Not accepted", "not-accepted"), ("on hold", "pending"), ("合格", "accepted"), ("", "")],
)
def test_verdicts_by_their_words(tmp_path, word, verdict):
    assert read(tmp_path, (*GOOD[:8], word)).results[0].verdict == verdict


def test_rows_of_one_lot_that_contradict_each_other_are_refused(tmp_path):
    found = read(tmp_path, GOOD, (*GOOD[:6], 5, *GOOD[7:]))
    assert [(each.row, each.column) for each in found.refused] == [(3, "Major")]
    assert found.results == []


def test_bad_units_of_nobody_knows_how_many_are_refused(tmp_path):
    found = read(tmp_path, (*GOOD[:4], "", *GOOD[5:]))
    assert [(each.column, each.value) for each in found.refused] == [("Critical", "0"), ("Major", "4")]


def test_a_defect_without_a_class_is_refused(tmp_path):
    header = ("Supplier", "Lot", "Date", "Defect", "Class", "Count")
    found = read(tmp_path, ("Kim Loi", "L1", "2024-03-01", "Stain", "huge", 2), header=header)
    assert [(each.row, each.column, each.value) for each in found.refused] == [(2, "Class", "huge")]


def test_an_unclear_order_of_days_is_asked(tmp_path):
    row = ("Kim Loi", "L1", "03/04/2024", *GOOD[3:])
    assert len(read(tmp_path, row).questions) == 1
    assert read(tmp_path, row, answers={"Date": "day-first"}).results[0].day.isoformat() == "2024-04-03"


@pytest.mark.parametrize("chosen", [{"lot": "Gone"}, {"nothing": "Lot"}])
def test_a_column_or_field_that_is_not_there_is_refused(tmp_path, chosen):
    with pytest.raises(UnreadableFile):
        read(tmp_path, GOOD, chosen=chosen)
