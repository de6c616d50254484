"""The command that draws control charts from a file and names their signals once."""

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict
from statistics import fmean, stdev
from typing import Any

import numpy as np

from troth.basis.counts import ImpossibleCounts
from troth.basis.drift import ImpossibleChart, cusum, p_chart
from troth.basis.ewma import ewma
from troth.basis.u_charts import u_chart
from troth.quality.change_points import chart_signals, shift_signals
from troth_site.management.answers import No, WrongUse, print_json, print_table
from troth_site.management.quality import tables

type Rows = list[tables.Row]
COUNTED = {"p": "nonconforming", "u": "defects"}


def chart(arguments: Namespace) -> None:
    """Draw a chart of lots or readings."""
    needed = ["value"] if arguments.kind in ("cusum", "ewma") else [COUNTED[arguments.kind], "inspected"]
    rows = tables.rows(arguments.file, needed=needed)
    if not rows:
        raise No(f"{arguments.file} holds no rows")
    if arguments.baseline is not None and not 2 <= arguments.baseline <= len(rows):
        raise WrongUse(f"--baseline takes 2 to {len(rows)} rows of this file")
    try:
        document = _measured(arguments, rows) if needed == ["value"] else _counted(arguments, rows)
    except (ImpossibleChart, ImpossibleCounts, tables.BadRow) as error:
        raise No(f"{arguments.file}: {error}") from error
    labels = [_label(row.cells, n, needed) for n, row in enumerate(rows, start=1)]
    for label, point in zip(labels, document["points"], strict=True):
        point["label"] = label
    if arguments.json:
        return print_json(document)
    return _print(document)


def _label(cells: dict[str, str], number: int, needed: list[str]) -> str:
    return next((text for name, text in cells.items() if name not in needed), str(number))


def _drawn(kind: str, bad: Sequence[float], looked_at: Sequence[float], settled: float | None = None) -> Any:
    if kind == "p":
        return p_chart(defectives=np.array(bad), sizes=np.array(looked_at), baseline=settled)
    return u_chart(defects=bad, units=looked_at, baseline=settled)


def _name_row(kind: str, rows: Rows, bad: Sequence[float], looked_at: Sequence[float]) -> None:
    """Say which row alone cannot be; of a whole chart the library says only that one cannot."""
    for (line, _), count, units in zip(rows, bad, looked_at, strict=True):
        try:
            _drawn(kind, [count], [units])
        except (ImpossibleChart, ImpossibleCounts) as error:
            raise tables.BadRow(f"row {line}: {error}") from error


def _numbers(rows: Rows, name: str, *, whole: bool = False) -> list[float]:
    found = []
    for line, row in rows:
        try:
            found.append(tables.count(row, name) if whole else tables.number(row, name))
        except tables.BadRow as error:
            raise tables.BadRow(f"row {line}: {error}") from None
    return found


def _counted(arguments: Namespace, rows: Rows) -> dict[str, Any]:
    bad, looked_at = _numbers(rows, COUNTED[arguments.kind], whole=True), _numbers(rows, "inspected")
    settled = None
    if arguments.baseline is not None:
        units = sum(looked_at[: arguments.baseline])
        settled = sum(bad[: arguments.baseline]) / units if units else None
    try:
        drawn = _drawn(arguments.kind, bad, looked_at, settled)
    except (ImpossibleChart, ImpossibleCounts):
        _name_row(arguments.kind, rows, bad, looked_at)
        raise
    values = [count / units if units else None for count, units in zip(bad, looked_at, strict=True)]
    signals = [asdict(one) for one in chart_signals(drawn.outside, bad=bad, looked_at=looked_at, centre=drawn.centre)]
    points = _points(values, drawn.lower, drawn.upper)
    return {"kind": arguments.kind, "centre": _known(drawn.centre), "points": points, "signals": signals}


def _measured(arguments: Namespace, rows: Rows) -> dict[str, Any]:
    values = _numbers(rows, "value")
    target, sigma = _settled(arguments, values)
    if arguments.kind == "ewma":
        drawn = ewma(values=values, target=target, deviation=sigma, weight=arguments.weight, width=arguments.width)
        above, below = (drawn.means - target).tolist(), (target - drawn.means).tolist()
        signals = [asdict(one) for one in shift_signals(drawn.outside, above=above, below=below)]
        points = _points(drawn.means.tolist(), drawn.lower, drawn.upper)
        return {"kind": "ewma", "centre": target, "sigma": sigma, "points": points, "signals": signals}
    added = cusum(values=values, target=target, slack=arguments.k * sigma, limit=arguments.h * sigma, restart=True)
    points = [
        {"value": value, "above": above, "below": below}
        for value, above, below in zip(values, added.upper.tolist(), added.lower.tolist(), strict=True)
    ]
    signals = [
        {"at": one.at, "until": one.at, "changed_after": one.changed_after, "upward": one.upward}
        for one in added.signals
    ]
    limit = arguments.h * sigma
    return {
        "kind": "cusum", "centre": target, "sigma": sigma, "limit": limit, "points": points, "signals": signals
    }  # fmt: skip


def _settled(arguments: Namespace, values: Sequence[float]) -> tuple[float, float]:
    if arguments.baseline is not None:
        first = values[: arguments.baseline]
        target = fmean(first) if arguments.target is None else arguments.target
        return target, stdev(first) if arguments.sigma is None else arguments.sigma
    if arguments.target is None or arguments.sigma is None:
        raise WrongUse("give --target and --sigma, or take them from the first rows with --baseline N")
    return arguments.target, arguments.sigma


def _points(values: Sequence[float | None], lower: Any, upper: Any) -> list[dict[str, Any]]:
    return [
        {"value": value, "lower": _known(low), "upper": _known(high)}
        for value, low, high in zip(values, lower.tolist(), upper.tolist(), strict=True)
    ]


def _known(value: float) -> float | None:
    return None if value != value else float(value)


def _print(document: dict[str, Any]) -> None:
    names = [name for name in document["points"][0] if name != "label"]
    marked = {number for one in document["signals"] for number in range(one["at"], one["until"] + 1)}
    rows = [
        [point["label"], *(_short(point[name]) for name in names), "signal" if number in marked else ""]
        for number, point in enumerate(document["points"], start=1)
    ]
    print_table(["", *names, ""], rows)
    for one in document["signals"]:
        since = "" if one["changed_after"] is None else f"; the change probably began after row {one['changed_after']}"
        print(f"Row {one['at']}: {'higher' if one['upward'] else 'lower'} than chance explains{since}.")
    if not document["signals"]:
        print("Nothing here is more than chance.")


def _short(value: float | None) -> str | None:
    return None if value is None else f"{value:.4g}"
