"""Contexts of the cards of actions and red flags."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from troth_site.actions.trust.followup import OF_UNITS
from troth_site.desk import words
from troth_site.desk.frame import address
from troth_site.queries.settling import LINES_ON_CARD, Flag, OpenAction
from troth_site.queries.value_at_risk import AtRisk
from troth_site.templatetags.troth_parts import amount, count, rate, short_day

WHOLE = Decimal(1)
STATES = {"open": "open", "reopened": "at risk", "done": "done", "worked": "kept", "withdrawn": "cancelled"}


def action_card(request: HttpRequest, action: OpenAction, *, today: date) -> dict[str, Any]:
    """Return the card of an action as it stood at the end of a day."""
    is_done = action.done_on is not None and action.done_on <= today
    is_checked = action.checked_on is not None and action.checked_on <= today
    state = action.state if is_checked or action.state == "withdrawn" else "done" if is_done else "open"
    shown = action.lines[:LINES_ON_CARD]
    return {
        "title": words.action_title(action.kind),
        "why": action_why(action),
        "state": STATES[state],
        "due": action.due_on,
        "due_left": "" if is_done else left(action.due_on, today),
        "owners": [
            # A person's name, not a side's: "you" is said to that person alone.
            {"side": side, "name": name, "ours": action.owner_keys[side] == request.user.pk}
            for side, name in action.owners.items()
            if name
        ],
        "check": check(action, is_checked=is_checked),
        "url": address(request, "action", action.pk),
        "evidence": [{"url": address(request, "line", line.pk), "label": line.label} for line in shown],
        "more": action.lines_in_all - len(shown) or None,
    }


def action_why(action: OpenAction) -> str:
    """Return the sentence that opened an action."""
    data = action.data
    if OF_UNITS in data and is_by_size(data):
        return _(
            "By %(day)s, %(rate)s %% of the units of %(name)s were bad, each lot weighing what it holds: very probably "
            "more than the %(target)s %% agreed."
        ) % {
            "day": short_day(action.opened_on), "rate": f"{100 * data['rate']:.1f}",
            "name": action.partnership.name(action.side),  # type: ignore[arg-type]
            "target": f"{100 * data['target']:.4g}",
        }  # fmt: skip
    if OF_UNITS in data:
        return _(
            "By %(day)s, %(bad)s of %(n)s units of %(name)s were bad: very probably more than the %(target)s %% agreed."
        ) % {
            "day": short_day(action.opened_on), "bad": data["bad"], "n": data[OF_UNITS],
            "name": action.partnership.name(action.side),  # type: ignore[arg-type]
            "target": f"{100 * data['target']:.4g}",
        }  # fmt: skip
    return _(
        "By %(day)s, %(kept)s of %(n)s promises of %(name)s were kept: the target of %(target)s %% is very probably "
        "missed."
    ) % {
        "day": short_day(action.opened_on),
        "kept": data["kept"],
        "n": data["n"],
        "name": action.partnership.name(action.side),  # type: ignore[arg-type]
        "target": f"{100 * data['target']:.4g}",
    }


def is_by_size(data: Mapping[str, Any]) -> bool:
    """Tell whether lots of different sizes make another rate than the plain counts do."""
    plain = data["bad"] / data[OF_UNITS]
    return f"{100 * data.get('rate', plain):.1f}" != f"{100 * plain:.1f}"


def check(action: OpenAction, *, is_checked: bool) -> str:
    """Return what is known, or will be, of an action's effect."""
    said = words.sentence(action.result) if is_checked else ""
    if said:
        return said
    return _next_looked_at(action) % {"n": action.check_lines}


def _next_looked_at(action: OpenAction) -> str:
    """Name what comes due next as the side's tile does: questions, a factory's lines, else promises."""
    if OF_UNITS in action.data:
        return ngettext(
            "We look again after the next lot that is inspected once it is done.",
            "We look again after the next %(n)s lots that are inspected once it is done.",
            action.check_lines,
        )
    if action.dimension == "communication":
        return ngettext(
            "We look again after the next question that comes due once it is done.",
            "We look again after the next %(n)s questions that come due once it is done.",
            action.check_lines,
        )
    if (action.dimension, action.side) == ("delivery", "factory"):
        return ngettext(
            "We look again after the next line that comes due once it is done.",
            "We look again after the next %(n)s lines that come due once it is done.",
            action.check_lines,
        )
    return ngettext(
        "We look again after the next promise that comes due once it is done.",
        "We look again after the next %(n)s promises that come due once it is done.",
        action.check_lines,
    )


def flag_card(request: HttpRequest, flag: Flag, *, today: date) -> dict[str, Any]:
    """Return the card of a red flag as it stood at the end of a day."""
    is_closed = flag.closed_on is not None and flag.closed_on <= today
    return {
        "title": words.rule(flag.rule),
        "sentence": flag_why(flag),
        "state": "done" if is_closed else "red flag",
        "side": flag.side,
        "name": flag.partnership.name(flag.side),  # type: ignore[arg-type]
        "ours": flag.side == flag.partnership.our_side,
        "since": flag.raised_on,
        "evidence": [],
        "next": "" if is_closed else flag_next(flag),
        "due": None if is_closed else flag.due_on,
        "due_left": left(flag.due_on, today),
        "owner": flag.owner,
        "false_alarm": flag.false_alarm,
        "escalated": "" if is_closed else escalated(flag, today=today),
        "url": address(request, "flag", flag.pk),
    }


def escalated(flag: Flag, *, today: date) -> str:
    """Return to whom a flag was handed by a day, and when; the other side reads the day alone."""
    if flag.escalated_on is None or flag.escalated_on > today:
        return ""
    if flag.is_mine:
        return _("escalated to you on %(day)s") % {"day": short_day(flag.escalated_on)}
    if flag.escalated_to:
        return _("escalated to %(name)s on %(day)s") % {
            "name": flag.escalated_to,
            "day": short_day(flag.escalated_on),
        }
    return _("escalated on %(day)s") % {"day": short_day(flag.escalated_on)}


def at_risk(found: AtRisk) -> list[str]:
    """Return what stands open with a flagged partner, a sentence a currency; what is unknown is said, never zero."""
    said = [
        _("%(value)s %(currency)s open, %(share)s of all that is open in %(currency)s")
        % {"value": amount(each.value.quantize(WHOLE)), "currency": each.currency, "share": rate(each.share, 0)}
        for each in found.amounts
    ]
    if found.unknown:
        said.append(
            ngettext("%(n)s open line of unknown value", "%(n)s open lines of unknown value", found.unknown)
            % {"n": count(found.unknown)}
        )
    return said or [_("no order line is open")]


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
