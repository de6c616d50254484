"""Reports of inspections: those of a partner, one version, and what differs from the version before."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from troth.quality.reports import canonical
from troth_site.access import Actor
from troth_site.desk.deciders import deciders
from troth_site.desk.door import signed_in
from troth_site.desk.forms import DeskForm
from troth_site.desk.frame import pager
from troth_site.desk.quality.reports_forms import DecisionForm, PaperForm, RemarkForm
from troth_site.desk.tabs import tabs
from troth_site.queries.communication.live import newest
from troth_site.queries.partners import partnership
from troth_site.queries.quality import reports as queries
from troth_site.queries.quality.reports import OneReport
from troth_site.queries.quality.wordings_read import read_content

TAB = "quality-reports"


@require_GET
@signed_in
def of_partner(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """List the reports with one partner, the newest first."""
    found = partnership(by, pk)
    page = queries.reports(by, pk, page=_number(request, "page") or 1)
    context = {
        "partner": found,
        "tabs": tabs(found, TAB),
        "rows": page.rows,
        "pager": pager(request, page, target="#reports"),
        "live": {"pk": pk, "last": newest(), "target": "reports"},
    }
    return render(request, "desk/quality/reports/list.html", context)


@require_GET
@signed_in
def report(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show one version with everything said of it."""
    return page(request, by, queries.report(by, pk))


@require_GET
@signed_in
def changed(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show what differs from an earlier version, old beside new."""
    found, since, changes = queries.changed(by, pk, since=_number(request, "since"))
    context = {"found": found, "since": since, "changes": changes} | _head(found)
    return render(request, "desk/quality/reports/difference.html", context)


@require_GET
@signed_in
def content(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Hand over the very bytes that were hashed."""
    found = queries.report(by, pk)
    answer = HttpResponse(canonical(found.content), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="report-{found.sha256[:12]}-{found.number}.json"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def page(request: HttpRequest, by: Actor, found: OneReport, *, refused: DeskForm | None = None) -> HttpResponse:
    """Show a version; a form that was refused stands in its place, with what was typed."""
    named: dict[str, DeskForm] = {form.name: form for form in _forms(found)}
    if refused is not None:
        named[refused.name] = refused
    context = {
        "found": found,
        "content": read_content(found),
        "forms": named,
        "contested": {row.about for row in found.remarks if row.contests},
        "photos": [{"row": row, "file": found.pictures.get(row["sha256"])} for row in found.content["photos"]],
        "check": settings.TROTH_ORIGIN + reverse("check-report", args=[found.sha256]),
        "deciders": _deciders(by, found),
    } | _head(found)
    if found.partnership:
        context["live"] = {"pk": found.partnership.pk, "last": newest(), "target": "report"}
    return render(request, "desk/quality/reports/report.html", context, status=200 if refused is None else 422)


def _deciders(by: Actor, found: OneReport) -> dict[str, Any] | None:
    """Return who may decide about a lot that waits for it, where the reader may not."""
    if found.partnership is None or found.may_decide or found.decisions or not found.is_latest:
        return None
    return deciders(by, found.partnership, side="buyer", verb="settle", about=found.content["lot"]["name"])


def defects_of(found: OneReport) -> list[tuple[str, str]]:
    """Return the defects a remark can be about."""
    return [(row["uid"], row["name"]) for row in found.content["defects"]]


def _forms(found: OneReport) -> list[DeskForm]:
    languages = [(code, str(name)) for code, name in settings.LANGUAGES]
    first = {"language": "en", "beside": "zh-hans"}
    return [DecisionForm(), RemarkForm(defects=defects_of(found)), PaperForm(languages=languages, initial=first)]


def _head(found: OneReport) -> dict[str, Any]:
    if found.partnership is None:
        return {"partner": None}
    return {"partner": found.partnership, "tabs": tabs(found.partnership, TAB)}


def _number(request: HttpRequest, name: str) -> int | None:
    asked = request.GET.get(name, "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else None
