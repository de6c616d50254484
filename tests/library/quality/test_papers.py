import pytest

from troth.commitments.canonical import SealError
from troth.quality.papers import differences, signed_digest

OLD = {
    "packing": "carton",
    "requirements": [{"code": "w", "name": "Width", "upper": "10"}, {"code": "s", "name": "Seam", "words": "straight"}],
}


def found(before, after):
    each = differences(before, after, items="requirements", key="code")
    return [(one.change, one.item, one.called, one.part, one.before, one.after) for one in each]


def test_the_same_paper_differs_in_nothing_and_has_one_digest():
    moved = OLD | {"requirements": list(reversed(OLD["requirements"]))}

    assert found(OLD, OLD) == found(OLD, moved) == []
    assert signed_digest(OLD) == signed_digest(dict(reversed(OLD.items()))) != signed_digest(moved)


def test_changes_additions_and_removals_are_told_in_order():
    new = {"packing": "box", "requirements": [OLD["requirements"][0] | {"upper": "12"}, {"code": "z", "name": "Zip"}]}

    assert found(OLD, new) == [
        ("changed", "", "", "packing", "carton", "box"),
        ("changed", "w", "Width", "upper", "10", "12"),
        ("added", "z", "Zip", "", "", "Zip"),
        ("removed", "s", "Seam", "", "Seam", ""),
    ]


def test_without_an_earlier_version_all_is_new():
    assert [each[0] for each in found(None, OLD)] == ["changed", "added", "added"]


def test_values_inside_a_value_are_compared_one_by_one():
    old = {"requirements": [{"code": "f", "name": "F", "values": {"aql": "2.5", "level": "II"}}]}
    new = {"requirements": [{"code": "f", "name": "F", "values": {"aql": "1.5", "level": "II"}}]}

    assert found(old, new) == [("changed", "f", "F", "values.aql", "2.5", "1.5")]


def test_a_float_has_no_digest():
    with pytest.raises(SealError):
        signed_digest({"upper": 0.1})
