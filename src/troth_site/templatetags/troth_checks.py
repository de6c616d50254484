"""What answers and readings come to, in words: which fail, which lie beyond, how many of those found they tell."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()


@register.filter
def beyond_word(value: Any) -> str:
    """Return a reading beyond its limits with the word that says so."""
    return _("%(value)s, beyond the limits") % {"value": value}


@register.filter
def from_checks_words(number: int) -> str:
    """Return how many of those found answers and readings tell."""
    said = ngettext(
        "%(n)s of them from answers and measurements", "%(n)s of them from answers and measurements", number
    )
    return said % {"n": number}


@register.filter
def open_words(codes: Sequence[str]) -> str:
    """Return how much of what had to be answered or measured is open, so that a class waits for it."""
    said = ngettext("%(n)s answer or measurement is missing", "%(n)s answers or measurements are missing", len(codes))
    return said % {"n": len(codes)}


@register.filter
def has_failing(content: Mapping[str, Any]) -> bool:
    """Tell whether a report holds an answer that fails."""
    return any(each.get("fails") for row in content["answers"] for each in row["answers"])
