"""One partner: where we are, how far each side can rely on the other, what is open, and the record behind it."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from troth_site.access import Actor
from troth_site.desk import words
from troth_site.desk.door import signed_in
from troth_site.desk.frame import AsOf, address, look_from, pager
from troth_site.desk.partners.ledger_rows import chosen_entries, entry_row, filters
from troth_site.desk.tabs import of_talking
from troth_site.desk.trust import cards, pieces
from troth_site.desk.trust.answering import response_tiles
from troth_site.desk.trust.steadiness import effort_card
from troth_site.queries import ledger, partner_page, settling
from troth_site.queries.communication.silences import silence_of
from troth_site.queries.firms import links_of
from troth_site.queries.partners import Partnership, may, partnership
from troth_site.templatetags.troth_parts import promised

PHASES = 5


@require_GET
@signed_in
def partner(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show one partner, or one of the parts that have a page of their own."""
    found = partnership(by, pk)
    as_of = look_from(request)
    part = request.GET.get("show", "")
    context = {"partner": found, "is_past": as_of.past, "tabs": _tabs(request, found, as_of, part)}
    if _is_ledger_alone(request):
        return render(request, "desk/partners/ledger.html", context | _ledger(request, by, found, as_of))
    if part == "pace":
        numbers = partner_page.both_sides(by, found, as_of=as_of.day)
        steady = partner_page.steadiness(found, numbers, as_of=as_of.day)
        context["silence"] = None if as_of.past else silence_of(by, found.pk, today=as_of.day)
        return render(request, "desk/partners/pace.html", context | {"effort": effort_card(found, steady)})
    if part == "lateness":
        lines = partner_page.timeline(found.pk, as_of=as_of.day, past=as_of.past)
        context["timeline"] = pieces.timeline(request, found, lines)
        return render(request, "desk/partners/lateness.html", context)
    context |= {"firm_links": () if as_of.past else links_of(by, found)}
    context |= _numbers(request, by, found, as_of)
    context |= _open(request, by, found, as_of)
    context |= _ledger(request, by, found, as_of)
    return render(request, "desk/partners/partner.html", context | {"journey": journey(found)})


def _tabs(request: HttpRequest, found: Partnership, as_of: AsOf, part: str) -> list[dict[str, Any]]:
    tabs = [
        {"url": address(request, "partner", found.pk), "label": _("Overview"), "current": not part},
        {"url": address(request, "partner", found.pk, show="pace"), "label": _("Contact and pace"),
         "current": part == "pace"},
        {"url": address(request, "partner", found.pk, page=1) + "#ledger", "label": _("Ledger"), "current": False},
    ]  # fmt: skip
    if as_of.past:
        return tabs
    return [
        tabs[0],
        *of_talking(found),
        *tabs[1:],
        {"url": address(request, "pulse", found.pk), "label": _("Pulse"), "current": False},
        {"url": address(request, "notes", found.pk), "label": _("Notes"), "current": False},
    ]


def _is_ledger_alone(request: HttpRequest) -> bool:
    return bool(request.headers.get("HX-Request")) and request.headers.get("HX-Target", "").endswith("ledger")


def journey(found: Partnership) -> dict[str, Any]:
    """Return the phases of a partnership; which one it has reached arrives with the journey."""
    names = [_("Prepare"), _("First check"), _("Trial order"), _("Build up"), _("Long term")]
    return {
        "phases": [{"number": number, "name": name, "state": "later"} for number, name in enumerate(names)],
        "later": _("The journey of the partnership arrives later."),
    }


def _numbers(request: HttpRequest, by: Actor, found: Partnership, as_of: AsOf) -> dict[str, Any]:
    numbers = partner_page.shown_sides(by, found, as_of=as_of.day)
    whose = partner_page.provenance(found.pk, as_of=as_of.day, past=as_of.past)
    lines = partner_page.timeline(found.pk, as_of=as_of.day, past=as_of.past)
    in_order = ("buyer", "factory")
    return {
        "pair": pieces.standing_pair(request, found, numbers),
        "tiles": [pieces.delivery_tile(request, found, numbers.delivery(side), whose[side]) for side in in_order],
        "answers": [] if as_of.past else response_tiles(found, numbers),
        "forecasts": [
            pieces.forecast(request, found, numbers.delivery(side), ours=side in numbers.judged_by_us)
            for side in in_order
        ],
        "timeline": pieces.timeline(request, found, lines)
        | {"table_url": address(request, "partner", found.pk, show="lateness")},
        "entered_later": sum(each.entered_later for each in whose.values()) if as_of.past else 0,
    }


def _open(request: HttpRequest, by: Actor, found: Partnership, as_of: AsOf) -> dict[str, Any]:
    owed = partner_page.open_promises(by, found.pk, as_of=as_of.day, past=as_of.past)
    rows = [promise_row(request, promise, as_of.day) for promise in owed]
    if as_of.past:
        # What became of a promise later was not known on that day.
        rows = [row | {"state": row["state"] if row["state"] == "overdue" else "open"} for row in rows]
    if as_of.past:
        actions = settling.actions(by, relationship=found.pk, as_of=as_of.day)
        flags = settling.flags(by, relationship=found.pk, as_of=as_of.day)
    else:
        actions, flags = settling.actions_of(by, found.pk), settling.flags_of(by, found.pk)
    return {
        "sides_owe": [
            {"side": side, "name": found.name(side), "rows": [row for row in rows if row["side"] == side],
             "ours": side == found.our_side}
            for side in (found.our_side, found.their_side)
        ],
        "actions": [cards.action_card(request, action, today=as_of.day) for action in actions],
        "flags": [cards.flag_card(request, flag, today=as_of.day) for flag in flags],
        "may_record": may(by, found, "record") and not as_of.past,
    }  # fmt: skip


def promise_row(request: HttpRequest, promise: partner_page.OpenPromise, today: date) -> dict[str, Any]:
    """Return the row of an open promise."""
    due = promise.due_on
    state = "overdue" if due is not None and due < today else promise.state
    return {
        "side": promise.side,
        "what": promised(promise.what),
        "due": due,
        "left": cards.left(due, today) if due is not None else "",
        "state": "open" if state == "accepted" else state,
        "dimension": words.dimension(promise.dimension),
        "url": address(request, "line" if promise.is_line else "promise", promise.pk),
    }


def _ledger(request: HttpRequest, by: Actor, found: Partnership, as_of: AsOf) -> dict[str, Any]:
    chosen, number = chosen_entries(request, as_of=as_of.day if as_of.past else None)
    narrowed = bool(chosen.side or chosen.dimension or chosen.state or chosen.text)
    if narrowed or as_of.past or "page" in request.GET or _is_ledger_alone(request):
        page = ledger.entries(by, found.pk, chosen, page=number)
        rows, total, pages = page.rows, page.total, pager(request, page, target="#ledger", anchor="#ledger")
    else:
        rows, total, pages = ledger.newest(by, found.pk, ours=found.our_side), found.head_seq, None
    may_answer = may(by, found, "answer") and not as_of.past
    # A line stands here once for each version of its outcome; what is answered is the one that stands now.
    newest = {row.commitment: row.seq for row in reversed(rows)}
    return {
        "entries": [
            entry_row(request, found, row, may_answer=may_answer and newest[row.commitment] == row.seq) for row in rows
        ],
        "entries_total": total,
        "filters": filters(request, found, chosen),
        "is_narrowed": narrowed,
        "leaves_out": bool(by.unseen.numbers(found.pk)),
        "pager": pages,
        "whole_url": "" if pages or total <= len(rows) else address(request, "partner", found.pk, page=1) + "#ledger",
    }
