"""Views: the list of imports, one import through all its states, its refused rows, and undoing it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from troth_site.access import Actor, Seat, Verb
from troth_site.actions import imports as steps
from troth_site.desk.door import signed_in
from troth_site.desk.imports import mapping_form, telling
from troth_site.desk.imports.uploading import Limit
from troth_site.queries import imports as known
from troth_site.queries import imports_repeated
from troth_site.queries.imports import Batch

MEGABYTE = 1024**2
REFRESH_SECONDS = 3
RESULTS = "inspections"
KINDS = ("orders", RESULTS)
LAST_STEP_LEAVES = ("asking", "ready", "refused")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponseBase:
    """Show earlier imports and the place to drop a file, or take a file in."""
    # The limit must stand before anything reads the body, and checking the form's token reads it.
    request.upload_handlers.insert(0, Limit(request))
    return _imports(request)


@csrf_protect
@signed_in
def _imports(request: HttpRequest, by: Actor) -> HttpResponse:
    seats = importing_seats(by)
    if request.method == "POST":
        return _take_in(request, by, seats)
    return _list(request, by, seats)


def _take_in(request: HttpRequest, by: Actor, seats: list[Seat]) -> HttpResponse:
    file = request.FILES.get("file")
    if request.upload_handlers[0].too_large:  # type: ignore[attr-defined]
        error = _("The file is larger than %(limit)d MB, so it was not taken in.") % {"limit": _limit()}
        return _list(request, by, seats, error={"what": error, "mend": _(
            "Split it into several files and drop them one by one, or ask your operator to raise the limit.")},
            status=413)  # fmt: skip
    if file is None:
        error = _("No file came with the form.")
        mend = _("Choose a file, or drop one on the frame, and press the button again.")
        return _list(request, by, seats, error={"what": error, "mend": mend}, status=422)
    organisation = _chosen(request, seats)
    kind = request.POST.get("kind", "")
    if not kind:
        error = _("The form does not say what is in the file.")
        mend = _("Say whether it holds orders or inspection results, and choose the file again.")
        return _list(request, by, seats, error={"what": error, "mend": mend}, status=422)
    if kind not in KINDS:
        raise Http404
    try:
        received = steps.receive(
            by=by, organisation=organisation, file_name=file.name or "table", parts=file.chunks(MEGABYTE), kind=kind
        )
    except steps.ImportRefused as refused:
        return _list(request, by, seats, error={"what": str(refused), "mend": ""}, status=413)
    return _see(request, received.uid)


def _chosen(request: HttpRequest, seats: list[Seat]) -> int:
    """Return the organisation a file is for; one the person may not import for does not exist."""
    asked = request.POST.get("organisation", "")
    for seat in seats:
        if str(seat.organisation) == asked or (not asked and len(seats) == 1):
            return seat.organisation
    raise Http404


def _list(
    request: HttpRequest, by: Actor, seats: list[Seat], *, error: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    batches = known.batches(by)
    shown = {
        "batches": [telling.row(batch) for batch in batches],
        "several": len({batch.organisation for batch in batches}) > 1,
        "organisations": seats if len(seats) > 1 else [],
        "may_orders": bool(buyers_seats(by, "import")),
        "limit": _limit(),
        "error": error,
    }
    return render(request, "desk/imports/list.html", shown, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def one(request: HttpRequest, by: Actor, uid: str) -> HttpResponse:
    """Show one import as its state asks for, and take the answers to its questions."""
    importing_seats(by)
    batch = known.batch(by, uid)
    if request.method == "POST":
        return _answer(request, by, batch)
    work = telling.work(batch)
    if request.htmx and request.GET.get("part") == "work":  # type: ignore[attr-defined]
        return _progress(request, batch, work)
    if work is not None:
        return _page(request, batch, "working", work=work, refresh_seconds=REFRESH_SECONDS)
    changing = batch.state == "checked" and "change" in request.GET
    if batch.state in ("uploaded", "checking", *LAST_STEP_LEAVES) or changing:
        return _ask(request, by, batch)
    return _page(request, batch, _named(batch), **telling.outcome(batch))


def _named(batch: Batch) -> str:
    """Return which page shows an import that waits for nobody's answers; results are counted as inspections."""
    is_own = batch.kind == RESULTS and batch.state in ("checked", "done")
    return f"results_{batch.state}" if is_own else batch.state


def _ask(request: HttpRequest, by: Actor, batch: Batch) -> HttpResponse:
    """Show what went wrong, where something did, and the questions of the import's state."""
    error = telling.error(batch)
    study = batch.study or {}
    if "sheets" in study:
        return _page(request, batch, "sheets", sheets=study["sheets"], error=error)
    if "header" not in study:
        return _page(request, batch, "refused", error=error)
    profiles = known.profiles(by)
    form = mapping_form.shown(batch, profiles=profiles, profile=request.GET.get("profile", ""))
    return _mapping(request, batch, form=form, error=error)


def _answer(request: HttpRequest, by: Actor, batch: Batch) -> HttpResponse:
    if "header" not in (batch.study or {}):
        raise Http404
    read = mapping_form.read(batch, request.POST)
    if read.problems:
        form = mapping_form.shown(batch, profiles=known.profiles(by), posted=read)
        return _mapping(request, batch, status=422, form=form, problems=read.problems)
    _try(request, lambda: steps.answer(by=by, uid=batch.uid, mapping=read.mapping, profile=read.profile_name))
    return _see(request, batch.uid)


@require_POST
@signed_in
def study_again(request: HttpRequest, by: Actor, uid: str) -> HttpResponse:
    """Read the file once more, from the sheet its owner named."""
    importing_seats(by)
    _try(request, lambda: steps.study_again(by=by, uid=uid, sheet=request.POST.get("sheet", "")))
    return _see(request, uid)


@require_POST
@signed_in
def confirm(request: HttpRequest, by: Actor, uid: str) -> HttpResponse:
    """Let a checked file in."""
    importing_seats(by)
    _try(request, lambda: steps.confirm(by=by, uid=uid))
    return _see(request, uid)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def undo(request: HttpRequest, by: Actor, uid: str) -> HttpResponse:
    """Ask once more, then take an import back as a whole."""
    importing_seats(by)
    batch = known.batch(by, uid)
    if request.method == "POST":
        _try(request, lambda: steps.ask_undo(by=by, uid=uid))
        return _see(request, uid)
    if telling.work(batch) is not None or batch.state not in ("done", "applying"):
        return _see(request, uid)
    would = imports_repeated.undoing(batch.pk) if batch.kind != RESULTS else None
    return _page(request, batch, "undo", undoing=would, **telling.outcome(batch))


@require_GET
@signed_in
def refused_rows(request: HttpRequest, by: Actor, uid: str) -> HttpResponseBase:
    """Give the refused rows back as a file that can be mended and dropped again."""
    importing_seats(by)
    batch = known.batch(by, uid)
    path = steps.refused_file_of(batch.uid)
    if not path.exists():
        raise Http404
    name = batch.file_name.rpartition(".")[0] or batch.file_name
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=_("%(file)s, refused rows") % {"file": name} + ".xlsx"
    )


def importing_seats(by: Actor) -> list[Seat]:
    """Return where this person may import, be it results of inspections alone: in a buyer's seat, a buyer's record."""
    seats = buyers_seats(by)
    if not seats:
        raise PermissionDenied
    return seats


def buyers_seats(by: Actor, verb: Verb = "results") -> list[Seat]:
    """Return the seats from which this person may import, none at all where they may not."""
    may = by.organisations(verb)
    return [seat for seat in by.seats if seat.organisation in may and seat.kind == "buyer"]


def _progress(request: HttpRequest, batch: Batch, work: dict[str, Any] | None) -> HttpResponse:
    if work is None:
        return HttpResponse(status=200, headers={"HX-Refresh": "true"})
    return render(request, "parts/progress.html", {"work": work})


def _page(request: HttpRequest, batch: Batch, name: str, *, status: int = 200, **more: Any) -> HttpResponse:
    shown = {"batch": batch, "row": telling.row(batch), **more}
    return render(request, f"desk/imports/{name}.html", shown, status=status)


def _mapping(request: HttpRequest, batch: Batch, **more: Any) -> HttpResponse:
    study = batch.study or {}
    return _page(request, batch, "mapping", facts=telling.facts(study), notes=telling.notes(study), **more)


def _try(request: HttpRequest, step: Any) -> None:
    """Take a step; where it is not open any more, say why on the page that follows."""
    try:
        step()
    except steps.ImportRefused as refused:
        messages.warning(request, str(refused))


def _see(request: HttpRequest, uid: str) -> HttpResponseRedirect:
    return redirect("import", uid=uid)


def _limit() -> int:
    return settings.TROTH_UPLOAD_LIMIT_BYTES // MEGABYTE
