from dataclasses import replace

import pytest

from tests.shared import vectors
from troth.basis.draws import commitment, joint_seed
from troth.quality.operating_curves import ImpossiblePlan
from troth.quality.skip_lots import (
    RevealedLot,
    SkipPhase,
    SkipPlan,
    SkipState,
    after_lot,
    check_lot_draw,
    is_inspected,
    lots_inspected,
    may_skip,
    phase_of,
    skip_acceptance,
)
from troth.quality.verdicts import DefectClass


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("c18"), ids=lambda vector: vector["id"])
def test_chances_are_those_of_perry(vector):
    given, said = vector["inputs"], vector["expected"]
    plan = SkipPlan(clearance=given["i"], share=given["f"])
    found = [skip_acceptance(plan, probability=given["P"]), lots_inspected(plan, probability=given["P"])]
    assert found == pytest.approx([said["pa"], said["fraction_lots_inspected"]], abs=vector["tol"])


def test_lots_are_skipped_after_a_run_and_looked_at_again_after_one_refused():
    plan, state = SkipPlan(clearance=3, share=0.25), SkipState()
    phases = []
    for accepted in (True, True, False, True, True, True, True, False):
        state = after_lot(state, plan=plan, accepted=accepted)
        phases.append(state.phase is SkipPhase.SKIPPING)
    assert phases == [False, False, False, False, False, True, True, False]
    assert state == SkipState()


def test_impossible_plans_are_refused():
    with pytest.raises(ImpossiblePlan):
        SkipPlan(clearance=0, share=0.5)
    with pytest.raises(ImpossiblePlan):
        skip_acceptance(SkipPlan(clearance=1, share=0.5), probability=1.2)


HALF = SkipPlan(clearance=8, share=0.5)
SUBJECT = "inspection 214, lot"
SHOWN = RevealedLot(
    commitment=commitment(secret="9f2c4e17a0b35d68", nonce="6d1b", subject=SUBJECT), subject=SUBJECT,
    secret="9f2c4e17a0b35d68", nonce="6d1b", word="monsoon", seed=joint_seed("9f2c4e17a0b35d68", "monsoon"),
    plan=HALF, phase=SkipPhase.SKIPPING,
    inspected=is_inspected(joint_seed("9f2c4e17a0b35d68", "monsoon"), plan=HALF, phase=SkipPhase.SKIPPING),
)  # fmt: skip


def test_the_draw_of_a_lot_holds_as_it_was_promised():
    assert check_lot_draw(SHOWN).holds


@pytest.mark.parametrize(
    ("changed", "fails"),
    [
        ({"secret": "9f2c4e17a0b35d69"}, {"promise", "seed"}),
        ({"nonce": "6d1c"}, {"promise"}),
        ({"subject": "inspection 215, lot"}, {"promise"}),
        ({"word": "drought"}, {"seed"}),
        ({"word": ""}, {"seed"}),
        ({"inspected": not SHOWN.inspected}, {"outcome"}),
    ],
)
def test_whatever_is_changed_afterwards_is_seen(changed, fails):
    found = check_lot_draw(replace(SHOWN, **changed))

    assert {name for name in ("promise", "seed", "outcome") if not getattr(found, name)} == fails
    assert not found.holds


def test_every_lot_is_looked_at_until_the_run_is_made_whatever_is_drawn():
    seeds = [joint_seed("a secret", str(word)) for word in range(50)]

    assert all(is_inspected(seed, plan=HALF, phase=SkipPhase.EVERY_LOT) for seed in seeds)


def test_so_large_a_share_is_drawn_as_was_agreed():
    plan = SkipPlan(clearance=8, share=0.25)
    drawn = [
        is_inspected(joint_seed("a secret", str(word)), plan=plan, phase=SkipPhase.SKIPPING) for word in range(4_000)
    ]

    # 1,000 are expected with a standard deviation of 27; the seeds are fixed, so this is no game of chance.
    assert 918 <= sum(drawn) <= 1_082


def test_a_lot_is_skipped_only_where_every_class_would_be():
    assert phase_of([SkipPhase.SKIPPING, SkipPhase.SKIPPING]) is SkipPhase.SKIPPING
    assert phase_of([SkipPhase.SKIPPING, SkipPhase.EVERY_LOT]) is SkipPhase.EVERY_LOT
    assert phase_of([]) is SkipPhase.EVERY_LOT


def test_lots_with_a_critical_class_are_never_skipped():
    assert may_skip([DefectClass.MAJOR, DefectClass.MINOR])
    assert not may_skip([DefectClass.MAJOR, DefectClass.CRITICAL])
    assert not may_skip([])
