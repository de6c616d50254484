"""`troth import orders`: the contract that programs rely on."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.site.management.imported import (
    HEADER,
    KEYS,
    ROWS,
    counted,
    import_orders,
    nothing_is_recorded,
    numbers,
    partners,
)
from tests.site.record import troth, written
from troth_site.models import LedgerEntry, OrderLine, Organisation, RedFlag, Tally

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    return written(tmp_path / "orders.csv", HEADER, *ROWS)


def test_import_prints_one_document_of_the_agreed_shape(file):
    answer = import_orders(file)

    assert (answer.code, answer.err) == (0, "")
    assert counted(answer) == (4, 4, 0, 0, 0, 0)
    assert answer.json["questions"] == []
    assert {name: found["column"] for name, found in answer.json["columns"].items()} == {
        "factory": "Supplier", "order": "PO", "line": "Line", "promised": "Promised", "delivered": "Delivered",
        "recorded": "Recorded", "quantity": "Qty", "value": "Amount", "currency": "Currency", "item": "Goods",
    }  # fmt: skip


def test_import_for_people_is_a_table_of_counts(file):
    answer = troth("import", "orders", file, "--factory-column", "Supplier", *KEYS)

    assert answer.code == 0
    assert answer.out.splitlines()[:3] == ["      read  4", "       new  4", "   changed  0"]


def test_dry_run_counts_and_saves_nothing(file):
    answer = import_orders(file, "--dry-run")

    assert (answer.code, counted(answer)) == (0, (4, 4, 0, 0, 0, 0))
    assert nothing_is_recorded()


@pytest.mark.parametrize("options", [(), ("--buyer", "Nordlicht")])
def test_dry_run_founds_no_buyer(file, options):
    assert counted(import_orders(file, "--dry-run", *options))[:2] == (4, 4)

    assert not Organisation.objects.exists()


def test_words_in_place_of_a_number_are_told_as_unknown(tmp_path):
    odd = (*ROWS[0][:6], "a few", *ROWS[0][7:])
    file = written(tmp_path / "odd.csv", HEADER, odd, *ROWS[1:])

    told = troth("import", "orders", file, "--factory-column", "Supplier", *KEYS, "--dry-run").out

    assert "  Qty: read as unknown: 'a few'\n" in told


def test_refused_row_as_a_whole_names_no_column(tmp_path):
    file = written(tmp_path / "ragged.csv", HEADER, (*ROWS[0], "more"), *ROWS[1:])

    told = troth("import", "orders", file, "--factory-column", "Supplier", *KEYS, "--dry-run").out.splitlines()[-1]

    assert told.startswith("  refused 1 × The row has 11 cells, the header 10.")
    assert told.endswith("(row 2)")


def test_row_kept_with_a_doubt_is_told(tmp_path):
    early = (*ROWS[0][:5], "2024-02-20", *ROWS[0][6:])

    answer = import_orders(written(tmp_path / "early.csv", HEADER, early, *ROWS[1:]), "--dry-run")

    assert [(warning["column"], warning["count"]) for warning in answer.json["warnings"]] == [("Recorded", 1)]


def test_second_import_changes_nothing(file):
    import_orders(file)
    before = (LedgerEntry.objects.count(), sorted(Tally.objects.values_list()))

    again = import_orders(file)

    assert counted(again) == (4, 0, 0, 4, 0, 0)
    assert (LedgerEntry.objects.count(), sorted(Tally.objects.values_list())) == before


def test_changed_line_is_counted_as_changed(file, tmp_path):
    import_orders(file)
    moved = (*ROWS[0][:4], "2024-03-09", "2024-03-10", *ROWS[0][6:])

    answer = import_orders(written(tmp_path / "again.csv", HEADER, moved, *ROWS[1:]))

    assert counted(answer) == (4, 0, 1, 3, 0, 0)
    assert numbers("Kim Loi")["kept"] == 0


def test_set_aside_rows_are_counted_and_found_nowhere(file):
    answer = import_orders(file, "--set-aside", "Supplier=Central warehouse")

    assert counted(answer) == (4, 3, 0, 0, 0, 1)
    assert sorted(document["name"] for document in partners()) == ["Bursa", "Kim Loi"]


def test_refused_rows_leave_the_others_in_and_exit_with_0(file, tmp_path):
    broken = ("P9", 1, "Bursa", "2023-02-29", "", "", 1, 1, "EUR", "x")

    answer = import_orders(written(tmp_path / "some.csv", HEADER, *ROWS, broken))

    assert (answer.code, answer.err) == (0, "")
    assert counted(answer) == (5, 4, 0, 0, 1, 0)
    assert answer.json["reasons"] == [
        {
            "column": "Promised",
            "count": 1,
            "reason": answer.json["reasons"][0]["reason"],
            "example": "row 6: '2023-02-29'",
        }
    ]


def test_refused_file_exits_with_1_and_one_line(tmp_path):
    file = written(tmp_path / "double.csv", ("PO", "PO", "Supplier"), ("1", "2", "3"))

    answer = import_orders(file)

    assert (answer.code, counted(answer)) == (1, (0, 0, 0, 0, 0, 0))
    assert (answer.json["questions"], answer.json["columns"]) == ([], {})
    assert answer.err == f"troth: {answer.json['error']}\n"
    assert answer.err.startswith(f"troth: {file}: Two columns have the same name")
    assert nothing_is_recorded()


def test_file_that_is_not_there_exits_with_1_and_one_line(tmp_path):
    answer = import_orders(tmp_path / "nowhere.csv")

    assert (answer.code, counted(answer)) == (1, (0, 0, 0, 0, 0, 0))
    assert answer.err == f"troth: {tmp_path / 'nowhere.csv'}: No such file or directory\n"


@pytest.mark.parametrize("option", [("--factory-column", "Fabrik"), ("--map", "value=Fabrik"), ("--key", "Fabrik")])
def test_wrong_column_name_is_answered_with_those_there_are(file, option):
    answer = troth("import", "orders", file, "--factory-column", "Supplier", *KEYS, *option, "--json")

    assert answer.code == 1
    assert answer.err == (
        f"troth: {file}: The file has no column named Fabrik. Choose among these columns: {', '.join(HEADER)}.\n"
    )
    assert nothing_is_recorded()


def test_unknown_field_is_wrong_use(file):
    answer = import_orders(file, "--map", "price=Amount")

    assert (answer.code, answer.err) == (2, f"troth: {answer.json['error']}\n")
    assert answer.err.startswith("troth: there is no field 'price'; the fields are factory, order, line, promised,")


@pytest.mark.parametrize(
    "arguments",
    [
        ("import", "orders"),
        ("import", "orders", "x.csv", "--map", "value"),
        ("partners", "--as-of", "yesterday"),
        ("explain", "X", "--side", "both"),
        ("nonsense",),
        (),
    ],
)
def test_wrong_use_exits_with_2_and_one_line(arguments):
    answer = troth(*arguments)

    assert (answer.code, answer.out) == (2, "")
    assert len(answer.err.splitlines()) == 1
    assert troth(*arguments, "--json").json == {"error": answer.err.removeprefix("troth: ").strip()}


AMBIGUOUS = (
    ("PO", "Supplier", "Promised", "Delivered"),
    ("1", "Kim Loi", "03/04/2024", "05/04/2024"),
    ("2", "Kim Loi", "05/06/2024", "04/06/2024"),
    ("3", "Kim Loi", "07/08/2024", "07/08/2024"),
)


def test_question_left_open_imports_nothing_and_exits_with_1(tmp_path):
    file = written(tmp_path / "which.csv", *AMBIGUOUS)

    answer = troth("import", "orders", file, "--factory-column", "Supplier", "--key", "PO", "--json")

    assert answer.code == 1
    assert counted(answer) == (3, 0, 0, 0, 0, 0)
    asked = {
        question["column"]: [each["answer"] for each in question["readings"]] for question in answer.json["questions"]
    }
    assert asked == {"Promised": ["day-first", "month-first"], "Delivered": ["day-first", "month-first"]}
    assert len(answer.err.splitlines()) == 1
    assert "answer with --answer 'Promised=day-first|month-first'" in answer.err
    assert nothing_is_recorded()


@pytest.mark.parametrize(("order", "due"), [("day-first", date(2024, 4, 3)), ("month-first", date(2024, 3, 4))])
def test_answer_decides_how_dates_are_read(tmp_path, order, due):
    file = written(tmp_path / "which.csv", *AMBIGUOUS)
    answers = [part for name in ("Promised", "Delivered") for part in ("--answer", f"{name}={order}")]

    answer = troth("import", "orders", file, "--factory-column", "Supplier", "--key", "PO", *answers, "--json")

    assert (answer.code, counted(answer)) == (0, (3, 3, 0, 0, 0, 0))
    assert OrderLine.objects.get(key="1").due_on == due


def test_answer_that_is_none_is_wrong_use(file):
    answer = import_orders(file, "--answer", "Promised=maybe")

    assert answer.code == 2
    assert answer.err.startswith("troth: --answer Promised=maybe: answer with one of day-first, month-first")


def test_factory_that_was_not_chosen_is_asked_for(file):
    answer = troth("import", "orders", file, *KEYS, "--json")

    assert answer.code == 1
    assert [question["column"] for question in answer.json["questions"]] == ["factory"]
    assert "name it with --factory-column COLUMN" in answer.err
    assert nothing_is_recorded()


def test_years_of_two_digits_are_told_and_asked_only_where_they_lie_far_ahead(tmp_path):
    def listed(year):
        days = [f"{day}-Mar-{year % 100:02}" for day in range(1, 5)]
        rows = [(f"P{day}", 1, "Kim Loi", day, "", "", 1, 1, "USD", "shirts") for day in days]
        return written(tmp_path / f"{year}.csv", HEADER, *rows)

    near, far = (listed(date.today().year + ahead) for ahead in (10, 11))

    certain = import_orders(near, "--dry-run")
    assert (certain.code, certain.json["columns"]["promised"]["years"]) == (0, "1969-2068")
    assert certain.json["notes"] == ["Two-digit years in Promised are read as 1969 to 2068."]

    asked = import_orders(far)
    last = date.today().year + 10
    assert (asked.code, [question["column"] for question in asked.json["questions"]]) == (1, ["Promised"])
    assert f"(answer with --answer 'Promised=until-2068|until-{last}')" in asked.err
    assert nothing_is_recorded()

    assert import_orders(far, "--answer", f"Promised=until-{last}", "--answer", "Promised=day-first").code == 0
    assert OrderLine.objects.earliest("due_on").due_on == date(date.today().year - 89, 3, 1)
    assert import_orders(far, "--answer", "Promised=until-soon").code == 2


def test_flag_found_in_an_old_history_is_due_from_today(tmp_path):
    days = [date(2024, 1, 8) + timedelta(weeks=week) for week in range(30)]
    late = [(f"PO-{at}", "Kim Loi", day, day + timedelta(days=9 if at > 12 else 0)) for at, day in enumerate(days)]

    file = written(tmp_path / "old.csv", ("PO", "Supplier", "Promised", "Delivered"), *late)
    assert troth("import", "orders", file, "--factory-column", "Supplier", "--json").code == 0

    flag = RedFlag.objects.get(closed_on=None)
    assert (flag.raised_on.year, flag.due_on) == (2024, timezone.localdate() + timedelta(days=14))


def test_two_spells_that_a_later_file_runs_into_one_go_on_under_the_open_flag(tmp_path):
    def late(*months, key):
        return [
            (f"{key}{month}-{day}", "Hao Yun", f"2025-{month:02}-{day:02}", f"2025-{month + 1:02}-{day:02}")
            for month in months
            for day in range(1, 11)
        ]

    fine = [(f"F{month}-{day}", "Hao Yun", f"2025-{month:02}-{day:02}", f"2025-{month:02}-{day:02}")
            for month in range(4, 10) for day in range(1, 11)]  # fmt: skip
    header = ("PO", "Supplier", "Promised", "Delivered")
    first = written(tmp_path / "one.csv", header, *late(1, 2, key="A"), *fine, *late(10, 11, key="B"))
    assert troth("import", "orders", first, "--factory-column", "Supplier", "--json").code == 0
    earlier, standing = RedFlag.objects.order_by("raised_on")
    assert (earlier.closed_on is None, standing.closed_on) == (False, None)

    second = written(tmp_path / "two.csv", header, *late(4, 5, 6, 7, 8, 9, key="C"))
    answer = troth("import", "orders", second, "--factory-column", "Supplier", "--json")

    assert (answer.code, answer.err) == (0, "")
    assert RedFlag.objects.get(closed_on=None).pk == standing.pk
