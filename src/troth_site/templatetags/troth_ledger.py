"""Rows of the ledger, written in Python because a template costs ten times as much for each; every text is escaped."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from troth_site.templatetags.troth_figures import figures
from troth_site.templatetags.troth_parts import badge, icon, iso, mark

register = template.Library()


@register.simple_tag(takes_context=True)
def ledger_rows(context: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> SafeString:
    """Write rows of the ledger; what a row holds stands in parts/ledger_row.html."""
    shown = _Rows(context)
    return mark_safe("".join(shown.row(row) for row in rows))  # noqa: S308 - escaped in row


@register.simple_tag(takes_context=True)
def ledger_row(context: Mapping[str, Any], row: Mapping[str, Any]) -> SafeString:
    """Write one row."""
    return ledger_rows(context, [row])


class _Rows:
    """What all rows have in common."""

    def __init__(self, context: Mapping[str, Any]) -> None:
        self.context, self.figures = context, figures()
        self.recorded = _("recorded %(day)s")

    def row(self, row: Mapping[str, Any]) -> str:
        """Write one row."""
        write, what, step = self.figures, escape(str(row.get("what") or "")), row.get("step")
        happened, url = row.get("happened"), row.get("url")
        named = f'<a href="{escape(url)}">{what}</a>' if url else what
        return (
            f'<li class="t-entry"><time class="t-entry-day" datetime="{iso(happened)}">'
            f"{write.short_day(happened)}</time>"
            f'<span class="t-entry-state">{badge(row.get("state"))}</span> <span class="t-entry-what">{named}'
            f' <span class="t-entry-note">{self._note(row)}</span></span>'
            f"{self._moved(step)}{self._acts(row, what)}</li>"
        )

    def _moved(self, step: float | None) -> str:
        """Say by how much it moved the number; a list that does not compute it says nothing of it."""
        if step is None:
            return ""
        way = "t-step-up" if step > 0 else "t-step-down" if step < 0 else ""
        return f'<span class="t-entry-step t-number t-step {way}">{self.figures.signed(step)}</span>'

    def _note(self, row: Mapping[str, Any]) -> str:
        said = escape(str(row.get("source") or ""))
        if row.get("recorded"):
            said = f"{escape(self.recorded % {'day': self.figures.short_day(row['recorded'])})} {said}"
        said = " · ".join(filter(None, (escape(str(row.get("due") or "")), said)))
        if row.get("evidence"):
            shown = mark(row["evidence"])
            said += f" · {icon(shown['icon'])} {escape(str(row.get('evidence_word') or shown['word']))}"
        return said

    def _acts(self, row: Mapping[str, Any], what: str) -> str:
        acts = ""
        if row.get("confirm_url"):
            acts += self._form(row["confirm_url"], "", f"{icon('check')} {escape(_('Confirm'))}", what)
        if row.get("contest_url"):
            acts += self._form(row["contest_url"], " btn-ghost-secondary", escape(_("Contest")), what)
        return f'<span class="t-entry-acts">{acts}</span>' if acts else ""

    def _form(self, url: str, classes: str, label: str, what: str) -> str:
        token = escape(str(self.context.get("csrf_token") or ""))
        return (
            f'<form method="post" action="{escape(url)}">'
            f'<input type="hidden" name="csrfmiddlewaretoken" value="{token}">'
            f'<button class="btn btn-sm{classes}" type="submit">{label}<span class="visually-hidden">: {what}</span>'
            "</button></form>"
        )
