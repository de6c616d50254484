"""Very many lines: recorded part by part, the next part read beside, and the same record as in one piece."""

import threading
from datetime import date, timedelta
from itertools import islice

import pytest

from benchmarks.history import history
from tests import makers
from troth_site.actions.orders import parts
from troth_site.actions.orders.reported import Import, record_lines
from troth_site.models import LedgerEntry, OrderLine, Tally

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture
def small_parts(monkeypatch):
    monkeypatch.setattr(parts, "PART", 4)


def _source(name):
    buyer = makers.make_organisation(name)
    return Import(by=makers.make_actor(makers.make_person(buyer)), buyer=buyer.pk, batch=None, entered_on=TODAY)


def _record_of(source):
    mine = {"relationship__buyer": source.buyer}
    lines = OrderLine.objects.filter(**mine).order_by("key")
    entries = LedgerEntry.objects.filter(**mine).order_by("relationship__factory__name", "seq")
    tallies = Tally.objects.filter(**mine).order_by("relationship__factory__name", "happened", "known")
    return [
        list(lines.values_list("key", "quantity", "value", "due_on", "completed_on", "factory_days", "fingerprint")),
        list(entries.values_list("seq", "kind", "content", "happened_on", "recorded_on", "kept_weight")),
        list(tallies.values_list("happened", "known", "lines", "kept", "kept_weight", "broken_weight")),
    ]


def test_parts_leave_the_record_of_one_piece(small_parts):
    whole, pieces, told = _source("In one"), _source("In parts"), []
    lines = list(history(18, today=TODAY))

    counted = record_lines(whole, lines)
    in_parts = parts.record_in_parts(pieces, iter(lines), progress=told.append)

    assert (in_parts.new, in_parts.changed, in_parts.unchanged) == (counted.new, 0, 0) == (18, 0, 0)
    assert told == [4, 8, 12, 16, 18]
    assert _record_of(pieces) == _record_of(whole)


def test_a_reader_that_breaks_keeps_the_parts_before_and_goes_on_later(small_parts):
    source, lines = _source("Nordlicht"), list(history(10, today=TODAY))

    def broken():
        yield from islice(lines, 6)
        raise ValueError("the file ends here")

    with pytest.raises(ValueError, match="the file ends here"):
        parts.record_in_parts(source, broken())
    kept = OrderLine.objects.count()
    later = parts.record_in_parts(source, iter(lines))

    assert (kept, later.new, later.unchanged) == (4, 6, 4)


def test_no_lines_record_nothing():
    assert parts.record_in_parts(_source("Nordlicht"), iter(())).new == 0
    assert OrderLine.objects.count() == 0


def test_no_thread_is_left_behind(small_parts):
    parts.record_in_parts(_source("Nordlicht"), history(6, today=TODAY + timedelta(days=1)))

    assert not [thread.name for thread in threading.enumerate() if thread.name.startswith("troth-lines")]
