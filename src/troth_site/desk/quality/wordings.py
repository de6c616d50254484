"""The words of a paper or a corrective action in another language: read beside the original, translated by hand."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from troth_site.access import Actor, NotAllowed, NotThere
from troth_site.actions.quality import wordings as acts
from troth_site.desk.communication.messages_times import language, languages
from troth_site.desk.door import signed_in
from troth_site.desk.forms import DeskForm
from troth_site.desk.tabs import tabs
from troth_site.queries.partners import may
from troth_site.queries.quality import wordings as queries

PAGES = {"specification": "specification", "plan": "plan", "corrective": "corrective"}
TITLES = {
    "specification": gettext_lazy("Specification"), "plan": gettext_lazy("Quality plan"),
    "corrective": gettext_lazy("Corrective action"),
}  # fmt: skip
TABS = {"specification": "quality-products", "plan": "quality-products", "corrective": "quality-corrective"}
FIELD = "words-"
ORIGINAL = "original"


class WordingsForm(DeskForm):
    """One field for each text, empty where nobody has translated it."""

    name = "wordings"
    language = forms.CharField(widget=forms.HiddenInput, max_length=12)

    def __init__(self, data: Any = None, *, found: queries.Source, **kwargs: Any) -> None:
        self.found = found
        super().__init__(data, **kwargs)
        for phrase in found.phrases:
            rows = min(6, 1 + max(len(phrase.original), len(phrase.text)) // 60)
            self.fields[FIELD + phrase.digest] = forms.CharField(
                label=_("Translation"), required=False, initial=phrase.text, max_length=acts.LONGEST,
                widget=forms.Textarea({"rows": rows, "dir": "auto", "class": "form-control"}),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Refuse what was translated of words that stand there no more."""
        gone = [name for name in self.data if name.startswith(FIELD) and name not in self.fields]
        if gone:
            self.add_error(None, _("These words were changed meanwhile. Read them again, then translate them."))
        return self.cleaned_data

    def texts(self) -> dict[str, str]:
        """Return the translation by original."""
        return {phrase.original: self.cleaned_data[FIELD + phrase.digest] for phrase in self.found.phrases}


@signed_in
def wordings(request: HttpRequest, by: Actor, kind: str, pk: int) -> HttpResponse:
    """Show the words people wrote beside their translations into one language, and keep what is typed."""
    known = next((each for each in queries.KINDS if each == kind), None)
    if known is None:
        raise NotThere
    into = _language(request)
    found = queries.source(by, known, pk, language=into)
    may_write = may(by, found.partnership, "answer")
    if request.method != "POST":
        return _page(request, found, into, WordingsForm(found=found, initial={"language": into}), may_write=may_write)
    if not may_write:
        raise NotAllowed
    form = WordingsForm(request.POST, found=found)
    kept = []

    def doing() -> None:
        kept.append(acts.translate(by=by, kind=known, pk=pk, language=into, texts=form.texts()))
        meant = next((each for each in found.phrases if each.digest == request.POST.get("confirm")), None)
        if meant is not None:
            acts.confirm(by=by, kind=known, pk=pk, language=into, original=meant.original)

    if form.act(request, doing, refusals=(acts.WordingRefused,)):
        _tell(request, sum(kept), confirmed=bool(request.POST.get("confirm")))
        return redirect(f"{reverse('wordings', args=[kind, pk])}?language={into}")
    return _page(request, found, into, form, may_write=may_write)


def chosen(request: HttpRequest, reading: queries.Reading) -> queries.Reading:
    """Return the reading a page shows: the reader's, or the words as they were written where the reader asks."""
    return queries.AS_WRITTEN if request.GET.get("words") == ORIGINAL else reading


def beside(request: HttpRequest, reading: queries.Reading, *, kind: str, pk: int) -> dict[str, Any]:
    """Return what a page says of the words it shows: whose language they are in, and where the original stands."""
    return {
        "is_read": bool(reading.words), "as_written": request.GET.get("words") == ORIGINAL,
        "language": language(get_language() or "en"), "url": reverse("wordings", args=[kind, pk]),
    }  # fmt: skip


def _language(request: HttpRequest) -> str:
    asked = (request.POST if request.method == "POST" else request.GET).get("language", "")
    return asked if asked in dict(languages()) else get_language() or "en"


def _tell(request: HttpRequest, kept: int, *, confirmed: bool) -> None:
    if confirmed:
        messages.success(request, _("Confirmed: this translation says what your side meant."))
    elif kept:
        said = ngettext(
            "%(n)s text stands beside its original, marked as translated by you.",
            "%(n)s texts stand beside their originals, marked as translated by you.", kept,
        )  # fmt: skip
        messages.success(request, said % {"n": kept})
    else:
        messages.info(request, _("Nothing was changed."))


def _page(
    request: HttpRequest, found: queries.Source, into: str, form: WordingsForm, *, may_write: bool
) -> HttpResponse:
    ours = found.partnership.our_side
    rows = [
        {"phrase": each, "field": form[FIELD + each.digest], "writer": found.partnership.name(each.written_by),
         "mark": _(each.mark_word) if each.mark_word else "",
         "may_confirm": may_write and each.written_by == ours and each.mark in ("human", "machine")}
        for each in found.phrases
    ]  # fmt: skip
    context = {
        "partner": found.partnership, "tabs": tabs(found.partnership, TABS[found.kind]), "found": found, "form": form,
        "rows": rows, "into": into, "language": language(into), "choices": languages(), "may_write": may_write,
        "title": TITLES[found.kind], "back": reverse(PAGES[found.kind], args=[found.pk]),
    }  # fmt: skip
    return render(request, "desk/quality/wordings/wordings.html", context, status=422 if form.errors else 200)
