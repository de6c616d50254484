"""The register of meals and gifts as a table to take away."""

import csv
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
import python_calamine
from django.urls import reverse

from tests.site.communication.test_hospitality import boss, record, say

pytestmark = pytest.mark.django_db
__all__ = ["boss"]


@pytest.mark.parametrize(("kind", "mark"), [("csv", "'"), ("xlsx", "")])
def test_the_table_holds_no_formula(cast, boss, kind, mark):
    pk = record(cast, what="=HYPERLINK(1)", people="@all", amount="120", word="given")
    say(cast, cast.ana, pk, "refused", because="=1+1")
    name = {"csv": "hospitality-export", "xlsx": "hospitality-workbook"}[kind]
    answer = cast.browser(cast.ana).get(reverse(name, args=[cast.pair.pk]))
    told = read_csv(answer.content) if kind == "csv" else read_workbook(answer.content)

    assert (told["what"], told["people"]) == (f"{mark}=HYPERLINK(1)", f"{mark}@all")
    assert (told["received"], told["received_because"], told["our_approval"]) == ("refused", f"{mark}=1+1", "needless")
    assert Decimal(str(told["amount"])) == 120


def read_csv(content):
    [told] = csv.DictReader(content.decode("utf-8-sig").splitlines())
    return told


def read_workbook(content):
    with ZipFile(BytesIO(content)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
    header, values = python_calamine.load_workbook(BytesIO(content)).get_sheet_by_index(0).to_python()
    return dict(zip(header, values, strict=True))
