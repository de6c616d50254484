"""Real lists of every kind: each is read or refused with a reason, never a traceback, and nothing is saved."""

import pytest

from tests.shared import SHARED, shared_path
from tests.site.record import troth
from troth_site.models import ImportBatch, OrderLine

FOLDERS = ("data/03_procurement", "data/04_facilities", "data/11_spreadsheets")
READ = {".csv", ".tsv", ".txt", ".xls", ".xlsx", ".xlsb", ".xlsm", ".ods"}
FILES = sorted(
    path.relative_to(SHARED).as_posix()
    for folder in FOLDERS
    for path in shared_path(folder).rglob("*")
    if path.is_file() and path.suffix.lower() in READ
)

pytestmark = [pytest.mark.shared, pytest.mark.django_db]


def test_there_are_files_to_try():
    assert {name.split("/")[1] for name in FILES} == {folder.split("/")[1] for folder in FOLDERS}


@pytest.mark.parametrize("name", FILES)
def test_file_is_read_or_refused_with_one_line(name):
    answer = troth("import", "orders", shared_path(name), "--dry-run", "--json")

    assert answer.code in (0, 1)
    assert len(answer.err.splitlines()) == answer.code
    if answer.out:
        assert {"read", "questions", "columns"} - answer.json.keys() == set()
    assert (OrderLine.objects.count(), ImportBatch.objects.count()) == (0, 0)


def test_list_without_dates_is_asked_for_the_promised_day():
    answer = troth(
        "import", "orders", shared_path("data/03_procurement/kaggle_supply_chain_data_100.csv"),
        "--factory-column", "Supplier_name", "--key", "SKU", "--dry-run", "--json",
    )  # fmt: skip

    assert answer.code == 1
    assert [question["column"] for question in answer.json["questions"]] == ["promised"]
