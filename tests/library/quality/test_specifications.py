from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.quality.papers import signed_digest
from troth.quality.specifications import (
    Requirement,
    Specification,
    gaps_in_specification,
    impossible,
    read_specification,
    written_specification,
)
from troth.quality.verdicts import DefectClass

WIDTH = Requirement(
    code="w", name="Width", kind="measured", defect_class=DefectClass.MAJOR, target=10, lower=9, upper=11, unit="mm"
)
SEAM = Requirement(code="s", name="Seam", kind="attribute", defect_class=DefectClass.MINOR, words="No loose thread")
WHOLE = Specification(summary="A bag", packing="20 to a carton", requirements=(WIDTH, SEAM))


def codes(*requirements, packing="20 to a carton"):
    return [each.code for each in gaps_in_specification(Specification(packing=packing, requirements=requirements))]


def test_a_whole_specification_lacks_nothing():
    assert gaps_in_specification(WHOLE) == ()


def test_an_empty_one_lacks_requirements_and_packing():
    assert codes(packing=" ") == ["specification.empty", "specification.packing"]


@pytest.mark.parametrize(
    ("changed", "lacks"),
    [
        ({"lower": None, "upper": None, "target": None}, "specification.limit"),
        ({"unit": " "}, "specification.unit"),
        ({"lower": 11.0}, "specification.limits"),
        ({"target": 12.0}, "specification.target"),
        ({"upper": float("nan")}, "specification.number"),
        ({"readings": -1}, "specification.readings"),
        ({"kind": "attribute"}, "specification.words"),
        ({"kind": "test", "words": "Does not fade"}, "specification.method"),
    ],
)
def test_each_thing_that_lacks_is_told(changed, lacks):
    assert codes(replace(WIDTH, **changed)) == [lacks]


def test_a_code_stands_once():
    assert codes(WIDTH, replace(SEAM, code="w")) == ["specification.code"]


def test_what_lacks_is_not_yet_nonsense():
    assert (impossible(replace(WIDTH, unit="")), impossible(replace(WIDTH, lower=11.0)).code) == (
        None, "specification.limits",
    )  # fmt: skip


def test_ten_and_ten_point_nought_are_signed_alike():
    other = replace(WHOLE, requirements=(replace(WIDTH, target=10.0), SEAM))
    assert signed_digest(written_specification(WHOLE)) == signed_digest(written_specification(other))


@settings(max_examples=50, deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False) | st.none(), st.text(max_size=20), st.integers(0, 50))
def test_what_is_written_reads_back_the_same(limit, words, readings):
    whole = Specification(requirements=(replace(SEAM, upper=limit, words=words, readings=readings),))

    assert read_specification(written_specification(whole)) == whole
