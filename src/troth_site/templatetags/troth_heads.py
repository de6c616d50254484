"""Heads of columns, written in Python because a template costs ten times as much for each."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from troth_site.templatetags.troth_parts import icon

register = template.Library()

ARROWS = {"ascending": "arrow-up", "descending": "arrow-down"}


@register.simple_tag
def sort_header(column: Mapping[str, Any], target: str = "") -> SafeString:
    """Write the head of one column; what it takes stands in parts/sort_header.html."""
    return mark_safe(_head(column, target))  # noqa: S308 - escaped in _head


@register.simple_tag
def sort_headers(columns: Sequence[Mapping[str, Any]], target: str = "") -> SafeString:
    """Write the heads of all columns of a table."""
    return mark_safe("".join(_head(column, target) for column in columns))  # noqa: S308 - escaped in _head


def _head(column: Mapping[str, Any], target: str) -> str:
    label, order = str(column["label"]), column.get("order")
    kind = ' class="t-number"' if column.get("number") else ""
    sorted_ = f' aria-sort="{escape(order)}"' if order else ""
    definition = str(column.get("definition") or "")
    opens, opened = _definition(escape(str(column["key"])), label, definition) if definition else ("", "")
    return (
        f'<th scope="col"{kind}{sorted_}><span class="t-head">{_name(column, label, target)}{opens}</span>{opened}</th>'
    )


def _name(column: Mapping[str, Any], label: str, target: str) -> str:
    if not column.get("url"):
        return escape(label)
    url, swaps = escape(str(column["url"])), ""
    if target:
        place = escape(target)
        swaps = f' hx-get="{url}" hx-target="{place}" hx-select="{place}" hx-swap="outerHTML" hx-push-url="true"'
    arrow = ARROWS.get(column.get("order") or "")
    return f'<a href="{url}"{swaps}>{escape(label)}{f" {icon(arrow)}" if arrow else ""}</a>'


def _definition(key: str, label: str, definition: str) -> tuple[str, str]:
    asked = escape(_("What “%(name)s” means") % {"name": label})
    opens = f'<button class="t-define" type="button" popovertarget="define-{key}" aria-label="{asked}">'
    opened = f'<span class="t-popover" id="define-{key}" popover>{escape(definition)}</span>'
    return f"{opens}{icon('info-circle')}</button>", opened
