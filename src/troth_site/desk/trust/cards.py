"""Contexts of the cards of actions and red flags."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from troth_site.desk import words
from troth_site.desk.frame import address
from troth_site.queries.settling import Flag, OpenAction

EVIDENCE_SHOWN = 3
STATES = {"open": "open", "reopened": "at risk", "done": "done", "worked": "kept", "withdrawn": "cancelled"}


def action_card(request: HttpRequest, action: OpenAction, *, today: date) -> dict[str, Any]:
    """Return the card of an action as it stood at the end of a day."""
    is_done = action.done_on is not None and action.done_on <= today
    is_checked = action.checked_on is not None and action.checked_on <= today
    state = action.state if is_checked or action.state == "withdrawn" else "done" if is_done else "open"
    shown = action.lines[:EVIDENCE_SHOWN]
    return {
        "title": words.action_title(action.kind),
        "why": action_why(action),
        "state": STATES[state],
        "due": action.due_on,
        "due_left": "" if is_done else left(action.due_on, today),
        "owners": [
            {"side": side, "name": name, "ours": side == action.partnership.our_side}
            for side, name in action.owners.items()
            if name
        ],
        "check": check(action, is_checked=is_checked),
        "url": address(request, "action", action.pk),
        "evidence": [{"url": address(request, "line", line.pk), "label": line.label} for line in shown],
        "more": len(action.lines) - len(shown) or None,
    }


def action_why(action: OpenAction) -> str:
    """Return the sentence that opened an action."""
    data = action.data
    return _(
        "%(kept)s of %(n)s promises of %(name)s were kept: the target of %(target)s %% is very probably missed."
    ) % {
        "kept": data["kept"],
        "n": data["n"],
        "name": action.partnership.name(action.side),  # type: ignore[arg-type]
        "target": f"{100 * data['target']:.4g}",
    }


def check(action: OpenAction, *, is_checked: bool) -> str:
    """Return what is known, or will be, of an action's effect."""
    said = words.sentence(action.result) if is_checked else ""
    if said:
        return said
    return ngettext(
        "We look again after the next line that comes due once it is done.",
        "We look again after the next %(n)s lines that come due once it is done.",
        action.check_lines,
    ) % {"n": action.check_lines}


def flag_card(request: HttpRequest, flag: Flag, *, today: date) -> dict[str, Any]:
    """Return the card of a red flag as it stood at the end of a day."""
    is_closed = flag.closed_on is not None and flag.closed_on <= today
    return {
        "title": words.rule(flag.rule),
        "sentence": flag_why(flag),
        "state": "done" if is_closed else "red flag",
        "side": flag.side,
        "name": flag.partnership.name(flag.side),  # type: ignore[arg-type]
        "since": flag.raised_on,
        "evidence": [],
        "next": "" if is_closed else flag_next(flag),
        "url": address(request, "flag", flag.pk),
    }


def flag_why(flag: Flag) -> str:
    """Return the sentence of what was seen."""
    return words.sentence(flag.data)


def flag_next(flag: Flag) -> str:
    """Return what a flag asks for."""
    asked = flag.data.get("actions") or []
    titles = [words.action_title(kind) for kind in asked if isinstance(kind, str)]
    return " · ".join(titles)


def left(due: date, today: date) -> str:
    """Return how long there is until a day."""
    days = (due - today).days
    if days == 0:
        return _("today")
    if days > 0:
        return ngettext("in %(n)s day", "in %(n)s days", days) % {"n": days}
    return ngettext("%(n)s day over", "%(n)s days over", -days) % {"n": -days}
