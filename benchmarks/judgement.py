"""Full judgement of a portfolio from its tallies, beside DuckDB's bare sums of the same rows."""

from datetime import date

import duckdb
import numpy as np
import pyarrow as pa

from benchmarks.history import partners
from benchmarks.report import Row, Section, interleaved, ms
from troth.commitments.outcomes import LIGHT_BELOW, Side
from troth.trust.forecast import Fit
from troth.trust.policy import DEFAULT_POLICY
from troth.trust.portfolio import judge_portfolio
from troth.trust.tallies import Tallies, day_number

FITS: dict[Side, Fit] = {
    "factory": Fit(half_life_days=90, lag_half_life_days=14, strength=2, crowding=0.75),
    "buyer": Fit(half_life_days=120, lag_half_life_days=14, strength=3, crowding=0.75),
}
BARE = (
    'select "group", sum(lines), sum(kept), sum(excused), sum(kept_weight), sum(broken_weight), max(happened) '
    'from tallies where known <= {day} group by "group"'
)


def tallies_of(lines: int, *, today: date) -> Tallies:
    """Return the tallies of so many lines, both sides: a count on the due day, weights on the closing day."""
    random = np.random.default_rng(1)
    factories = partners(lines)
    # One line in ten is the buyer's: payments and approvals.
    group = random.integers(0, factories, lines) * 2 + (random.random(lines) < 0.1)
    due = day_number(today) - random.integers(1, 6 * 365, lines)
    # As in the made-up history: most keep nineteen promises of twenty, one partner in twelve far fewer.
    reliability = random.beta(120, 4, 2 * factories)
    reliability[::12] = random.beta(8, 2, len(reliability[::12]))
    kept = random.random(lines) < reliability[group]
    closed = due + np.where(kept, -random.integers(0, 6, lines), random.integers(1, 40, lines))
    known = closed + random.integers(0, 4, lines)
    # A third of the lines are worth so little beside the usual one that they are light promises.
    weight = np.where(random.random(lines) < 0.35, 0.3, 0.6)
    nothing, ones = np.zeros(lines), np.ones(lines, dtype=np.int64)
    return Tallies.from_columns(
        {
            "group": np.concatenate((group, group)),
            "happened": np.concatenate((due, closed)),
            "known": np.concatenate((np.minimum(known, due + 1), known)),
            "lines": np.concatenate((ones, nothing)),
            "kept": np.concatenate((kept, nothing)),
            "excused": np.concatenate((nothing, nothing)),
            "kept_weight": np.concatenate((nothing, weight * kept)),
            "broken_weight": np.concatenate((nothing, weight * ~kept)),
            "excused_weight": np.concatenate((nothing, nothing)),
            "light_weight": np.concatenate((nothing, weight * kept * (weight < LIGHT_BELOW))),
        }
    )


def section(sizes: list[int], *, today: date) -> Section:
    """Return the table."""
    note = "Ours makes rates, intervals, windows, exact tests, standings, forecasts and flags of both sides."
    found = Section("Full judgement of a portfolio, both sides", notes=[note])
    each = []
    for lines in sizes:
        tallies = tallies_of(lines, today=today)
        table = pa.table({name: getattr(tallies, name) for name in Tallies.__dataclass_fields__})
        with duckdb.connect() as database:
            database.register("arrow", table)
            database.execute("create table tallies as select * from arrow")
            query = BARE.format(day=day_number(today))
            ours, limit, ratio = interleaved(
                lambda tallies=tallies, lines=lines: judge_portfolio(
                    tallies, partners=partners(lines), as_of=today, policy=DEFAULT_POLICY, fits=FITS
                ),
                lambda database=database, query=query: database.execute(query).fetchnumpy(),
                times=7,
            )
        each.append(ours / lines)
        found.rows.append(
            Row(
                work=f"{lines:,} order lines, {partners(lines):,} partners",
                ours=ms(ours),
                limit=f"{ms(limit)} (DuckDB, bare sums)",
                ratio=f"{ratio:.2f}",
                peer="ERPNext 352 s for 200 suppliers; Odoo's report 0.22 s",
                hold="≤ 5 × the limit",
                holds=ratio <= 5,
            )
        )
    growth = each[-1] / each[0]
    found.rows.append(
        Row(
            work=f"time a line, {sizes[-1]:,} beside {sizes[0]:,}",
            ours=f"{growth:.2f} ×",
            hold="linear: ≤ 1.2 ×",
            holds=growth <= 1.2,
        )
    )
    return found
