import json
from dataclasses import asdict
from datetime import UTC, date, datetime
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from troth.basis.draws import commitment, joint_seed
from troth.quality.frozen_plans import digest
from troth.quality.lot_draws import draw_lot
from troth.quality.reports import (
    PARTS,
    Change,
    Choice,
    NotToDecide,
    NotWhole,
    canonical,
    check_decision,
    checked,
    difference,
    draw_holds,
    written,
)
from troth.quality.verdicts import Verdict

WHOLE = dict.fromkeys(PARTS) | {
    "form": 1, "number": 1, "verdict": Verdict.ACCEPTED, "classes": [{"class": "major", "nonconforming": 7}],
    "defects": [{"uid": "d1", "name": "Open seam", "photos": ["f" * 64]}],
    "photos": [{"uid": "p1", "sha256": "f" * 64}],
    "measurements": [], "answers": [], "signatures": [],
}  # fmt: skip


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (0.1 + 0.2, "0.30000000000000004"),
        (12.0, "12"),
        (True, True),
        (None, None),
        (datetime(2026, 3, 12, 8, tzinfo=UTC), "2026-03-12T08:00:00+00:00"),
        ((1, {"a": 0.5}), [1, {"a": "0.5"}]),
        (Verdict.PENDING, "pending"),
    ],
)
def test_written_values_have_one_form_which_reading_json_keeps(value, kept):
    assert written(value) == kept
    assert json.loads(json.dumps(written(value))) == kept


@pytest.mark.parametrize("value", [datetime(2026, 3, 12), b"bytes", object()])
def test_written_refuses_what_has_no_one_form(value):
    with pytest.raises(NotWhole):
        written({"value": [value]})


def test_checked_returns_the_written_form_of_a_whole_report():
    assert checked(WHOLE | {"why": date(2026, 3, 12)})["why"] == "2026-03-12"


@pytest.mark.parametrize("part", PARTS)
def test_checked_names_the_part_that_lacks(part):
    with pytest.raises(NotWhole, match=f"lacks: {part}$"):
        checked({name: value for name, value in WHOLE.items() if name != part})


@pytest.mark.parametrize(
    "wrong",
    [
        {"more": 1},
        {"form": 2},
        {"classes": [{"class": "major"}, {"class": "major"}]},
        {"answers": [{"value": 1}]},
        {"photos": []},
    ],
)
def test_checked_refuses_what_is_no_report(wrong):
    with pytest.raises(NotWhole):
        checked(WHOLE | wrong)


def test_checked_refuses_a_verdict_nobody_knows():
    with pytest.raises(ValueError, match="passed"):
        checked(WHOLE | {"verdict": "passed"})


def test_canonical_bytes_hash_to_what_the_report_prints():
    content = checked(WHOLE)
    assert sha256(canonical(content)).hexdigest() == digest(content)
    assert json.loads(canonical(content)) == content


def test_canonical_differs_with_one_count():
    other = checked(WHOLE | {"classes": [{"class": "major", "nonconforming": 8}]})
    assert digest(other) != digest(checked(WHOLE))


def test_difference_names_place_old_and_new():
    before, after = checked(WHOLE), checked(WHOLE | {"conclusion": "Mend the seam.", "number": 2, "why": "A slip."})
    after["classes"][0]["nonconforming"] = 8
    after["defects"] = [{"uid": "d2", "name": "Stain", "photos": []}]
    assert difference(before, after) == (
        Change(place=("conclusion",), old=None, new="Mend the seam."),
        Change(place=("classes", "major", "nonconforming"), old=7, new=8),
        Change(place=("defects", "d1"), old=before["defects"][0], new=None),
        Change(place=("defects", "d2"), old=None, new=after["defects"][0]),
    )


def test_difference_passes_over_rows_that_moved():
    rows = [{"uid": "a", "n": 1}, {"uid": "b", "n": 2}]
    assert difference({"defects": rows}, {"defects": rows[::-1]}) == ()


ROWS = some.lists(
    some.fixed_dictionaries({"uid": some.sampled_from("abcd"), "n": some.integers(0, 3)}),
    unique_by=lambda row: row["uid"],
)


@settings(max_examples=60, deadline=None)
@given(ROWS, ROWS)
def test_difference_of_exchanged_versions_exchanges_old_and_new(first, second):
    there = {(each.place, json.dumps(each.old), json.dumps(each.new)) for each in _diff(first, second)}
    back = {(each.place, json.dumps(each.new), json.dumps(each.old)) for each in _diff(second, first)}
    assert there == back
    by_uid = [{row["uid"]: row for row in rows} for rows in (first, second)]
    assert (there == set()) == (by_uid[0] == by_uid[1])


def _diff(first, second):
    return difference({"defects": first}, {"defects": second})


ALLOWED = {
    Verdict.ACCEPTED: {Choice.SHIP, Choice.REWORK, Choice.REINSPECT, Choice.REFUSE},
    Verdict.NOT_ACCEPTED: {Choice.REWORK, Choice.REINSPECT, Choice.WAIVER, Choice.REFUSE},
    Verdict.PENDING: {Choice.REWORK, Choice.REINSPECT, Choice.REFUSE},
}


@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("choice", Choice)
def test_a_decision_fits_its_verdict(verdict, choice):
    if choice in ALLOWED[verdict]:
        check_decision(choice=choice, verdict=verdict, reason="Agreed on the line.")
        return
    with pytest.raises(NotToDecide):
        check_decision(choice=choice, verdict=verdict, reason="Agreed on the line.")


def test_a_decision_says_why():
    with pytest.raises(NotToDecide, match="Say why"):
        check_decision(choice=Choice.SHIP, verdict=Verdict.ACCEPTED, reason="  \n")


def drawn(**more):
    secret, nonce, subject = "9f2c4e17a0b35d68", "6d1b", "inspection 214"
    seed = joint_seed(secret, "harbour")
    lot = draw_lot(seed, lot=3_200, sample=125, cartons=100, units_per_carton=32)
    draw = {
        "subject": subject, "secret": secret, "nonce": nonce, "word": "harbour", "seed": seed,
        "commitment": commitment(secret=secret, nonce=nonce, subject=subject),
        "drawn": {"cartons": list(lot.cartons), "units": [asdict(unit) for unit in lot.units]},
    }  # fmt: skip
    sizes = {"lot": {"size": 3_200, "cartons": 100, "units_per_carton": 32}, "classes": [{"sample_size": 125}]}
    return sizes | {"draw": draw | more}


def test_a_draw_holds_when_it_comes_out_again():
    assert draw_holds(drawn()) is True


@pytest.mark.parametrize(
    "changed",
    [
        {"secret": "another secret 16"},
        {"nonce": "6d1c"},
        {"word": "pier"},
        {"seed": joint_seed("9f2c4e17a0b35d68")},
        {"drawn": {"cartons": [1], "units": []}},
        {"commitment": "0" * 64},
    ],
)
def test_a_draw_that_was_steered_does_not_hold(changed):
    assert draw_holds(drawn(**changed)) is False


def test_a_draw_larger_than_the_lot_does_not_hold():
    assert draw_holds(drawn() | {"classes": [{"sample_size": 4_000}]}) is False
