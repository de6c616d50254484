"""The 8D report of a corrective action as a PDF, each heading and sentence in two languages side by side."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from troth.quality.corrective import eight_disciplines
from troth_site.access import Actor
from troth_site.desk import words
from troth_site.desk.door import signed_in
from troth_site.desk.quality.corrective_forms import CAUSES
from troth_site.queries.quality import corrective as queries

LANGUAGES = ("en", "zh-hans", "vi", "es", "tr", "bn")
PARTS = {"D3": "containment", "D4": "cause", "D5": "correction", "D6": "correction", "D7": "prevention"}


@require_GET
@signed_in
def report(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Hand over the report in the reader's language and one beside it."""
    found = queries.action(by, pk)
    first = translation.get_language() or "en"
    asked = request.GET.get("beside", "")
    beside = asked if asked in LANGUAGES and asked != first else "zh-hans" if first == "en" else "en"
    # reason: what writes PDF takes 30 megabytes and half a second to load, and few pages need it
    import weasyprint  # noqa: PLC0415

    page = render_to_string("desk/quality/corrective/report.html", content(found, first, beside))
    # Nothing is fetched: what the paper shows stands in it.
    answer = HttpResponse(
        weasyprint.HTML(string=page, url_fetcher=weasyprint.urls.URLFetcher(allowed_protocols=["data"])).write_pdf(),
        content_type="application/pdf",
    )
    answer["Content-Disposition"] = f'attachment; filename="8D-{found.row.number}.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def content(found: queries.OneAction, first: str, beside: str) -> dict[str, Any]:
    """Return what the report says: what is fixed in both languages, what people wrote as they wrote it."""
    sides = [_in(found, language) for language in (first, beside)]
    parts = [
        {"key": key, "headings": [side["headings"][key] for side in sides],
         "told": [side["told"][key] for side in sides],
         "written": _written(found, key)}
        for key in eight_disciplines()
    ]  # fmt: skip
    return {"found": found, "row": found.row, "partner": found.partnership, "parts": parts,
            "titles": [side["title"] for side in sides], "languages": [first, beside],
            "made_at": timezone.now()}  # fmt: skip


def _in(found: queries.OneAction, language: str) -> dict[str, Any]:
    with translation.override(language):
        headings = {key: _(heading) for key, heading in eight_disciplines().items()}
        return {"title": _("8D report"), "headings": headings, "told": {key: _told(found, key) for key in headings}}


def _told(found: queries.OneAction, key: str) -> list[str]:
    cause = dict(CAUSES).get(found.cause_side)
    if key == "D4" and cause:
        return [_("Both sides say that the cause was %(cause)s.") % {"cause": cause}]
    if key == "D6":
        lots = {"clean": found.clean_lots, "wanted": found.lots_to_watch}
        return [_("%(clean)s of %(wanted)s lots since were clean.") % lots]
    if key == "D8":
        is_closed = found.row.state == "closed"
        return [_("Closed: the lots since have shown that it works.")] if is_closed else [
            words.found(lack) for lack in found.lacks
        ]  # fmt: skip
    return []


def _written(found: queries.OneAction, key: str) -> list[str]:
    if key == "D1":
        return [f"{found.partnership.name(side)}: {who or '–'}" for side, who in found.owners.items()]  # type: ignore[arg-type]
    if key == "D2":
        return [found.row.title, found.problem]
    steps = [step for step in found.steps if step.stage == PARTS.get(key)]
    if key == "D6":
        return [f"{step.proof} ({step.done_at:%Y-%m-%d}, {step.done_by or '–'})" for step in steps if step.done_at]
    told = [f"{found.partnership.name(step.side)}: {step.text} ({step.due_on})" for step in steps]  # type: ignore[arg-type]
    return [*found.whys, *told] if key == "D4" else told
