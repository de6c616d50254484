"""Many rows in one statement: what is written reads back as Django's own writing would, on either database."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from itertools import pairwise

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests import makers
from troth_site.actions import bulk
from troth_site.models import AuditEntry, Commitment, Order, OrderLine, Relationship, Tally

pytestmark = pytest.mark.django_db
KEYS = ("relationship_id", "side", "dimension", "happened", "known")
SUMS = ("lines", "kept_weight", "kept", "excused", "broken_weight", "excused_weight", "light_weight")
MOMENT = datetime(2026, 3, 2, 23, 30, 0, 123456, tzinfo=timezone(timedelta(hours=8)))
NOTHING = (0, 0, 0.0, 0.0, 0.0)
MANY = 2 * bulk.BLOCK + 1


@pytest.fixture
def pair():
    """A partner with one line."""
    buyer = makers.make_organisation("Nordlicht")
    makers.make_lines(buyer, "Yongfa", [(date(2026, 1, 5), None)], today=date(2026, 1, 10))
    return Relationship.objects.get()


def _tallies(pair, numbers, *, lines=1, weight=0.25):
    bulk.add_up(
        Tally, KEYS, SUMS, ((pair.pk, "buyer", "money", day, day + 1, lines, weight, *NOTHING) for day in numbers)
    )


def _stored():
    return list(Tally.objects.filter(dimension="money").order_by("happened").values_list(*KEYS[3:], *SUMS[:2]))


def test_inserted_rows_read_back_as_they_were_given(pair):
    line = OrderLine.objects.get()
    values = {
        "quantity": Decimal("1200.500"), "value": Decimal("0.0100"), "ordered_on": date(2025, 12, 1),
        "due_on": date(2026, 2, 3), "completed_on": None, "fingerprint": bytes(range(16)),
        "item": "Größe 靴 'x' \\ \t\n",
    }  # fmt: skip
    pk = bulk.take_ids(Commitment, 1)[0]
    promise = ("id", "relationship_id", "side", "dimension", "kind", "what", "due_on", "stake", "quality", "state",
               "accepted_by", "zone")  # fmt: skip
    bulk.insert(Commitment, promise, [(pk, pair.pk, "factory", "delivery", "order line", "", values["due_on"], 0.1, 0.6,
                                       "accepted", "record", "")])  # fmt: skip
    columns = ("commitment_id", "order_id", "relationship_id", "key", "number", "currency", "factory_days",
               "buyer_days", "excused_days", *values)  # fmt: skip

    bulk.insert(OrderLine, columns, iter([(pk, line.order_id, pair.pk, "k", "1", "", 0, 0, 0, *values.values())]))

    assert OrderLine.objects.filter(key="k").values(*values).get() == values
    assert Commitment.objects.get(pk=pk).stake == 0.1


def test_moments_are_kept_in_one_zone_to_the_microsecond(pair):
    columns = ("at", "verb", "as_operator", "subject", "data")

    bulk.insert(AuditEntry, columns, [(MOMENT, "test.done", True, "", "{}")])

    assert AuditEntry.objects.get(verb="test.done").at == MOMENT.astimezone(UTC)


def test_more_rows_than_a_block_all_arrive_once(pair):
    _tallies(pair, range(MANY))

    assert _stored() == [(day, day + 1, 1, 0.25) for day in range(MANY)]


def test_sums_are_added_where_the_keys_are_there(pair):
    _tallies(pair, range(4))
    _tallies(pair, range(2, 6), lines=-3, weight=0.5)

    assert [row[2:] for row in _stored()] == [(1, 0.25)] * 2 + [(-2, 0.75)] * 2 + [(-3, 0.5)] * 2


def test_very_many_sums_are_added_as_few_are(pair):
    _tallies(pair, range(MANY))
    _tallies(pair, range(1, MANY + 1), lines=-3, weight=0.5)

    assert [row[2:] for row in _stored()] == [(1, 0.25), *[(-2, 0.75)] * (MANY - 1), (-3, 0.5)]


def test_put_replaces_where_the_keys_are_there(pair):
    _tallies(pair, range(2))

    bulk.put(Tally, KEYS, SUMS, [(pair.pk, "buyer", "money", day, day + 1, 7, 0.5, *NOTHING) for day in (1, 2)])

    assert [row[2:] for row in _stored()] == [(1, 0.25), (7, 0.5), (7, 0.5)]


def test_update_changes_the_named_rows_and_columns_alone(pair):
    _tallies(pair, range(MANY))
    later = Tally.objects.filter(dimension="money", happened__gte=1)
    rows = list(later.order_by("happened").values_list("pk", flat=True))

    bulk.update(Tally, "id", ("lines",), ((at, pk) for at, pk in enumerate(rows)))

    assert _stored() == [(0, 1, 1, 0.25), *((day, day + 1, day - 1, 0.25) for day in range(1, MANY))]


def test_pairs_are_found_exactly(pair):
    made = [(pair.pk, f"Q-{number}") for number in range(1_000)]
    bulk.insert(Order, ("relationship_id", "number"), made)
    wanted = [*made[1:], (pair.pk, "Q-none"), (pair.pk + 1, "Q-0")]

    found = bulk.find(Order, ("relationship_id", "number"), ("relationship_id", "number"), wanted)

    assert sorted(tuple(row) for row in found) == sorted(made[1:])


def test_ids_are_taken_once_and_in_a_row(pair):
    highest = Order.objects.latest("pk").pk
    taken = []
    for count in (3, 2):
        ids = bulk.take_ids(Order, count)
        bulk.insert(Order, ("id", "relationship_id", "number"), ((pk, pair.pk, str(pk)) for pk in ids))
        taken += ids
    by_django = Order.objects.create(relationship=pair, number="later").pk

    assert taken[0] > highest
    assert all(later == earlier + 1 for earlier, later in pairwise(taken))
    assert by_django > taken[-1]


def test_ids_of_deleted_rows_are_not_taken_again(pair):
    ids = bulk.take_ids(Order, 2)
    bulk.insert(Order, ("id", "relationship_id", "number"), ((pk, pair.pk, str(pk)) for pk in ids))
    Order.objects.filter(pk__in=ids).delete()

    assert bulk.take_ids(Order, 1)[0] > ids[-1]


def test_a_refused_row_refuses_all_of_them(pair):
    same = [(pair.pk, "Q-1"), (pair.pk, "Q-1")]

    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.insert(Order, ("relationship_id", "number"), same)

    assert not Order.objects.filter(number="Q-1").exists()


def test_no_rows_write_nothing(pair):
    before = _stored()

    for write in (bulk.add_up, bulk.put):
        write(Tally, KEYS, SUMS, [])
    bulk.update(Tally, "id", ("lines",), [])
    bulk.insert(Order, ("relationship_id", "number"), [])

    assert _stored() == before == []
    assert bulk.find(Order, ("relationship_id", "number"), ("id",), []) == []


def test_a_thousand_sums_take_few_statements(pair):
    with CaptureQueriesContext(connection) as asked:
        _tallies(pair, range(1000))

    # PostgreSQL makes a table beside, copies into it, inserts from it and drops it.
    assert len(asked) == (4 if connection.vendor == "postgresql" else 2)
