"""A made-up order history of any length: the same rows every time, for databases, files and memory alike."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate
from pathlib import Path
from random import Random

ENDED_DAYS_AGO = 30
YEARS = 6
LINES_A_PARTNER = 200
MOST_PARTNERS = 5_000
PRICES = tuple(Decimal(cents).scaleb(-2) for cents in range(95, 40_000, 613))
HEADER = (
    "Order", "Line", "Supplier", "Item", "Order Date", "Promised Date", "Delivered Date", "Recorded Date", "Quantity",
    "Value", "Currency",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One reported line, in the form in which an import hands it on."""

    number: int
    key: str
    factory: str
    order: str
    line: str
    promised: date
    delivered: date | None
    recorded: date | None
    ordered: date
    quantity: Decimal
    value: Decimal
    currency: str
    item: str


@dataclass(frozen=True, slots=True)
class _Order:
    number: int
    factory: str
    reliability: float
    ordered: date
    promised: date


def partners(lines: int) -> int:
    """Return how many partners a history of so many lines has: 5,000 at a million."""
    return min(MOST_PARTNERS, max(50, lines // LINES_A_PARTNER))


def history(lines: int, *, today: date, seed: int = 1) -> Iterator[Line]:
    """Yield a history that ends a month before today: partners of very different size, orders of one to eight lines."""
    random = Random(seed)
    ended = today - timedelta(days=ENDED_DAYS_AGO)
    count = partners(lines)
    shares = list(accumulate(1 / (1 + at) ** 0.5 for at in range(count)))
    # Most keep nineteen promises of twenty, some far fewer.
    reliability = [random.betavariate(8, 2) if at % 12 == 0 else random.betavariate(120, 4) for at in range(count)]
    made = number = 0
    while made < lines:
        number += 1
        at = random.choices(range(count), cum_weights=shares)[0] if made >= count else made
        ordered = ended - timedelta(days=random.randrange(365 * YEARS))
        promised = ordered + timedelta(days=random.randrange(30, 120))
        order = _Order(number, f"Factory {at + 1:04} of the town", reliability[at], ordered, promised)
        for line in range(1, min(random.randint(1, 8), lines - made) + 1):
            made += 1
            yield _line(random, made, line, order, ended)


def _line(random: Random, made: int, line: int, order: _Order, ended: date) -> Line:
    late = random.randrange(1, 40) if random.random() > order.reliability else -random.randrange(6)
    delivered = order.promised + timedelta(days=late)
    is_open = delivered > ended
    quantity = random.randrange(10, 9_000)
    return Line(
        number=made + 1,
        key=f"PO-{order.number:07} | {line}",
        factory=order.factory,
        order=f"PO-{order.number:07}",
        line=str(line),
        promised=order.promised,
        delivered=None if is_open else delivered,
        recorded=None if is_open else delivered + timedelta(days=random.randrange(4)),
        ordered=order.ordered,
        quantity=Decimal(quantity),
        value=quantity * random.choice(PRICES),
        currency="USD",
        item=f"Style {made % 4_096:04}",
    )


def write(path: Path, lines: int, *, today: date) -> Path:
    """Write a history as a CSV file, once; a file that is there is kept."""
    if path.exists():
        return path
    unfinished = path.with_suffix(".part")
    with unfinished.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(
            (line.order, line.line, line.factory, line.item, line.ordered, line.promised, line.delivered or "",
             line.recorded or "", line.quantity, line.value, line.currency)
            for line in history(lines, today=today)
        )  # fmt: skip
    unfinished.replace(path)
    return path
