"""Drawings and rows that come by the hundred, written in Python because a template costs ten times as much for each.

The coordinates come from troth_charts, the words and numbers from troth_parts.
"""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from troth_site.templatetags.troth_charts import TIMELINE_HEIGHT, at, sparkline, spread
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
def interval(of: Any) -> SafeString:
    """Draw what is known of a rate; what it takes stands in parts/interval.html."""
    low, high, target, known_rate = (field(of, name) for name in ("low", "high", "target", "rate"))
    pieces = ['<line class="t-interval-scale" x1="0" x2="100%" y1="12" y2="12"/>']
    if low is not None and high is not None:
        bar = f'<rect class="t-interval-bar" x="{at(low)}" width="{spread(low, high)}" y="9.5" height="5"/>'
        pieces += [_end(low), _end(high), bar]
    if target is not None:
        pieces.append(_target(target))
    if known_rate is not None:
        pieces.append(f'<circle class="t-interval-point" cx="{at(known_rate)}" cy="12" r="5.5"/>')
    said = escape(str(field(of, "label") or _spoken(low, high, target)))
    drawn = "\n  ".join(pieces)
    return SafeString(
        f'<svg class="t-interval" width="100%" height="34" role="img" aria-label="{said}">\n  {drawn}\n</svg>'
    )


def _spoken(low: float | None, high: float | None, target: float | None) -> str:
    write = figures()
    if low is None:
        return _("Nothing is known yet.")
    said = _("Probably between %(low)s and %(high)s.") % {"low": write.rate(low, 0), "high": write.rate(high, 0)}
    if target is None:
        return said
    return f"{said} {_('The target is %(target)s.') % {'target': write.rate(target, 0)}}"


def _end(fraction: float) -> str:
    return f'<line class="t-interval-end" x1="{at(fraction)}" x2="{at(fraction)}" y1="7" y2="17"/>'


def _target(target: float) -> str:
    place, anchor = at(target), "end" if target >= 0.9 else "start" if target <= 0.1 else "middle"
    named = escape(_("target %(target)s") % {"target": figures().rate(target, 0)})
    return (
        f'<line class="t-interval-target" x1="{place}" x2="{place}" y1="1" y2="22"/>\n  '
        f'<text class="t-interval-text" x="{place}" y="33" text-anchor="{anchor}" aria-hidden="true">{named}</text>'
    )


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
