"""`troth import inspections`: results of inspections from a table."""

import pytest

from tests.site.record import troth, written
from tests.site.sheets.test_xlsforms import make
from troth_site import access
from troth_site.actions import imports, people
from troth_site.models import ClassSample, ImportBatch, Inspection, LedgerEntry, Organisation, Person

pytestmark = pytest.mark.django_db
HEADER = ("Supplier", "Lot", "Date", "Lot size", "Inspected", "Critical", "Major", "Minor", "Result")
GOOD = ("Kim Loi", "L1", "2024-03-01", 3200, 200, 0, 4, "", "Passed")


@pytest.fixture(autouse=True)
def _record(tmp_path):
    file = written(tmp_path / "orders.csv", ("PO", "Supplier", "Promised"), ("P1", "Kim Loi", "2024-03-01"))
    assert troth("import", "orders", file, "--factory-column", "Supplier", "--key", "PO", "--json").code == 0


def run(tmp_path, *rows, header=HEADER, options=()):
    file = written(tmp_path / "results.csv", header, *rows)
    return troth("import", "inspections", file, "--factory-column", "Supplier", *options, "--json")


def test_blank_is_unknown_and_pending_is_not_passed(tmp_path):
    answer = run(tmp_path, GOOD, ("Kim Loi", "L2", "2024-03-02", "", 50, "", 1, "", "Pending"))

    assert (answer.code, answer.json["new"], answer.json["refused"]) == (0, 2, [])
    assert list(Inspection.objects.order_by("lot_name").values_list("lot_name", "verdict", "state")) == [
        ("L1", "accepted", "reported"), ("L2", "pending", "reported"),
    ]  # fmt: skip
    found = ClassSample.objects.order_by("inspection__lot_name", "defect_class")
    assert list(found.values_list("inspection__lot_name", "defect_class", "looked_at", "nonconforming", "verdict")) == [
        ("L1", "critical", 200, 0, "accepted"), ("L1", "major", 200, 4, "accepted"), ("L2", "major", 50, 1, "pending"),
    ]  # fmt: skip


def test_a_refused_row_is_told_with_column_and_value_and_the_others_come_in(tmp_path):
    answer = run(tmp_path, [*GOOD[:6], 201, *GOOD[7:]], ("Kim Loi", "L9", "2024-03-09", 90, 10, 0, 0, 0, ""))

    assert answer.json["refused"] == [
        {"row": 2, "column": "Major", "value": "201", "reason": "More bad units than the 200 that were inspected."}
    ]
    assert list(Inspection.objects.values_list("lot_name", flat=True)) == ["L9"]


def test_one_row_a_defect_is_gathered_by_lot_and_day(tmp_path):
    header = ("Supplier", "Lot", "Date", "Inspected", "Defect", "Class", "Count")
    rows = [("Kim Loi", "L1", "2024-03-01", 80, "Stain", "major", 2),
            ("Kim Loi", "L1", "2024-03-01", 80, "Hole", "Major", 1),
            ("Kim Loi", "L1", "2024-03-01", 80, "Thread", "minor", "")]  # fmt: skip
    answer = run(tmp_path, *rows, header=header)

    assert (answer.json["read"], answer.json["new"]) == (3, 1)
    found = ClassSample.objects.order_by("defect_class")
    assert list(found.values_list("defect_class", "nonconforming", "defects")) == [
        ("major", None, 3), ("minor", None, None),
    ]  # fmt: skip


def test_twice_changes_nothing_a_dry_run_saves_nothing_and_undo_takes_it_whole(tmp_path):
    assert run(tmp_path, GOOD, options=("--dry-run",)).json["new"] == 1
    assert not Inspection.objects.exists()
    run(tmp_path, GOOD)
    entries = LedgerEntry.objects.count()

    again = run(tmp_path, GOOD)
    assert (again.json["new"], again.json["unchanged"], LedgerEntry.objects.count()) == (0, 1, entries)
    other = run(tmp_path, (*GOOD[:6], 5, *GOOD[7:]))
    assert (other.json["new"], other.json["different"]) == (0, [{"row": 2, "lot": "L1"}])

    batch = ImportBatch.objects.get(inspections__isnull=False)
    imports.undo(by=access.actor(people.local_operator(), as_operator=True), batch=batch.pk)
    assert not Inspection.objects.exists()
    assert run(tmp_path, GOOD).json["new"] == 1


def test_line_and_sub_suppliers_come_in_and_the_ledger_keeps_no_name_of_theirs(tmp_path):
    header = (*HEADER, "Line", "Sub-suppliers")
    row = (*GOOD, "Sewing 4", "Hongfa; Lida")
    assert run(tmp_path, row, header=header).json["new"] == 1

    made = Inspection.objects.get()
    assert (made.line, made.suppliers) == ("Sewing 4", "Hongfa\nLida")
    kept = str(LedgerEntry.objects.filter(kind="inspection.imported").values_list("content", flat=True)[0])
    assert "Sewing 4" in kept
    assert "Hongfa" not in kept + str(made.frozen)
    assert run(tmp_path, row, header=header).json["unchanged"] == 1
    assert len(run(tmp_path, (*GOOD, "Sewing 5", "Hongfa; Lida"), header=header).json["different"]) == 1


def test_the_command_says_which_column_it_took_for_what(tmp_path):
    file = written(tmp_path / "results.csv", HEADER, GOOD)
    told = troth("import", "inspections", file, "--factory-column", "Supplier", "--dry-run").out
    assert "lot_size is read from “Lot size”" in told


def test_an_unclear_order_of_days_is_asked(tmp_path):
    row = ("Kim Loi", "L1", "03/04/2024", *GOOD[3:])
    answer = run(tmp_path, row)
    assert (answer.code, len(answer.json["questions"])) == (1, 1)
    assert run(tmp_path, row, options=("--answer", "Date=day-first")).json["new"] == 1


@pytest.mark.parametrize("options", [("--map", "lot=Gone"), ("--map", "nothing=Lot")])
def test_a_column_or_field_that_is_not_there_is_refused(tmp_path, options):
    assert run(tmp_path, GOOD, options=options).code == 1


def test_quality_imports_results_lists_and_takes_them_back_and_sees_no_orders(tmp_path):
    buyer = Organisation.objects.get(kind="buyer")
    quinn = Person.objects.create_user("quinn@example.org", name="Quinn")
    operator = access.actor(people.local_operator(), as_operator=True)
    people.take_seat(by=operator, person=quinn, organisation=buyer.pk, role="quality")
    file, as_quinn = written(tmp_path / "results.csv", HEADER, GOOD), ("--as", quinn.email, "import")

    assert troth(*as_quinn, "list", "--json").json == []
    told = troth(*as_quinn, "inspections", file, "--factory-column", "Supplier", "--json")
    assert (told.code, told.json["new"], Inspection.objects.count()) == (0, 1, 1)
    assert [row["file"] for row in troth(*as_quinn, "list", "--json").json] == ["results.csv"]
    assert len(troth("import", "list", "--json").json) == 2
    assert troth(*as_quinn, "undo", "orders.csv").err.startswith("troth: no import is called 'orders.csv'")
    assert troth(*as_quinn, "undo", "results.csv", "--json").json["undone"]
    assert not Inspection.objects.exists()


def test_quality_imports_checklists_too(tmp_path):
    buyer = Organisation.objects.get(kind="buyer")
    quinn = Person.objects.create_user("quinn@example.org", name="Quinn")
    operator = access.actor(people.local_operator(), as_operator=True)
    people.take_seat(by=operator, person=quinn, organisation=buyer.pk, role="quality")

    kept = troth("--as", quinn.email, "import", "checklist", make(tmp_path / "form.xlsx"), "--json")
    assert (kept.code, kept.json["kept"]) == (0, True)
