"""Names of trained workers and their certificates, for the factory alone; a training's own paper is for both sides."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from troth_site import access
from troth_site.access import Actor
from troth_site.actions.quality import trainees as acts
from troth_site.desk.door import signed_in
from troth_site.desk.quality.corrective_report import LANGUAGES
from troth_site.desk.quality.training_forms import NamesForm
from troth_site.queries.partners import may
from troth_site.queries.quality import trainees as queries
from troth_site.queries.quality import training as trainings


@signed_in
def trainees(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show whom the factory trained, and write down more."""
    rows, posted = queries.trainees(by, pk), request.method == "POST"
    found = trainings.training(by, pk)
    if posted:
        queries.own_training(by, pk, "record")
    form = NamesForm(request.POST if posted else None)

    def doing() -> None:
        names = form.cleaned_data["names"].splitlines()
        acts.write_down(by=by, training=pk, names=names, passed=form.cleaned_data["passed"])

    if posted and form.act(request, doing, refusals=(acts.TraineeRefused,)):
        messages.success(request, _("Kept, for your own people alone."))
        return redirect("trainees", pk)
    context = {
        "partner": found.partnership, "is_top": True, "found": found, "rows": rows,
        "form": form if may(by, found.partnership, "record") else None, "is_held": found.state == "held",
    }  # fmt: skip
    return render(request, "desk/quality/training/trainees.html", context, status=422 if posted else 200)


@require_POST
@signed_in
def erase(request: HttpRequest, by: Actor, pk: int, trainee: int) -> HttpResponse:
    """Erase the name of a worker for good."""
    acts.erase(by=by, training=pk, trainee=trainee)
    messages.success(request, _("The name is gone for good."))
    return redirect("trainees", pk)


@require_GET
@signed_in
def certificate(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Hand over the certificate of a training: counts and tests, no name of a worker."""
    return _paper(request, trainings.training(by, pk), name="", passed=None)


@require_GET
@signed_in
def own_certificate(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Hand over the certificate of one worker, to the factory alone."""
    row = queries.own_trainee(by, pk)
    return _paper(request, trainings.training(by, row.training_id), name=row.name, passed=row.passed)


def _paper(request: HttpRequest, found: trainings.TrainingRow, *, name: str, passed: bool | None) -> HttpResponse:
    if found.state != "held":
        raise access.NotThere
    first = translation.get_language() or "en"
    asked = request.GET.get("beside", "")
    beside = asked if asked in LANGUAGES and asked != first else "zh-hans" if first == "en" else "en"
    # reason: what writes PDF takes 30 megabytes and half a second to load, and few pages need it
    import weasyprint  # noqa: PLC0415

    given = {"found": found, "name": name, "passed": passed, "made_at": timezone.now()}
    parts = [_in(language, given) for language in (first, beside)]
    page = render_to_string("desk/quality/training/paper.html", given | {"parts": parts, "languages": [first, beside]})
    # Nothing is fetched: what the paper shows stands in it.
    closed = weasyprint.urls.URLFetcher(allowed_protocols=["data"])
    answer = HttpResponse(weasyprint.HTML(string=page, url_fetcher=closed).write_pdf(), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="training-{found.pk}.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _in(language: str, given: dict[str, Any]) -> dict[str, str]:
    with translation.override(language):
        return {"language": language, "html": render_to_string("desk/quality/training/certificate.html", given)}
