"""Order histories as people drop them."""

from datetime import date, timedelta
from pathlib import Path

HEADER = "PO,Line,Supplier,Promised date,Delivery date,Qty,Amount,Currency,Description"
SUPPLIERS = ("Rosewater Knitting", "Blackthorn Footwear", "Central Warehouse")


def history(folder: Path, *, today: date, lines: int = 120) -> Path:
    """Write a plain history: three suppliers, one of them late of late, one of them a warehouse."""
    rows = [HEADER]
    for at in range(lines):
        who = at % 3
        promised = today - timedelta(days=3 * (lines - at))
        late = 6 if who == 0 and at > lines // 2 and at % 2 else -1
        came = promised + timedelta(days=late)
        rows.append(
            f"P-{at // 3:04d},{at % 3 + 1},{SUPPLIERS[who]},{promised},{came},{100 + at},{2000 + at}.50,USD,"
            f"Item {at:03d}"
        )
    path = folder / "history.csv"
    path.write_text("\n".join(rows) + "\n", "utf-8")
    return path


def two_ways(folder: Path, *, today: date, mended: bool = False) -> Path:
    """Write days that read both ways, all of them the fifth of the fifth or the like, and one row nobody can read."""
    rows = [HEADER]
    year = today.year - 1
    for at in range(12):
        # Month and day are both at most twelve in every row, and both readings keep order and delivery apart.
        day, month = at % 6 + 1, at % 5 + 2
        written = f"{day:02d}/{month:02d}/{year}"
        rows.append(f"Q-{at:03d},1,Rosewater Knitting,{written},{written},10,20.00,USD,Two {at}")
    written = f"06/04/{year}" if mended else "when it is done"
    rows.append(f"Q-900,1,Rosewater Knitting,{written},,10,20.00,USD,The unreadable one")
    path = folder / "two-ways.csv"
    path.write_text("\n".join(rows) + "\n", "utf-8")
    return path
