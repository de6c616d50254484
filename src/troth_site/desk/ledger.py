"""The record itself: one entry, whether the chain holds, a copy to keep; confirming, contesting, answering that."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from troth.basis.text import gettext_noop
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import commitments, ledger_heads
from troth_site.desk.door import signed_in
from troth_site.desk.forms import ContestAnswerForm, ContestForm, DeskForm
from troth_site.desk.partners import entry_words
from troth_site.queries import commitments as promises
from troth_site.queries import ledger
from troth_site.queries.partners import Partnership, partnership


@require_GET
@signed_in
def entry(request: HttpRequest, by: Actor, pk: int, seq: int) -> HttpResponse:
    """Show one entry as it was hashed."""
    found = partnership(by, pk)
    row = ledger.entry(by, pk, seq)
    context = {
        "partner": found,
        "is_top": True,
        "entry": row,
        "told": entry_words.told(row),
        "said": entry_words.said(row),
    }
    return render(request, "desk/ledger/entry.html", context)


@signed_in
def verify(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Check the chain from its first entry, and remember its head where it holds."""
    found = partnership(by, pk)
    checked = ledger.check(by, pk)
    verification = checked.verification
    holds = verification.ok and checked.what is None
    if request.method == "POST":
        if holds:
            ledger_heads.remember_head(by=by, relationship=pk, seq=verification.count, head=verification.head)
        return redirect("verify", pk)
    problem = verification.problem
    chain: dict[str, Any] = {
        "state": "intact" if holds else "altered",
        "entries": verification.count if holds else found.head_seq,
        "head": verification.head if verification.count else "",
        "checked": timezone.localtime(),
        "download_url": reverse("ledger-copy", args=[pk]),
        "verify_url": reverse("verify", args=[pk]),
    }
    if problem is not None and problem.seq:
        chain["broken"] = {"number": problem.seq, "sentence": _fault(problem.what)}
    context = {
        "partner": found,
        "is_top": True,
        "chain": chain,
        "checked": checked,
        "holds": holds,
        "whole": "" if holds or (problem is not None and problem.seq) else _fault(str(checked.what)),
        "file": _file_name(found),
        "head": verification.head,
        "entry_url": reverse("entry", args=[pk, problem.seq]) if problem is not None and problem.seq else "",
    }
    return render(request, "desk/ledger/verify.html", context)


def _fault(what: str) -> str:
    faults = {
        "content altered": _("What it says was changed after it had been written."),
        "hash wrong": _("Its frame, such as its number or its hour, was changed after it had been written."),
        "link broken": _("It does not follow from the entry before it: an entry between them was taken out or put in."),
        "gap in numbering": _("The entry before it is missing."),
        "head not in chain": _(
            "The head that was seen before is not in this chain: the record was rewritten or cut short."
        ),
    }
    return faults.get(what, what)


@require_GET
@signed_in
def copy(request: HttpRequest, by: Actor, pk: int) -> HttpResponseBase:
    """Send a copy of the ledger, line by line."""
    found = partnership(by, pk)
    try:
        lines = ledger.export_lines(by, pk)
    except ledger.CopyWaits as refusal:
        messages.warning(request, _(str(refusal)))
        return redirect("verify", pk)
    answer = StreamingHttpResponse(lines, content_type="application/jsonl; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{_file_name(found)}"'
    return answer


def _file_name(found: Partnership) -> str:
    return f"ledger-{slugify(found.partner) or slugify(found.partner_latin) or found.pk}.jsonl"


@require_POST
@signed_in
def confirm(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Confirm what the other side's record says of a line."""
    found = promises.promise(by, pk)
    try:
        commitments.confirm(by=by, commitment=pk)
    except commitments.PromiseRefused as refusal:
        messages.error(request, _(str(refusal)))
    else:
        messages.success(request, _("Confirmed: “%(what)s” now counts as both sides’ record.") % {"what": found.what})
    return redirect(_ledger_of(found.partnership.pk))


@signed_in
def contest(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Ask what is wrong with an entry, and contest it."""
    found = promises.promise(by, pk)
    # The button in the ledger posts without a reason: it opens the form.
    is_sent = request.method == "POST" and "reason" in request.POST
    form: DeskForm = ContestForm(request.POST if is_sent else None)
    if is_sent and form.act(
        request,
        lambda: commitments.contest_entry(by=by, commitment=pk, reason=form.cleaned_data["reason"]),
        refusals=(commitments.PromiseRefused,),
    ):
        messages.success(
            request,
            _("Contested: half of the weight of “%(what)s” is withheld for 30 days.") % {"what": found.what},
        )
        return redirect(_ledger_of(found.partnership.pk))
    if request.method == "POST" and not is_sent:
        return redirect("contest-entry", pk)
    context = {"partner": found.partnership, "is_top": True, "promise": found, "form": form}
    return render(request, "desk/ledger/contest.html", context, status=422 if is_sent else 200)


@signed_in
def answer_contest(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show what is said against an entry, and answer it: hold to it, or take it back."""
    found, said = promises.promise(by, pk), promises.contest_of(by, pk)
    if said is None:
        raise access.NotThere
    decision = request.POST.get("decision", "")
    form = ContestAnswerForm(request.POST if request.method == "POST" else None)

    def doing() -> None:
        if decision not in {"hold", "back"}:
            raise commitments.PromiseRefused(gettext_noop("Choose whether you hold to it or take it back."))
        commitments.answer_contest(
            by=by, commitment=pk, is_right=decision == "hold", reason=form.cleaned_data["reason"]
        )

    if form.is_bound and form.act(request, doing, refusals=(commitments.PromiseRefused,)):
        messages.success(request, _("Answered. They are told, and read your reason beside the entry."))
        return redirect("promise", pk)
    context = {"partner": found.partnership, "is_top": True, "promise": found, "contest": said, "form": form}
    return render(request, "desk/ledger/contest_answer.html", context, status=422 if form.is_bound else 200)


def _ledger_of(pk: int) -> str:
    return reverse("partner", args=[pk]) + "#ledger"
