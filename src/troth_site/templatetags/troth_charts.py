"""Coordinates of the small drawings. Presentation only.

Widths are percentages of the drawing, heights are pixels: a drawing fills its column, nothing in it is distorted, and
no style attribute is needed, which the content security policy would refuse.
"""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Any

from django import template

register = template.Library()

TIMELINE_HEIGHT = 176
TIMELINE_ROOM = 8
BAR_SHARE = 0.72
WIDEST_BAR_PERCENT = 3.0
DENSE_FROM_LINES = 90
MOST_NAMES = 8
LEAST_PERCENT_BETWEEN_NAMES = 11
LEAST_DAYS_UP = 7
LEAST_DAYS_DOWN = 3
PARTS = ("factory", "buyer", "excused", "unattributed")
SPARK_WIDTH, SPARK_HEIGHT, SPARK_EDGE = 96, 28, 3
SPARK_FLOOR = 0.5


@register.filter
def at(fraction: float | None) -> str:
    """Return the place of a fraction on a drawing: `94.00%`."""
    return f"{100 * min(max(float(fraction or 0), 0.0), 1.0):.2f}%"


@register.filter
def at_score(value: float | None) -> str:
    """Return the place of a score of 0 to 100 on a drawing."""
    return at(float(value or 0) / 100)


@register.filter
def spread(first: float | None, second: float | None) -> str:
    """Return the distance between two fractions on a drawing."""
    return at(abs(float(second or 0) - float(first or 0)))


@register.filter
def spread_score(first: float | None, second: float | None) -> str:
    """Return the distance between two scores of 0 to 100 on a drawing."""
    return at(abs(float(second or 0) - float(first or 0)) / 100)


@register.filter
def least(first: float, second: float) -> float:
    """Return the smaller of two numbers, so that a bar begins at its left end."""
    return min(float(first), float(second))


@register.simple_tag
def sparkline(values: Sequence[float | None]) -> dict[str, Any]:
    """Place up to twelve fractions, oldest first; where nothing is known the line has a gap."""
    seen = [value for value in values if value is not None]
    if not seen:
        return {"runs": [], "dots": [], "last": None}
    # One scale for all rows, so that a steady partner's line lies at the top and a poor one's visibly does not.
    low = min(*seen, SPARK_FLOOR)
    pixels = (SPARK_HEIGHT - 2 * SPARK_EDGE) / (1.0 - low)
    runs: list[list[str]] = [[]]
    for x, value in zip(_spark_places(len(values)), values, strict=True):
        if value is not None:
            runs[-1].append(f"{x},{SPARK_EDGE + pixels * (1.0 - value):.1f}")
        elif runs[-1]:
            runs.append([])
    runs = [run for run in runs if run]
    return {
        "runs": [" ".join(run) for run in runs if len(run) > 1],
        "dots": [_dot(run[0]) for run in runs if len(run) == 1],
        "last": _dot(runs[-1][-1]),
    }


@cache
def _spark_places(count: int) -> tuple[str, ...]:
    """Return where so many values stand: the same in every row of a table."""
    step = (SPARK_WIDTH - 2 * SPARK_EDGE) / max(count - 1, 1)
    return tuple(f"{SPARK_EDGE + step * place:.1f}" for place in range(count))


def _dot(point: str) -> dict[str, str]:
    x, y = point.split(",")
    return {"x": x, "y": y}


@register.simple_tag
def timeline(lines: Sequence[object], window: object = None) -> dict[str, Any]:
    """Place one bar a line: late days up, split by who caused them, early days down.

    The scale ends where nineteen of twenty lines do, so that one line a year late does not flatten all others; a bar
    that goes on beyond it carries a mark, and the table below has its days.
    """
    scale = _scale(lines, window)
    slot = 100 / max(len(lines), 1)
    width = min(slot * BAR_SHARE, WIDEST_BAR_PERCENT)
    bars = [_bar(line, scale, left=slot * place + (slot - width) / 2, width=width) for place, line in enumerate(lines)]
    return {
        "height": TIMELINE_HEIGHT,
        "zero": f"{scale['zero']:.1f}",
        "bars": bars,
        "used": _used(bars),
        "band": _band(scale, window),
        "grid": _grid(scale),
        "marks": _marks(lines, slot),
        "dense": len(lines) >= DENSE_FROM_LINES,
        "point": 3 if len(lines) <= 30 else 2 if len(lines) < DENSE_FROM_LINES else 1.5,
    }


def _get(thing: object, name: str, default: Any = None) -> Any:
    # A dictionary is asked for ten times as often as anything else, and telling one is quicker than telling a mapping.
    found = thing.get(name) if isinstance(thing, dict) else getattr(thing, name, None)
    return default if found is None else found


def _scale(lines: Sequence[object], window: object) -> dict[str, float]:
    late = sorted(max(_get(line, "days", 0), 0) for line in lines)
    early = sorted(max(-_get(line, "days", 0), 0) for line in lines)
    up = max(LEAST_DAYS_UP, _reach(late), _get(window, "late_days", 0) * 1.5)
    down = max(LEAST_DAYS_DOWN, _reach(early), min(_get(window, "early_days", 0) * 1.2, 0.6 * up))
    pixels = (TIMELINE_HEIGHT - 2 * TIMELINE_ROOM) / (up + down)
    return {"up": up, "down": down, "pixels": pixels, "zero": TIMELINE_ROOM + up * pixels}


def _reach(ordered: Sequence[float]) -> float:
    """Return the longest bar, unless it is more than twice what nineteen of twenty lines need."""
    if not ordered:
        return 0.0
    usual = float(ordered[min(int(0.95 * len(ordered)), len(ordered) - 1)])
    longest = float(ordered[-1])
    return (longest if longest <= 2 * usual else usual) * 1.05


def _bar(line: object, scale: dict[str, float], *, left: float, width: float) -> dict[str, Any]:
    days = _get(line, "days")
    bar = {
        "line": line,
        "x": f"{left:.3f}%",
        "middle": f"{left + width / 2:.3f}%",
        "end": f"{left + width:.3f}%",
        "width": f"{width:.3f}%",
        "parts": [],
        "beyond": "",
        "kind": "unknown" if days is None else "late" if days > 0 else "early" if days < 0 else "on-time",
    }
    if days is None or days == 0:
        return bar
    limit = scale["up"] if days > 0 else scale["down"]
    shown = min(abs(days), limit)
    bar["beyond"] = ("up" if days > 0 else "down") if abs(days) > limit else ""
    bar["parts"] = _stack(line, scale, shown) if days > 0 else [_early(scale, shown)]
    return bar


def _used(bars: Sequence[dict[str, Any]]) -> set[str]:
    """Return what the legend has to name."""
    kinds = {bar["kind"] for bar in bars} - {"late"}
    parts = {part["who"] for bar in bars for part in bar["parts"]}
    return kinds | parts | ({"beyond"} if any(bar["beyond"] for bar in bars) else set())


def _stack(line: object, scale: dict[str, float], shown: float) -> list[dict[str, str]]:
    """Pile up the days by who caused them; days nobody was named for come last."""
    named = {part: float(_get(line, f"{part}_days", 0)) for part in PARTS[:3]}
    total = float(_get(line, "days"))
    named["unattributed"] = max(total - sum(named.values()), 0.0)
    parts, below = [], scale["zero"]
    for part in PARTS:
        height = named[part] / total * shown * scale["pixels"]
        if height > 0:
            below -= height
            parts.append({"who": part, "y": f"{below:.1f}", "height": f"{height:.1f}"})
    return parts


def _early(scale: dict[str, float], shown: float) -> dict[str, str]:
    return {"who": "early", "y": f"{scale['zero']:.1f}", "height": f"{shown * scale['pixels']:.1f}"}


def _band(scale: dict[str, float], window: object) -> dict[str, str] | None:
    if window is None:
        return None
    late = min(_get(window, "late_days", 0), scale["up"])
    asked = _get(window, "early_days")
    early = scale["down"] if asked is None else min(asked, scale["down"])
    top = scale["zero"] - late * scale["pixels"]
    return {"y": f"{top:.1f}", "height": f"{max((late + early) * scale['pixels'], 2):.1f}"}


def _grid(scale: dict[str, float]) -> list[dict[str, Any]]:
    """Lines for a few round numbers of days."""
    step = next((s for s in (1, 2, 5, 7, 14, 28, 56, 112) if scale["up"] / s <= 4), 364)
    steps = range(step, int(scale["up"]) + 1, step)
    return [{"days": days, "y": f"{scale['zero'] - days * scale['pixels']:.1f}"} for days in steps]


def _marks(lines: Sequence[object], slot: float) -> list[dict[str, Any]]:
    """Name the first line of each month, quarter or year, whichever leaves room for the names."""
    days = [_get(line, "due") for line in lines]
    for months in (1, 3, 6, 12, 24):
        firsts = _firsts(days, months)
        if len(firsts) > 1 and (firsts[1] - firsts[0]) * slot < LEAST_PERCENT_BETWEEN_NAMES:
            firsts = firsts[1:]
        gaps = [later - earlier for earlier, later in pairwise(firsts)]
        if len(firsts) <= MOST_NAMES and all(gap * slot >= LEAST_PERCENT_BETWEEN_NAMES for gap in gaps):
            break
    else:
        firsts = firsts[:1]
    usual = "middle" if slot >= LEAST_PERCENT_BETWEEN_NAMES else "start"
    shift = slot / 2 if usual == "middle" else 0.2
    places = [(slot * place + shift, days[place]) for place in firsts]
    named = [{"x": f"{x:.2f}%", "day": day, "yearly": months >= 12, "anchor": usual} for x, day in places]
    return _within(named, places) if usual == "start" else named


def _within(named: list[dict[str, Any]], places: list[tuple[float, Any]]) -> list[dict[str, Any]]:
    """Have a name that begins close to the right edge end there, or leave it out where another stands in its way."""
    last = places[-1][0]
    if last <= 100 - LEAST_PERCENT_BETWEEN_NAMES:
        return named
    if len(places) > 1 and places[-2][0] > 100 - 2 * LEAST_PERCENT_BETWEEN_NAMES:
        return named[:-1]
    return [*named[:-1], named[-1] | {"x": "99.80%", "anchor": "end"}]


def _firsts(days: Sequence[Any], months: int) -> list[int]:
    seen: set[int] = set()
    places = []
    for place, day in enumerate(days):
        if day is None:
            continue
        period = (day.year * 12 + day.month - 1) // months
        if period not in seen:
            seen.add(period)
            places.append(place)
    return places
