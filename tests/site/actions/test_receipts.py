"""One receipt until its partner's numbers are current: everything in one transaction, in a known number of queries."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from tests import makers
from troth_site.actions.orders import changed
from troth_site.models import AuditEntry, Commitment, Judgement, LedgerEntry, OrderLine, Receipt, Tally

READS = 13
"""Gate, lock, line; its outcome, receipts, promises, delays; packs that may be stale; both sides' fits; tallies, packed
and loose; flags, actions, open flags."""


@pytest.fixture
def told(db):
    """A partner with a history, two lines of which are open, and who records for its buyer."""
    today = date(2026, 3, 2)
    buyer = makers.make_organisation("Nordlicht")
    days = [today - timedelta(days=10 * back) for back in range(30, 0, -1)]
    lines = makers.make_lines(buyer, "Yongfa", [*((day, 0) for day in days), (today, None), (today, None)], today=today)
    return makers.make_actor(makers.make_person(buyer)), lines[-2:], today


def _record() -> list[object]:
    return [
        [line.completed_on for line in OrderLine.objects.order_by("pk")],
        [promise.state for promise in Commitment.objects.order_by("pk")],
        *(list(kind.objects.order_by("pk").values()) for kind in (Receipt, LedgerEntry, Tally, Judgement, AuditEntry)),
    ]


def test_a_receipt_takes_a_known_number_of_queries(told):
    by, (first, second), today = told
    changed.record_receipt(by=by, line=first.pk, day=today, recorded=today)

    with CaptureQueriesContext(connection) as asked:
        changed.record_receipt(by=by, line=second.pk, day=today, recorded=today)

    reads = [query["sql"] for query in asked if query["sql"].startswith("SELECT")]
    assert len(reads) == READS, "\n".join(reads)


@pytest.mark.django_db(transaction=True)
def test_a_receipt_that_fails_at_its_end_leaves_nothing(told):
    by, (line, _other), today = told
    before = _record()
    nobody = replace(by, person=10**6)

    # Who acted is looked up at the very end, when the transaction commits.
    with pytest.raises(IntegrityError):
        changed.record_receipt(by=nobody, line=line.pk, day=today, recorded=today)

    assert _record() == before


def test_a_receipt_changes_what_it_is_about_and_nothing_else(told):
    by, (line, other), today = told
    before = OrderLine.objects.values().get(pk=line.pk), OrderLine.objects.values().get(pk=other.pk)
    promised = Commitment.objects.values().get(pk=line.pk)

    changed.record_receipt(by=by, line=line.pk, day=today, recorded=today)

    assert OrderLine.objects.values().get(pk=line.pk) == {**before[0], "completed_on": today, "factory_days": 0}
    assert OrderLine.objects.values().get(pk=other.pk) == before[1]
    assert Commitment.objects.values().get(pk=line.pk) == {**promised, "state": "kept", "closed_on": today}
    assert Receipt.objects.filter(line=line).values_list("day", "recorded_on", "quantity", "person_id").get() == (
        today, today, None, by.person,
    )  # fmt: skip
