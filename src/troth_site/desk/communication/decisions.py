"""Writing down what was decided in a thread, and confirming it by both sides."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from troth_site.access import Actor, NotAllowed
from troth_site.actions.communication import decisions as acts
from troth_site.desk.door import give_ticket_back, signed_in, take_ticket
from troth_site.desk.forms import DeskForm
from troth_site.queries.communication import decisions as queries
from troth_site.queries.partners import may

EVENTS = ("confirm", "withdraw")


class DecisionForm(DeskForm):
    """The words of a decision; version is the one the reader saw."""

    name = "decision"
    text = forms.CharField(
        label=gettext_lazy("What was decided"), max_length=acts.LONGEST, widget=forms.Textarea({"rows": 3})
    )
    version = forms.IntegerField(min_value=1, max_value=10**6, widget=forms.HiddenInput())

    def blamed(self) -> str:
        return "text"


@require_POST
@signed_in
def propose(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Write down a decision of a thread; the other side confirms it."""
    said = request.POST.get("message", "")
    message = int(said) if said.isdecimal() and len(said) < 16 else None
    if take_ticket(request):
        try:
            acts.propose(by=by, thread=pk, text=request.POST.get("text", ""), message=message)
            messages.success(request, _("Written down. It stands once the other side has confirmed the same words."))
        except acts.DecisionRefused as refusal:
            give_ticket_back(request)
            messages.error(request, _(str(refusal)))
    return redirect(f"{reverse('thread', args=[pk])}#decisions")


@signed_in
def decision(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show one decision, and change its words while it is not confirmed by both."""
    found = queries.decision(by, pk)
    row, posted = found.row, request.method == "POST"
    if posted and not may(by, found.partnership, "answer"):
        raise NotAllowed
    form = DecisionForm(request.POST if posted else None, initial={"text": row.text, "version": row.version})

    def doing() -> None:
        given = form.cleaned_data
        acts.step(by=by, decision=pk, event="change", version=given["version"], text=given["text"])

    if posted and form.act(request, doing, refusals=(acts.DecisionRefused,)):
        messages.success(request, _("Changed. Both sides confirm the new words; yours has."))
        return _back(row.thread)
    context = {
        "partner": found.partnership,
        "subject": found.subject,
        "row": row,
        "state": _(row.state_word),
        "form": form if row.state in {"proposed", "waiting"} and may(by, found.partnership, "answer") else None,
    }
    return render(request, "desk/communication/messages/decision.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def step(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Confirm a decision, or take it off the table."""
    found = queries.decision(by, pk)
    event, version = request.POST.get("event", ""), request.POST.get("version", "")
    if event not in EVENTS or not (version.isdecimal() and len(version) < 8):
        messages.error(request, _("Nothing was done: press one of the buttons beside the decision."))
        return _back(found.row.thread)
    told: dict[str, Any] = {
        "confirm": _("Confirmed by your side."),
        "withdraw": _("Taken off the table. Its words stay readable."),
    }
    if take_ticket(request):
        try:
            acts.step(by=by, decision=pk, event=event, version=int(version))  # type: ignore[arg-type]
            messages.success(request, told[event])
        except acts.DecisionRefused as refusal:
            give_ticket_back(request)
            messages.error(request, _(str(refusal)))
    return _back(found.row.thread)


def _back(thread: int) -> HttpResponse:
    return redirect(f"{reverse('thread', args=[thread])}#decisions")
