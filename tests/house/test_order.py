from collections import namedtuple

from tests.house.tree import ROOT
from tests.order import LENGTHY, lengthy_first

Item = namedtuple("Item", "nodeid")


def test_every_lengthy_file_is_there():
    assert [name for name in LENGTHY if not (ROOT / name).is_file()] == []


def test_lengthy_files_come_first_then_the_largest_each_in_one_piece():
    few, many, lengthy = "tests/a.py::one", ["tests/b.py::one", "tests/b.py::two"], f"{LENGTHY[1]}::one"
    items = [Item(name) for name in (few, many[0], lengthy, many[1])]

    assert [item.nodeid for item in lengthy_first(items)] == [lengthy, *many, few]
