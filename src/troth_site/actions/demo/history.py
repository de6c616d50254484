"""Order lines of a factory over two years: evenly spaced, late as often as the story says, never on a holiday."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from troth_site.actions.demo.cast import GOODS, Firm
from troth_site.actions.demo.closures import working_day
from troth_site.actions.demo.dice import Dice
from troth_site.actions.demo.plans import Line

LEAD_DAYS = (70, 110)
EARLY_DAYS = 4
MOST_LINES_OF_AN_ORDER = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of a factory's history.

    Attributes:
        since: Days before today on which its first line fell due.
        until: Days before today on which its last line fell due; negative lies ahead.
        late_share: Share of the lines that came late, as a fraction; which ones is spread evenly.
        late_days: Fewest and most days by which they were late.
        recorded_after: Fewest and most days until a delivery was recorded.
    """

    since: int
    until: int
    lines: int
    late_share: float = 0.0
    late_days: tuple[int, int] = (1, 3)
    recorded_after: tuple[int, int] = (0, 3)


def lines_of(firm: Firm, stretches: Sequence[Stretch], *, today: date) -> list[Line]:
    """Return a factory's lines in the order of their due days; what lies ahead of today has not come yet."""
    dice = Dice("lines", firm.code)
    found: list[Line] = []
    left_in_order, serial, first_due = 0, 0, today
    for promised, stretch, late_days in _due_days(firm, stretches, dice, today):
        if left_in_order == 0:
            left_in_order, serial, first_due = dice.between(1, MOST_LINES_OF_AN_ORDER), serial + 1, promised
        left_in_order -= 1
        ordered = working_day(firm.country, first_due - timedelta(days=dice.between(*LEAD_DAYS)), step=-1)
        same = [line for line in found[-MOST_LINES_OF_AN_ORDER:] if line.order.endswith(f"{firm.code}{serial:03d}")]
        if same:
            ordered = same[0].ordered
        line = _line(firm, dice, order=f"TO-{ordered:%y}-{firm.code}{serial:03d}", place=len(same) + 1)
        line = replace(line, number=len(found) + 1, ordered=ordered, promised=promised)
        found.append(_delivered(line, firm, dice, stretch=stretch, late_days=late_days, today=today))
    return found


def _due_days(firm: Firm, stretches: Sequence[Stretch], dice: Dice, today: date) -> Iterator[tuple[date, Stretch, int]]:
    for stretch in stretches:
        step = (stretch.since - stretch.until) / max(1, stretch.lines - 1)
        owed = 0.5
        for at in range(stretch.lines):
            owed += stretch.late_share
            late = owed >= 1
            owed -= late
            day = today - timedelta(days=round(stretch.since - at * step))
            yield working_day(firm.country, day, step=1), stretch, dice.between(*stretch.late_days) if late else 0


def _line(firm: Firm, dice: Dice, *, order: str, place: int) -> Line:
    item, lowest, highest, lots = dice.pick(GOODS[firm.goods])
    quantity = Decimal(dice.pick(lots))
    price = Decimal(dice.between(lowest, highest)) / 100
    return Line(
        number=0, key=f"{order}/{place}", factory=firm.name, order=order, line=str(place), ordered=date.min,
        promised=date.min, delivered=None, recorded=None, quantity=quantity, value=quantity * price,
        currency=firm.currency, item=item,
    )  # fmt: skip


def _delivered(line: Line, firm: Firm, dice: Dice, *, stretch: Stretch, late_days: int, today: date) -> Line:
    early = dice.between(0, EARLY_DAYS)
    recorded_after = dice.between(*stretch.recorded_after)
    if line.promised >= today:
        return line
    came = working_day(firm.country, line.promised + timedelta(days=late_days), step=1)
    if not late_days or came >= today:
        late_days = 0
        came = working_day(firm.country, line.promised - timedelta(days=early), step=-1)
    recorded = min(today, came + timedelta(days=recorded_after))
    return replace(line, delivered=came, recorded=recorded, late_days=(came - line.promised).days if late_days else 0)


def told_later(line: Line) -> Line:
    """Return a line as it stood when it was ordered: what came of it is told by acts."""
    return replace(line, delivered=None, recorded=None)
