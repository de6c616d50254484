"""The steps of an import in the background: what each leaves behind, also when it is interrupted or sent twice."""

import pytest

from tests import makers
from tests.shared import shared_path
from tests.site.sheets.files import filled, put
from troth_site import queue
from troth_site.access import actor
from troth_site.actions import imports as steps
from troth_site.jobs import imports as jobs
from troth_site.models import ImportBatch, LedgerEntry, OrderLine, Relationship
from troth_site.sheets.reading import open_table

HEADER = "Order,Line,Supplier,Due date,Delivered,Qty"
ROWS = ["P1,1,Kim Loi,2024-03-01,2024-02-28,100", "P1,2,Kim Loi,2024-03-01,2024-03-05,50", "P2,1,Bursa,2024-04-10,,70"]
FIELDS = {"factory": "Supplier", "order": "Order", "line": "Line", "promised": "Due date", "delivered": "Delivered",
          "quantity": "Qty"}  # fmt: skip
MAPPING = {"fields": FIELDS, "key": ["Order", "Line"], "set_aside": [], "answers": {}}

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return actor(makers.make_person(makers.make_organisation("Nordlicht")))


def received(by, path):
    """Take a file in without its study; each test runs the steps itself."""
    taken = steps.receive(
        by=by, organisation=by.seats[0].organisation, file_name=path.name, parts=[path.read_bytes()], study_later=False
    )
    return ImportBatch.objects.get(pk=taken.pk)


def csv(folder, *rows, header=HEADER):
    return put(folder, "\n".join([header, *rows]) + "\n")


def answered(batch, **changes):
    batch.mapping, batch.state = {**MAPPING, **changes}, "checking"
    batch.save()
    return batch


def told(batch):
    batch.refresh_from_db()
    return batch


def test_study_proposes_and_chooses_no_factory(by, tmp_path):
    batch = received(by, csv(tmp_path, *ROWS))

    jobs.study.func(batch.pk)

    study = told(batch).study
    assert batch.state == "asking"
    assert {name: found["column"] for name, found in study["proposed"].items()} == {
        name: column for name, column in FIELDS.items() if name != "factory"
    }
    assert (study["rows"], study["key"], study["factory_candidates"]) == (3, ["Order", "Line"], ["Supplier"])
    assert study["frequent"] == {"Supplier": [["Kim Loi", 2]]}
    assert batch.mapping is None


def test_study_of_what_is_no_table_is_refused_with_place_and_mend(by, tmp_path):
    batch = received(by, csv(tmp_path, "1,2,3,4,5,6", header="Order,Line,Supplier,Due,Due,Qty"))

    jobs.study.func(batch.pk)

    problem = told(batch).problem
    assert batch.state == "refused"
    assert problem["place"] == {"template": "Row %(row)s.", "params": {"row": 1}}
    assert problem["mend"]["template"] == "Give each column its own name, and drop the file again."


def test_workbook_with_two_sheets_of_data_asks_for_one(by, tmp_path):
    import xlsxwriter

    path = tmp_path / "two.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name in ("Old", "New"):
            filled([HEADER.split(","), *[row.split(",") for row in ROWS]])(book.add_worksheet(name), book)
    batch = received(by, path)

    jobs.study.func(batch.pk)
    assert (told(batch).state, [name for name, _rows in batch.study["sheets"]]) == ("asking", ["Old", "New"])

    batch.state, batch.mapping = "uploaded", {"sheet": "New"}
    batch.save()
    jobs.study.func(batch.pk)
    assert told(batch).study["facts"]["sheet"] == "New"


def test_step_that_is_not_due_changes_nothing(by, tmp_path):
    batch = received(by, csv(tmp_path, *ROWS))
    for step in (jobs.check, jobs.apply, jobs.undo):
        step.func(batch.pk, key_nobody_knows=1)

    assert (told(batch).state, batch.study, LedgerEntry.objects.count()) == ("uploaded", None, 0)


def test_unforeseen_failure_leaves_a_clear_state(by, tmp_path):
    batch = received(by, csv(tmp_path, *ROWS))
    steps.file_of(str(batch.uid), batch.file_name).unlink()

    with pytest.raises(FileNotFoundError):
        jobs.study.func(batch.pk)

    assert (told(batch).state, batch.problem["unforeseen"]) == ("refused", True)
    assert batch.problem["mend"]["params"] == {"batch": batch.pk}


def test_check_asks_where_days_can_be_read_two_ways(by, tmp_path):
    rows = [f"P{i},1,Kim Loi,0{i}/03/2024,0{i}/03/2024,5" for i in range(1, 9)]
    batch = received(by, csv(tmp_path, *rows))
    jobs.study.func(batch.pk)

    jobs.check.func(answered(told(batch)).pk)

    assert told(batch).state == "asking"
    assert [(q["kind"], q["column"]) for q in batch.study["open"]] == [
        ("date-order", "Due date"),
        ("date-order", "Delivered"),
    ]
    assert [reading["answer"] for reading in batch.study["open"][0]["readings"]] == ["day-first", "month-first"]

    jobs.check.func(answered(batch, answers={"Due date": "day-first", "Delivered": "day-first"}).pk)
    assert (told(batch).state, batch.counts["new"], batch.study["open"]) == ("checked", 8, [])


def test_check_counts_and_gives_refused_rows_back(by, tmp_path):
    batch = received(by, csv(tmp_path, *ROWS, "P3,1,Bursa,2023-02-29,,1", "P4,1,Depot,2024-02-01,,1"))
    jobs.study.func(batch.pk)

    jobs.check.func(answered(told(batch), set_aside=[["Supplier", "Depot"]]).pk)

    assert told(batch).counts == {
        "read": 5, "new": 3, "changed": 0, "unchanged": 0, "refused": 1, "set_aside": 1, "elsewhere": 0,
    }  # fmt: skip
    assert [(g["column"], g["count"], g["examples"][0][:2]) for g in batch.study["reasons"]] == [
        ("Due date", 1, [5, "2023-02-29"])
    ]
    back = open_table(steps.refused_file_of(str(batch.uid)))
    assert [row.cells[:4] for row in back.rows()] == [("P3", "1", "Bursa", "2023-02-29")]
    assert not OrderLine.objects.exists()


def test_wrong_column_is_refused_after_the_answers(by, tmp_path):
    batch = received(by, csv(tmp_path, *ROWS))
    jobs.study.func(batch.pk)

    jobs.check.func(answered(told(batch), fields={**FIELDS, "promised": "Supplier"}).pk)

    assert (told(batch).state, batch.problem["message"]["params"]["column"]) == ("refused", "Supplier")
    assert batch.study["header"] == HEADER.split(",")


def let_in(by, path):
    batch = received(by, path)
    jobs.study.func(batch.pk)
    jobs.check.func(answered(told(batch)).pk)
    batch = told(batch)
    batch.state = "applying"
    batch.save()
    jobs.apply.func(batch.pk)
    return told(batch)


def test_apply_records_judges_and_counts(by, tmp_path):
    batch = let_in(by, csv(tmp_path, *ROWS))

    assert (batch.state, batch.problem, batch.applied_at is not None) == ("done", None, True)
    assert batch.counts == {"read": 3, "new": 3, "changed": 0, "unchanged": 0, "refused": 0, "set_aside": 0}
    assert OrderLine.objects.filter(batch=batch).count() == 3
    assert {row.factory.name: row.judgements.count() for row in Relationship.objects.all()} == {
        "Kim Loi": 2,
        "Bursa": 2,
    }
    assert queue.progress(steps.progress_name(str(batch.uid))) == {"done": 3, "total": 3, "phase": "applying"}


def test_same_file_again_changes_nothing(by, tmp_path):
    let_in(by, csv(tmp_path, *ROWS))
    entries = LedgerEntry.objects.count()

    again = let_in(by, csv(tmp_path, *ROWS))

    assert {name: again.counts[name] for name in ("new", "changed", "unchanged")} == {
        "new": 0, "changed": 0, "unchanged": 3,
    }  # fmt: skip
    assert LedgerEntry.objects.count() == entries


def test_apply_that_was_cut_off_goes_on_and_counts_everything(by, tmp_path):
    batch = let_in(by, csv(tmp_path, *ROWS))
    ImportBatch.objects.filter(pk=batch.pk).update(state="applying", counts=None)

    jobs.apply.func(batch.pk)

    assert (told(batch).state, batch.counts["new"], OrderLine.objects.count()) == ("done", 3, 3)


def test_apply_that_fails_says_so_and_can_go_on(by, tmp_path):
    batch = let_in(by, csv(tmp_path, *ROWS))
    path = steps.file_of(str(batch.uid), batch.file_name)
    content = path.read_bytes()
    path.unlink()
    ImportBatch.objects.filter(pk=batch.pk).update(state="applying")

    with pytest.raises(FileNotFoundError):
        jobs.apply.func(batch.pk)
    assert (told(batch).state, batch.problem["unforeseen"]) == ("applying", True)

    path.write_bytes(content)
    jobs.apply.func(batch.pk)
    assert (told(batch).state, batch.problem) == ("done", None)


def test_undo_takes_everything_back_once(by, tmp_path):
    batch = let_in(by, csv(tmp_path, *ROWS))

    jobs.undo.func(batch.pk, person=by.person)
    entries = LedgerEntry.objects.count()
    jobs.undo.func(batch.pk, person=by.person)

    assert (told(batch).state, OrderLine.objects.count()) == ("undone", 0)
    assert LedgerEntry.objects.count() == entries == 6


@pytest.mark.shared
def test_shared_history_goes_the_whole_way(by):
    batch = received(by, shared_path("data/01_scms/SCMS_Delivery_History_Dataset.csv"))
    jobs.study.func(batch.pk)
    proposed = {name: found["column"] for name, found in told(batch).study["proposed"].items()}
    mapping = {
        "fields": {"factory": "Manufacturing Site", **proposed}, "key": batch.study["key"],
        "set_aside": [["Vendor", "SCMS from RDC"]], "answers": {},
    }  # fmt: skip
    assert (batch.study["key"], batch.study["rows"]) == (["ID"], 10_324)
    assert batch.study["frequent"]["Vendor"][0] == ["SCMS from RDC", 5_404]

    jobs.check.func(answered(batch, **mapping).pk)

    assert told(batch).counts == {
        "read": 10_324, "new": 4_920, "changed": 0, "unchanged": 0, "refused": 0, "set_aside": 5_404, "elsewhere": 0,
    }  # fmt: skip


def test_study_of_results_searches_no_key_and_judges_no_names_as_those_of_orders(by, tmp_path):
    # As a list of orders this would be refused: its names fit the values one column to the right.
    header = "Plant,Lot No,Due date,Delivered,Qty,Remark"
    rows = [f"Kim Loi,L{n},seen,2024-03-1{n},2024-03-2{n},{n}" for n in range(1, 8)]
    path = csv(tmp_path, *rows, header=header)
    taken = steps.receive(
        by=by, organisation=by.seats[0].organisation, file_name=path.name, parts=[path.read_bytes()],
        study_later=False, kind="inspections",
    )  # fmt: skip
    batch = ImportBatch.objects.get(pk=taken.pk)

    jobs.study.func(batch.pk)

    study = told(batch).study
    assert (batch.state, batch.problem, study["key"], study["questions"]) == ("asking", None, [], [])
    assert (study["proposed"]["lot"]["column"], study["factory_candidates"]) == ("Lot No", ["Plant", "Due date"])
    assert study["samples"]["Lot No"][0] == "L1"
    refused = received(by, path)
    jobs.study.func(refused.pk)
    assert told(refused).state == "refused"
