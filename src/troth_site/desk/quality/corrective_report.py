"""The 8D report of a corrective action as a PDF: what is fixed in two languages, what people wrote as they wrote it."""

from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from troth.communication.translations import ORIGINAL_COUNTS
from troth.quality.corrective import eight_disciplines
from troth_site.access import Actor
from troth_site.desk.door import signed_in
from troth_site.desk.quality.corrective import lack_words
from troth_site.desk.quality.corrective_forms import CAUSES
from troth_site.queries.quality import corrective as queries
from troth_site.queries.quality.corrective_around import Around, around
from troth_site.queries.quality.wordings import Reading, reading, texts_of_action

LANGUAGES = ("en", "zh-hans", "vi", "es", "tr", "bn")
STATES = {
    "open": gettext_lazy("Open"), "watched": gettext_lazy("Done, its effect is watched"),
    "closed": gettext_lazy("Closed, shown to work"), "reopened": gettext_lazy("Opened again"),
    "dropped": gettext_lazy("Taken back"),
}  # fmt: skip
STAGES = {"D3": "containment", "D4": "cause", "D5": "correction", "D6": "correction", "D7": "prevention"}
VARIANT = "pdf/ua-1"


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

    page = render_to_string("print/eight_d/paper.html", content(found, first, beside))
    # Nothing is fetched: what the paper shows stands in it.
    closed = weasyprint.urls.URLFetcher(allowed_protocols=["data"])
    written = weasyprint.HTML(string=page, url_fetcher=closed).write_pdf(pdf_variant=VARIANT)
    answer = HttpResponse(written, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="8D-{found.row.number}.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def content(found: queries.OneAction, first: str, beside: str) -> dict[str, Any]:
    """Return what the report says: what is fixed in both languages, what people wrote with its translations."""
    languages = (first, beside)
    texts = texts_of_action(found)
    read = {code: reading(found.partnership.pk, texts, code) for code in languages}
    more = around(found.pk, side=found.partnership.our_side)
    told = {code: _in(code, found) for code in languages}
    parts = [
        {"key": key, "headings": [(code, told[code]["headings"][key]) for code in languages],
         "told": [(code, told[code]["told"][key]) for code in languages if told[code]["told"][key]],
         "steps": [_step(step, found, read) for step in found.steps
                   if step.stage == STAGES.get(key) and step.dropped_at is None and (key != "D6" or step.done_at)]}
        for key in eight_disciplines()
    ]  # fmt: skip
    is_read = any(_words(text, read)["read"] for text in texts)
    return {
        "found": found, "row": found.row, "partner": found.partnership, "more": more, "parts": parts,
        "languages": languages, "team": _team(found, more), "state": STATES[found.row.state],
        "title": _words(found.row.title, read), "problem": _words(found.problem, read),
        "whys": [_words(why, read) for why in found.whys], "escapes": [_words(why, read) for why in found.escapes],
        "original_counts": [(code, told[code]["original_counts"]) for code in languages] if is_read else [],
        "made_at": timezone.localdate(),
    }  # fmt: skip


def _words(text: str, read: dict[str, Reading]) -> dict[str, Any]:
    """Return a text as it was written, and beside it what people translated of it."""
    return {"text": text, "read": [(code, one.of(text)) for code, one in read.items() if one.of(text) != text]}


def _in(language: str, found: queries.OneAction) -> dict[str, Any]:
    with translation.override(language):
        headings = {key: _(heading) for key, heading in eight_disciplines().items()}
        told = {key: _told(found, key) for key in headings}
        return {"original_counts": _(ORIGINAL_COUNTS), "headings": headings, "told": told}


def _told(found: queries.OneAction, key: str) -> list[str]:
    cause = dict(CAUSES).get(found.cause_side)
    if key == "D4":
        if cause:
            return [_("Both sides say that the cause was %(cause)s.") % {"cause": cause}]
        return [_("The two sides do not say the same yet about whose the cause was.")]
    if key == "D6":
        lots = {"clean": found.clean_lots, "wanted": found.lots_to_watch}
        return [_("%(clean)s of %(wanted)s lots since were clean.") % lots]
    if key == "D8":
        return _end(found)
    return []


def _end(found: queries.OneAction) -> list[str]:
    if found.row.state == "closed":
        return [_("Closed: the lots since have shown that it works."), _("Thank you to everybody named above.")]
    if found.row.state == "dropped":
        return [_("It was taken back. Nothing is owed any more.")]
    return [_("It goes on."), *(lack_words(lack, found.partnership) for lack in found.lacks)]


def _team(found: queries.OneAction, more: Around) -> list[dict[str, Any]]:
    name: Callable[[Any], str] = found.partnership.name
    return [{"name": name(side), "people": people, "owner": found.owners[side]} for side, people in more.team.items()]


def _step(step: queries.StepRow, found: queries.OneAction, read: dict[str, Reading]) -> dict[str, Any]:
    name: Callable[[Any], str] = found.partnership.name
    return {
        "row": step, "side": name(step.side), "text": _words(step.text, read), "proof": _words(step.proof, read),
        "photos": [{"name": file.name, "data": data} for file in step.files if (data := _shown(file))],
        "papers": [file.name for file in step.files if not file.preview],
    }  # fmt: skip


def _shown(file: queries.File) -> str:
    """Return a picture as it stands in the paper, empty where there is none to show."""
    path = Path(settings.TROTH_FILES) / file.preview if file.preview else None
    return f"data:image/jpeg;base64,{b64encode(path.read_bytes()).decode()}" if path and path.exists() else ""
