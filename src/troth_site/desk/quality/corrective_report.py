"""The 8D report of a corrective action as a PDF, each heading and sentence in two languages side by side."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from troth.communication.translations import ORIGINAL_COUNTS
from troth.quality.corrective import eight_disciplines
from troth_site.access import Actor
from troth_site.desk import words
from troth_site.desk.door import signed_in
from troth_site.desk.quality.corrective_forms import CAUSES
from troth_site.queries.quality import corrective as queries
from troth_site.queries.quality.wordings import as_read, reading, texts_of_action

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
    texts = texts_of_action(found)
    read = {code: as_read(found, reading(found.partnership.pk, texts, code)) for code in (first, beside)}
    parts = [
        {"key": key, "headings": [side["headings"][key] for side in sides],
         "told": [side["told"][key] for side in sides],
         "written": _written(found, key), "read": _read(found, read, key)}
        for key in eight_disciplines()
    ]  # fmt: skip
    is_read = any(part["read"] for part in parts)
    return {"found": found, "row": found.row, "partner": found.partnership, "parts": parts,
            "original_counts": [side["original_counts"] if is_read else "" for side in sides],
            "titles": [side["title"] for side in sides], "languages": [first, beside],
            "made_at": timezone.now()}  # fmt: skip


def _read(found: queries.OneAction, read: Mapping[str, queries.OneAction], key: str) -> list[dict[str, str]]:
    """Return what people translated of a part, each line under its original's language of reading."""
    written = _written(found, key)
    return [
        {"language": code, "line": line}
        for code, one in read.items()
        for line, original in zip(_written(one, key), written, strict=True) if line != original
    ]  # fmt: skip


def _in(found: queries.OneAction, language: str) -> dict[str, Any]:
    with translation.override(language):
        headings = {key: _(heading) for key, heading in eight_disciplines().items()}
        return {
            "title": _("8D report"),
            "original_counts": _(ORIGINAL_COUNTS),
            "headings": headings,
            "told": {key: _told(found, key) for key in headings},
        }


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
