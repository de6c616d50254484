"""Files of mail: dropped, looked at before anything is saved, taken in, and taken back."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from troth_site.access import Actor
from troth_site.actions.communication.mail import dropping, undoing
from troth_site.actions.communication.mail.dropping import MailRefused
from troth_site.desk.communication.mail import shown
from troth_site.desk.door import give_ticket_back, new_ticket, signed_in, take_ticket
from troth_site.desk.imports.uploading import Limit
from troth_site.desk.tabs import tabs
from troth_site.queries.communication.mail import batches
from troth_site.queries.communication.mail.batches import Batch
from troth_site.queries.partners import Partnership, may, partnership

MEGABYTE = 1024**2
REFRESH_SECONDS = 3


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def of_partner(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show the files of mail of a partner and the place to drop another, or take one in."""
    # The limit must stand before anything reads the body, and checking the form's token reads it.
    request.upload_handlers.insert(0, Limit(request))
    return _of_partner(request, pk)


@csrf_protect
@signed_in
def _of_partner(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    if request.method != "POST":
        return _list(request, by, partnership(by, pk))
    found = partnership(by, pk, "record")
    file = request.FILES.get("file")
    if request.upload_handlers[0].too_large:  # type: ignore[attr-defined]
        mend = _("Split it into several files, or ask your operator to raise the limit.")
        what = _("The file is larger than %(limit)d MB, so it was not taken in.") % {"limit": _limit()}
        return _list(request, by, found, error={"what": what, "mend": mend}, status=413)
    if file is None:
        mend = _("Choose a file, or drop one on the frame, and press the button again.")
        return _list(request, by, found, error={"what": _("No file came with the form."), "mend": mend}, status=422)
    if not take_ticket(request):
        # Sent twice: the file stands in the list.
        return redirect("mail", pk)
    try:
        uid = dropping.receive(by=by, relationship=pk, name=file.name or "mail", parts=file.chunks(MEGABYTE))
    except MailRefused as refused:
        give_ticket_back(request)
        return _list(request, by, found, error={"what": _(str(refused)), "mend": ""}, status=413)
    return redirect("mail-file", uid)


def _list(
    request: HttpRequest, by: Actor, found: Partnership, *, error: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "partner": found,
        "is_top": True,
        "tabs": tabs(found, "mail"),
        "files": [shown.row(each) for each in batches.batches(by, found)],
        "may_drop": may(by, found, "record"),
        "ticket": new_ticket(),
        "limit": _limit(),
        "error": error,
    }
    return render(request, "desk/communication/mail/list.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def one(request: HttpRequest, by: Actor, uid: str) -> HttpResponse:
    """Show one file as its state asks for, and take it in on the terms a person gives."""
    found = batches.batch(by, uid)
    if request.method == "POST":
        return _take_in(request, by, found)
    work = shown.work(found)
    if request.htmx and request.GET.get("part") == "work":  # type: ignore[attr-defined]
        return _progress(request, found, work)
    if work is not None:
        return _page(request, found, "working", work=work, refresh_seconds=REFRESH_SECONDS)
    return _show(request, by, found)


def _show(request: HttpRequest, by: Actor, found: Batch, *, status: int = 200, **more: Any) -> HttpResponse:
    more["may_change"] = found.is_ours and may(by, found.partnership, "record")
    more["may_confirm"] = not found.is_ours and bool(found.to_confirm) and may(by, found.partnership, "answer")
    if found.state == "asking":
        more |= shown.preview(found, request.POST if request.method == "POST" else {})
        return _page(request, found, "preview", status=status, **more)
    if found.state in ("done", "applying"):
        return _page(request, found, "done", status=status, **more, **shown.outcome(found))
    return _page(request, found, found.state, status=status, **more)


def _take_in(request: HttpRequest, by: Actor, found: Batch) -> HttpResponse:
    if not found.is_ours:
        raise PermissionDenied
    try:
        if "again" in request.POST:
            dropping.go_on(by=by, uid=found.uid)
        else:
            dropping.answer(
                by=by, uid=found.uid, said=shown.said(found, request.POST),
                with_rest=request.POST.get("rest") == "yes", topic=request.POST.get("topic", ""),
            )  # fmt: skip
    except MailRefused as refused:
        return _show(request, by, batches.batch(by, found.uid), status=422, problem=_(str(refused)))
    return redirect("mail-file", found.uid)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def undo(request: HttpRequest, by: Actor, uid: str) -> HttpResponse:
    """Ask once more, then take a file back as a whole; one that was not taken in yet is thrown away."""
    batches.own(by, uid, "record")
    found = batches.batch(by, uid)
    if request.method == "POST":
        try:
            undoing.undo(by=by, uid=uid)
        except MailRefused as refused:
            messages.warning(request, _(str(refused)))
            return redirect("mail-file", uid)
        messages.success(request, _("Taken back. The ledger keeps that it was here, and not what it said."))
        return redirect("mail", found.partnership.pk)
    if shown.work(found) is not None or found.state == "undone":
        return redirect("mail-file", uid)
    return _page(request, found, "undo", counts=shown.counts(found))


@require_POST
@signed_in
def confirm(request: HttpRequest, by: Actor, uid: str) -> HttpResponse:
    """Say that the messages which the other side's file tells as ours are so."""
    undoing.confirm_file(by=by, uid=uid)
    messages.success(request, _("Confirmed: these messages are yours."))
    return redirect("mail-file", uid)


def _page(request: HttpRequest, found: Batch, name: str, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {"partner": found.partnership, "is_top": True, "file": shown.row(found), "batch": found, **more}
    return render(request, f"desk/communication/mail/{name}.html", context, status=status)


def _progress(request: HttpRequest, found: Batch, work: dict[str, Any] | None) -> HttpResponse:
    if work is None:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "parts/progress.html", {"work": work})


def _limit() -> int:
    return int(settings.TROTH_UPLOAD_LIMIT_BYTES // MEGABYTE)
