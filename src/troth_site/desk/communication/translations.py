"""Translating a message, and confirming that a translation says what was meant."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from troth_site import translating
from troth_site.access import Actor, NotAllowed
from troth_site.actions.communication import translations as acts
from troth_site.desk.communication.messages_times import languages, zones_of
from troth_site.desk.communication.threads import card
from troth_site.desk.door import signed_in, take_ticket
from troth_site.desk.forms import DeskForm
from troth_site.queries.communication import messages as queries
from troth_site.queries.communication.messages_rows import MessageRow
from troth_site.queries.partners import may

REFUSALS = (acts.TranslationRefused,)


class TranslationForm(DeskForm):
    """A translation of a message into one language."""

    name = "translation"
    language = forms.ChoiceField(label=gettext_lazy("Into"))
    text = forms.CharField(
        label=gettext_lazy("Translation"), max_length=acts.LONGEST, widget=forms.Textarea({"rows": 6, "dir": "auto"})
    )

    def __init__(self, data: Any = None, *, original: str, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["language"].choices = [each for each in languages() if each[0] != original]  # type: ignore[attr-defined]

    def blamed(self) -> str:
        return "text"


@signed_in
def translate(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Translate a message, or mend its translation."""
    row, found = queries.one_message(by, pk, language=get_language() or "en", now=timezone.now())
    if not may(by, found.partnership, "answer"):
        raise NotAllowed
    posted = request.method == "POST"
    form = TranslationForm(request.POST if posted else None, original=row.language, initial=_initial(request, row))

    def doing() -> None:
        acts.translate(by=by, message=pk, language=form.cleaned_data["language"], text=form.cleaned_data["text"])

    if posted and form.act(request, doing, refusals=REFUSALS):
        messages.success(request, _("The translation stands beside the original, marked as yours."))
        return redirect(f"{reverse('thread', args=[found.pk])}#message-{pk}")
    context = {
        "thread": found,
        "partner": found.partnership,
        "card": card(found, row, zones_of(found.partnership, found.zones)),
        "form": form,
        "has_machine": translating.is_set(),
    }
    return render(request, "desk/communication/messages/translate.html", context, status=422 if form.errors else 200)


def _initial(request: HttpRequest, row: MessageRow) -> dict[str, str]:
    asked = request.GET.get("language", "") or (get_language() or "en")
    known = {each.language: each.text for each in row.translations}
    if not request.GET.get("language") and asked == row.language:
        asked = next(iter(known), "")
    return {"language": asked, "text": known.get(asked, "")}


@require_POST
@signed_in
def confirm(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Confirm that a translation says what one's own side meant."""
    return _press(request, by, pk, acts.confirm, _("Confirmed: this translation says what your side meant."))


@require_POST
@signed_in
def machine(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Ask the installation's translator."""
    return _press(request, by, pk, acts.ask_machine, _("Asked. The machine's translation will stand here in a moment."))


def _press(request: HttpRequest, by: Actor, pk: int, doing: Any, told: str) -> HttpResponse:
    _row, found = queries.one_message(by, pk, language="en", now=timezone.now())
    asked = request.POST.get("language", "")
    if asked not in dict(languages()):
        messages.error(request, _("Choose a language."))
    elif take_ticket(request):
        try:
            doing(by=by, message=pk, language=asked)
            messages.success(request, told)
        except acts.TranslationRefused as refusal:
            messages.error(request, _(str(refusal)))
    return redirect(f"{reverse('thread', args=[found.pk])}#message-{pk}")
