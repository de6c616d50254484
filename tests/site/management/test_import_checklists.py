"""`troth import checklist`: a form of ODK or Kobo becomes a checklist."""

import pytest

from tests.site.record import troth, written
from tests.site.sheets.test_xlsforms import SURVEY, make
from troth_site.models import AuditEntry, Checklist

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _record(tmp_path):
    file = written(tmp_path / "orders.csv", ("PO", "Supplier", "Promised"), ("P1", "Kim Loi", "2024-03-01"))
    assert troth("import", "orders", file, "--factory-column", "Supplier", "--key", "PO", "--json").code == 0


def mine():
    return list(Checklist.objects.exclude(organisation=None).values_list("code", "number", "name"))


def test_a_form_is_kept_once_however_often_it_comes(tmp_path):
    path = make(tmp_path / "form.xlsx")
    looked = troth("import", "checklist", path, "--dry-run", "--json")
    assert (looked.code, looked.json["kept"], mine()) == (0, False, [])

    kept = troth("import", "checklist", path, "--json").json
    assert (kept["kept"], kept["code"], len(kept["questions"])) == (True, "goods-in", 9)
    assert kept["questions"][0] == {"name": "dry", "kind": "choice", "label": "Is it dry?"}
    assert troth("import", "checklist", path).out.startswith("Goods that come in: kept\n")
    assert mine() == [("goods-in", 1, "Goods that come in")]
    assert AuditEntry.objects.filter(verb="checklist.imported").count() == 1


def test_a_form_that_cannot_be_kept_names_sheet_row_and_column(tmp_path):
    path = make(tmp_path / "form.xlsx", [*SURVEY, ["audio", "said", "Say it"]])
    answer = troth("import", "checklist", path, "--json")

    assert (answer.code, answer.err.count("\n"), mine()) == (1, 1, [])
    assert [(each["sheet"], each["row"], each["column"]) for each in answer.json["refused"]] == [("survey", 15, "type")]
    assert "nothing was kept. Sheet survey, row 15, column type: " in answer.err


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"type,name\ntext,a"])
def test_what_is_no_form_is_refused_in_one_line(tmp_path, content):
    path = tmp_path / "form.xlsx"
    path.write_bytes(content)
    answer = troth("import", "checklist", path, "--json")
    assert (answer.code, answer.err.count("\n")) == (1, 1)
    assert answer.json["error"].startswith(f"{path}: ")
    assert not mine()


def test_whose_checklist_it_is_must_be_clear(tmp_path):
    path = make(tmp_path / "form.xlsx")
    assert troth("import", "checklist", path, "--organisation", "Nobody").code == 2
    assert troth("import", "checklist", tmp_path / "none.xlsx").code == 1
