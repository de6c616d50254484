"""Files that came with messages, and letters that stand in no thread."""

from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from troth_site.access import Actor
from troth_site.actions.communication.mail import undoing
from troth_site.desk.door import new_ticket, signed_in
from troth_site.queries.communication.mail import attachments, unplaced

NAMELESS = "file"


@require_GET
@signed_in
def attachment(request: HttpRequest, by: Actor, pk: int) -> HttpResponseBase:
    """Hand a file over for saving, never for showing: what a stranger sent must not run in a page of ours."""
    file = attachments.attachment(by, pk)
    path = Path(settings.TROTH_FILES) / file.path
    if not file.path or not path.exists():
        raise Http404
    # The type is always the same: what the sender claims it to be is of no use to us, and could be used against us.
    answer = FileResponse(
        path.open("rb"), as_attachment=True, filename=file.name or NAMELESS, content_type="application/octet-stream"
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_GET
@signed_in
def unplaced_mail(request: HttpRequest, by: Actor) -> HttpResponse:
    """Show the letters that came by mail and stand in no thread."""
    context = {"letters": unplaced.letters(by), "ticket": new_ticket()}
    return render(request, "desk/communication/mail/unplaced.html", context)


@require_POST
@signed_in
def settle(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Say that a letter is looked after."""
    undoing.settle(by=by, letter=pk)
    messages.success(request, _("Looked after. It is gone from this list."))
    return redirect("unplaced-mail")
