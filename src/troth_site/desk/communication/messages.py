"""All threads, those with one partner, and a new one."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_noop, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from troth_site.access import Actor
from troth_site.actions.communication import messages as acts
from troth_site.actions.communication import requests
from troth_site.desk.communication.messages_checks import remarks_on, told
from troth_site.desk.communication.messages_forms import START, MessageForm, ThreadForm
from troth_site.desk.communication.messages_times import both, zones_of
from troth_site.desk.door import signed_in
from troth_site.desk.frame import addresses, choices, pager, with_query
from troth_site.desk.tabs import tabs
from troth_site.queries.communication import changes, messages_hours, threads
from troth_site.queries.communication.threads import ThreadFilter, ThreadRow
from troth_site.queries.partners import Partnership, may, partnership

REFUSALS = (acts.MessageRefused, requests.AskRefused)
LONGEST_PROPOSAL = 500


@require_GET
@signed_in
def inbox(request: HttpRequest, by: Actor) -> HttpResponse:
    """Show the threads with all partners."""
    chosen = _chosen(request)
    context = _listed(request, by, chosen)
    named = [(str(pk), name) for pk, name in threads.partners_in(by)]
    asked = str(chosen.partner or "")
    partners = {"name": "partner", "label": _("Partner"), "kind": "select", "choices": choices(named, asked)}
    context["filters"]["fields"].insert(1, partners)
    return render(request, "desk/communication/messages/inbox.html", context)


@require_GET
@signed_in
def of_partner(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show the threads with one partner, and what contradicts itself among the changes that were asked for."""
    found = partnership(by, pk)
    context = _listed(request, by, _chosen(request, partner=pk))
    context |= {
        "partner": found,
        "tabs": tabs(found, "partner-messages"),
        "may_write": may(by, found, "answer"),
        "conflicts": [told(finding) for finding in changes.open_conflicts(pk)],
    }
    return render(request, "desk/communication/messages/partner.html", context)


def _chosen(request: HttpRequest, *, partner: int | None = None) -> ThreadFilter:
    asked = request.GET
    waits, topic, who = (asked.get(name, "") for name in ("waits", "topic", "partner"))
    if partner is None and who.isdecimal() and len(who) < 16:
        partner = int(who)
    return ThreadFilter(
        waits=waits if waits in threads.WAITING_FOR else "",
        topic=topic if topic in dict(threads.TOPICS) else "",
        partner=partner,
        q=asked.get("q", "").replace("\x00", "").strip()[:100],
    )


def _listed(request: HttpRequest, by: Actor, chosen: ThreadFilter) -> dict[str, Any]:
    asked = request.GET.get("page", "")
    page = threads.threads(by, chosen, page=int(asked) if asked.isdecimal() and len(asked) < 8 else 1)
    thread, partner = addresses(request, "thread"), addresses(request, "partner-messages")
    waits = [("us", _("An answer of ours")), ("them", _("An answer of theirs"))]
    topics = choices(list(threads.TOPICS), chosen.topic)
    fields = [
        {"name": "waits", "label": _("Waits for"), "kind": "select", "choices": choices(waits, chosen.waits)},
        {"name": "topic", "label": _("About"), "kind": "select", "choices": topics},
        {"name": "q", "label": _("Words, order or partner"), "kind": "search", "value": chosen.q},
    ]  # fmt: skip
    return {
        "threads": [_row(row, thread, partner) for row in page.rows],
        "filters": {
            "url": request.path,
            "fields": fields,
            "clear_url": request.path if request.GET else "",
            "target": "#threads",
        },
        "is_narrowed": bool(request.GET),
        "pager": pager(request, page, target="#threads"),
    }


def _row(row: ThreadRow, thread: Callable[[int], str], partner: Callable[[int], str]) -> dict[str, Any]:
    waits = {
        "us": {"state": "watch", "word": _("waits for us")},
        "them": {"state": "open", "word": _("waits for them")},
        "both": {"state": "watch", "word": _("both wait")},
    }
    return {
        "row": row,
        "url": thread(row.pk),
        "partner_url": partner(row.relationship),
        "topic": dict(threads.TOPICS)[row.topic],
        "waits": waits.get(row.waits_for),
        "unread": ngettext("%(count)s new", "%(count)s new", row.unread) % {"count": row.unread} if row.unread else "",
    }


@signed_in
def new_thread(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Write the first message of a new thread."""
    found = partnership(by, pk, "answer")
    zones = zones_of(found, threads.zones(pk))
    posted = request.method == "POST"
    initial = {"order": request.GET.get("order", "")[:120], "commitment": _number(request.GET.get("commitment", ""))}
    # What a page proposes to begin with, such as a greeting; the writer reads it before it goes.
    initial |= {name: request.GET.get(name, "")[:LONGEST_PROPOSAL] for name in ("subject", "text")}
    if request.GET.get("start"):
        initial["text"] = str(START)
    form = ThreadForm(
        request.POST if posted else None, zones=zones, language=get_language() or "en", initial=initial,
        files=request.FILES if posted else None, owner=owner_of(by),
    )  # fmt: skip
    made: list[Any] = []

    def doing() -> None:
        made.append(acts.begin(by=by, relationship=pk, about=form.about(_order(form, pk)), said=said_in(form, found)))

    remarks = to_look_at(request, form)
    if posted and not remarks and form.act(request, doing, refusals=REFUSALS):
        return sent(request, made, zones, otherwise=reverse("partner-messages", args=[pk]))
    context = {
        "partner": found,
        "form": form,
        "remarks": remarks,
        "action": with_query(request.path, request.GET.copy()),
    }
    return render(request, "desk/communication/messages/new.html", context, status=422 if form.errors else 200)


def owner_of(by: Actor) -> str:
    """Return whose the files are that somebody adds to a message."""
    return f"person {by.person}"


def said_in(form: MessageForm, found: Partnership) -> acts.Said:
    """Return the message of a valid form, to be sent at once or when the other side is at work next."""
    send_at: datetime | None = None
    if form.cleaned_data.get("when") == "theirs":
        send_at = messages_hours.next_hour_of(found.organisation(found.their_side), now=timezone.now())
    return form.said(send_at=send_at)


def to_look_at(request: HttpRequest, form: MessageForm) -> list[dict[str, Any]]:
    """Return what we noticed in a message, once: nothing where it is to be sent as it is, or cannot be sent yet."""
    if request.method != "POST" or "as_it_is" in request.POST or not form.is_valid():
        return []
    return remarks_on(form.cleaned_data["text"], written_on=timezone.localdate())


def sent(request: HttpRequest, made: list[Any], zones: Any, *, otherwise: str) -> HttpResponse:
    """Say that a message is sent, or when it will be, and lead to it; a form sent twice leads to its list."""
    if not made:
        return redirect(otherwise)
    message = made[0]
    if message.send_at is None:
        messages.success(request, _("Sent."))
    else:
        waits = _("It waits, and is sent %(moment)s. Until then you can take it back.")
        messages.success(request, waits % {"moment": both(message.send_at, zones)})
    return redirect(f"{reverse('thread', args=[message.thread_id])}#message-{message.pk}")


def _order(form: ThreadForm, relationship: int) -> int | None:
    number = form.cleaned_data["order"].strip()
    found = threads.order_called(relationship, number) if number else None
    if number and found is None:
        raise acts.MessageRefused(gettext_noop("There is no order of this number with this partner. Leave it empty."))
    return found


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 16 else None
