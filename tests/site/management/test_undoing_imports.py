"""`troth import list` and `troth import undo`: what a page can take back, a command can too."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from tests.site.management.imported import HEADER, ROWS, import_orders, numbers
from tests.site.record import troth, written
from troth_site.management import old_undoings
from troth_site.models import AuditEntry, ImportBatch, LedgerEntry, OrderLine

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(tmp_path):
    """Two files, of which the second repeats two lines, corrects one and adds one."""
    import_orders(written(tmp_path / "march.csv", HEADER, *ROWS[:3]))
    late = (*ROWS[2][:4], "2024-04-19", "2024-04-20", *ROWS[2][6:])
    import_orders(written(tmp_path / "april.csv", HEADER, *ROWS[:2], late, ROWS[3]))


def undo(*options):
    return troth("import", "undo", *options, "--json")


def test_list_names_each_import_with_its_number(both):
    answer = troth("import", "list", "--json")

    rows = [(row["file"], row["state"], row["new"], row["changed"], row["unchanged"]) for row in answer.json]
    assert rows == [("april.csv", "done", 1, 1, 2), ("march.csv", "done", 3, 0, 0)]
    shown = troth("import", "list").out.splitlines()
    assert [line.split()[1:] for line in shown] == [
        ["done", str(timezone.localdate()), file, *counts]
        for file, *counts in (("april.csv", "1", "new,", "1", "changed"), ("march.csv", "3", "new,", "0", "changed"))
    ]


def test_list_without_imports_says_so():
    assert troth("import", "list").out.startswith("No file was imported for a buyer you act for.")


def test_dry_run_says_what_would_stay_and_changes_nothing(both):
    answer = undo("march.csv", "--dry-run")

    assert (answer.code, answer.json["leave"], answer.json["stay"], answer.json["undone"]) == (
        0, 0, {"april.csv": 3}, False,
    )  # fmt: skip
    assert ImportBatch.objects.filter(state="undone").count() == 0
    shown = troth("import", "undo", "march.csv", "--dry-run").out.splitlines()
    assert shown[:2] == ["     leave  0", "      stay  3  told by april.csv (3) too"]


def test_first_file_taken_back_leaves_what_the_second_says(both):
    before = [numbers(name) for name in ("Kim Loi", "Bursa")]

    assert undo("march.csv").json["undone"] is True

    assert [numbers(name) for name in ("Kim Loi", "Bursa")] == before
    assert OrderLine.objects.count() == 4
    assert undo("april.csv").json["leave"] == 4
    assert OrderLine.objects.count() == 0


def test_second_file_taken_back_leaves_what_the_first_said(both):
    answer = undo("april.csv")

    assert (answer.json["leave"], answer.json["put_back"], answer.json["stay"]) == (1, 1, {})
    assert (OrderLine.objects.count(), numbers("Bursa")["kept"]) == (3, 1)


def test_undoing_twice_changes_nothing(both):
    undo("april.csv")
    entries = LedgerEntry.objects.count()

    number = ImportBatch.objects.get(file_name="april.csv").pk
    again = undo(str(number))

    assert (again.code, again.json["undone"], LedgerEntry.objects.count()) == (0, True, entries)
    assert troth("import", "undo", str(number)).out == "april.csv was taken back before.\n"


def test_name_of_nothing_and_of_several_is_wrong_use(both, tmp_path):
    assert (undo("may.csv").code, "troth import list" in undo("may.csv").err) == (2, True)
    import_orders(tmp_path / "april.csv")
    assert (undo("april.csv").code, "name one by its number" in undo("april.csv").err) == (2, True)


def test_doctor_sees_corrected_lines_undone_before_the_upgrade(both):
    undo("april.csv")
    undo("march.csv")

    def seen():
        with connection.cursor() as cursor:
            return old_undoings.count(lambda sql: cursor.execute(sql) or cursor)

    assert seen() == 0
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE django_migrations SET applied = %s WHERE name = %s",
            [timezone.now() + timedelta(days=1), old_undoings.SINCE],
        )
    assert seen() == 1
    AuditEntry.objects.create(verb="tallies.rebuilt", at=timezone.now())
    assert seen() == 0
