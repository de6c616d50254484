"""Packed tallies: the same numbers as from the rows, gone where a row of theirs changes."""

from datetime import date, timedelta

import pytest

from tests import makers
from troth.commitments.outcomes import SIDES
from troth.trust.tallies import COLUMNS, day_number
from troth_site.actions.orders import changed
from troth_site.actions.tallies import LOOSE
from troth_site.actions.trust import judging, rebuilding
from troth_site.models import Judgement, PackedTallies, Tally
from troth_site.queries.tallies import tallies_of

TODAY = date(2026, 3, 2)
HISTORY = [(TODAY - timedelta(days=3 * back), back % 4) for back in range(LOOSE, 0, -1)]


@pytest.fixture
def told(db):
    """A long history, one line of which is open, judged as every night, and who records for its buyer."""
    buyer = makers.make_organisation("Nordlicht")
    *_closed, line = makers.make_lines(buyer, "Yongfa", [*HISTORY, (TODAY, None)], today=TODAY)
    judging.judge([line.relationship_id], as_of=TODAY)
    return makers.make_actor(makers.make_person(buyer)), line


def _columns(relationship: int, sides=SIDES) -> dict[str, list[float]]:
    tallies = tallies_of([relationship], "delivery", sides)
    return {name: getattr(tallies, name).tolist() for name in COLUMNS}


def _without_packs(relationship: int, sides=SIDES) -> dict[str, list[float]]:
    PackedTallies.objects.all().delete()
    return _columns(relationship, sides)


def test_a_long_history_is_packed_and_reads_as_its_rows_do(told):
    _by, line = told
    packs = PackedTallies.objects.values_list("relationship_id", "dimension", "known_before")
    assert list(packs) == [(line.relationship_id, "delivery", day_number(TODAY))]

    found = _columns(line.relationship_id)

    assert len(found["group"]) == Tally.objects.count() > LOOSE
    assert found == _without_packs(line.relationship_id)


@pytest.mark.parametrize("side", SIDES)
def test_one_side_alone_is_read_from_a_pack(told, side):
    _by, line = told

    assert _columns(line.relationship_id, [side]) == _without_packs(line.relationship_id, [side])


def test_a_short_history_is_not_packed(db):
    buyer = makers.make_organisation("Nordlicht")
    lines = makers.make_lines(buyer, "Yongfa", HISTORY[: LOOSE // 5], today=TODAY)

    judging.judge([lines[0].relationship_id], as_of=TODAY)

    assert not PackedTallies.objects.exists()


def test_todays_receipt_lies_beside_the_pack_and_is_judged_with_it(told):
    by, line = told

    changed.record_receipt(by=by, line=line.pk, day=TODAY, recorded=TODAY)

    kept = Judgement.objects.filter(relationship=line.relationship_id).order_by("side").values
    assert PackedTallies.objects.count() == 1
    found, judged = _columns(line.relationship_id), list(kept())
    assert found == _without_packs(line.relationship_id)
    judging.judge([line.relationship_id], as_of=judged[0]["judged_on"])
    assert list(kept()) == judged


def test_what_becomes_known_as_of_an_earlier_day_takes_the_pack_apart(told):
    by, line = told

    changed.record_receipt(by=by, line=line.pk, day=TODAY - timedelta(days=9), recorded=TODAY - timedelta(days=9))

    assert not PackedTallies.objects.exists()


def test_a_pack_of_other_columns_is_not_read_and_is_made_anew(told):
    _by, line = told
    PackedTallies.objects.update(columns="group happened", rows=b"")

    found = _columns(line.relationship_id)
    judging.judge([line.relationship_id], as_of=TODAY)

    assert len(found["group"]) == Tally.objects.count()
    assert PackedTallies.objects.get().columns == " ".join(COLUMNS)


def test_packs_of_many_are_each_their_own(told):
    _by, line = told
    other = makers.make_lines(makers.make_organisation("Suedlicht"), "Hengli", HISTORY, today=TODAY)[0]
    PackedTallies.objects.all().delete()

    judging.judge([other.relationship_id, line.relationship_id], as_of=TODAY)

    assert PackedTallies.objects.count() == 2
    found = [_columns(each.relationship_id) for each in (line, other)]
    assert found == [_without_packs(each.relationship_id) for each in (line, other)]


def test_rebuilt_tallies_are_not_packed(told):
    rebuilding.rebuild_tallies(by=makers.make_operator())

    assert not PackedTallies.objects.exists()
