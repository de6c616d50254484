"""Files that prove something, handed over: the smaller picture to be shown, the file itself to be saved."""

from pathlib import Path
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_GET

from troth_site.access import Actor
from troth_site.desk.door import signed_in
from troth_site.queries.quality import evidence as queries

NEVER_CHANGES = "private, max-age=31536000, immutable"


@require_GET
@signed_in
def file(request: HttpRequest, by: Actor, uid: UUID) -> HttpResponseBase:
    """Hand a file over as it came, for saving, never for showing."""
    found = queries.evidence(by, uid)
    # The type is always the same: what a stranger's file claims to be must not run in a page of ours.
    answer = _handed(found.path, media_type="application/octet-stream", name=found.name)
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_GET
@signed_in
def preview(request: HttpRequest, by: Actor, uid: UUID) -> HttpResponseBase:
    """Show the smaller picture, which we made ourselves."""
    found = queries.evidence(by, uid)
    if found.preview is None:
        raise Http404
    return _handed(found.preview, media_type="image/jpeg")


def _handed(path: Path, *, media_type: str, name: str = "") -> FileResponse:
    if not path.exists():
        raise Http404
    answer = FileResponse(path.open("rb"), as_attachment=bool(name), filename=name, content_type=media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = NEVER_CHANGES
    return answer
