"""The history without its warehouse: set aside by a rule, imported, undone, imported again."""

import pytest

from tests.site.real.oracle import HISTORY, WAREHOUSE, counted, delivery_history, told
from tests.site.record import kept_for_a_module, troth
from troth_site import access
from troth_site.actions import imports as steps
from troth_site.actions import people
from troth_site.models import Action, Commitment, ImportBatch, LedgerEntry

OPTIONS = ("--factory-column", "Vendor", "--key", "ID", "--set-aside", f"Vendor={WAREHOUSE}", "--json")

pytestmark = [pytest.mark.shared, pytest.mark.django_db]


@pytest.fixture(scope="module")
def without():
    lines = delivery_history()
    return lines[lines["Vendor"] != WAREHOUSE]


@pytest.fixture(scope="module")
def imported(django_db_setup, django_db_blocker):
    with kept_for_a_module(django_db_blocker):
        yield troth("import", "orders", HISTORY, *OPTIONS).json


def test_warehouse_is_counted_and_nowhere_else(imported, without):
    assert (imported["set_aside"], imported["new"]) == (10324 - len(without), len(without))
    assert told() == counted(without, "Vendor")


def test_undone_history_is_as_if_it_had_never_come_and_comes_in_again(imported, without):
    before = [troth("partners", "--as-of", day, "--json").json for day in ("2009-01-01", "2012-06-30")]
    asked = _actions()
    assert asked
    entries = LedgerEntry.objects.filter(counted_on__isnull=False).count()

    steps.undo(by=access.actor(people.local_operator(), as_operator=True), batch=ImportBatch.objects.get().pk)

    assert [troth("partners", *day, "--json").json for day in ([], ["--as-of", "2009-01-01"])] == [[], []]
    assert _actions() == []
    assert LedgerEntry.objects.filter(counted_on__isnull=False).count() == entries + len(without)
    assert troth("import", "orders", HISTORY, *OPTIONS).json["new"] == len(without)
    assert [told("--as-of", day) for day in ("2009-01-01", "2012-06-30")] == [_numbers(each) for each in before]
    assert _actions() == asked


def test_backtest_without_the_warehouse_scores_the_rest(without):
    found = troth(
        "backtest", HISTORY, "--factory-column", "Vendor", "--set-aside", f"Vendor={WAREHOUSE}", "--json"
    ).json

    assert (found["set_aside"], found["scored"]) == (10324 - len(without), len(without) - 500)


def _numbers(documents):
    numbers = {document["name"]: document["factory"]["delivery"] for document in documents}
    return {name: (found["n"], found["kept"], found["rate"]) for name, found in numbers.items() if found["n"]}


def _actions():
    """Return the actions that ask for something, and the parts each side has in them."""
    actions = Action.objects.filter(state="open").values_list("relationship__factory__name", "side", "kind")
    parts = Commitment.objects.filter(kind="action", state="proposed").values_list(
        "relationship__factory__name", "side"
    )
    return sorted(actions) + sorted(parts)
