"""The single-sampling plan of one lot: how many units to look at, and with how many bad ones to accept it."""

from dataclasses import dataclass
from decimal import Decimal

from troth.quality.code_letters import letter_row
from troth.quality.master_table import Resolved, resolved
from troth.quality.schemes import LETTERS, Edition, Level, State, aql_place


@dataclass(frozen=True, slots=True, kw_only=True)
class SinglePlan:
    """Hold what is inspected of one lot for one class of defects.

    Args:
        lot: Units in the lot.
        code_letter: What the lot's size and level give, A to R.
        plan_letter: The row whose plan is used once arrows are followed, A to S.
        sample_size: Units to look at: all of them where the plan's sample is not smaller than the lot.
        accept: Accept with so many nonconforming units, or fewer.
        reject: Refuse with so many, or more. Between the two, in MIL-STD-105E's reduced inspection alone, the lot is
            accepted and the next is inspected normally.
        full_inspection: Whether every unit is looked at.

    >>> single_plan(3_200, aql=2.5).accept
    7
    """

    lot: int
    code_letter: str
    plan_letter: str
    sample_size: int
    accept: int
    reject: int
    full_inspection: bool


def single_plan(
    lot: int,
    *,
    aql: float | str | Decimal,
    level: Level = Level.II,
    state: State = State.NORMAL,
    edition: Edition = Edition.ISO_2859_1,
) -> SinglePlan:
    """Return the single-sampling plan for a lot.

    Args:
        lot: Units in the lot, 2 or more.
        aql: Acceptance quality limit of the series, in percent nonconforming (or per 100 units above 10).
        level: Inspection level.
        state: Normal, tightened or reduced inspection.
        edition: Whose tables.

    Raises:
        ImpossibleLot: Fewer than 2 units.
        UnknownAql: The limit is not in the series of 26.

    Source: ISO 2859-1:1999, clauses 9 to 10 and tables 1, 2-A to 2-C; MIL-STD-105E, tables I, II-A to II-C and their
    note that a sample not smaller than the lot means every unit.

    >>> plan = single_plan(30, aql=2.5)
    >>> plan.code_letter, plan.plan_letter, plan.sample_size, plan.accept
    ('D', 'C', 5, 0)
    >>> single_plan(8, aql="0.65").full_inspection
    True
    """
    row = letter_row(lot, level=level)
    found: Resolved = resolved(row, aql_place(aql), state=state, edition=edition)
    full = found.sample_size >= lot
    return SinglePlan(
        lot=lot,
        code_letter=LETTERS[row],
        plan_letter=found.letter,
        sample_size=lot if full else found.sample_size,
        accept=found.accept,
        reject=found.reject,
        full_inspection=full,
    )
