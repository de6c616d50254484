"""Any one change to a chain fails and is named at its entry; erased content still verifies."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.library.commitments.entries import START, make_chain, make_entry
from troth.commitments.canonical import SealError
from troth.commitments.chain import GENESIS, Problem, hash_content, seal, verify

LENGTH = 9
CHAIN = make_chain(LENGTH)
places = st.integers(0, LENGTH - 1)


def problem_of(entries, head=None) -> tuple[int, str]:
    answer = verify(entries, head)
    assert not answer.ok
    assert answer.problem is not None
    return answer.problem.seq, answer.problem.what


def with_changed(place: int, **changes) -> list:
    return [replace(entry, **changes) if index == place else entry for index, entry in enumerate(CHAIN)]


def test_verify_accepts_a_whole_chain_and_gives_its_head():
    answer = verify(iter(CHAIN), head=CHAIN[-1].entry_hash)

    assert (answer.ok, answer.count, answer.head, answer.problem) == (True, LENGTH, CHAIN[-1].entry_hash, None)


def test_verify_accepts_an_older_head_of_a_chain_that_has_grown():
    assert verify(CHAIN, head=CHAIN[3].entry_hash).ok
    assert verify(CHAIN, head=GENESIS).ok


@settings(max_examples=60, deadline=None)
@given(places, st.sampled_from(["order", "kept", "quantity", "added"]))
def test_altered_content_is_named_at_its_entry(place, key):
    content = {**CHAIN[place].content, key: "altered"}

    assert problem_of(with_changed(place, content=content)) == (place + 1, "content altered")


@settings(max_examples=60, deadline=None)
@given(places)
def test_content_altered_with_a_new_content_hash_is_named_at_its_entry(place):
    content = {"order": "another"}
    new_hash = hash_content(content, salt=CHAIN[place].salt)

    altered = with_changed(place, content=content, content_hash=new_hash)

    assert problem_of(altered) == (place + 1, "hash wrong")


@settings(max_examples=60, deadline=None)
@given(
    places,
    st.sampled_from(
        [
            {"kind": "order.kept"},
            {"kind": "two\nlines"},
            {"kind": "\ud800"},
            {"recorded_at": START + timedelta(days=400)},
            {"entry_hash": "f" * 64},
        ]
    ),
)
def test_altered_frame_is_named_at_its_entry(place, changes):
    assert problem_of(with_changed(place, **changes)) == (place + 1, "hash wrong")


@settings(max_examples=60, deadline=None)
@given(places)
def test_rewritten_entry_is_named_where_the_next_no_longer_follows(place):
    previous = CHAIN[place].previous_hash
    rewritten = [*CHAIN[:place], make_entry(previous_hash=previous, seq=place + 1, content={"order": "x"})]

    named = (place + 2, "link broken")

    rest = CHAIN[place + 1 :]
    if rest:
        assert problem_of(rewritten + rest) == named
    assert problem_of(rewritten, head=CHAIN[-1].entry_hash) == (0, "head not in chain")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, LENGTH - 2))
def test_removed_entry_is_named_by_the_gap(place):
    assert problem_of(CHAIN[:place] + CHAIN[place + 1 :]) == (place + 2, "gap in numbering")


@settings(max_examples=60, deadline=None)
@given(places)
def test_inserted_copy_is_named_by_the_numbering(place):
    assert problem_of([*CHAIN[: place + 1], *CHAIN[place:]]) == (place + 1, "gap in numbering")


@settings(max_examples=60, deadline=None)
@given(places, places)
def test_swapped_entries_are_named_at_the_first(one, other):
    swapped = list(CHAIN)
    swapped[one], swapped[other] = swapped[other], swapped[one]

    if one == other:
        assert verify(swapped).ok
    else:
        assert problem_of(swapped) == (max(one, other) + 1, "gap in numbering")


@settings(max_examples=60, deadline=None)
@given(st.integers(1, LENGTH))
def test_truncated_chain_fails_against_the_head_seen(cut):
    shorter = CHAIN[: LENGTH - cut]

    assert verify(shorter).ok
    assert verify(shorter, head=CHAIN[-1].entry_hash).problem == Problem(seq=0, what="head not in chain")


@settings(max_examples=60, deadline=None)
@given(st.sets(places))
def test_erased_content_still_verifies(erased):
    entries = [
        replace(entry, content=None, salt=None) if index in erased else entry for index, entry in enumerate(CHAIN)
    ]

    assert verify(entries, head=CHAIN[-1].entry_hash).ok


def test_content_without_its_salt_does_not_verify():
    assert problem_of(with_changed(2, salt=None)) == (3, "content altered")


def test_content_nested_beyond_reason_is_a_finding():
    nested: dict = {}
    for _ in range(5000):
        nested = {"a": nested}

    assert problem_of(with_changed(0, content=nested)) == (1, "content altered")


@pytest.mark.parametrize(
    "changes",
    [
        {"salt": "short"},
        {"salt": "0" * 31 + "\n"},
        {"kind": "two\nlines"},
        {"recorded_at": datetime(2026, 3, 2)},
        {"content": {"weight": 0.5}},
    ],
)
def test_seal_refuses_what_has_no_single_form(changes):
    parts = {"previous_hash": GENESIS, "seq": 1, "kind": "k", "recorded_at": START, "content": {}, "salt": "0" * 32}

    with pytest.raises(SealError):
        seal(**(parts | changes))


def test_seal_does_not_depend_on_the_zone_the_moment_is_written_in():
    parts = {"previous_hash": GENESIS, "seq": 1, "kind": "k", "content": {}, "salt": "0" * 32}
    there = datetime(2026, 3, 2, 16, 30, tzinfo=timezone(timedelta(hours=8)))

    assert seal(recorded_at=there, **parts) == seal(recorded_at=datetime(2026, 3, 2, 8, 30, tzinfo=UTC), **parts)


def test_salt_keeps_equal_contents_apart():
    assert hash_content({"a": 1}, salt="0" * 32) != hash_content({"a": 1}, salt="1" * 32)
