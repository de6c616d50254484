"""What people do about a report: decide about the lot, say words beside it, make the next version."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from troth.quality.reports import NotToDecide
from troth_site.access import Actor, NotAllowed
from troth_site.actions.quality import reports as making
from troth_site.actions.quality import reports_answering, reports_deciding
from troth_site.actions.quality.evidence import EvidenceRefused
from troth_site.actions.quality.inspections_wishes import PlanRefused
from troth_site.desk.communication.pressing import Press, pressed
from troth_site.desk.door import signed_in
from troth_site.desk.forms import DeskForm
from troth_site.desk.quality.reports import defects_of, page
from troth_site.desk.quality.reports_forms import AmendForm, DecisionForm, RemarkForm
from troth_site.queries.quality import reports as queries

REFUSALS = (making.ReportRefused, making.VersionMet, NotToDecide, PlanRefused, EvidenceRefused)


@require_POST
@signed_in
def decide(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Decide about the lot, for the buyer."""
    found = queries.report(by, pk)
    if not found.may_decide:
        raise NotAllowed
    form = DecisionForm(request.POST)

    def doing() -> None:
        reports_deciding.decide(by=by, report=pk, **form.cleaned_data)

    def again(refused: DeskForm) -> HttpResponse:
        return page(request, by, found, refused=refused)

    done = _("Decided. Both sides see it beside the verdict, with your name and reason.")
    back = reverse("quality-report", args=[pk])
    return pressed(request, form, Press(doing=doing, done=done, refusals=REFUSALS, back=back, page=again))


@require_POST
@signed_in
def remark(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Say something beside a report, with files."""
    found = queries.report(by, pk)
    if not found.may_remark:
        raise NotAllowed
    form = RemarkForm(request.POST, request.FILES, defects=defects_of(found))

    def doing() -> None:
        reports_answering.remark(by=by, report=pk, said=form.said())

    def again(refused: DeskForm) -> HttpResponse:
        return page(request, by, found, refused=refused)

    back = reverse("quality-report", args=[pk]) + "#remarks"
    done = _("Said. Both sides read it at once.")
    return pressed(request, form, Press(doing=doing, done=done, refusals=REFUSALS, back=back, page=again))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def amend(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Make the next version of a report."""
    found = queries.report(by, pk)
    if not found.may_amend:
        raise NotAllowed
    posted = request.method == "POST"
    form, made = AmendForm(request.POST if posted else None, content=found.content), list[int]()

    def doing() -> None:
        why = form.cleaned_data["why"]
        made.append(making.amend(by=by, report=pk, why=why, edit=form.edit()))

    if posted and form.act(request, doing, refusals=REFUSALS):
        messages.success(request, _("A new version is there. The one before stays, and both can be compared."))
        latest = made[0] if made else queries.report(by, pk).versions[0].pk
        return redirect("quality-report", latest)
    context = {"found": found, "form": form, "partner": found.partnership}
    return render(request, "desk/quality/reports/amend.html", context, status=422 if form.errors else 200)
