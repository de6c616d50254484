"""One's own card: how one likes to work, a photo and a voice note, and what one eats; each gone when one wishes."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from troth.communication.table_needs import TableNeeds
from troth_site.access import Actor
from troth_site.actions.communication import person_files as files
from troth_site.actions.communication import table_needs as acts
from troth_site.desk.communication.hospitality_forms import TableForm
from troth_site.desk.door import signed_in
from troth_site.desk.forms import DeskForm
from troth_site.queries.communication import contacts as rows
from troth_site.queries.communication.table_needs import own_needs

ACCEPTS = {"photo": "image/jpeg,image/png,image/webp", "voice": "audio/*"}


class FileForm(DeskForm):
    """A photo or a voice note of oneself."""

    name = "file"
    file = forms.FileField(
        label=gettext_lazy("File"), error_messages={"required": gettext_lazy("Choose a file first.")}
    )

    def __init__(self, data: Any = None, *, kind: str, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.auto_id = f"{kind}-%s"
        labels = {"photo": _("Photo: JPEG, PNG or WebP"), "voice": _("Voice note: about a minute, at most 2 megabytes")}
        self.fields["file"].label = labels[kind]
        self.fields["file"].widget.attrs["accept"] = ACCEPTS[kind]


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def table(request: HttpRequest, by: Actor) -> HttpResponse:
    """Tell what one eats and drinks oneself, or erase it."""
    if request.method == "POST" and "erase" in request.POST:
        acts.erase(by=by)
        messages.success(request, _("Erased; nothing of it is kept."))
        return redirect("own-table")
    kept = own_needs(by)
    known = kept or TableNeeds(owner=str(by.person))
    posted = request.method == "POST"
    initial = {"needs": list(known.needs), "drink": known.drink, "words": known.words}
    form = TableForm(request.POST if posted else None, initial=initial)
    if posted and form.act(request, lambda: acts.tell(by=by, **form.cleaned_data), refusals=(acts.TableRefused,)):
        messages.success(request, _("Kept. Whoever plans a visit you come to reads it until that is over."))
        return redirect("own-table")
    context = {"form": form, "has_told": kept is not None}
    return render(request, "desk/communication/people/own_table.html", context, status=422 if posted else 200)


@require_POST
@signed_in
def add_file(request: HttpRequest, by: Actor, kind: str) -> HttpResponse:
    """Add a photo or a voice note to one's own card."""
    form = FileForm(request.POST, kind=kind, files=request.FILES)
    adding: dict[str, Callable[..., None]] = {"photo": files.add_photo, "voice": files.add_voice}

    def doing() -> None:
        adding[kind](by=by, content=_content(form.cleaned_data["file"]))

    if form.act(request, doing, refusals=(files.PersonFileRefused,)):
        messages.success(request, _("Kept. Colleagues and partners find it on your card."))
    else:
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
    return redirect("own-card")


def _content(file: Any) -> bytes:
    # One byte more than the largest: enough to be refused, never the whole of a film.
    return bytes(file.read(files.LARGEST_PHOTO + 1))


@require_POST
@signed_in
def remove_file(request: HttpRequest, by: Actor, kind: str) -> HttpResponse:
    """Take away one's own photo or voice note."""
    files.remove(by=by, kind=kind)
    messages.success(request, _("Taken away; nothing of it is kept."))
    return redirect("own-card")


@require_GET
@signed_in
def person_file(request: HttpRequest, by: Actor, pk: int, kind: str) -> HttpResponseBase:
    """Hand over somebody's photo or voice note, to whoever may see their card."""
    found = rows.file_of(by, pk, kind)
    if found is None or not found.path.exists():
        raise Http404
    answer = FileResponse(found.path.open("rb"), content_type=found.media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    # Gone means gone: nothing is kept by the browser beyond the page.
    answer["Cache-Control"] = "private, no-store"
    return answer
