"""The ledger on a partner's page: its rows, what narrows them, and what may be answered."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from troth_site.desk import words
from troth_site.desk.frame import address, choices
from troth_site.queries.ledger import LedgerFilter, LedgerRow
from troth_site.queries.partners import Partnership
from troth_site.templatetags.troth_parts import MARKS, promised, short_day

STATES = ("kept", "late", "open", "excused", "contested")


def chosen_entries(request: HttpRequest, *, as_of: date | None) -> tuple[LedgerFilter, int]:
    """Return which entries a page is asked for, and which page of them."""
    asked = request.GET
    state, side, page = asked.get("state", ""), asked.get("side", ""), asked.get("page", "")
    dimension = asked.get("dimension", "")
    chosen = LedgerFilter(
        side=side if side in words.SIDES else "",
        dimension=dimension if dimension in words.DIMENSIONS else "",
        state=state if state in STATES else "",
        text=asked.get("q", "").strip()[:100],
        as_of=as_of,
    )
    return chosen, int(page) if page.isdecimal() and len(page) < 7 else 1


def entry_row(request: HttpRequest, found: Partnership, row: LedgerRow, *, may_answer: bool) -> dict[str, Any]:
    """Return the context of one line of the ledger."""
    shown: dict[str, Any] = {
        "state": row.state,
        "what": promised(row.what) or _note(row),
        "happened": row.happened_on,
        "recorded": row.recorded_on if row.recorded_on != row.happened_on else None,
        "due": _due(row),
        "source": _source(row),
        "evidence": _evidence(row),
        "step": None,
        "number": row.seq,
    }
    if (row.content or {}).get("reported_by") and not row.confirmed and not row.contested:
        shown["evidence_word"] = _("not confirmed by %(name)s") % {"name": found.factory_name}
    if row.commitment is not None:
        shown["url"] = address(request, "line" if row.is_line else "promise", row.commitment)
        if may_answer and row.may_answer:
            shown["confirm_url"] = reverse("confirm-entry", args=[row.commitment])
            shown["contest_url"] = "" if row.contested else reverse("contest-entry", args=[row.commitment])
    return shown


def _note(row: LedgerRow) -> str:
    content = row.content or {}
    said = str(content.get("evidence") or content.get("answer") or content.get("text") or "")
    title = words.entry(row.kind)
    if row.content is None and row.kind.startswith("note."):
        return _("%(entry)s: its words were deleted by whoever wrote them") % {"entry": title}
    return f"{title}: {said[:200]}" if said else title


def _due(row: LedgerRow) -> str:
    """Return for when it was promised, where the entry says so and that is another day than the one it stands at."""
    content = row.content or {}
    written = str(content.get("promised") or content.get("due") or "")
    try:
        due = date.fromisoformat(written[:10])
    except ValueError:
        return ""
    return "" if due == row.happened_on else _("due %(day)s") % {"day": short_day(due)}


def _source(row: LedgerRow) -> str:
    said = []
    if row.batch is not None:
        said.append(_("by import #%(number)s") % {"number": row.batch})
    elif row.actor:
        said.append(_("by %(name)s") % {"name": row.actor})
    entered = row.entered_at.date()
    if entered > row.recorded_on:
        said.append(_("entered here %(day)s") % {"day": short_day(entered)})
    return " · ".join(said)


def _evidence(row: LedgerRow) -> str:
    if row.confirmed:
        return "confirmed"
    if row.contested:
        return "contested"
    return "one side" if (row.content or {}).get("reported_by") else ""


def filters(request: HttpRequest, found: Partnership, chosen: LedgerFilter) -> dict[str, Any]:
    """Return what the ledger can be narrowed to."""
    sides = [(side, found.name(side)) for side in ("buyer", "factory")]  # type: ignore[arg-type]
    states = [(state, MARKS[state]["word"]) for state in STATES]
    narrowed = chosen.side or chosen.dimension or chosen.state or chosen.text
    return {
        "url": reverse("partner", args=[found.pk]),
        "target": "#ledger",
        "fields": [
            {"name": "q", "label": _("Order or item"), "kind": "search", "value": chosen.text},
            {"name": "side", "label": _("Promised by"), "kind": "select", "choices": choices(sides, chosen.side)},
            {"name": "state", "label": _("What came of it"), "kind": "select",
             "choices": choices(states, chosen.state)},
            {"name": "dimension", "label": _("About"), "kind": "select",
             "choices": choices(list(words.DIMENSIONS.items()), chosen.dimension)},
        ],
        "kept": [{"name": "as_of", "value": request.GET["as_of"]}] if request.GET.get("as_of") else [],
        "clear_url": address(request, "partner", found.pk) + "#ledger" if narrowed else "",
    }  # fmt: skip
