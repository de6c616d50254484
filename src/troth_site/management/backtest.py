"""The command that scores the forecast on a history's own past: a file in, no database."""

from argparse import Namespace
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from troth.trust.backtest import Backtest, TooFewLinesError, backtest
from troth.trust.forecast import Events
from troth_site.management import files
from troth_site.management.answers import No, percent, print_json, print_table
from troth_site.sheets import orders
from troth_site.sheets.order_rows import AnyRow, OrderRow, RefusedRow, RepeatedRow, SetAsideRow

WANTED = ("factory", "order", "line", "promised", "delivered", "recorded")
RIVALS = {
    "forecast": "the forecast",
    "average": "all-time average",
    "twelve_months": "12-month average",
    "base_rate": "portfolio's rate",
}


@dataclass(slots=True)
class History:
    """The lines of a file as the forecast takes them, and how many were left out and why."""

    events: Events
    read: int
    undelivered: int
    refused: int
    set_aside: int
    repeated: int


def backtest_file(arguments: Namespace) -> None:
    """Say how good the forecast would have been on a file's own past, beside three plainer rules."""
    read = files.read_orders(arguments, wanted=WANTED, key_needed=False)
    if read.study is None or read.questions:
        asked = {"scored": 0, "questions": read.questions, "columns": read.columns}
        raise No(files.open_question(read, done="nothing was scored"), asked)
    past = history(orders.rows(read.table, read.study))
    try:
        found = backtest(past.events)
    except TooFewLinesError as error:
        raise No(f"{read.path}: {error}", {"scored": 0, **_counted(past)}) from error
    if arguments.json:
        print_json({**found.as_dict(), **_counted(past)})
    else:
        _show(found, past)


def history(rows: Iterable[AnyRow]) -> History:
    """Return the delivered lines: known when both delivered and recorded, kept when delivered by the promised day."""
    found = History(_events([]), 0, 0, 0, 0, 0)
    lines: list[tuple[int, int, int, int]] = []
    partners: dict[str, int] = {}
    for row in rows:
        found.read += 1
        found.set_aside += isinstance(row, SetAsideRow)
        found.refused += isinstance(row, RefusedRow)
        found.repeated += isinstance(row, RepeatedRow)
        if not isinstance(row, OrderRow):
            continue
        if row.delivered is None:
            found.undelivered += 1
            continue
        known = max(row.delivered, row.recorded or row.delivered)
        partner = partners.setdefault(row.factory, len(partners))
        lines.append((partner, row.promised.toordinal(), known.toordinal(), row.delivered <= row.promised))
    found.events = _events(lines)
    return found


def _events(lines: list[tuple[int, int, int, int]]) -> Events:
    columns = np.array(lines, dtype=np.int64).reshape(-1, 4).T
    return Events(partner=columns[0], due=columns[1], known=columns[2], kept=columns[3])


def _counted(past: History) -> dict[str, int]:
    return {
        "read": past.read,
        "undelivered": past.undelivered,
        "refused": past.refused,
        "set_aside": past.set_aside,
        "repeated": past.repeated,
    }


def _show(found: Backtest, past: History) -> None:
    print(f"{found.scored:,} of {past.read:,} lines scored, each forecast 30 days before its day.")
    for number, why in (
        (past.undelivered, "have no delivery yet"),
        (past.refused, "could not be read"),
        (past.set_aside, "were set aside"),
        (past.repeated, "only repeat an earlier row"),
    ):
        if number:
            print(f"{number:,} {why}.")
    print(_better(found) + "\n")
    rows = [
        (name, *(_rounded(value) for value in asdict(getattr(found, key)).values())) for key, name in RIVALS.items()
    ]
    print_table(("", "log-loss", "Brier", "ECE", "AUC"), rows)
    fitted = found.fitted
    print(
        f"\nFitted: half-life {fitted.half_life_days:.0f} days, reporting lag {fitted.lag_half_life_days:.0f} days, "
        f"strength {fitted.strength:.1f} lines, crowding {fitted.crowding:.2f}.\n"
    )
    bins: list[tuple[Any, ...]] = [
        (percent(each.forecast), percent(each.observed), f"{percent(each.low)} to {percent(each.high)}", each.lines)
        for each in found.calibration
    ]
    print_table(("forecast", "kept", "probably", "lines"), bins)


def _better(found: Backtest) -> str:
    share = found.forecast.log_loss / found.average.log_loss
    word = "smaller than" if share <= 1 else "larger than"
    return f"The forecast's log-loss is {100 * abs(1 - share):.1f} % {word} the plain average's (ratio {share:.3f})."


def _rounded(value: float | None) -> str | None:
    return None if value is None else f"{value:.4f}"
