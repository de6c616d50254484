"""A report as a PDF in two languages: asked for, waited for, saved."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from troth_site import queue
from troth_site.access import Actor
from troth_site.desk.door import signed_in
from troth_site.desk.quality.reports import page
from troth_site.desk.quality.reports_forms import PaperForm
from troth_site.queries.quality import reports as queries
from troth_site.queries.quality.reports_checked import paper as kept
from troth_site.queries.quality.wordings_read import stamp

LOOK_AGAIN_SECONDS = 2


@require_POST
@signed_in
def begin(request: HttpRequest, by: Actor, pk: int) -> HttpResponseBase:
    """Ask for the paper in two languages, unless it is there."""
    found = queries.report(by, pk)
    form = PaperForm(request.POST, languages=[(code, str(name)) for code, name in settings.LANGUAGES])
    if not form.is_valid():
        return page(request, by, found, refused=form)
    language, beside = form.cleaned_data["language"], form.cleaned_data["beside"]
    is_there = kept(pk, language=language, beside=beside, told=stamp(found))
    if is_there is None and not _is_making(pk, language, beside):
        queue.report_progress(_name(pk, language, beside), done=0, total=1, phase="making")
        queue.enqueue("quality.print_report", report=pk, language=language, beside=beside)
    return redirect("quality-report-paper", pk, language, beside)


@never_cache
@require_GET
@signed_in
def paper(request: HttpRequest, by: Actor, pk: int, language: str, beside: str) -> HttpResponseBase:
    """Hand the paper over, or say that it is being made."""
    found = queries.report(by, int(pk))
    if {language, beside} - set(dict(settings.LANGUAGES)) or language == beside:
        raise Http404
    made = kept(found.pk, language=language, beside=beside, told=stamp(found))
    if made is not None and made.path.exists():
        name = f"report-{made.sha256[:12]}-{found.number}.pdf"
        return FileResponse(made.path.open("rb"), as_attachment=True, filename=name, content_type="application/pdf")
    is_making = _is_making(found.pk, language, beside)
    context = {"found": found, "is_making": is_making, "language": language, "beside": beside}
    if is_making:
        context["refresh_seconds"] = LOOK_AGAIN_SECONDS
    return render(request, "desk/quality/reports/waiting.html", context)


def _is_making(pk: int, language: str, beside: str) -> bool:
    return (queue.progress(_name(pk, language, beside)) or {}).get("phase") == "making"


def _name(pk: int, language: str, beside: str) -> str:
    return f"paper-{pk}-{language}-{beside}"
