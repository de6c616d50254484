"""A downloaded copy verifies by itself, and tolerates nothing."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.library.commitments.entries import make_chain
from troth.commitments.chain import GENESIS
from troth.commitments.export import CopyVerification, dump, verify_lines

LENGTH = 7
CHAIN = make_chain(LENGTH)
HEADER = {"relationship": "Ana GmbH – 宝来制衣", "exported_at": "2026-03-09T00:00:00.000000Z"}
LINES = list(dump(CHAIN, header=HEADER))
HEAD = CHAIN[-1].entry_hash
entry_lines = st.integers(2, LENGTH + 1)
any_lines = st.integers(1, LENGTH + 2)


def refused(lines: list[str], head: str | None = None) -> tuple[str, int | None, int | None]:
    answer = verify_lines(lines, head)
    assert not answer.ok
    assert answer.problem is not None
    assert answer.problem.sentence()
    return answer.problem.code.removeprefix("ledger."), answer.line, answer.seq


def with_line(number: int, text: str) -> list[str]:
    return [*LINES[: number - 1], text, *LINES[number:]]


def edited(number: int, **changes) -> list[str]:
    return with_line(number, json.dumps(json.loads(LINES[number - 1]) | changes))


def test_exported_copy_verifies_with_and_without_line_ends():
    expected = CopyVerification(ok=True, count=LENGTH, head=HEAD)

    assert verify_lines(LINES) == expected
    assert verify_lines((f"{line}\r\n" for line in LINES), head=HEAD) == expected
    assert verify_lines(LINES, head=CHAIN[2].entry_hash).ok


def test_empty_ledger_exports_to_header_and_head():
    assert verify_lines(list(dump([], header={}))) == CopyVerification(ok=True, count=0, head=GENESIS)


def test_erased_content_still_verifies_and_is_counted():
    erased = [replace(entry, content=None) if entry.seq % 2 else entry for entry in CHAIN]
    lines = list(dump(erased, header=HEADER))

    assert json.loads(lines[1])["salt"] is None
    assert verify_lines(lines, head=HEAD) == CopyVerification(ok=True, count=LENGTH, head=HEAD, erased=4)


@settings(max_examples=60, deadline=None)
@given(entry_lines)
def test_altering_one_entry_fails_and_names_it(number):
    content = json.loads(LINES[number - 1])["content"]

    assert refused(edited(number, content=content | {"quantity": 1})) == ("content-altered", number, number - 1)
    assert refused(edited(number, kind="order.kept")) == ("hash-wrong", number, number - 1)
    assert refused(edited(number, previous_hash="a" * 64)) == ("link-broken", number, number - 1)


@settings(max_examples=60, deadline=None)
@given(st.integers(2, LENGTH))
def test_removing_one_entry_fails_and_names_the_gap(number):
    assert refused(LINES[: number - 1] + LINES[number:]) == ("gap", number, number)


def test_removing_the_last_entry_fails_at_the_closing_line():
    assert refused(LINES[:-2] + LINES[-1:]) == ("head-differs", LENGTH + 1, None)


@settings(max_examples=60, deadline=None)
@given(entry_lines)
def test_duplicated_entry_fails_and_is_named(number):
    assert refused(LINES[:number] + LINES[number - 1 :]) == ("gap", number + 1, number - 1)


@settings(max_examples=60, deadline=None)
@given(entry_lines, entry_lines)
def test_swapping_entries_fails_at_the_first(one, other):
    lines = list(LINES)
    lines[one - 1], lines[other - 1] = lines[other - 1], lines[one - 1]

    if one != other:
        assert refused(lines) == ("gap", min(one, other), max(one, other) - 1)


@settings(max_examples=200, deadline=None)
@given(any_lines, st.data())
def test_changing_any_one_character_fails(number, data):
    line = LINES[number - 1]
    place = data.draw(st.integers(0, len(line) - 1))
    new = data.draw(st.sampled_from('0aZ}" ,').filter(lambda character: character != line[place]))

    changed = line[:place] + new + line[place + 1 :]
    assert not verify_lines(with_line(number, changed)).ok


@settings(max_examples=60, deadline=None)
@given(st.integers(0, LENGTH + 1))
def test_cutting_the_file_short_fails(kept):
    code, line, _ = refused(LINES[:kept])

    assert (code, line) == ("empty" if kept == 0 else "no-head", None)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, LENGTH - 1))
def test_shortened_ledger_exported_anew_fails_against_the_head_seen(kept):
    shorter = list(dump(CHAIN[:kept], header=HEADER))

    assert verify_lines(shorter).ok
    assert refused(shorter, head=HEAD) == ("head-not-in-chain", None, None)


@settings(max_examples=60, deadline=None)
@given(any_lines, st.sampled_from(["", "{", "[]", "1", "null", '{"seq":1}', '{"a":1,"a":2}', '{"a":0.5}', '{"a":NaN}']))
def test_damaged_line_is_named(number, text):
    code, line, _ = refused(with_line(number, text))

    assert line == number
    assert code in {"damaged", "no-header"}


@pytest.mark.parametrize(
    "changes",
    [
        {"seq": "1"},
        {"seq": True},
        {"recorded_at": "2026-03-02"},
        {"recorded_at": 5},
        {"content": "text"},
        {"content": None},
        {"kind": None},
        {"more": 1},
    ],
)
def test_entry_of_another_shape_is_damaged(changes):
    assert refused(edited(2, **changes)) == ("damaged", 2, None)


def test_altered_header_is_named():
    assert refused(edited(1, relationship="Another")) == ("header-altered", 1, None)


def test_line_after_the_closing_line_is_named():
    assert refused([*LINES, LINES[-1]]) == ("after-head", LENGTH + 3, None)


def test_deeply_nested_line_is_damaged():
    assert refused(with_line(2, "[" * 200_000)) == ("damaged", 2, None)


def test_field_that_stands_twice_is_damaged():
    assert refused(with_line(2, LINES[1].replace("{", '{"seq":99,', 1))) == ("damaged", 2, None)
