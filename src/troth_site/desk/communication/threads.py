"""One thread: its messages with their translations and terms, what was decided, and writing the next one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from troth_site import translating
from troth_site.access import Actor, NotAllowed
from troth_site.actions.communication import messages as writing
from troth_site.actions.communication import threads as reading
from troth_site.desk import words
from troth_site.desk.communication.messages import REFUSALS, owner_of, said_in, sent, to_look_at
from troth_site.desk.communication.messages_forms import START, MessageForm
from troth_site.desk.communication.messages_times import both, deadline, language, zones_of
from troth_site.desk.door import new_ticket, signed_in, take_ticket
from troth_site.queries.communication import messages as queries
from troth_site.queries.communication import threads as listed
from troth_site.queries.communication.decisions import DecisionRow
from troth_site.queries.communication.glossary import TermRow
from troth_site.queries.communication.messages_rows import MessageRow, OneThread
from troth_site.queries.partners import may

ORIGINS = {
    "link": gettext_lazy("by one-tap link"),
    "mail": gettext_lazy("by e-mail"),
    "file": gettext_lazy("from a file of mail"),
    "api": gettext_lazy("by a program"),
}
NOT_KEPT = {
    "dangerous": gettext_lazy("its kind can do harm"),
    "large": gettext_lazy("it is too large"),
    "message": gettext_lazy("it is a letter within the letter"),
    "too many": gettext_lazy("there were too many files"),
}


@require_GET
@signed_in
def thread(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show a thread: its newest messages, or all of them."""
    found = queries.one_thread(
        by, pk, language=get_language() or "en", now=timezone.now(), everything=bool(request.GET.get("all"))
    )
    context = _shown(request, by, found)
    reading.mark_read(by=by, relationship=found.partnership.pk, thread=pk, messages=found.new)
    return render(request, "desk/communication/messages/thread.html", context)


@signed_in
def write(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Write into a thread; what two readers may read in two ways is shown once before it goes."""
    found = queries.one_thread(by, pk, language=get_language() or "en", now=timezone.now())
    if not may(by, found.partnership, "answer"):
        raise NotAllowed
    zones, posted, made = zones_of(found.partnership, found.zones), request.method == "POST", []
    initial = {"text": str(START)} if request.GET.get("start") else None
    form = _form(
        found, request.POST if posted else None, initial=initial, files=request.FILES if posted else None,
        owner=owner_of(by),
    )  # fmt: skip

    def doing() -> None:
        made.append(writing.say(by=by, thread=pk, said=said_in(form, found.partnership)))

    remarks = to_look_at(request, form)
    if posted and not remarks and form.act(request, doing, refusals=REFUSALS):
        return sent(request, made, zones, otherwise=reverse("thread", args=[pk]))
    context = {"thread": found, "partner": found.partnership, "form": form, "remarks": remarks, "action": request.path}
    return render(request, "desk/communication/messages/write.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def close(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Close a thread whose topic is settled, or open it again."""
    reading.close(by=by, thread=pk, is_closed=request.POST.get("open") != "1")
    return redirect("thread", pk)


@require_POST
@signed_in
def mark(request: HttpRequest, by: Actor, pk: int, event: str) -> HttpResponse:
    """Say that a message was understood, confirm that it is one's own side's, or take back one that waits."""
    doing = {"understood": reading.understand, "verify": reading.verify, "withdraw": writing.withdraw}[event]
    if not take_ticket(request):
        return redirect("messages")
    try:
        found = doing(by=by, message=pk)
    except (reading.ReadingRefused, writing.MessageRefused) as refusal:
        messages.error(request, _(str(refusal)))
        row, of = queries.one_message(by, pk, language="en", now=timezone.now())
        return redirect(f"{reverse('thread', args=[of.pk])}#message-{row.pk}")
    if event == "withdraw":
        messages.success(request, _("Taken back: nobody of the other side has seen it."))
    if not found:
        return redirect("messages")
    return redirect(reverse("thread", args=[found]) + ("" if event == "withdraw" else f"#message-{pk}"))


def _form(found: OneThread, data: Any, **kwargs: Any) -> MessageForm:
    zones = zones_of(found.partnership, found.zones)
    return MessageForm(data, zones=zones, language=get_language() or "en", **kwargs)


def _shown(request: HttpRequest, by: Actor, found: OneThread) -> dict[str, Any]:
    zones = zones_of(found.partnership, found.zones)
    may_write = may(by, found.partnership, "answer")
    query = request.GET.copy()
    query["all"] = "1"
    return {
        "thread": found,
        "partner": found.partnership,
        "topic": dict(listed.TOPICS)[found.topic],
        "cards": [card(found, row, zones) for row in found.messages],
        "decisions": [decision_card(found, row) for row in found.decisions],
        "terms": [term_card(row) for row in found.terms.rows],
        "earlier_url": f"{request.path}?{query.urlencode()}" if found.earlier else "",
        "form": _form(found, None) if may_write else None,
        "action": reverse("write-message", args=[found.pk]),
        "ticket": new_ticket(),
        "has_machine": translating.is_set(),
        "may_write": may_write,
        "live": {"pk": found.partnership.pk, "last": found.newest_change, "target": "conversation"},
    }


def card(found: OneThread, row: MessageRow, zones: Any) -> dict[str, Any]:
    """Return a message as its card shows it."""
    partner = found.partnership
    return {
        "row": row,
        "side_name": partner.name(row.side) if row.side else "",  # type: ignore[arg-type]
        "when": both(row.at, zones),
        "said_when": both(row.said_at, zones) if row.said_at else "",
        "send_when": both(row.send_at, zones) if row.is_waiting else "",
        "language": language(row.language),
        "noticed": [words.noticed(said) for said in row.findings],
        "origin": ORIGINS.get(row.origin, ""),
        "translations": [{"row": each, "language": language(each.language)} for each in row.translations],
        "due": deadline(row.asked.due_at, zones, state=row.asked.state) if row.asked else None,
        "can_confirm": row.is_ours,
        "files": [{"row": each, "why": NOT_KEPT.get(each.refused, NOT_KEPT["dangerous"])} for each in row.files],
        "reads": [(each.name, both(each.understood_at, zones) if each.understood_at else "") for each in row.reads],
    }


def decision_card(found: OneThread, row: DecisionRow) -> dict[str, Any]:
    """Return a decision as the panel shows it."""
    partner = found.partnership
    return {
        "row": row,
        "state": _(row.state_word),
        "behind": [(each, partner.name(each.side)) for each in row.behind],  # type: ignore[arg-type]
        "waits_for_us": row.state == "waiting" and not row.is_confirmed_by(partner.our_side),
        "is_open": row.state in {"proposed", "waiting"},
    }


def term_card(row: TermRow) -> dict[str, Any]:
    """Return a term with the names of its languages."""
    return {"row": row, "words": [(language(code), code, said) for code, said in row.words]}
