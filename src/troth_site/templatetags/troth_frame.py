"""What stands around every page, written in Python because a template costs ten times as much for each."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from troth_site.templatetags.troth_parts import icon

register = template.Library()

Entry = Mapping[str, Any]
HERE = ' aria-current="page"'


@register.simple_tag
def nav_items(entries: Sequence[Entry]) -> SafeString:
    """Write the places one can go to; what an entry holds stands in base.html."""
    return mark_safe("".join(map(_place, entries)))  # noqa: S308 - escaped in _place


@register.simple_tag
def language_buttons(languages: Sequence[Entry]) -> SafeString:
    """Write the languages one can read in; what they hold stands in parts/person_menu.html."""
    return mark_safe("".join(map(_language, languages)))  # noqa: S308 - escaped in _language


@register.simple_tag
def theme_buttons(theme: str) -> SafeString:
    """Write the three themes, the one that holds pressed."""
    named = (("", "device-desktop", _("as my device")), ("light", "sun", _("light")), ("dark", "moon", _("dark")))
    chosen = theme if theme in ("light", "dark") else ""
    return mark_safe("\n    ".join(_theme(*each, is_chosen=each[0] == chosen) for each in named))  # noqa: S308 - escaped


@register.simple_tag
def tab_bars(tabs: Sequence[Entry]) -> SafeString:
    """Write the bar of a partner's pages and those beside; what a tab holds stands in desk/partners/tabs.html."""
    first = f'<nav class="t-tabs" aria-label="{escape(_("About this partner"))}">{_tabs(tabs)}</nav>'
    beside = (
        f'<nav class="t-tabs t-tabs-beside" aria-label="{escape(str(tab["label"]))}">{_tabs(tab["beside"])}</nav>'
        for tab in tabs
        if tab.get("beside")
    )
    return mark_safe(first + "".join(beside))  # noqa: S308 - escaped in _tab


def _place(entry: Entry) -> str:
    drawing = icon(entry["icon"]) if entry.get("icon") else ""
    here = HERE if entry.get("current") else ""
    return f'<li><a href="{escape(entry["url"])}"{here}>{drawing}<span>{escape(str(entry["label"]))}</span></a></li>'


def _language(language: Entry) -> str:
    code, name = escape(language["code"]), escape(language["name"])
    here, drawing = (' aria-current="true"', f" {icon('check')}") if language.get("current") else ("", "")
    return (
        f'<button class="t-menu-item" type="submit" name="language" value="{code}" lang="{code}"{here}>'
        f"{name}{drawing}</button>"
    )


def _theme(value: str, drawing: str, word: str, *, is_chosen: bool) -> str:
    pressed = "true" if is_chosen else "false"
    return (
        f'<button class="t-menu-item" type="submit" name="theme" value="{value}" aria-pressed="{pressed}">'
        f"{icon(drawing)} {escape(word)}</button>"
    )


def _tabs(tabs: Sequence[Entry]) -> str:
    return f"<ul>{''.join(map(_tab, tabs))}</ul>"


def _tab(tab: Entry) -> str:
    here = ""
    if tab.get("current"):
        here = ' aria-current="true"' if tab.get("beside") else HERE
    return f'<li><a href="{escape(str(tab["url"]))}"{here}>{escape(str(tab["label"]))}</a></li>'
