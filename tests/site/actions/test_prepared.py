"""Queries composed once answer as Django's own do."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

from tests import makers
from troth_site.models import Commitment, OrderLine, Relationship
from troth_site.prepared import Prepared, given

DAY = date(2026, 3, 2)
PAIR = Prepared(lambda: Relationship.objects.filter(pk=given("pk")))
LINE = Prepared(lambda: OrderLine.objects.filter(pk=given("pk")).select_related("commitment__relationship", "order"))
LINES = Prepared(lambda: OrderLine.objects.filter(due_on__gt=DAY, relationship=given("pair")).order_by("-pk"))
SIDES = Prepared(
    lambda: Commitment.objects.filter(side__in=[given("one"), given("other")]).order_by("pk").values_list("pk", "side")
)
VALUES = Prepared(lambda: OrderLine.objects.filter(pk=given("pk")).values_list("due_on", "value", "fingerprint"))
COUNT = Prepared(
    lambda: (
        OrderLine.objects.filter(relationship=given("pair"))
        .values("relationship")
        .annotate(number=Count("pk"))
        .values_list("number")
    )
)
LOCKED = Prepared(lambda: Relationship.objects.filter(pk=given("pk")).select_for_update(of=("self",)))
ALL_OF = Prepared(lambda: Relationship.objects.filter(buyer=given("buyer")))


@pytest.fixture
def lines(db):
    buyer = makers.make_organisation("Nordlicht")
    days = [date(2026, 3, day) for day in (1, 9, 16)]
    return makers.make_lines(buyer, "Yongfa", [(day, 0) for day in days], today=date(2026, 4, 1))


def test_rows_are_those_of_the_query_itself(lines):
    pair = lines[0].relationship_id

    assert LINES.rows(pair=pair) == list(OrderLine.objects.filter(due_on__gt=DAY).order_by("-pk"))
    assert vars(PAIR.first(pk=pair)) | {"_state": None} == vars(Relationship.objects.get(pk=pair)) | {"_state": None}
    assert (LINES.rows(pair=pair + 1), PAIR.first(pk=pair + 1)) == ([], None)


def test_values_are_converted_as_the_query_itself_does(lines):
    line = lines[1]
    OrderLine.objects.filter(pk=line.pk).update(value=Decimal("12.5"))

    assert VALUES.rows(pk=line.pk) == list(
        OrderLine.objects.filter(pk=line.pk).values_list("due_on", "value", "fingerprint")
    )
    assert VALUES.first(pk=line.pk)[:2] == (date(2026, 3, 9), Decimal("12.5000"))
    assert COUNT.first(pair=line.relationship_id) == (3,)
    assert SIDES.rows(one="factory", other="buyer") == [(each.pk, "factory") for each in lines]
    assert SIDES.rows(one="buyer", other="buyer") == []


def test_rows_selected_together_come_in_one_query(lines):
    LINE.first(pk=lines[0].pk)

    with CaptureQueriesContext(connection) as asked:
        line = LINE.first(pk=lines[2].pk)
        seen = (line.order.number, line.commitment.relationship.pk, line.commitment.due_on)

    assert len(asked) == 1
    assert seen == (lines[2].order.number, lines[2].relationship_id, date(2026, 3, 16))


def test_a_row_can_be_saved_again(lines):
    line = LINE.first(pk=lines[0].pk)
    line.item = "Shirt"
    line.save()

    assert OrderLine.objects.get(pk=line.pk).item == "Shirt"


def test_a_number_larger_than_any_key_finds_nothing(lines):
    assert (PAIR.first(pk=2**63), PAIR.first(pk=10**30), ALL_OF.rows(buyer=2**63)) == (None, None, [])


@pytest.mark.django_db(transaction=True)
def test_rows_are_locked_in_a_transaction_only():
    with pytest.raises(transaction.TransactionManagementError):
        LOCKED.rows(pk=1)
    with transaction.atomic():
        assert LOCKED.rows(pk=1) == []
