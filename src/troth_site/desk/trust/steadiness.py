"""Context of the effort calendar: weeks with contact, steadiness and pace, both sides in the same shape."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from troth.commitments.outcomes import Side
from troth.trust.consistency import consistency_sentence
from troth.trust.effort import Effort, Week, effort_sentence
from troth.trust.projection import projection_sentence
from troth_site.queries.partner_page import Steadiness
from troth_site.queries.partners import Partnership
from troth_site.templatetags.troth_parts import count, month, short_day

IN_ORDER: tuple[Side, Side] = ("buyer", "factory")
QUARTERS = (1, 4, 7, 10)
DAYS_A_WEEK = 7
# Weeks that the name of a month is wide on a small screen.
ROOM_FOR_A_NAME = 10
# From how many contacts on a week is drawn in the next darker shade.
SHADES = (1, 2, 4)


def effort_card(found: Partnership, sides: Mapping[Side, Steadiness]) -> dict[str, Any]:
    """Return the card of both sides' effort."""
    efforts = {side: sides[side].effort for side in IN_ORDER}
    buyer, factory = (efforts[side].weeks for side in IN_ORDER)
    return {
        "sentence": effort_sentence(ours=efforts[found.our_side], theirs=efforts[found.their_side]).text(_),
        "sides": [_side(found, side, sides[side]) for side in IN_ORDER],
        "weeks": [
            {"monday": ours.monday, "buyer": ours.contacts, "factory": theirs.contacts}
            for ours, theirs in zip(reversed(buyer), reversed(factory), strict=True)
        ],
        "has_unknown": any(week.contacts is None for week in buyer + factory),
    }


def _side(found: Partnership, side: Side, steady: Steadiness) -> dict[str, Any]:
    effort = steady.effort
    slot = 100 / len(effort.weeks)
    return {
        "side": side,
        "name": found.name(side),
        "ours": side == found.our_side,
        "active": effort.active,
        "counted": effort.counted,
        "current": effort.current_streak,
        "longest": effort.longest_streak,
        "label": _label(found.name(side), effort),
        "cells": [_cell(week, at * slot, slot * 0.8) for at, week in enumerate(effort.weeks)],
        "marks": _marks(effort, slot),
        "consistency": consistency_sentence(steady.consistency).text(_),
        "projection": projection_sentence(steady.projection).text(_),
    }


def _label(name: str, effort: Effort) -> str:
    return _("%(name)s: contact in %(active)s of %(weeks)s weeks.") % {
        "name": name,
        "active": count(effort.active),
        "weeks": count(effort.counted),
    }


def _cell(week: Week, x: float, width: float) -> dict[str, str]:
    shade = "unknown" if week.contacts is None else str(sum(week.contacts >= least for least in SHADES))
    return {"x": f"{x:.2f}%", "width": f"{width:.2f}%", "shade": shade, "title": _title(week)}


def _title(week: Week) -> str:
    if week.contacts is None:
        return _("Week of %(day)s: before the record began") % {"day": short_day(week.monday)}
    said = ngettext("Week of %(day)s: %(n)s contact", "Week of %(day)s: %(n)s contacts", week.contacts)
    return said % {"day": short_day(week.monday), "n": count(week.contacts)}


def _marks(effort: Effort, slot: float) -> list[dict[str, str]]:
    """Return where a quarter of the year begins, named by its month, as far as the name has room."""
    return [
        {"x": f"{at * slot:.2f}%", "label": month(week.monday)}
        for at, week in enumerate(effort.weeks[:-ROOM_FOR_A_NAME])
        if week.monday.month in QUARTERS and week.monday.day <= DAYS_A_WEEK
    ]
