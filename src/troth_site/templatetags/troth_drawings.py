"""Drawings and rows that come by the hundred, written in Python because a template costs ten times as much for each.

The coordinates come from troth_charts, the words and numbers from troth_parts.
"""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from troth_site.templatetags.troth_charts import TIMELINE_HEIGHT, sparkline
from troth_site.templatetags.troth_figures import Figures, figures
from troth_site.templatetags.troth_parts import badge, count, field, iso, short_day, signed

register = template.Library()

TOP, BOTTOM = 3, TIMELINE_HEIGHT - 2
SHARES = ("factory_days", "buyer_days", "excused_days")


@register.simple_tag
def spark(rates: Sequence[float | None], label: str) -> SafeString:
    """Draw twelve months as a small line that speaks its label; empty where nothing is known."""
    drawn = sparkline(rates)
    if drawn["last"] is None:
        return SafeString()
    runs = "".join(f'<polyline points="{run}"/>' for run in drawn["runs"])
    dots = "".join(f'<circle cx="{dot["x"]}" cy="{dot["y"]}" r="1.5"/>' for dot in drawn["dots"])
    last = f'<circle class="t-spark-last" cx="{drawn["last"]["x"]}" cy="{drawn["last"]["y"]}" r="2.5"/>'
    named = escape(str(label))
    return SafeString(f'<svg class="t-spark" role="img" aria-label="{named}">{runs}{dots}{last}</svg>')


@register.simple_tag
def timeline_bars(drawn: Mapping[str, Any], name: str) -> SafeString:
    """Draw the bars of a timeline; the name is its id, which the hatching carries."""
    hatch, write = escape(str(name)), figures()
    return mark_safe("".join(_bar(bar, drawn, hatch, write) for bar in drawn["bars"]))  # noqa: S308 - escaped in _bar


@register.simple_tag
def timeline_rows(lines: Sequence[object]) -> SafeString:
    """Write the rows of a timeline's table."""
    return mark_safe("".join(_row(line) for line in lines))  # noqa: S308 - escaped in _row


def _bar(bar: Mapping[str, Any], drawn: Mapping[str, Any], hatch: str, write: Figures) -> str:
    x, width = bar["x"], bar["width"]
    parts = "".join(
        f'<rect class="t-part-{part["who"]}" x="{x}" width="{width}" y="{part["y"]}" height="{part["height"]}"'
        + (f' fill="url(#{hatch}-hatch)"/>' if part["who"] == "excused" else "/>")
        for part in bar["parts"]
    )
    if not parts:
        parts = f'<circle class="t-bar-point" cx="{bar["middle"]}" cy="{drawn["zero"]}" r="{drawn["point"]}"/>'
    if bar["beyond"]:
        y = TOP if bar["beyond"] == "up" else BOTTOM
        parts += f'<line class="t-beyond" x1="{x}" x2="{bar["end"]}" y1="{y}" y2="{y}"/>'
    return f'<g class="t-bar t-bar-{bar["kind"]}"><title>{escape(_title(bar["line"], write))}</title>{parts}</g>'


def _title(line: object, write: Figures) -> str:
    days = write.signed(field(line, "days"), 0)
    return f"{field(line, 'label')} · {write.short_day(field(line, 'due'))} · {days}"


def _row(line: object) -> str:
    label, address, state = escape(str(field(line, "label"))), field(line, "url"), field(line, "state")
    due = field(line, "due")
    named = f'<a href="{escape(str(address))}">{label}</a>' if address else label
    numbers = (signed(field(line, "days"), 0), *(count(field(line, share)) for share in SHARES))
    return (
        f'<tr><th scope="row">{named}</th><td class="t-nowrap"><time datetime="{iso(due)}">{short_day(due)}</time></td>'
        + "".join(f'<td class="t-number">{number}</td>' for number in numbers)
        + f"<td>{badge(state) if state else ''}</td></tr>"
    )
