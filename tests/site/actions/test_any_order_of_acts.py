"""Whatever people do to a record, in whatever order: its numbers stay those of its entries, and its past stays."""

import os
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import makers
from tests.site.actions import what_holds
from tests.site.actions.any_acts import REFUSALS, Row, World

pytestmark = pytest.mark.django_db

LONG = int(os.environ.get("TROTH_MANY_ACTS", "0"))
SETTINGS = settings(
    max_examples=LONG or 8, deadline=None, derandomize=not LONG, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
MOST_ACTS = 12
FIRST_DUE = -260

NUMBERS = st.integers(0, 200)
LATE = st.sampled_from([None, 0, 0, -3, 2, 9, 30])
SIDE = st.sampled_from(["buyer", "factory"])
MOVERS = st.sampled_from(["buyer", "factory", "agreed"])
MOVED = st.sampled_from([0, 0, 12, -12])
AGO = st.sampled_from([5, 20, 60, 120, 300, 500, 900, 1500])


@st.composite
def histories(draw):
    """Draw lines at even distances over years: enough of them to raise flags."""
    factory, ago, step = draw(st.integers(0, 2)), draw(AGO), draw(st.sampled_from([4, 9, 25]))
    lates = draw(st.lists(st.sampled_from([0, 0, 4, 9, 30, None]), min_size=1, max_size=4))
    count = draw(st.integers(8, 45))
    return [
        Row(factory, 100 + key, -ago + step * key, None if -ago + step * key > -35 else lates[key % len(lates)])
        for key in range(count)
    ]


@st.composite
def few_lines(draw):
    """Draw some lines, of keys few enough to come again and change."""
    keys = draw(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 5)), min_size=1, max_size=5, unique=True))
    return [
        Row(
            factory, key, draw(st.integers(-400, 60).map(lambda day: day // 10 * 10 - 40)), draw(LATE),
            draw(st.sampled_from([100, 40])),
        )
        for factory, key in keys
    ]  # fmt: skip


FILES = few_lines() | histories()
ACTS = {
    "bring_in": (FILES,),
    "in_and_out": (FILES,),
    "undo": (NUMBERS,),
    "receive": (NUMBERS, st.integers(0, 40), st.sampled_from([None, 40])),
    "move": (NUMBERS, SIDE, MOVERS, st.sampled_from([-5, 10, 40])),
    "slip": (NUMBERS, SIDE, st.sampled_from(["buyer", "carrier", "force_majeure"]), st.sampled_from([1, 5, 40])),
    "accept": (NUMBERS,),
    "confirm": (NUMBERS,),
    "contest": (NUMBERS,),
    "answer": (NUMBERS, st.booleans()),
    "bring_back": (st.integers(0, 2),),
    "say_one_firm": (),
    "decide": (st.sampled_from(["confirm", "reject", "undo", "ask_again", "contest_link", "uphold"]),),
    "sleep": (st.sampled_from([1, 1, 20, 31, 100]),),
}
OFTEN = ("bring_in", "in_and_out", "in_and_out", "undo", "receive")
NEEDS_LINES = {"receive", "move", "slip", "confirm", "contest", "answer"}
REWRITES = {"bring_in", "undo", "sleep"}
"""Acts after which past days may read otherwise: files tell of the past, and a night lets the days go on."""
ANY_ACT = st.sampled_from([*sorted(ACTS), *OFTEN]).flatmap(lambda name: st.tuples(st.just(name), *ACTS[name]))
LISTS = st.lists(ANY_ACT, max_size=MOST_ACTS)


@SETTINGS
@given(first=FILES, acts=LISTS)
def test_after_any_acts_the_record_is_right(tmp_path, monkeypatch, first, acts):
    do_all(tmp_path, monkeypatch, [("bring_in", first), *acts])


def do_all(folder, monkeypatch, acts):
    """Do acts one after another in a world of which nothing is left afterwards, and check it after each."""
    cache.clear()
    with monkeypatch.context() as clock, transaction.atomic():
        world = World(folder)
        clock.setattr(timezone, "now", world.now)
        for name, *given_ in acts:
            _do(world, name, given_)
        what_holds.recomputed_is_the_same(world.today, operator=makers.make_operator())
        transaction.set_rollback(True)


def _do(world, name, given_):
    if name in NEEDS_LINES and world.line(0) is None:
        return
    past = what_holds.BACK[0 if name == "in_and_out" else 1 :]
    before = what_holds.numbers_on(world.today, back=past)
    try:
        with transaction.atomic():
            getattr(world, name)(*given_)
    except REFUSALS:
        pass
    if name not in REWRITES:
        assert what_holds.numbers_on(world.today, back=past) == before, name
    what_holds.check(world.today)


@st.composite
def tellings(draw):
    """Draw files that tell of the same few lines, often the same, and which are taken back in which order."""
    said = st.tuples(MOVED, LATE, st.sampled_from([100, 100, 40]))
    files = []
    for _file in range(draw(st.integers(2, 5))):
        keys = draw(st.lists(st.integers(0, 5), min_size=1, max_size=6, unique=True))
        told = draw(st.lists(said, min_size=1, max_size=2))
        rows = []
        for key in keys:
            moved, late, quantity = told[key % len(told)]
            rows.append(Row(key % 2, key, FIRST_DUE + 50 * key + moved, late, quantity))
        files.append(rows)
    gone = draw(st.lists(st.sampled_from(range(len(files))), min_size=1, unique=True))
    return files, gone


@SETTINGS
@given(told=tellings(), days=st.integers(0, 2))
def test_files_taken_back_in_any_order_are_as_if_they_had_never_come(tmp_path, monkeypatch, told, days):
    files, gone = told

    def left(taken_back):
        with monkeypatch.context() as clock, transaction.atomic():
            cache.clear()
            world = World(tmp_path)
            clock.setattr(timezone, "now", world.now)
            batches = []
            for at, rows in enumerate(files):
                world.today += timedelta(days=days)
                batches.append(world.bring_in(rows)[0] if at not in gone or taken_back else None)
            for at in gone if taken_back else ():
                world.take_back(batches[at])
                what_holds.check(world.today)
            found = what_holds.numbers_on(world.today, back=(0, days, 2 * days, *what_holds.BACK))
            found["lines"] = what_holds.lines()
            transaction.set_rollback(True)
            return found

    found, expected = left(taken_back=True), left(taken_back=False)
    differing = [key for key in found.keys() | expected.keys() if found.get(key) != expected.get(key)]
    assert differing == [], f"{told}, {days}: {[(key, found.get(key), expected.get(key)) for key in differing[:2]]}"
