"""A report as a PDF in two languages side by side, for eyes and for screen readers, with its photos and its hash."""

from base64 import b64encode
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from troth.quality.reports import canonical
from troth_site.queries.quality.reports import OneReport
from troth_site.queries.quality.wordings_read import read_content

SECTIONS = ("verdict", "decision", "defects", "measurements", "answers", "who", "draw", "remarks")
READ = frozenset({"measurements", "answers"})
"""What names requirements of a specification."""
VARIANT = "pdf/ua-1"


def paper_of(found: OneReport, *, language: str, beside: str) -> bytes:
    """Write a version as a PDF.

    Args:
        found: The version with everything said of it.
        language: Of the left column, and of the paper as a whole.
        beside: Of the right column.
    """
    # reason: what writes PDF takes 30 megabytes and half a second to load, and only a job needs it
    from weasyprint import HTML, Attachment  # noqa: PLC0415

    # reason: as above
    from weasyprint.urls import URLFetcher  # noqa: PLC0415

    # Nothing is fetched: what the paper shows stands in it.
    closed = URLFetcher(allowed_protocols=["data"])
    name = f"report-{found.number}.json"
    page = HTML(string=written(found, language=language, beside=beside), url_fetcher=closed)
    attached = Attachment(string=canonical(found.content).decode(), name=name, description="SHA-256 " + found.sha256)
    return bytes(page.write_pdf(pdf_variant=VARIANT, attachments=[attached], uncompressed_pdf=False))


def written(found: OneReport, *, language: str, beside: str) -> str:
    """Write the paper's markup: each section in both languages, then the photos once."""
    content = found.content
    given: dict[str, Any] = {
        "found": found, "content": content, "languages": (language, beside),
        "contested": {row.about for row in found.remarks if row.contests},
        "check": settings.TROTH_ORIGIN + reverse("check-report", args=[found.sha256]), "made_at": timezone.now(),
    }  # fmt: skip
    sections = [[_section(each, code, given) for code in (language, beside)] for each in SECTIONS]
    photos = [{"row": row, "shown": _shown(found, row["sha256"])} for row in content["photos"]]
    with translation.override(language):
        return render_to_string("print/report/paper.html", given | {"sections": sections, "photos": photos})


def _section(name: str, language: str, given: dict[str, Any]) -> dict[str, str]:
    with translation.override(language):
        read = {"content": read_content(given["found"])} if name in READ else {}
        html = render_to_string(f"print/report/{name}.html", given | read)
    return {"language": language, "html": html}


def _shown(found: OneReport, sha256: str) -> dict[str, Any] | None:
    """Return a picture as it stands in the paper, None where it has not come or cannot be shown."""
    file = found.pictures.get(sha256)
    path = Path(settings.TROTH_FILES) / file.preview if file and file.preview else None
    if file is None or path is None or not path.exists():
        return None
    return {"data": f"data:image/jpeg;base64,{b64encode(path.read_bytes()).decode()}", "ratio": file.ratio}
