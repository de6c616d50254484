"""How fast a side answers, in words and as the tile and the months of its page."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.commitments.outcomes import Side
from troth.communication.decay import MonthOfAnswers
from troth_site.queries.communication.responses import ResponseLine, response_lines
from troth_site.queries.partner_page.shown import ShownSides
from troth_site.queries.partners import Partnership
from troth_site.templatetags.troth_figures import figures
from troth_site.templatetags.troth_parts import count, month, rate, rate_to

SEVERITIES = {
    "normal": gettext_lazy("normal"),
    "minor": gettext_lazy("minor"),
    "major": gettext_lazy("major"),
    "critical": gettext_lazy("critical"),
    "safety": gettext_lazy("safety"),
}
# Width and height of the drawing, and of the part of it that bars may fill.
WIDTH, HEIGHT, BARS = 720.0, 194.0, 140.0
MOST_PER_TARGET = 3.0
"""Bars are drawn up to so many targets; what is longer ends there and says its hours."""


def hours(value: float | None) -> str:
    """Write hours: one decimal below ten, none above; an en dash where nothing is known."""
    if value is None:
        return "–"
    return _("%(n)s h") % {"n": figures().decimal(value, 1 if value < 10 else 0)}


def share_sentence(line: ResponseLine) -> str:
    """Say how fast a side answers, open questions counted."""
    if not line.requests:
        return _("Nothing has been asked yet.")
    said = _(
        "An estimated %(share)s of %(n)s questions are answered within %(hours)s hours; the true share is probably "
        "%(range)s %%."
    ) % {
        "share": rate(line.share, 0),
        "n": count(line.requests),
        "hours": f"{line.target_hours:g}",
        "range": rate_to(line.low, line.high),
    }
    return f"{said} {median_sentence(line)}"


def median_sentence(line: ResponseLine) -> str:
    """Say by when half of the questions are answered."""
    if line.median_hours is None:
        return _("Not yet half of them have an answer, so the usual time is not reached.")
    if line.median_low is None or line.median_high is None:
        return _("Half are answered within %(median)s.") % {"median": hours(line.median_hours)}
    return _("Half are answered within %(median)s, probably %(low)s to %(high)s.") % {
        "median": hours(line.median_hours), "low": hours(line.median_low), "high": hours(line.median_high),
    }  # fmt: skip


def trend_sentence(line: ResponseLine) -> str:
    """Say how the usual time moves from month to month."""
    if line.trend_percent is None or line.trend_p is None:
        return _("Too few months yet to see a trend.")
    if line.trend_p >= 0.05:
        return _("No trend over the months that chance does not explain.")
    if line.trend_percent > 0:
        return _("Slower by %(percent)s %% a month.") % {"percent": count(line.trend_percent)}
    return _("Faster by %(percent)s %% a month.") % {"percent": count(-line.trend_percent)}


def definition(line: ResponseLine) -> str:
    """Say what the number counts; it stands under it."""
    return _(
        "First answer of substance within %(hours)s hours: working hours of the side that answers, every hour for "
        "critical and safety questions. Open questions count (Kaplan–Meier). Last 12 months."
    ) % {"hours": f"{line.target_hours:g}"}


def response_tile(found: Partnership, line: ResponseLine, *, state: str) -> dict[str, Any]:
    """Return the tile of one side's answers.

    Args:
        found: The relationship.
        line: How fast the side answers.
        state: Of the promises to answer, as judged: ok, watch, alarm, insufficient or no data.
    """
    name = _("Our answers") if line.side == found.our_side else _("Answers of %(name)s") % {
        "name": found.name(line.side)
    }  # fmt: skip
    page = reverse("response", args=[found.pk])
    why = reverse("why", args=[found.pk, line.side, "communication"])
    return {
        "name": name,
        "state": state,
        "line": line,
        "n": line.requests,
        "rate": line.share, "low": line.low, "high": line.high, "target": None,
        "median": hours(line.median_hours) if line.median_hours is not None else _("not reached"),
        "median_range": _("%(low)s to %(high)s") % {"low": hours(line.median_low), "high": hours(line.median_high)}
        if line.median_low is not None else "",
        "trend": trend_sentence(line),
        "sentence": share_sentence(line),
        "definition": definition(line),
        "links": [
            {"url": why, "label": _("why this number")},
            {"url": f"{page}?side={line.side}", "label": _("all questions")},
        ],
    }  # fmt: skip


def response_tiles(found: Partnership, numbers: ShownSides) -> list[dict[str, Any]]:
    """Return the tiles of both sides for the page of the partner's numbers, in one query."""
    lines = response_lines(found.pk)
    judged = {side: shown.get("communication") for side, shown in numbers.dimensions.items()}
    states = {side: shown.state for side, shown in judged.items() if shown is not None}
    return [response_tile(found, lines[side], state=tile_state(states, side)) for side in ("buyer", "factory")]


def tile_state(judged: dict[Side, str], side: Side) -> str:
    """Return the state of a side's answers, which nobody knows yet where nothing was judged."""
    return judged.get(side, "no data")


def drawn(months: Sequence[MonthOfAnswers], *, target_hours: float) -> dict[str, Any] | None:
    """Return the months as bars up to their median, with the line of the target; None where there are none."""
    if not months:
        return None
    known = [each.median_hours for each in months if each.median_hours is not None]
    top = min(max([*known, target_hours]), MOST_PER_TARGET * target_hours) * 1.1
    slot = WIDTH / len(months)
    return {
        "width": WIDTH, "height": HEIGHT, "base": BARS,
        "target_y": f"{BARS - BARS * target_hours / top:.1f}",
        "target": _("target %(hours)s h") % {"hours": f"{target_hours:g}"},
        "bars": [
            _bar(each, at * slot, slot, top) | {"year": each.first.year if not at or each.first.month == 1 else ""}
            for at, each in enumerate(months)
        ],
    }  # fmt: skip


def _bar(each: MonthOfAnswers, x: float, slot: float, top: float) -> dict[str, Any]:
    value = each.median_hours
    tall = 0.0 if value is None else BARS * min(value, top) / top
    return {
        "x": f"{x + slot * 0.15:.1f}", "width": f"{slot * 0.7:.1f}", "y": f"{BARS - tall:.1f}", "height": f"{tall:.1f}",
        "middle": f"{x + slot / 2:.1f}", "label": date_format(each.first, "M"),
        "value": hours(value) if value is not None else "",
        "title": _("%(month)s: %(n)s questions, half answered within %(hours)s") % {
            "month": month(each.first), "n": count(each.questions), "hours": hours(value),
        },
    }  # fmt: skip
