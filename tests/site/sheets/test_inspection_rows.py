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
    (1, "", "Lot"), (0, "", "Supplier"), (6, "3%", "Major"), (6, "abc", "Major"), (6, "-", "Major"), (6, "$3", "Major"),
    (6, "2 pcs", "Major"), (3, 0, "Lot size"), (4, 0, "Inspected"),
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


@pytest.mark.parametrize("word", ["", "N/A", "unknown", "Pending", "待定", "未知"])
def test_words_that_say_nobody_knows_are_unknown_and_counted(tmp_path, word):
    found = read(tmp_path, (*GOOD[:6], word, *GOOD[7:]))

    assert (found.results[0].major, found.refused) == (None, [])
    assert dict(found.numbers.unknown.get("major", {})) == ({word: 1} if word else {})


@pytest.mark.parametrize(
    ("written", "size"), [("3,200", 3200), ("3.200", 3200), ("\uff13\uff12\uff10\uff10", 3200), ("3 200", 3200)]
)
def test_a_mark_that_parts_thousands_is_no_decimal_mark_of_units(tmp_path, written, size):
    found = semicolons(tmp_path, written)
    assert [each.lot_size for each in found.results] == [size]


@pytest.mark.parametrize(("answer", "size"), [("comma", 2000), ("point", 2)])
def test_a_number_of_units_that_reads_two_ways_is_asked(tmp_path, answer, size):
    assert [question.column for question in semicolons(tmp_path, "2.000").questions] == ["Lot size"]
    found = semicolons(tmp_path, "2.000", answers={"Lot size": answer})
    assert [each.lot_size for each in found.results] == [size]


def semicolons(tmp_path, size, **more):
    rows = [("Supplier", "Lot", "Date", "Lot size"), ("Kim Loi", "L1", "2024-03-01", size)]
    return read_results(
        open_table(written(tmp_path / "results.csv", *rows, delimiter=";")), factory="Supplier", **more
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "suppliers"), [("Production line", "Sub-suppliers"), ("生产线", "分供方"), ("Line", "Subcontractor")]
)
def test_line_and_sub_suppliers_are_read_from_their_columns(tmp_path, line, suppliers):
    header = ("Supplier", "Lot", "Date", line, suppliers)
    rows = [
        ("Kim Loi", "L1", "2024-03-01", " Sewing  4", "Hongfa、Lida | hongfa"),
        ("Kim Loi", "L2", "2024-03-02", "", ""),
    ]
    found = read(tmp_path, *rows, header=header)

    assert [(each.line, each.suppliers) for each in found.results] == [("Sewing 4", ("Hongfa", "Lida")), ("", ())]
    assert found.named == (2, ("Hongfa", "Lida"))


@pytest.mark.parametrize(
    ("said", "column"),
    [(("x" * 121, ""), "Line"), (("", "x" * 121), "Subs"), (("", "|".join(map(str, range(41)))), "Subs")],
)
def test_names_nobody_would_read_are_refused(tmp_path, said, column):
    header, chosen = ("Supplier", "Lot", "Date", "Line", "Subs"), {"suppliers": "Subs"}
    found = read(tmp_path, ("Kim Loi", "L1", "2024-03-01", *said), header=header, chosen=chosen)
    assert ([each.column for each in found.refused], found.results) == ([column], [])


def test_rows_of_one_lot_may_leave_the_line_to_one_of_them_but_not_contradict(tmp_path):
    header = ("Supplier", "Lot", "Date", "Line", "Sub-suppliers")
    rows = [("Kim Loi", "L1", "2024-03-01", *said) for said in (("", ""), ("4", "Lida"))]
    found = read(tmp_path, *rows, header=header)
    assert [(each.line, each.suppliers) for each in found.results] == [("4", ("Lida",))]

    found = read(tmp_path, *rows, ("Kim Loi", "L1", "2024-03-01", "5", "Hongfa"), header=header)
    assert [each.column for each in found.refused] == ["Line", "Sub-suppliers"]


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
