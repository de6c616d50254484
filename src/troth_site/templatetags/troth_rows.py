"""Rows that come by the dozen, written in Python because a template costs ten times as much for each.

Every text of a row is escaped here; its words are looked up once for all rows.
"""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from troth_site.templatetags.troth_charts import at_score, spread_score
from troth_site.templatetags.troth_drawings import spark
from troth_site.templatetags.troth_figures import Figures, figures
from troth_site.templatetags.troth_parts import badge, icon, iso

register = template.Library()


@register.simple_tag
def partner_rows(rows: Sequence[Mapping[str, Any]]) -> SafeString:
    """Write the rows of the portfolio: [{row: a PartnerRow, url}]."""
    shown = _Partners()
    return mark_safe("".join(shown.row(each["row"], each["url"]) for each in rows))  # noqa: S308 - escaped in row


@register.simple_tag
def owed_rows(rows: Sequence[Mapping[str, Any]]) -> SafeString:
    """Write open promises: [{what, url, due: date or None, left, state, partner: optional {name, url}}]."""
    write = figures()
    return mark_safe("".join(_owed(row, write) for row in rows))  # noqa: S308 - escaped in _owed


@register.simple_tag
def standing_rows(rows: Sequence[Mapping[str, Any]]) -> SafeString:
    """Write the dimensions of one side's standing; what a row holds stands in parts/standing_pair.html."""
    write = figures()
    return mark_safe("".join(_standing(row, write) for row in rows))  # noqa: S308 - escaped in _standing


@register.simple_tag
def journey_phases(phases: Sequence[Mapping[str, Any]]) -> SafeString:
    """Write the phases of a partnership; what each holds stands in parts/journey.html."""
    notes = {"later": _("arrives later"), "done": _("done"), "now": _("now")}
    return mark_safe("\n  ".join(_phase(phase, notes) for phase in phases))  # noqa: S308 - escaped in _phase


def _phase(phase: Mapping[str, Any], notes: Mapping[str, str]) -> str:
    state, name = str(phase["state"]), str(phase["name"])
    here = ' aria-current="step"' if state == "now" else ""
    dot = icon("check") if state == "done" else escape(str(phase["number"]))
    # Of a phase that this version does not know nothing else can be said.
    note = notes["later"] if state == "later" else str(phase.get("note") or notes.get(state, ""))
    return (
        f'<li class="t-phase t-phase-{escape(state)}"{here}>'
        f'<span class="t-phase-dot" aria-hidden="true">{dot}</span>'
        f'<span class="t-phase-name">{_link(phase["url"], name) if phase.get("url") else escape(name)}</span>'
        f'<span class="t-phase-note">{escape(note)}</span></li>'
    )


def _standing(row: Mapping[str, Any], write: Figures) -> str:
    label, standing, expected = escape(str(row["label"])), row.get("standing"), row.get("expected")
    if standing is None or not row.get("n"):
        why = escape(str(row.get("why") or _("no promise closed yet")))
        shown = f'<dd class="t-standing-none">– <span>{why}</span></dd>'
        return f'<div class="t-standing-row"><dt>{label}</dt>{shown}</div>'
    said = _("%(standing)s can be relied on, %(expected)s is expected.")
    spoken = escape(said % {"standing": write.count(standing), "expected": write.count(expected)})
    number = write.count(standing)
    if row.get("url"):
        hidden = f'<span class="visually-hidden">{escape(_("Why this number:"))} </span>'
        number = f'<a href="{escape(row["url"])}">{hidden}{number}</a>'
    x, width = at_score(standing), spread_score(standing, expected)
    return (
        f'<div class="t-standing-row"><dt>{label}</dt><dd class="t-standing-bar">'
        f'<svg width="100%" height="20" role="img" aria-label="{spoken}">'
        '<line class="t-standing-scale" x1="0" x2="100%" y1="10" y2="10"/>'
        f'<rect class="t-standing-span" x="{x}" width="{width}" y="7" height="6"/>'
        f'<circle class="t-standing-point" cx="{x}" cy="10" r="5"/></svg></dd>'
        f'<dd class="t-standing-value">{number}<span class="t-standing-n">'
        f"{escape(_('n %(n)s') % {'n': write.count(row['n'])})}</span></dd></div>"
    )


def _owed(row: Mapping[str, Any], write: Figures) -> str:
    partner, due = row.get("partner"), row["due"]
    who = _link(partner["url"], partner["name"], ' class="t-owed-partner"') if partner else ""
    state = f"{badge(row['state'])} " if row["state"] != "open" else ""
    dated = '<span class="t-quiet">–</span>'
    if due:
        dated = f'<time class="t-date" datetime="{iso(due)}">{write.day(due)}</time>'
    return (
        f'<li class="t-owed-row"><span class="t-owed-what">{_link(row["url"], row["what"])}{who}</span>'
        f'<span class="t-owed-due">{dated}<span class="t-owed-left">{state}'
        f'<span class="t-quiet">{escape(row["left"])}</span></span></span></li>'
    )


def _link(url: str, name: object, attributes: str = "") -> str:
    return f'<a{attributes} href="{escape(url)}">{escape(str(name))}</a>'


class _Partners:
    """What all rows of the portfolio have in common."""

    def __init__(self) -> None:
        self.figures: Figures = figures()
        self.lines = escape(_("n %(n)s"))
        self.trend = _("On time in the last month with lines: %(rate)s.")
        self.nothing_due = f'<span class="t-quiet">– {escape(_("nothing due yet"))}</span>'
        self.no_flag = f'<span class="t-quiet">{escape(_("none"))}</span>'
        nothing = escape(_("No promise fell due in these months."))
        self.no_trend = f'<span class="t-quiet">– <span class="visually-hidden">{nothing}</span></span>'

    def row(self, row: Any, url: str) -> str:
        """Write one partner."""
        write = self.figures
        latin = f' <span class="t-small t-line">{escape(row.latin)}</span>' if row.latin else ""
        flags = f'<span class="t-tone-broken">{icon("flag")} {row.flags}</span>' if row.flags else self.no_flag
        return (
            f'<tr><th scope="row" class="t-partner"><a href="{escape(url)}">{escape(row.name)}</a>{latin}</th>'
            f'<td class="t-number">{self._rate(row) if row.n else self.nothing_due}</td><td>{badge(row.state)}</td>'
            f'<td class="t-number">{write.rate(row.forecast, 0)}</td><td class="t-number">{write.count(row.standing)}'
            f'</td><td class="t-number">{write.count(row.ours)}</td><td class="t-number">{flags}</td>'
            f"<td>{write.short_day(row.contact)}</td><td>{self._trend(row.months)}</td></tr>"
        )

    def _rate(self, row: Any) -> str:
        write = self.figures
        lines = self.lines % {"n": write.count(row.n)}
        return f'{write.rate(row.rate)} <span class="t-unit">· {write.rate_to(row.low, row.high)} · {lines}</span>'

    def _trend(self, months: Sequence[tuple[int, int]]) -> str:
        rates = [kept / n if n else None for n, kept in months]
        last = next((share for share in reversed(rates) if share is not None), None)
        return spark(rates, self.trend % {"rate": self.figures.rate(last)}) or self.no_trend
