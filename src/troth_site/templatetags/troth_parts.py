"""How numbers, days and states are shown. Presentation only: nothing here decides what a number means."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, gettext_noop, ngettext
from django.utils.translation import gettext as _

from troth_site.queries.quality.shipped_words import is_ours, read_as
from troth_site.templatetags.troth_figures import MINUS, NOTHING, figures

register = template.Library()

# Rendering is the cost of a dense page, and its states and icons repeat: the last ones shown are kept.
KEPT = 4096
STANDING_PROMISES = frozenset({
    gettext_noop("Send the weekly status"), gettext_noop("Come to the meeting"),
    gettext_noop("Record of the firm before"), gettext_noop("Regular inspection"),
    gettext_noop("Report on the lot"), gettext_noop("Make the lot as agreed"),
    gettext_noop("Keep a firm period as told"), gettext_noop("Tell of a large order ahead"),
    gettext_noop("Hold the training"),
})  # fmt: skip

# Every meaning of colour, once: a tone, an icon and a word go together.
MARKS: dict[str, dict[str, Any]] = {
    "kept": {"tone": "kept", "icon": "check", "word": gettext_lazy("kept")},
    "ok": {"tone": "kept", "icon": "circle-check", "word": gettext_lazy("on target")},
    "watch": {"tone": "risk", "icon": "eye", "word": gettext_lazy("watch")},
    "at risk": {"tone": "risk", "icon": "alert-triangle", "word": gettext_lazy("at risk")},
    "broken": {"tone": "broken", "icon": "x", "word": gettext_lazy("broken")},
    "late": {"tone": "broken", "icon": "clock-exclamation", "word": gettext_lazy("late")},
    "overdue": {"tone": "broken", "icon": "clock-exclamation", "word": gettext_lazy("overdue")},
    "alarm": {"tone": "broken", "icon": "alert-octagon", "word": gettext_lazy("alarm")},
    "red flag": {"tone": "broken", "icon": "flag", "word": gettext_lazy("red flag")},
    "excused": {"tone": "excused", "icon": "shield-check", "word": gettext_lazy("excused")},
    "contested": {"tone": "risk", "icon": "message-circle-question", "word": gettext_lazy("contested")},
    "open": {"tone": "unknown", "icon": "circle-dashed", "word": gettext_lazy("open")},
    "done": {"tone": "kept", "icon": "check", "word": gettext_lazy("done")},
    "cancelled": {"tone": "unknown", "icon": "circle-off", "word": gettext_lazy("cancelled")},
    "waived": {"tone": "excused", "icon": "feather", "word": gettext_lazy("waived")},
    "insufficient": {"tone": "unknown", "icon": "hourglass", "word": gettext_lazy("too early to say")},
    "no data": {"tone": "unknown", "icon": "minus", "word": gettext_lazy("nothing known yet")},
    "unknown": {"tone": "unknown", "icon": "help", "word": gettext_lazy("unknown")},
    "confirmed": {"tone": "kept", "icon": "checks", "word": gettext_lazy("confirmed by both")},
    "one side": {"tone": "unknown", "icon": "user", "word": gettext_lazy("one side’s record")},
    "noted": {"tone": "unknown", "icon": "note", "word": gettext_lazy("noted")},
    "running": {"tone": "unknown", "icon": "loader-2", "word": gettext_lazy("running")},
    "failed": {"tone": "broken", "icon": "x", "word": gettext_lazy("stopped")},
    "intact": {"tone": "kept", "icon": "link", "word": gettext_lazy("intact")},
    "altered": {"tone": "broken", "icon": "unlink", "word": gettext_lazy("altered")},
    "unchecked": {"tone": "unknown", "icon": "help", "word": gettext_lazy("not checked yet")},
}


@register.simple_tag
@lru_cache(maxsize=KEPT)
def icon(name: str, label: str = "", tone: str = "") -> SafeString:
    """Draw one icon of the sprite; with a label it speaks, without one it is decoration."""
    address = f"{static('vendor/icons.svg')}#{name}"
    classes = f"t-icon t-tone-{tone}" if tone else "t-icon"
    if label:
        return format_html('<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>', classes, label, address)
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"/></svg>', classes, address)


@register.filter
def mark(state: object) -> dict[str, Any]:
    """Return tone, icon and word of a state; a state nobody described stays readable and grey."""
    key = str(getattr(state, "value", state) or "unknown").replace("_", " ")
    return MARKS.get(key) or {**MARKS["unknown"], "word": _(key)}


@register.simple_tag
def badge(state: object, word: str = "") -> SafeString:
    """Draw a state: colour, icon and word together."""
    return _badge(str(getattr(state, "value", state) or "unknown"), str(word or ""), get_language())


@lru_cache(maxsize=KEPT)
def _badge(state: str, word: str, _language: str | None) -> SafeString:
    shown = mark(state)
    drawing = icon(shown["icon"])
    return format_html('<span class="t-badge t-tone-{}">{} {}</span>', shown["tone"], drawing, word or shown["word"])


@register.simple_tag
def side_label(side: str, name: object = None, *, lang: object = None, ours: object = False) -> SafeString:
    """Draw whose side something is on; what it takes stands in parts/side_label.html."""
    drawing = icon("building-store" if side == "buyer" else "building-factory-2")
    if name:
        said = format_html('<span lang="{}">{}</span>', lang, name) if lang else format_html("<span>{}</span>", name)
    else:
        said = _("buyer") if side == "buyer" else _("factory")
    you = format_html(' <span class="t-quiet">{}</span>', _("(you)")) if ours else ""
    return format_html('<span class="t-side t-side-{}">{} {}{}</span>', side, drawing, said, you)


@register.filter
def promised(what: str | None) -> str:
    """Show what was promised: an action's title in the reader's language, anybody's own words as they wrote them."""
    said = str(what or "")
    title, mark_of_name, name = said.partition(" · ")
    if title in STANDING_PROMISES:
        return f"{_(title)}{mark_of_name}{name}"
    if mark_of_name and is_ours(title):
        return f"{read_as(title)}{mark_of_name}{name}"
    title, mark_of_number, number = said.rpartition(" #")
    return f"{_(title)}{mark_of_number}{number}" if title and number.isdecimal() else said


@register.filter
def known(value: object) -> bool:
    """Return whether there is anything to show: zero is known, nothing is not."""
    return value is not None and value != ""


@register.filter
def rate(fraction: float | None, places: int = 1) -> str:
    """Show a fraction as a percentage with one decimal, or an en dash."""
    return figures().rate(fraction, places)


@register.filter
def rate_to(low: float | None, high: float | None) -> str:
    """Show an interval of fractions as `84–98`, whole percentages without the sign."""
    return figures().rate_to(low, high)


@register.filter
def signed(value: float | None, places: int = 1) -> str:
    """Show a step with its sign: `+2.1`, `−9.8`, `±0.0`."""
    return figures().signed(value, places)


@register.filter
def score(value: float | None, places: int = 0) -> str:
    """Show a standing of 0 to 100, or an en dash."""
    return figures().count(value, places)


@register.filter
def count(value: float | None) -> str:
    """Show a count with the language's grouping, or an en dash."""
    return figures().count(value)


@register.filter
def amount(value: Any) -> str:
    """Show an amount of money with the decimals it has and the language's grouping."""
    return NOTHING if value is None else formats.number_format(value, force_grouping=True, use_l10n=True)


@register.filter
def days(value: float | None) -> str:
    """Show a number of days in words, or an en dash."""
    if value is None:
        return NOTHING
    whole = value == int(value)
    shown = figures().decimal(abs(value), 0 if whole else 1)
    sign = MINUS if value < 0 else ""
    text = ngettext("%(count)s day", "%(count)s days", int(abs(value)) if whole else 2)
    return text % {"count": f"{sign}{shown}"}


@register.filter
def day(value: date | None) -> str:
    """Show a day so that nobody can read it two ways: `Thu 12 Mar 2026`."""
    return figures().day(value)


@register.filter
def short_day(value: date | None) -> str:
    """Show a day in a dense table: `12 Mar 2026`."""
    return figures().short_day(value)


@register.filter
def month(value: date | None) -> str:
    """Show a month: `Mar 2026`."""
    return figures().month(value)


@register.filter
def clock(value: datetime | None) -> str:
    """Show the hour in the zone the value carries, never in the reader's by accident."""
    return NOTHING if value is None else f"{value:%H:%M}"


@register.filter
def iso(value: date | None) -> str:
    """Return a day or an instant for a machine."""
    return "" if value is None else value.isoformat()


@register.filter
def field(thing: Any, name: str) -> Any:
    """Return a field of a mapping or of a record."""
    return thing.get(name) if isinstance(thing, dict) else getattr(thing, name, None)
