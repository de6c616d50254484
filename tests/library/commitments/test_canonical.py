"""One content, one form."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.commitments.canonical import SealError, canonical

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
contents = st.dictionaries(texts, values, max_size=5)


@settings(max_examples=150, deadline=None)
@given(contents)
def test_canonical_survives_storage_and_any_order_of_keys(content):
    stored = json.loads(json.dumps(content))
    reversed_keys = dict(reversed(content.items()))

    assert canonical(stored) == canonical(content) == canonical(reversed_keys)
    assert json.loads(canonical(content)) == content


def test_canonical_writes_days_moments_and_decimals_as_text():
    content = {
        "day": date(2026, 3, 2),
        "at": datetime(2026, 3, 2, tzinfo=UTC),
        "amount": Decimal("1E+3"),
        "n": [1, "ü"],
    }

    assert canonical(content).decode() == (
        '{"amount":"1000","at":"2026-03-02T00:00:00.000000Z","day":"2026-03-02","n":[1,"ü"]}'
    )


@pytest.mark.parametrize(
    "content",
    [
        {"a": 0.1},
        {"a": {"b": [float("nan")]}},
        {1: "a"},
        {"a": {2: "b"}},
        {"a": 2**53},
        {"a": Decimal("NaN")},
        {"a": b"bytes"},
        {"a": "\ud800"},
        {"at": datetime(2026, 3, 2)},
    ],
)
def test_canonical_refuses_what_has_more_than_one_form(content):
    with pytest.raises(SealError):
        canonical(content)
