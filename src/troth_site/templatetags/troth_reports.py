"""What a report of an inspection says, in words: used alike by its page, its paper and the page anybody can check."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from math import atan2, cos, isfinite, sin
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from troth.quality.class_sentences import class_sentence
from troth.quality.reports import draw_holds
from troth.quality.verdicts import Verdict
from troth_site.queries.quality.shipped_words import read_as
from troth_site.templatetags.troth_parts import badge, day
from troth_site.world import city

register = template.Library()

VERDICTS = {
    "accepted": ("kept", gettext_lazy("accepted")),
    "not-accepted": ("broken", gettext_lazy("not accepted")),
    "pending": ("open", gettext_lazy("pending")),
}
LOTS = {
    "accepted": gettext_lazy("The lot is accepted by the plan: every class of defects is."),
    "not-accepted": gettext_lazy("The lot is not accepted by the plan."),
    "pending": gettext_lazy("The verdict is pending: not everything was counted, and pending is not passed."),
}
CLASSES = {
    "critical": pgettext_lazy("class of defects", "critical"), "major": pgettext_lazy("class of defects", "major"),
    "minor": pgettext_lazy("class of defects", "minor"),
}  # fmt: skip
CHOICES = {
    "ship": gettext_lazy("Ship"), "rework": gettext_lazy("Rework"), "re-inspect": gettext_lazy("Inspect again"),
    "waiver": gettext_lazy("Accept under waiver"), "refuse": gettext_lazy("Refuse"),
}  # fmt: skip
KINDS = {
    "material": gettext_lazy("Incoming material"), "pre-production": gettext_lazy("Pre-production sample"),
    "readiness": gettext_lazy("Pre-production meeting"), "first-article": gettext_lazy("First article"),
    "in-line": gettext_lazy("In-line"), "final": gettext_lazy("Final"), "packing": gettext_lazy("Packing"),
    "loading": gettext_lazy("Container loading"),
}  # fmt: skip
PARTS = {
    "": gettext_lazy("The report as a whole"), "classes": gettext_lazy("What was counted"),
    "defects": gettext_lazy("Defects"), "measurements": gettext_lazy("Measurements"),
    "answers": gettext_lazy("Checklist"), "photos": gettext_lazy("Photos"), "draw": gettext_lazy("Draw"),
    "plan": gettext_lazy("Plan"), "who": gettext_lazy("Who, when and where"), "verdict": gettext_lazy("Verdict"),
    "conclusion": gettext_lazy("Words of the inspector"), "signatures": gettext_lazy("Signatures"),
    "noticed": gettext_lazy("Noticed"), "lot": gettext_lazy("Lot"), "parties": gettext_lazy("Parties"),
}  # fmt: skip
FIELDS = {
    "looked_at": gettext_lazy("looked at"), "found": gettext_lazy("found"), "verdict": gettext_lazy("verdict"),
    "nonconforming": gettext_lazy("bad units"), "defects": gettext_lazy("defects"), "note": gettext_lazy("note"),
    "name": gettext_lazy("name"), "class": gettext_lazy("class"), "photos": gettext_lazy("photos"),
    "answers": gettext_lazy("answers"), "value": gettext_lazy("value"), "came": gettext_lazy("has come"),
    "chosen_by": gettext_lazy("chosen by"), "chosen_at": gettext_lazy("chosen"), "mean": gettext_lazy("mean"),
    "passed": gettext_lazy("units gone by"),
    "readings": gettext_lazy("readings"), "beyond": gettext_lazy("beyond the limits"),
    "from_checks": gettext_lazy("from answers and measurements"), "open": gettext_lazy("missing"),
    "fails": gettext_lazy("fails"),
}  # fmt: skip
NOTICED = {
    "clock": gettext_lazy("The device’s clock differed from the server’s by %(minutes)s minutes at hand-in."),
    "elsewhere": gettext_lazy("A photo says it was taken %(value)s metres from the site."),
    "another-time": gettext_lazy("A photo says it was taken %(hours)s hours before it came."),
    "large": gettext_lazy("A photo has more than 60 megapixels; it is shown smaller."),
    "not-come": gettext_lazy("A photo had not come yet when this version was made; its hash is known."),
    "not-a-photo": gettext_lazy("A file that was sent as a photo is none, so it was not taken."),
    "two-answers": gettext_lazy("Two people answered “%(about)s” differently; both answers stand."),
    "not-answered": gettext_lazy("Questions that must be answered and were not: %(value)s."),
    "not-listed": gettext_lazy("%(about)s signed and is not on the list of those who may."),
    "not-signed": gettext_lazy("%(about)s did not sign; the reason stands beside the name."),
}
SIDES = {"buyer": gettext_lazy("buyer"), "factory": gettext_lazy("factory"), "third": gettext_lazy("third party")}
ANSWERS = {
    "yes": gettext_lazy("yes"), "no": gettext_lazy("no"), True: gettext_lazy("yes"), False: gettext_lazy("no"),
    None: "–", "": "–",
}  # fmt: skip
LOOKED_AT = "looked-at."
BEGUN = "started"
HEAD = 4.0
"""Length of an arrow's head, in hundredths of the picture's height."""


@register.simple_tag
def verdict_badge(verdict: str) -> SafeString:
    """Draw a verdict: colour, icon and word."""
    state, word = VERDICTS.get(verdict, VERDICTS["pending"])
    return badge(state, word)


@register.filter
def verdict_word(verdict: str) -> str:
    """Return a verdict in a word."""
    return str(VERDICTS.get(verdict, VERDICTS["pending"])[1])


@register.filter
def lot_sentence(verdict: str) -> str:
    """Return a verdict on a lot as a sentence."""
    return str(LOTS.get(verdict, LOTS["pending"]))


@register.filter
def class_line(row: Mapping[str, Any]) -> str:
    """Return what a class came to: "7 of 125 major: accepted (up to 7)"."""
    kind = str(CLASSES.get(row["class"], row["class"]))
    return class_sentence(kind=kind, counts=row, verdict=Verdict(row["verdict"])).sentence(_)


@register.filter
def class_word(kind: str) -> str:
    """Return a class of defects in a word."""
    return str(CLASSES.get(kind, kind))


@register.filter
def choice_word(choice: str) -> str:
    """Return what the buyer decided in words."""
    return str(CHOICES.get(choice, choice))


@register.filter
def kind_word(kind: str) -> str:
    """Return at which stage was inspected."""
    return str(KINDS.get(kind, kind))


@register.filter
def side_word(side: str) -> str:
    """Return a side in a word."""
    return str(SIDES.get(side, side))


@register.filter
def part_word(about: str, content: Mapping[str, Any]) -> str:
    """Return which part of a report something is about; of a defect its name."""
    part, _slash, key = about.partition("/")
    named = next((row["name"] for row in content["defects"] if row["uid"] == key), "") if key else ""
    word = str(PARTS.get(part, part))
    return f"{word}: {named}" if named else word


@register.filter
def noticed_line(row: Mapping[str, Any]) -> str:
    """Return what was noticed as a sentence that accuses nobody."""
    value = row.get("value")
    number = value if isinstance(value, int) else 0
    about = (
        label_of({"field": row["about"], "label": row.get("label")}) if row["code"] == "two-answers" else row["about"]
    )
    given = {
        "value": number, "minutes": round(abs(number) / 60), "hours": round(abs(number) / 3600), "about": about,
    }  # fmt: skip
    return str(NOTICED.get(row["code"], row["code"])) % given


@register.filter
def answer_word(value: Any) -> str:
    """Return an answer as people read it."""
    if isinstance(value, list):
        return ", ".join(answer_word(each) for each in value)
    if isinstance(value, dict):
        return ", ".join(f"{key} {answer_word(each)}" for key, each in value.items())
    # One is a count, though Python holds it for True.
    return str(value) if type(value) is int else str(ANSWERS.get(value, value))


@register.filter
def label_of(row: Mapping[str, Any]) -> str:
    """Return a question in the reader's language, else in English, else in any, else its code."""
    label = row.get("label") or {}
    if isinstance(label, str):
        return label
    kind = str(row.get("field", "")).removeprefix(LOOKED_AT)
    if not label and kind in CLASSES and kind != row["field"]:
        return _("Units looked at, %(kind)s") % {"kind": CLASSES[kind]}
    if not label and row["field"] == BEGUN:
        return _("Inspection begun")
    wanted = get_language() or "en"
    # What was frozen before a language was added is read in it all the same.
    return str(label.get(wanted) or read_as(label.get("en") or next(iter(label.values()), "")) or row["field"])


@register.simple_tag
def moment(value: str | datetime | None, *zones: str) -> str:
    """Write a moment in the zones of both sides: `Thu 12 Mar 2026 · 12:00 Shanghai · 05:00 Berlin`."""
    if not value:
        return "–"
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    places = [_zone(name) for name in dict.fromkeys(zones) if name] or [ZoneInfo("UTC")]
    first = at.astimezone(places[0])
    said = [day(first)]
    for place in places:
        here = at.astimezone(place)
        other = "" if here.date() == first.date() else f"{day(here)} "
        said.append(f"{other}{here:%H:%M} {city(place.key, get_language() or 'en')}")
    return " · ".join(said)


@register.filter
def draw_state(content: Mapping[str, Any]) -> bool | None:
    """Tell whether the draw comes out again from what the report says; None where nothing was drawn."""
    return draw_holds(content)


@register.filter
def place_line(place: Sequence[str]) -> str:
    """Return where two versions differ: part, row, field."""
    first, *rest = place
    return " › ".join(
        [str(PARTS.get(first, first)), *(str(FIELDS.get(each, CLASSES.get(each, each))) for each in rest)]
    )


@register.filter
def value_line(value: Any) -> str:
    """Return one side of a difference in words; a row by its name."""
    if isinstance(value, dict):
        named = [value[name] for name in ("name", "field", "class", "caption", "code", "sha256") if value.get(name)]
        return answer_word(named[:2] or value)
    if isinstance(value, str):
        return str(VERDICTS[value][1]) if value in VERDICTS else str(CLASSES.get(value, value)) or "–"
    if isinstance(value, list) and any(isinstance(each, dict) for each in value):
        return "; ".join(value_line(each) for each in value)
    return answer_word(value)


@register.simple_tag
def marked(marks: Sequence[Any], ratio: float = 1.0) -> SafeString:
    """Draw the marks of a picture over it: circles and arrows in fractions; a radius is one of the width.

    Its colours stand in it, because on paper a drawing does not see the page's styles.
    """
    shapes = "".join(_shape(mark, ratio or 1.0) for mark in marks or () if isinstance(mark, dict))
    return format_html(
        '<svg class="q-marks" viewBox="0 0 100 100" preserveAspectRatio="none" fill="none" stroke="#e0002b" '
        'stroke-width="1.5" aria-hidden="true">{}</svg>',
        mark_safe(shapes),  # noqa: S308 - numbers alone, each formatted in _shape
    )


@register.simple_tag
def signature(strokes: Sequence[Any], label: str) -> SafeString:
    """Draw a signature from its strokes, each a line of points in fractions."""
    lines = "".join(f'<polyline points="{_points(stroke)}"/>' for stroke in strokes or ())
    return format_html(
        '<svg class="q-signature" viewBox="0 0 100 100" preserveAspectRatio="none" fill="none" stroke="currentColor" '
        'stroke-width="1.5" role="img" aria-label="{}">{}</svg>',
        label, mark_safe(lines),  # noqa: S308 - numbers alone, each formatted in _points
    )  # fmt: skip


def _shape(mark: Mapping[str, Any], ratio: float) -> str:
    if mark.get("shape") == "circle":
        x, y, radius = (_percent(mark.get(name)) for name in ("x", "y", "r"))
        return f'<ellipse cx="{x:.2f}" cy="{y:.2f}" rx="{abs(radius):.2f}" ry="{abs(radius) * ratio:.2f}"/>'
    x1, y1, x2, y2 = (_percent(mark.get(name)) for name in ("x1", "y1", "x2", "y2"))
    turned = atan2(y2 - y1, (x2 - x1) * ratio)
    head = "".join(
        f'<line x1="{x2:.2f}" y1="{y2:.2f}" x2="{x2 + HEAD * cos(turned + turn) / ratio:.2f}"'
        f' y2="{y2 + HEAD * sin(turned + turn):.2f}"/>'
        for turn in (2.6, -2.6)
    )
    return f'<line x1="{x1:.2f}" y1="{y1:.2f}" x2="{x2:.2f}" y2="{y2:.2f}"/>{head}'


def _points(stroke: Any) -> str:
    pairs = [each for each in stroke if isinstance(each, list) and len(each) > 1] if isinstance(stroke, list) else []
    return " ".join(f"{_percent(each[0]):.2f},{_percent(each[1]):.2f}" for each in pairs)


def _percent(value: Any) -> float:
    """Return a fraction as a percentage inside the picture; what is no number lies in its corner."""
    try:
        found = float(value) * 100
    except (TypeError, ValueError, OverflowError):
        return 0.0
    return min(max(found, -100.0), 200.0) if isfinite(found) else 0.0


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
