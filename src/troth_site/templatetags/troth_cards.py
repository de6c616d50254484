"""Cards of red flags and actions, written in Python because a page of them is as long to render as a table.

What a card holds stands in parts/flag_card.html and parts/action_card.html. Every text is escaped here.
"""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from troth_site.templatetags.troth_figures import Figures, figures
from troth_site.templatetags.troth_parts import badge, field, icon, iso, known, mark, side_label

register = template.Library()


@register.simple_tag
def flag_card(flag: Any) -> SafeString:
    """Write the card of a red flag."""
    return flag_cards([flag])


@register.simple_tag(takes_context=True)
def action_card(context: Mapping[str, Any], action: Any) -> SafeString:
    """Write the card of an action."""
    return action_cards(context, [action])


@register.simple_tag
def flag_cards(flags: Iterable[Any]) -> SafeString:
    """Write the cards of some red flags."""
    write = figures()
    return mark_safe("".join(_flag(flag, write) for flag in flags))  # noqa: S308 - escaped in _flag


@register.simple_tag(takes_context=True)
def action_cards(context: Mapping[str, Any], actions: Iterable[Any]) -> SafeString:
    """Write the cards of some actions."""
    write, token = figures(), str(context.get("csrf_token") or "")
    return mark_safe("".join(_action(action, write, token) for action in actions))  # noqa: S308 - escaped in _action


def _flag(flag: Any, write: Figures) -> str:
    state = field(flag, "state") or "red flag"
    head = _title(flag)
    parts = [f"<p>{_text(flag, 'sentence')}</p>", _about(flag, write)]
    if field(flag, "escalated"):
        parts.append(f"<p>{badge('overdue', field(flag, 'escalated'))}</p>")
    if field(flag, "at_risk"):
        at_risk = " · ".join(escape(str(said)) for said in field(flag, "at_risk"))
        parts.append(f'<p class="t-small">{escape(_("At risk:"))} {at_risk}</p>')
    if field(flag, "evidence"):
        parts.append(f'<p class="t-links">{_links(field(flag, "evidence"))}</p>')
    if field(flag, "next"):
        parts.append(f"<p><strong>{escape(_('Next:'))}</strong> {_text(flag, 'next')}</p>")
    if field(flag, "due"):
        parts.append(_deadline(flag, write))
    return (
        f'<article class="t-card t-flag t-edge-{mark(state)["tone"]}"><header class="t-tile-head">'
        f'<h2 class="t-tile-name">{head}</h2>{badge(state)}</header>{"".join(parts)}</article>'
    )


def _about(flag: Any, write: Figures) -> str:
    said = []
    if field(flag, "side"):
        said.append(_side(flag))
    if field(flag, "partner"):
        said.append(escape(_("with %(name)s") % {"name": field(flag, "partner")}))
    if field(flag, "since"):
        said.append(escape(pgettext("a red flag", "since %(day)s") % {"day": write.day(field(flag, "since"))}))
    else:
        said.append(f"– {escape(_('since when is not known'))}")
    return f'<p class="t-small">{" · ".join(said)}</p>'


def _deadline(flag: Any, write: Figures) -> str:
    said = [
        escape(_("due %(day)s") % {"day": write.day(field(flag, "due"))}),
        _text(flag, "due_left"),
        _text(flag, "owner") or _nobody(),
    ]
    if known(field(flag, "false_alarm")):
        chance = write.rate(field(flag, "false_alarm"))
        said.append(escape(_("chance of a false alarm %(chance)s") % {"chance": chance}))
    return f'<p class="t-small">{" · ".join(said)}</p>'


def _action(action: Any, write: Figures, token: str) -> str:
    owners = "".join(f'<span class="t-line">{_side(owner)}</span>' for owner in field(action, "owners"))
    due, left = field(action, "due"), field(action, "due_left")
    day = f'<time class="t-date" datetime="{iso(due)}">{write.day(due)}</time>' if due else _UNKNOWN
    facts = _fact(_("Due"), f"{day} · {escape(str(left))}" if left else day)
    facts += _fact(_("Owners"), owners or _nobody())
    if field(action, "check"):
        facts += _fact(_("Did it work?"), _text(action, "check"))
    return (
        f'<article class="t-card t-action"><header class="t-tile-head"><h2 class="t-tile-name">{icon("list-check")} '
        f"{_title(action)}</h2>{badge(field(action, 'state'))}</header><p>{_text(action, 'why')}</p>"
        f'<dl class="t-facts">{facts}</dl>{_evidence(action, write)}{_done(action, token)}</article>'
    )


def _fact(name: str, shown: str) -> str:
    return f"<div><dt>{escape(name)}</dt><dd>{shown}</dd></div>"


def _evidence(action: Any, write: Figures) -> str:
    if not field(action, "evidence"):
        return ""
    more = field(action, "more")
    said = ngettext("and %(n)s more", "and %(n)s more", more) % {"n": write.count(more)} if more else ""
    rest = f'<span class="t-quiet">{escape(said)}</span>' if said else ""
    return f'<p class="t-links">{_links(field(action, "evidence"))}{rest}</p>'


def _done(action: Any, token: str) -> str:
    if not field(action, "done_url"):
        return ""
    said = field(action, "consequence")
    follows = f'<span class="t-small">{escape(str(said))}</span>' if said else ""
    return (
        f'<form class="t-decide" method="post" action="{escape(str(field(action, "done_url")))}">'
        f'<input type="hidden" name="csrfmiddlewaretoken" value="{escape(token)}">'
        f'<button class="btn btn-primary" type="submit">{escape(_("It is done"))}</button>{follows}</form>'
    )


_UNKNOWN = '<span class="t-quiet">–</span>'


def _nobody() -> str:
    return f"– {escape(_('nobody has taken it yet'))}"


def _title(card: Any) -> str:
    title, url = _text(card, "title"), field(card, "url")
    return f'<a href="{escape(str(url))}">{title}</a>' if url else title


def _links(pieces: Iterable[Any]) -> str:
    return "".join(f'<a href="{_text(piece, "url")}">{_text(piece, "label")}</a>' for piece in pieces)


def _side(of: Any) -> str:
    return side_label(field(of, "side"), field(of, "name"), lang=field(of, "lang"), ours=field(of, "ours"))


def _text(card: Any, name: str) -> str:
    return escape(str(field(card, name) or ""))
