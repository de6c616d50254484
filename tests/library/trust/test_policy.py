import json
from dataclasses import replace

import pytest

from troth.commitments.outcomes import DIMENSIONS
from troth.trust.policy import DEFAULT_POLICY, DimensionPolicy, PolicyRefused, policy_from_json, policy_to_json

KAPPAS = {
    "delivery": 2, "quality": 2, "communication": 1.5, "money": 2, "honesty": 4, "ethics": 3, "partnership": 1,
}  # fmt: skip


def test_default_policy_holds_the_published_numbers():
    assert {each.dimension: each.kappa for each in DEFAULT_POLICY.dimensions} == KAPPAS
    assert {each.half_life_kept_days for each in DEFAULT_POLICY.dimensions} == {365}
    assert [each.half_life_broken_days for each in DEFAULT_POLICY.dimensions] == [730] * 4 + [1095] + [730] * 2
    assert {each.target for each in DEFAULT_POLICY.dimensions} == {0.95}


def test_policy_comes_back_from_json_unchanged():
    changed = replace(
        DEFAULT_POLICY,
        version="2027-1",
        dimensions=tuple(replace(each, kappa=5.0, version="2027-1") for each in DEFAULT_POLICY.dimensions),
    )

    assert policy_from_json(policy_to_json(changed)) == changed


def test_policy_from_json_fills_what_is_left_out_with_defaults():
    document = {"version": "2", "dimensions": [{"dimension": name, "kappa": 2} for name in DIMENSIONS]}

    policy = policy_from_json(json.dumps(document))

    assert policy.of("money").half_life_kept_days == 365
    assert policy.of("money").version == "2"


@pytest.mark.parametrize(
    "document",
    [
        "not json",
        "[]",
        '{"version": "1"}',
        '{"version": "1", "dimensions": [{"dimension": "delivery", "kappa": 2}]}',
        '{"version": "1", "dimensions": [{"dimension": "delivery", "kappa": 2, "nationality": 1}]}',
        '{"version": "1", "dimensions": [{"dimension": "delivery"}]}',
    ],
)
def test_policy_from_json_refuses_a_bad_document(document):
    with pytest.raises(PolicyRefused):
        policy_from_json(document)


@pytest.mark.parametrize(
    "change",
    [
        {"dimension": "country"},
        {"kappa": 0.5},
        {"light_share": 1.0},
        {"light_share": -0.1},
        {"half_life_kept_days": 0},
        {"target": 95},
        {"credible_bound": 0},
        {"fewest_lines": 0},
    ],
)
def test_dimension_policy_refuses_what_cannot_be_computed(change):
    plain = {"dimension": "delivery", "kappa": 2.0}

    with pytest.raises(PolicyRefused):
        DimensionPolicy(**(plain | change))


@pytest.mark.parametrize(
    "change",
    [{"version": "other"}, {"overall_weights": (1.0,)}, {"dimensions": DEFAULT_POLICY.dimensions[::-1]}],
)
def test_policy_refuses_parts_that_do_not_fit_together(change):
    with pytest.raises(PolicyRefused):
        replace(DEFAULT_POLICY, **change)


def test_policy_of_an_unknown_dimension_is_refused():
    with pytest.raises(PolicyRefused, match="unknown"):
        DEFAULT_POLICY.of("country")
