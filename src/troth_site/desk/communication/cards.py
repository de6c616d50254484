"""One's own card: how one likes to work, a photo and a voice note, and what one eats; each gone when one wishes."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from troth.communication.contacts_cards import CHANNELS, LONGEST_STYLE, Card
from troth.communication.table_needs import TableNeeds
from troth_site.access import Actor
from troth_site.actions.communication import person_files as files
from troth_site.actions.communication import preferences
from troth_site.actions.communication import table_needs as acts
from troth_site.desk.communication.hospitality_forms import TableForm
from troth_site.desk.door import signed_in
from troth_site.desk.forms import DeskForm, choices
from troth_site.queries.communication import contacts as rows
from troth_site.queries.communication.table_needs import own_needs

CARD_REFUSALS = (preferences.CardRefused,)
ACCEPTS = {"photo": "image/jpeg,image/png,image/webp", "voice": "audio/*"}


class FileForm(DeskForm):
    """A photo or a voice note of oneself."""

    name = "file"
    file = forms.FileField(
        label=gettext_lazy("File"), error_messages={"required": gettext_lazy("Choose a file first.")}
    )

    def __init__(self, data: Any = None, *, kind: str, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.kind, self.auto_id = kind, f"{kind}-%s"
        labels = {"photo": _("Photo: JPEG, PNG or WebP"), "voice": _("Voice note: about a minute, at most 2 megabytes")}
        self.fields["file"].label = labels[kind]
        self.fields["file"].widget.attrs["accept"] = ACCEPTS[kind]

    def blamed(self) -> str:
        return "file"


class OwnCardForm(DeskForm):
    """How a person likes to work, in their own words."""

    name = "own-card"
    channel = forms.ChoiceField(label=gettext_lazy("The channel I like best"), required=False)
    best_from = forms.TimeField(
        label=gettext_lazy("I am best reached from"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    best_to = forms.TimeField(
        label=gettext_lazy("until"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages I work in"), required=False, widget=forms.CheckboxSelectMultiple
    )
    style = forms.CharField(
        label=gettext_lazy("What helps when working with me"), required=False, max_length=LONGEST_STYLE,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["channel"].choices = choices(
            [(key, _(word)) for key, word in CHANNELS.items()], first=_("I do not mind")
        )
        fields["languages"].choices = settings.LANGUAGES
        fields["languages"].widget.attrs["class"] = "form-check-input"

    def clean(self) -> dict[str, Any]:
        """Ask for both hours or none."""
        given: dict[str, Any] = super().clean() or {}
        if bool(given.get("best_from")) != bool(given.get("best_to")):
            self.add_error("best_to", _("Write both hours, or none."))
        return given

    def card(self, owner: int) -> Card:
        """Return what the form says."""
        given = self.cleaned_data
        hours = (given["best_from"], given["best_to"]) if given["best_from"] else None
        return Card(
            owner=str(owner), channel=given["channel"] or None, best_hours=hours, style=given["style"].strip(),
            languages=tuple(given["languages"]),
        )  # fmt: skip

    def blamed(self) -> str:
        return "best_to"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def own_card(request: HttpRequest, by: Actor) -> HttpResponse:
    """Write one's own card, or delete it."""
    if request.method == "POST" and "delete" in request.POST:
        preferences.delete(by=by)
        messages.success(request, _("Your card is deleted; nothing of it is kept."))
        return redirect("own-card")
    shown = rows.card_of(by, by.person)
    posted = request.method == "POST"
    form = _card_form(shown, request.POST if posted else None)
    if posted and form.act(
        request, lambda: preferences.write(by=by, card=form.card(by.person)), refusals=CARD_REFUSALS
    ):
        messages.success(request, _("Your card is kept. Partners and colleagues can read it."))
        return redirect("own-card")
    return _page(request, shown, form)


def _card_form(shown: rows.PersonCard, data: Any = None) -> OwnCardForm:
    hours = shown.best_hours or (None, None)
    known = {"channel": shown.channel, "best_from": hours[0], "best_to": hours[1], "style": shown.style,
             "languages": list(shown.languages)}  # fmt: skip
    return OwnCardForm(data, initial=known)


def _page(
    request: HttpRequest, shown: rows.PersonCard, form: OwnCardForm, refused: FileForm | None = None
) -> HttpResponse:  # fmt: skip
    """Show one's own card; a file that was refused is told of at its field."""
    fresh = {kind: FileForm(kind=kind) for kind in ACCEPTS}
    if refused is not None:
        fresh[refused.kind] = refused
    context = {
        "form": form, "shown": shown,
        "files": [
            {"kind": "photo", "form": fresh["photo"], "has_file": shown.has_photo},
            {"kind": "voice", "form": fresh["voice"], "has_file": shown.has_voice},
        ],
    }  # fmt: skip
    status = 422 if form.is_bound or refused is not None else 200
    return render(request, "desk/communication/people/own_card.html", context, status=status)


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
        return redirect("own-card")
    shown = rows.card_of(by, by.person)
    return _page(request, shown, _card_form(shown), refused=form)


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
