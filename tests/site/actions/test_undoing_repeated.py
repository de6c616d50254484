"""Imports that are undone where other files tell of the same lines: what those files said stays on the record."""

from dataclasses import asdict
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.site.actions import what_holds
from tests.site.actions.any_acts import Row
from troth_site.actions.orders import repeats
from troth_site.models import ImportBatch, LedgerEntry, LineChange, OrderLine, RepeatedLines
from troth_site.queries import imports_repeated
from troth_site.queries.orders import latest_outcome

pytestmark = pytest.mark.django_db
OPEN, CAME, LATE = Row(0, 1, -20, None), Row(0, 1, -20, 0), Row(0, 1, -20, 9)
MANY = [Row(0, key, -200 + key, 0) for key in range(6)]


def _line():
    return OrderLine.objects.get()


def _word_of(*batches):
    return list(OrderLine.objects.order_by("pk").values_list("batch", flat=True)) == list(batches)


def test_lines_a_later_file_repeats_stay_as_its_own(world):
    first, _counts = world.bring_in(MANY)
    world.today += timedelta(days=3)
    second, counts = world.bring_in(MANY[2:])
    before = what_holds.numbers_on(world.today)
    assert counts["unchanged"] == 4

    would = imports_repeated.undoing(first)
    entries = LedgerEntry.objects.count()
    world.take_back(first)

    assert (would.leave, would.stay, would.put_back, would.remain, would.unnoted) == (
        2, (("orders.csv", 4),), 0, (), ()
    )  # fmt: skip
    assert _word_of(second, second, second, second)
    # Lines that stay as they were need no entry: the two that left have one each.
    assert LedgerEntry.objects.count() == entries + 2
    assert ImportBatch.objects.get(pk=first).counts.items() >= {"left": 2, "stayed": 4}.items()
    what_holds.check(world.today)
    assert what_holds.numbers_on(world.today) != before

    world.take_back(second)
    assert (OrderLine.objects.count(), what_holds.stored_tallies(), RepeatedLines.objects.count()) == (0, {}, 0)


def test_the_later_file_undone_first_changes_nothing(world):
    first, _counts = world.bring_in(MANY)
    second, _counts = world.bring_in(MANY)
    before = what_holds.lines(), what_holds.numbers_on(world.today)

    assert imports_repeated.undoing(second).leave == 0
    world.take_back(second)
    assert (what_holds.lines(), what_holds.numbers_on(world.today)) == before
    world.take_back(first)

    assert what_holds.numbers_on(world.today) == {}


def test_the_first_of_those_that_repeat_a_line_has_it_next(world):
    batches = [world.bring_in([CAME])[0] for _time in range(4)]

    world.take_back(batches[0])
    assert _word_of(batches[1])
    world.take_back(batches[2])
    assert _word_of(batches[1])
    world.take_back(batches[1])

    assert _word_of(batches[3])


def test_a_correction_that_another_file_repeats_stays_as_its_word(world):
    world.bring_in([OPEN])
    second, _counts = world.bring_in([CAME])
    third, _counts = world.bring_in([CAME])

    would = imports_repeated.undoing(second)
    world.take_back(second)

    assert (would.put_back, would.remain) == (0, (("orders.csv", 1),))
    assert (_line().completed_on, LineChange.objects.get().batch_id) == (CAME.promised_on, third)
    world.take_back(third)
    assert _line().completed_on is None
    what_holds.check(world.today)


def test_a_file_that_put_a_line_back_repeats_it_where_the_correction_is_undone(world):
    world.bring_in([CAME])
    before = what_holds.numbers_on(world.today)
    second, _counts = world.bring_in([LATE])
    third, _counts = world.bring_in([CAME])

    world.take_back(second)

    assert (LineChange.objects.count(), what_holds.numbers_on(world.today)) == (0, before)
    assert imports_repeated.repeats_of(second, [_line().pk])[_line().pk][0].batch == third
    what_holds.check(world.today)


def test_a_line_known_only_by_its_file_is_known_from_the_next_one_on(world, monkeypatch):
    monkeypatch.setattr(Row, "cells", property(lambda row: (*_cells(row)[:-1], "")))
    first, _counts = world.bring_in([OPEN])
    world.today += timedelta(days=7)
    second, _counts = world.bring_in([OPEN])
    assert latest_outcome(_line().pk).recorded_on == world.today - timedelta(days=7)

    world.take_back(first)

    assert (latest_outcome(_line().pk).recorded_on, _line().promises.get().recorded_on) == (world.today, world.today)
    assert _word_of(second)
    what_holds.check(world.today)


_cells = Row.cells.fget


def test_what_people_did_stays_where_the_file_before_is_undone(world):
    first, _counts = world.bring_in([OPEN])
    second, _counts = world.bring_in([Row(0, 1, -20, None, 40)])
    world.move(0, "buyer", "agreed", 10)
    world.today += timedelta(days=2)
    world.receive(0, 1, None)
    now = what_holds.numbers_on(world.today, back=(0,))
    due = _line().due_on

    for batch in (first, second):
        would = imports_repeated.undoing(batch)
        if batch == first:
            world.take_back(batch)
            assert (would.leave, would.staying) == (0, 1)
            assert (_line().due_on, _line().completed_on, _line().batch_id) == (due, world.today - timedelta(1), second)
            assert what_holds.numbers_on(world.today, back=(0,)) == now
            what_holds.check(world.today)


def test_confirmation_stays_where_an_earlier_correction_is_undone(world):
    world.bring_in([OPEN])
    second, _counts = world.bring_in([LATE])
    world.bring_in([CAME])
    world.confirm(0)
    before = latest_outcome(_line().pk)

    world.take_back(second)

    assert _line().commitment.confirmed_on == world.today
    assert asdict(latest_outcome(_line().pk)) == pytest.approx(asdict(before))
    what_holds.check(world.today)


def test_contest_stays_where_an_earlier_correction_is_undone(world):
    world.bring_in([OPEN])
    second, _counts = world.bring_in([LATE])
    world.today += timedelta(days=1)
    world.bring_in([Row(0, 1, -20, 12)])
    world.contest(0)

    world.take_back(second)

    assert latest_outcome(_line().pk).held == 0.5
    what_holds.check(world.today)


def test_age_of_a_broken_line_is_that_of_the_files_that_stand(world):
    def told(*, taken_back):
        world.bring_in([Row(0, 1, -100, None)])
        world.today += timedelta(days=2)
        batch = world.bring_in([Row(0, 1, -100, 3)])[0] if taken_back else None
        world.today += timedelta(days=2)
        world.bring_in([Row(0, 1, -112, None, 40)])
        if batch is not None:
            world.take_back(batch)
        return what_holds.lines(), what_holds.numbers_on(world.today)

    begun = world.today
    found = told(taken_back=True)
    for pk in ImportBatch.objects.filter(state="done").order_by("-pk").values_list("pk", flat=True):
        world.take_back(pk)
    world.today = begun

    assert told(taken_back=False) == found


def test_files_from_before_repeats_were_kept_are_named(world):
    first, _counts = world.bring_in([CAME])
    world.bring_in([CAME])
    ImportBatch.objects.exclude(pk=first).update(notes_repeats=False)
    RepeatedLines.objects.all().delete()

    assert imports_repeated.undoing(first).unnoted == ("orders.csv",)
    again, _counts = world.bring_in([CAME])
    world.take_back(first)

    assert _word_of(again)


def test_repeats_are_kept_in_one_row_a_part(world):
    lines = list(range(1_000_000, 1_004_000))
    batch, _counts = world.bring_in([CAME])

    with CaptureQueriesContext(connection) as asked:
        repeats.keep(lines, batch=batch, entered_on=world.today)

    assert len(asked) == 2
    kept = RepeatedLines.objects.get()
    assert imports_repeated.unpacked(kept.lines).tolist() == lines
    assert len(bytes(kept.lines)) < 250


def test_correction_of_deliveries_told_before_their_day_taken_back_leaves_what_was_told(world):
    world.bring_in([Row(0, 1, -10, 30), Row(0, 2, -10, None)])
    world.bring_in([Row(0, 2, -10, 40)])
    before = what_holds.lines(), what_holds.numbers_on(world.today)

    batch, _counts = world.bring_in([Row(0, 1, -10, None), Row(0, 2, -10, None, 40)])
    world.take_back(batch)

    assert (what_holds.lines(), what_holds.numbers_on(world.today)) == before
    world.today += timedelta(days=60)
    what_holds.check(world.today)


@pytest.mark.parametrize("gone", [(0,), (1,), (2,), (1, 0), (0, 2), (2, 1, 0)])
def test_changes_kept_before_their_files_words_were_are_undone_alike(world, gone):
    files = [Row(0, 1, -20, None)], [Row(0, 1, -18, 9)], [Row(0, 1, -18, 4, 40)]
    left = []
    for is_old in (False, True):
        batches = []
        for rows in files:
            batches.append(world.bring_in(rows)[0])
            world.today += timedelta(days=1)
        for change in LineChange.objects.all() if is_old else ():
            del change.before["said"]
            change.save()
        for at in gone:
            world.take_back(batches[at])
            what_holds.check(world.today)
        left.append((what_holds.lines(), what_holds.numbers_on(world.today, back=(0, 30))))
        for at in {0, 1, 2} - set(gone):
            world.take_back(batches[at])
        world.today -= timedelta(days=len(files))

    assert left[0] == left[1]
