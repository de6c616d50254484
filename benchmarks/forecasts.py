"""The forecast on a real history, beside the plain averages."""

import json

from benchmarks.imports import SHARED_HISTORY
from benchmarks.report import TROTH, Row, Section, run

MOST_SHARE, MOST_ECE, LEAST_AUC = 0.90, 0.03, 0.77
WITHOUT = ("--set-aside", "Vendor=SCMS from RDC")


def section() -> Section:
    """Return the table."""
    found = Section("Forecast on a real history, by `troth backtest`")
    if not SHARED_HISTORY.exists():
        found.notes.append("The shared history is not on this machine.")
        return found
    found.rows += _rows("Vendor", is_set=True)
    found.rows += _rows("Vendor", *WITHOUT, named="Vendor without the warehouse")
    found.rows += _rows("Manufacturing Site")
    found.notes.append("The limit is what any single number could reach: the portfolio's own rate, as known then.")
    return found


def _rows(column: str, *more: str, named: str = "", is_set: bool = False) -> list[Row]:
    ran = run([TROTH, "backtest", SHARED_HISTORY, "--factory-column", column, *more, "--json"])
    told = json.loads(ran.output)
    ours, average, base = told["forecast"], told["average"], told["base_rate"]
    share = ours["log_loss"] / average["log_loss"]
    work = f"{named or column}, {told['scored']:,} lines"
    other = f"12 months {told['twelve_months']['log_loss']:.4f}"
    return [
        Row(work=f"{work}: log-loss", ours=f"{ours['log_loss']:.4f}", limit=f"{base['log_loss']:.4f} (base rate)",
            ratio=f"{share:.3f} of the average's", peer=f"all-time average {average['log_loss']:.4f}; {other}",
            hold="≤ 0.90 of the average's" if is_set else "–", holds=share <= MOST_SHARE if is_set else None),
        Row(work=f"{work}: ECE", ours=f"{ours['ece']:.4f}", peer=f"all-time average {average['ece']:.4f}",
            hold="≤ 0.03" if is_set else "–", holds=ours["ece"] <= MOST_ECE if is_set else None),
        Row(work=f"{work}: AUC", ours=f"{ours['auc']:.4f}", peer=f"all-time average {average['auc']:.4f}",
            hold="≥ 0.77" if is_set else "–", holds=ours["auc"] >= LEAST_AUC if is_set else None),
    ]  # fmt: skip
