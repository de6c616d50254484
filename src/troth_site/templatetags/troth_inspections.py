"""What an inspection says, in words: its state, how strictly it looks, what was noticed, a clock set wrong."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override, pgettext_lazy

from troth.quality.defect_catalogue import SHIPPED
from troth.quality.origin_questions import CODES
from troth.quality.sampling_values import Sampling, said_sampling
from troth_site.templatetags.troth_parts import badge
from troth_site.templatetags.troth_reports import label_of

register = template.Library()

STATES = {
    "planned": ("open", gettext_lazy("planned")),
    "taken": ("open", gettext_lazy("taken along")),
    "working": ("watch", gettext_lazy("being carried out")),
    "handed-in": ("kept", gettext_lazy("handed in")),
    "reported": ("kept", gettext_lazy("reported")),
    "cancelled": ("unknown", gettext_lazy("cancelled")),
    "skipped": ("done", gettext_lazy("skipped by the draw")),
}
STAGES = {
    "normal": pgettext_lazy("inspection", "normal"), "tightened": gettext_lazy("tightened"),
    "reduced": gettext_lazy("reduced"),
    "discontinued": gettext_lazy("stands still"),
}  # fmt: skip
NOTICED = {
    "elsewhere": gettext_lazy("taken %(value)s metres from the site, it says"),
    "another-time": gettext_lazy("taken %(hours)s hours before it came, it says"),
    "large": gettext_lazy("more than 60 megapixels, shown smaller"),
}
CLOCK_MAY_BE_OFF = 300
"""Seconds by which a device's clock may differ without being spoken of."""


@register.simple_tag
def inspection_badge(state: str) -> SafeString:
    """Draw how far an inspection has come."""
    return badge(*STATES.get(state, ("unknown", state)))  # type: ignore[arg-type]


@register.filter
def stage_word(stage: str) -> str:
    """Return how strictly a class is inspected, in a word."""
    return str(STAGES.get(stage, stage))


@register.filter
def noticed_words(one: Mapping[str, Any]) -> str:
    """Return what was noticed on a photo."""
    value = int(one.get("value") or 0)
    return str(NOTICED.get(one["code"], one["code"])) % {"value": value, "hours": value // 3600}


@register.filter
def field_label(name: str, plan: Mapping[str, Any] | None = None) -> str:
    """Return what a field is called: units looked at by their class, a question by its words in the frozen plan."""
    asked = next((one for one in (plan or {}).get("checklist") or [] if one["code"] == name), None)
    called = label_of({"field": name, "label": asked["label"] if asked else None})
    return _(called) if name in CODES else called


@register.filter
def is_off(ahead: int) -> bool:
    """Tell whether a clock differs enough to speak of."""
    return abs(ahead) > CLOCK_MAY_BE_OFF


@register.filter
def ahead_words(ahead: int) -> str:
    """Return by how much a device's clock differed when it sent last; its times are kept as it said them."""
    minutes = round(abs(ahead) / 60)
    if ahead > 0:
        said = ngettext("%(n)s minute ahead of ours", "%(n)s minutes ahead of ours", minutes)
    else:
        said = ngettext("%(n)s minute behind ours", "%(n)s minutes behind ours", minutes)
    return said % {"n": minutes}


@register.filter
def defect_name(row: Mapping[str, Any]) -> str:
    """Return what a defect is called: a shipped kind in the reader's language, another as it was written."""
    code, name = str(row.get("code") or ""), str(row["name"])
    return _(SHIPPED[code].name) if name in _names(code) else name


@cache
def _names(code: str) -> frozenset[str]:
    """Return what a shipped kind is called in every language of ours; an inspector writes the one they read."""
    named = set()
    for language, _word in settings.LANGUAGES if code in SHIPPED else ():
        with override(language):
            named.add(_(SHIPPED[code].name))
    return frozenset(named)


@register.filter
def way_sentence(plan: Mapping[str, Any]) -> str:
    """Return in a sentence how a frozen plan is carried out where not by AQL; empty where it is."""
    way = plan.get("way")
    if not way:
        return ""
    return said_sampling(Sampling(method=way["method"], values=way["values"]), lot=plan["lot"]).sentence(_)


@register.filter
def line_sentence(line: Mapping[str, Any]) -> str:
    """Return where following a line had come to when the inspection ended."""
    told = {name: f"{line[name]:,}" for name in ("looked_at", "passed", "block", "run", "clearance")}
    if line["is_sampling"]:
        return _("%(passed)s units went by and %(looked_at)s were looked at; at the end one in %(block)s.") % told
    return (
        _(
            "%(passed)s units went by and %(looked_at)s were looked at; at the end every unit, with %(run)s of "
            "%(clearance)s good ones in a row."
        )
        % told
    )
