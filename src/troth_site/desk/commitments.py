"""Promises made by hand: making one, and every step of its life."""

from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from troth.commitments.lifecycle import CLOSINGS, MOVES, STATES, Event, MoveError
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import commitments
from troth_site.desk import words
from troth_site.desk.communication.calendars_due import ask_back
from troth_site.desk.door import signed_in
from troth_site.desk.forms import PromiseForm, StepForm
from troth_site.desk.trust import cards
from troth_site.queries import commitments as promises
from troth_site.queries import lines
from troth_site.queries.ledger import entries_of
from troth_site.queries.partners import may, partnership

_CLOSED = gettext_lazy("The other side has five working days to contest it.")
# What each step is called on its button, and what follows from it.
STEPS = {
    "accept": (gettext_lazy("Accept it"), gettext_lazy("From then on it counts: kept or broken.")),
    "decline": (gettext_lazy("Decline it"), gettext_lazy("It ends here and never counts.")),
    "withdraw": (gettext_lazy("Withdraw it"), gettext_lazy("It ends here and never counts.")),
    "warn": (gettext_lazy("Say that it is at risk"), gettext_lazy("Bad news told early costs less than hidden.")),
    "clear": (gettext_lazy("No longer at risk"), gettext_lazy("It is open as before.")),
    "close_kept": (gettext_lazy("It was kept"), _CLOSED),
    "close_late": (
        gettext_lazy("It was kept late"),
        gettext_lazy("The other side has five working days to contest it."),
    ),
    "close_broken": (
        gettext_lazy("It was broken"),
        gettext_lazy("The other side has five working days to contest it."),
    ),
    "waive": (gettext_lazy("Waive it"), gettext_lazy("It is not owed any more, and counts neither for nor against.")),
    "excuse": (gettext_lazy("Excuse it"), gettext_lazy("It counts neither for nor against.")),
    "confirm": (gettext_lazy("Confirm"), gettext_lazy("It counts with more weight, as both sides’ record.")),
    "dispute": (gettext_lazy("Contest"), gettext_lazy("Half of its weight is withheld for 30 days, once.")),
    "concede": (gettext_lazy("Concede"), gettext_lazy("You agree with what the other side says came of it.")),
    "drop": (gettext_lazy("Drop the contest"), gettext_lazy("It stays as it was closed.")),
}
# Kinds of promises that have a page of their own: what is done about them is done there.
OWN_PAGES = {
    "answer": "request-of-promise", "corrective": "corrective-of-promise", "idea": "idea-of-promise",
    "corrective_word": "corrective-of-promise", "corrective_effect": "corrective-of-promise",
    "corrective_cause": "corrective-of-promise",
    "disclosure": "disclosure-of-promise", "mistake": "disclosure-of-promise",
    "reservation": "reservation-of-promise", "large_order": "large-order-of-promise",
    "firm_period": "firm-period-of-promise",
    "training": "training-of-promise", "look": "look-of-promise",
}  # fmt: skip
# What came of a promise, told on one form.
ENDS = ("close_kept", "close_late", "close_broken")
# Which colour and icon a state of the life cycle carries.
MARKS = {
    "accepted": "open",
    "at_risk": "at risk",
    "kept_late": "late",
    "disputed": "contested",
    "resolved": "done",
    "withdrawn": "cancelled",
}


@signed_in
def propose(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Make a promise of our own side."""
    found = partnership(by, pk, "record")
    form = PromiseForm(request.POST if request.method == "POST" else None)
    asks = ask_back(form, "due_on", organisation=found.organisation(found.our_side)) if form.is_bound else None
    if request.method == "POST" and form.act(
        request,
        lambda: commitments.propose(by=by, relationship=pk, **form.cleaned_data),
        refusals=(commitments.PromiseRefused,),
    ):
        messages.success(
            request, _("Promised. It counts once %(partner)s has accepted it.") % {"partner": found.partner}
        )
        return redirect("partner", pk)
    context = {"partner": found, "is_top": True, "form": form, "asks": asks}
    return render(request, "desk/commitments/propose.html", context, status=422 if form.is_bound else 200)


@require_GET
@signed_in
def promise(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show one promise; the pages of an order line and of an answer are their own."""
    if lines.is_line(by, pk):
        return redirect("line", pk)
    found = promises.promise(by, pk)
    return redirect(OWN_PAGES[found.kind], pk) if found.kind in OWN_PAGES else _page(request, by, found)


@require_POST
@signed_in
def step(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Take one step in the life of a promise."""
    found = promises.promise(by, pk)
    form = StepForm(request.POST)
    event = cast(Event, request.POST.get("event", ""))
    if event not in STEPS or found.kind in OWN_PAGES or lines.is_line(by, pk):
        raise access.NotThere
    if form.is_valid() and event not in found.moves:
        # Somebody took this step, or another one, before: show where the promise stands now.
        messages.info(request, _("Nothing was changed: the promise has moved on, this is where it stands now."))
        return redirect("promise", pk)
    if form.is_valid() and MOVES[event].needs_evidence and not form.cleaned_data["evidence"].strip():
        form.add_error("evidence", _("Say what shows it: the other side reads it beside the promise."))
    if form.is_valid() and event == "concede" and not form.cleaned_data["found"]:
        form.add_error("found", _("Say what it is found to be."))
    if form.is_valid() and form.act(
        request,
        lambda: _take(by, pk, event, form),
        refusals=(MoveError, commitments.PromiseRefused),
    ):
        messages.success(request, _("Recorded: %(step)s.") % {"step": STEPS[event][0]})
        return redirect("promise", pk)
    return _page(request, by, found, refused=(event, form))


def _take(by: Actor, pk: int, event: Event, form: StepForm) -> None:
    given = form.cleaned_data
    if event == "concede":
        commitments.settle_dispute(by=by, commitment=pk, event=event, found=given["found"], evidence=given["evidence"])
    else:
        # The form of the three ends asks for a day that a broken promise does not have.
        done_on = given["done_on"] if "done_on" in _wanted(event) else None
        commitments.step(by=by, commitment=pk, event=event, evidence=given["evidence"], done_on=done_on)


def _is_over(found: promises.Promise, event: str, today: date) -> bool:
    """Tell whether a step the state allows has no use any more: it is confirmed, or the time to contest has passed."""
    if event not in ("confirm", "dispute"):
        return False
    return found.confirmed_on is not None or (
        event == "dispute" and found.contest_until is not None and found.contest_until < today
    )


def _wanted(event: str) -> list[str]:
    """Return the fields a step asks for."""
    wanted = {
        "evidence": MOVES[event].needs_evidence,  # type: ignore[index]
        "done_on": event in CLOSINGS - {"close_broken", "excuse"},
        "found": event == "concede",
    }
    return [name for name, is_wanted in wanted.items() if is_wanted]


def _steps(found: promises.Promise, today: date, refused: tuple[str, StepForm] | None) -> list[dict[str, Any]]:
    """Return the forms of what can be done now; what came of a promise is one form with a button for each end."""
    offered = [event for event in found.moves if event in STEPS and not _is_over(found, event, today)]
    rows: list[dict[str, Any]] = []
    for event in offered:
        button = {"event": event, "label": STEPS[event][0]}
        if event in ENDS and rows and rows[-1]["event"] in ENDS:
            rows[-1]["buttons"].append(button)
            continue
        together = ENDS if event in ENDS else (event,)
        form = refused[1] if refused and refused[0] in together else StepForm()
        form.name = f"step-{event}"
        form.auto_id = f"step-{event}-%s"
        fields = [form[name] for name in _wanted(event)]
        rows.append({"event": event, "buttons": [button], "consequence": STEPS[event][1], "form": form,
                     "fields": fields, "is_first": not rows})  # fmt: skip
    return rows


def _page(
    request: HttpRequest, by: Actor, found: promises.Promise, *, refused: tuple[str, StepForm] | None = None
) -> HttpResponse:
    today = timezone.localdate()
    is_open = found.state in {"proposed", "accepted", "at_risk"}
    overdue = is_open and found.due_on is not None and found.due_on < today
    context = {
        "partner": found.partnership,
        "is_top": True,
        "promise": found,
        "promised_by": found.partnership.name(found.side),  # type: ignore[arg-type]
        "dimension": words.dimension(found.dimension),
        "state": "overdue" if overdue else MARKS.get(found.state, found.state),
        "state_word": None if overdue else _(STATES[found.state]),  # type: ignore[index]
        "left": cards.left(found.due_on, today) if is_open and found.due_on else "",
        "steps": _steps(found, today, refused) if may(by, found.partnership, "answer") else [],
        "entries": entries_of(by, found.pk),
        "contest": promises.contest_of(by, found.pk) if found.contested_on else None,
    }
    return render(request, "desk/commitments/promise.html", context, status=422 if refused else 200)
