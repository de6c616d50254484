"""`troth import orders`: the contract that programs rely on."""

from datetime import date

import pytest

from tests.site.record import troth, written
from troth_site import access
from troth_site.actions import imports as steps
from troth_site.actions import people
from troth_site.models import ImportBatch, ImportProfile, LedgerEntry, OrderLine, Organisation, Person, Tally

HEADER = ("PO", "Line", "Supplier", "Promised", "Delivered", "Recorded", "Qty", "Amount", "Currency", "Goods")
ROWS = (
    ("P1", 1, "Kim Loi", "2024-03-01", "2024-02-28", "2024-03-02", 100, "250.50", "USD", "shirts"),
    ("P1", 2, "Kim Loi", "2024-03-01", "2024-03-05", "2024-03-06", 50, "99.00", "USD", "caps"),
    ("P2", 1, "Bursa", "2024-04-10", "2024-04-10", "2024-04-11", 70, "10.00", "EUR", "socks"),
    ("P3", 1, "Central warehouse", "2024-05-01", "2024-05-01", "2024-05-01", 5, "1.00", "EUR", "socks"),
)
KEYS = ("--key", "PO", "--key", "Line")
COUNTS = ("read", "new", "changed", "unchanged", "refused", "set_aside")

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    return written(tmp_path / "orders.csv", HEADER, *ROWS)


def import_orders(file, *options):
    return troth("import", "orders", file, "--factory-column", "Supplier", *KEYS, *options, "--json")


def counted(answer):
    return tuple(answer.json[name] for name in COUNTS)


def nothing_is_recorded():
    return not OrderLine.objects.exists() and not LedgerEntry.objects.exists() and not ImportBatch.objects.exists()


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

    assert (answer.code, answer.out) == (1, "")
    assert len(answer.err.splitlines()) == 1
    assert answer.err.startswith(f"troth: {file}: ")
    assert nothing_is_recorded()


def test_file_that_is_not_there_exits_with_1_and_one_line(tmp_path):
    answer = import_orders(tmp_path / "nowhere.csv")

    assert (answer.code, answer.out) == (1, "")
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

    assert (answer.code, answer.out) == (2, "")
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


def test_saved_profile_maps_the_columns(file):
    import_orders(file)
    mapping = ImportBatch.objects.get().mapping
    ImportProfile.objects.create(organisation=Organisation.objects.get(kind="buyer"), name="usual", mapping=mapping)

    answer = troth("import", "orders", file, "--profile", "usual", "--json")
    unknown = troth("import", "orders", file, "--profile", "other", "--json")

    assert counted(answer) == (4, 0, 0, 4, 0, 0)
    assert (unknown.code, unknown.err) == (2, "troth: no profile is called 'other' ('usual')\n")


def test_named_buyer_is_founded_once_and_then_needed_where_there_are_two(file):
    assert import_orders(file, "--buyer", "Blue Coat Ltd").code == 0
    by = access.actor(people.local_operator(), as_operator=True)
    second = Organisation.objects.create(kind="buyer", name="Green Coat Ltd")
    people.take_seat(by=by, person=people.local_operator(), organisation=second.pk, role="operator")

    unnamed = import_orders(file)
    named = import_orders(file, "--buyer", "green coat ltd")

    assert unnamed.code == 2
    assert unnamed.err.endswith("say whose this is with --buyer, one of 'Blue Coat Ltd', 'Green Coat Ltd'\n")
    assert counted(named) == (4, 4, 0, 0, 0, 0)


def test_person_named_by_as_acts_and_stands_in_the_record(file):
    import_orders(file)
    buyer = Organisation.objects.get(kind="buyer")
    mai = Person.objects.create_user("mai@example.org", name="Mai")
    people.take_seat(
        by=access.actor(people.local_operator(), as_operator=True), person=mai, organisation=buyer.pk, role="sourcing"
    )

    answer = troth("--as", "Mai@Example.org", "import", "orders", file, "--factory-column", "Supplier", *KEYS, "--json")
    nobody = troth("--as", "nobody@example.org", "partners", "--json")

    assert counted(answer) == (4, 0, 0, 4, 0, 0)
    assert ImportBatch.objects.order_by("pk").last().person == mai
    assert (nobody.code, nobody.err) == (2, "troth: Nobody here has the address nobody@example.org.\n")


def test_person_without_the_right_imports_nothing(file):
    import_orders(file)
    buyer = Organisation.objects.get(kind="buyer")
    eye = Person.objects.create_user("eye@example.org", name="Eye")
    people.take_seat(
        by=access.actor(people.local_operator(), as_operator=True), person=eye, organisation=buyer.pk, role="quality"
    )

    answer = troth("--as", "eye@example.org", "import", "orders", file, "--factory-column", "Supplier", *KEYS)

    assert (answer.code, answer.err) == (2, "troth: you may import for no buyer\n")
    assert ImportBatch.objects.count() == 1


def partners(*options):
    answer = troth("partners", *options, "--json")
    assert answer.code == 0
    return answer.json


def numbers(name, side="factory", *options):
    return next(document for document in partners(*options) if document["name"] == name)[side]["delivery"]


DAYS = ("2024-02-29", "2024-03-01", "2024-03-04", "2024-03-06", "2024-04-10", "2024-04-11", "2026-01-01")


def test_undone_import_is_gone_from_every_past_day_and_the_ledger_keeps_both(file, tmp_path):
    earlier = written(tmp_path / "earlier.csv", HEADER, ROWS[2])
    import_orders(earlier)
    before = [partners("--as-of", day) for day in DAYS]
    changed = (*ROWS[2][:4], "2024-04-20", "2024-04-21", *ROWS[2][6:])
    assert counted(import_orders(written(tmp_path / "later.csv", HEADER, *ROWS[:2], changed))) == (3, 2, 1, 0, 0, 0)
    entries = LedgerEntry.objects.count()

    batch = ImportBatch.objects.order_by("pk").last()
    steps.undo(by=access.actor(people.local_operator(), as_operator=True), batch=batch.pk)

    assert [partners("--as-of", day) for day in DAYS] == before
    assert LedgerEntry.objects.count() == entries + 3
    assert troth("ledger", "export", "Bursa", tmp_path / "copy.jsonl").code == 0
    assert troth("ledger", "verify", tmp_path / "copy.jsonl").code == 0
    assert counted(import_orders(tmp_path / "later.csv")) == (3, 2, 1, 0, 0, 0)
    assert numbers("Kim Loi")["n"] == 2
