import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.shared import shared_path
from troth.quality.master_table import Arrow, Numbers, cell, resolved
from troth.quality.operating_curves import acceptance_probability
from troth.quality.schemes import AQL_SERIES, LETTERS, Edition, State, aql_place, row_size

ROWS, PLACES = st.integers(0, 15), st.integers(0, 25)
ISO, MIL = Edition.ISO_2859_1, Edition.MIL_STD_105E


def as_written(found):
    return f"arrow {found}" if isinstance(found, Arrow) else f"{found.accept}/{found.reject}"


@pytest.mark.shared
def test_every_cell_of_105e_is_that_of_the_published_table():
    with shared_path("data/05_aql/z14_table_II_single_master.csv").open() as file:
        rows = [row for row in csv.DictReader(file) if row["letter"] != "S"]
    assert len(rows) == 3 * 16 * 26
    for row in rows:
        at, state = LETTERS.index(row["letter"]), State(row["severity"])
        found = cell(at, aql_place(row["aql_pct"]), state=state, edition=MIL)
        assert (as_written(found), row_size(at, state=state)) == (row["cell"], int(row["sample_size"])), row


@pytest.mark.shared
@pytest.mark.parametrize(("section", "state"), [("4.2", "normal"), ("4.3", "tightened"), ("4.4", "reduced")])
def test_resolved_plans_are_those_of_the_method_paper(section, state):
    text = shared_path("domain.md").read_text("utf-8").split(f"### {section}")[1].split("###")[0]
    head, _, *lines = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"
    ]
    said = {(line[0], aql): plan for line in lines for aql, plan in zip(head[1:], line[1:], strict=True)}
    found = {
        (letter, aql): resolved(LETTERS.index(letter), aql_place(aql), state=State(state), edition=ISO)
        for letter, aql in said
    }
    assert len(said) == 176
    assert {at: f"{plan.sample_size}/{plan.accept}" for at, plan in found.items()} == said


def test_letter_s_stands_only_where_tightened_inspection_finds_nothing_else():
    s = {
        (LETTERS[row], AQL_SERIES[place], state)
        for row in range(16)
        for place in range(26)
        for state in State
        for edition in Edition
        if resolved(row, place, state=state, edition=edition).letter == "S"
    }
    assert s == {("Q", "0.025", State.TIGHTENED), ("R", "0.025", State.TIGHTENED)}
    assert resolved(15, 2, state=State.TIGHTENED, edition=ISO)[1:] == (3150, 1, 2)


def test_editions_differ_in_one_tightened_cell_and_in_reduced_inspection():
    def differing(state):
        return [
            (LETTERS[row], AQL_SERIES[place])
            for row in range(16)
            for place in range(26)
            if resolved(row, place, state=state, edition=ISO) != resolved(row, place, state=state, edition=MIL)
        ]

    assert differing(State.NORMAL) == []
    assert differing(State.TIGHTENED) == [("A", "10")]
    assert resolved(0, 15, state=State.TIGHTENED, edition=ISO)[1:3] == (2, 0)
    assert resolved(0, 15, state=State.TIGHTENED, edition=MIL)[1:3] == (8, 1)
    assert resolved(8, 12, state=State.REDUCED, edition=ISO)[1:] == (32, 3, 4)
    assert resolved(8, 12, state=State.REDUCED, edition=MIL)[1:] == (32, 2, 5)
    assert len(differing(State.REDUCED)) > 100


@pytest.mark.parametrize("edition", Edition)
@pytest.mark.parametrize("state", State)
def test_every_cell_leads_to_a_plan_whose_numbers_stand_where_it_says(state, edition):
    for row in range(16):
        for place in range(26):
            plan = resolved(row, place, state=state, edition=edition)
            if plan.letter != "S":
                at = LETTERS.index(plan.letter)
                assert cell(at, place, state=state, edition=edition) == Numbers(plan.accept, plan.reject)
                assert plan.sample_size == row_size(at, state=state)


@given(ROWS, PLACES, st.sampled_from(Edition), st.floats(0.0001, 0.3))
def test_a_tightened_plan_never_lets_more_through_than_the_normal_one(row, place, edition, quality):
    normal = resolved(row, place, state=State.NORMAL, edition=edition)
    tightened = resolved(row, place, state=State.TIGHTENED, edition=edition)
    if place <= aql_place(10) and tightened.accept < tightened.sample_size and normal.accept < normal.sample_size:
        passed = [
            float(acceptance_probability(sample_size=plan.sample_size, accept=plan.accept, nonconforming=quality))
            for plan in (tightened, normal)
        ]
        assert passed[0] <= passed[1] + 1e-12


@given(ROWS, st.integers(1, 15), st.sampled_from(State), st.floats(0.0001, 0.3))
def test_a_stricter_aql_never_accepts_more(row, place, state, quality):
    stricter, looser = (resolved(row, at, state=state, edition=ISO) for at in (place - 1, place))
    passed = [
        float(acceptance_probability(sample_size=plan.sample_size, accept=plan.accept, nonconforming=quality))
        for plan in (stricter, looser)
        if plan.accept < plan.sample_size
    ]
    # Where an arrow takes the looser limit to a larger sample, good quality may pass it a little less often.
    if len(passed) == 2 and stricter.sample_size == looser.sample_size:
        assert passed[0] <= passed[1] + 1e-12
