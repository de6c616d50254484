"""`troth import orders`: whose record it is, who acts, and taking a whole import back."""

import pytest

from tests.site.management.imported import (
    HEADER,
    KEYS,
    ROWS,
    counted,
    import_orders,
    numbers,
    partners,
)
from tests.site.record import troth, written
from troth_site import access
from troth_site.actions import imports as steps
from troth_site.actions import people
from troth_site.models import ImportBatch, ImportProfile, LedgerEntry, Organisation, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    return written(tmp_path / "orders.csv", HEADER, *ROWS)


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
