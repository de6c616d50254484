"""Conditions of questions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.quality.form_conditions import NotUnderstood, limits, parse


@pytest.mark.parametrize(
    ("text", "answers", "holds"),
    [
        ("", {}, True),
        ("${a} = 'yes'", {"a": "yes"}, True),
        ("${a} = 'yes'", {}, False),
        ("${a} = ''", {}, True),
        ("${a} != ''", {"a": 3.0}, True),
        ("${n} = 3", {"n": 3.0}, True),
        ("${n} > 2 and ${n} <= 3", {"n": 3}, True),
        ("${n} < 2", {}, False),
        ("${n} >= 2", {}, False),
        ("not(${n} < 2)", {}, True),
        ("${a} = 'x' or ${b} = 'y' and ${c} = 'z'", {"a": "x"}, True),
        ("(${a} = 'x' or ${b} = 'y') and ${c} = 'z'", {"a": "x"}, False),
        ("selected(${m}, 'rust')", {"m": ("dents", "rust")}, True),
        ("selected(${m}, 'rust')", {"m": "rust"}, True),
        ("selected(${m}, 'rust')", {"m": ("rusty",)}, False),
        ('selected( ${m} , "rust" )', {}, False),
        (". > -1.5", {".": -1}, True),
        ("true() and not(false())", {}, True),
    ],
)
def test_parse_holds(text, answers, holds):
    assert parse(text).holds(answers) is holds


def test_parse_names_what_it_asks_about():
    assert parse("${a} = 1 or selected(${b}, 'c')").names == {"a", "b"}


@pytest.mark.parametrize(
    "text",
    [
        "${a} =", "= 3", "${a", "${}", "a = 3", "__import__('os')", "count(${a}) > 1", "${a} + 1 = 2", "(${a} = 1",
        "${a} = 1)", "not ${a}", "selected(${a})", "selected(${a}, 'b'", "'open", "${a} = 1 ${b}", "1 ; 2", "x" * 501,
        "(" * 40 + "1" + ")" * 40, "${a}.b = 1", "pulldata('x')", "\x00",
    ],
)  # fmt: skip
def test_parse_refuses_nonsense(text):
    with pytest.raises(NotUnderstood):
        parse(text)


@given(st.text(alphabet="${}ab'\"()<>=!., 019notrdselc", max_size=60))
def test_parse_answers_or_refuses_whatever_is_written(text):
    try:
        found = parse(text)
    except NotUnderstood:
        return
    assert found.holds({}) in (True, False)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (". >= 0 and . <= 10", (0.0, 10.0)), (".>=2.5", (2.5, None)), (". <= -1", (None, -1.0)),
        (". < 5", (None, None)),
        ("", (None, None)), (". >= ${a}", (None, None)), (". >= 0 or . <= 10", (None, None)),
    ],
)  # fmt: skip
def test_limits_of_constraints(text, found):
    assert limits(text) == found
