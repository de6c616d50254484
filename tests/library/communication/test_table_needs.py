from datetime import UTC, datetime, timedelta

import pytest

from troth.communication.table_needs import (
    LONGEST_WORDS,
    NotAboutYourself,
    TableNeeds,
    gaps_in_needs,
    may_read,
    summed,
    told,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_nobody_tells_what_another_eats():
    with pytest.raises(NotAboutYourself):
        told(by="ana", needs=TableNeeds(owner="bao", needs=("halal",)))


def test_needs_stand_once_in_one_order_and_words_without_space_around():
    kept = told(by="bao", needs=TableNeeds(owner="bao", needs=("fasting", "vegan", "fasting"), words=" tea "))

    assert (kept.needs, kept.words) == (("vegan", "fasting"), "tea")


@pytest.mark.parametrize(
    ("needs", "codes"),
    [
        (TableNeeds(owner="b"), []),
        (TableNeeds(owner="b", needs=("halal", "keto")), ["table.unknown"]),
        (TableNeeds(owner="b", drink="vodka"), ["table.unknown"]),
        (TableNeeds(owner="b", words="x" * (LONGEST_WORDS + 1)), ["table.long"]),
    ],
)
def test_what_is_not_known_or_too_long_is_found(needs, codes):
    assert [gap.code for gap in gaps_in_needs(told(by="b", needs=needs))] == codes


@pytest.mark.parametrize(
    ("reader", "attending", "minutes", "reads"),
    [("lin", {"bao"}, 1, True), ("bao", {"bao"}, 1, False), ("lin", {"bao"}, 0, False), ("lin", set(), 1, False)],
)
def test_those_who_plan_read_it_until_the_visit_is_over(reader, attending, minutes, reads):
    ends = NOON + timedelta(minutes=minutes)

    assert may_read(reader=reader, attending=attending, planning={"lin"}, ends=ends, now=NOON) is reads


def test_a_cook_reads_numbers_and_no_names():
    rows = [
        TableNeeds(owner="a", needs=("halal", "no-nuts")), TableNeeds(owner="b", needs=("halal",), drink="gladly"),
    ]  # fmt: skip
    assert list(summed(rows).items()) == [("no-nuts", 1), ("halal", 2), ("gladly", 1)]
    assert dict(summed([])) == {}
