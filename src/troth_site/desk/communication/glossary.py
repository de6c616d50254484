"""The product terms of a relationship, written by either side."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from troth_site.access import Actor, NotAllowed
from troth_site.actions.communication import glossary as acts
from troth_site.desk.communication.messages_times import language, languages
from troth_site.desk.communication.threads import term_card
from troth_site.desk.door import signed_in, take_ticket
from troth_site.desk.forms import DeskForm
from troth_site.desk.tabs import tabs
from troth_site.queries.communication import glossary as queries
from troth_site.queries.partners import may, partnership

REFUSALS = (acts.TermRefused,)
ALWAYS_ASKED = ("en", "zh-hans", "vi", "es", "tr", "bn")


class TermForm(DeskForm):
    """A term, its words in each language, and what both understand by it."""

    name = "term"
    term = forms.CharField(label=gettext_lazy("Term"), max_length=acts.LONGEST_WORD)
    meaning = forms.CharField(
        label=gettext_lazy("What it means to both of you"),
        max_length=acts.LONGEST_MEANING,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, data: Any = None, *, known: dict[str, str], **kwargs: Any) -> None:
        self.spoken = [code for code, _name in languages() if code in ALWAYS_ASKED or code in known]
        super().__init__(data, **kwargs)
        for code in self.spoken:
            self.fields[f"word-{code}"] = forms.CharField(
                label=language(code), max_length=acts.LONGEST_WORD, required=False, initial=known.get(code, ""),
                widget=forms.TextInput({"class": "form-control", "lang": code}),
            )  # fmt: skip

    def words(self) -> dict[str, str]:
        """Return the words by language."""
        return {code: self.cleaned_data[f"word-{code}"] for code in self.spoken}

    @property
    def word_fields(self) -> list[Any]:
        """Return the fields of the languages."""
        return [self[f"word-{code}"] for code in self.spoken]

    def blamed(self) -> str:
        return "term"


@signed_in
def of_partner(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show the terms of a relationship, and add one."""
    posted = request.method == "POST"
    found = partnership(by, pk, "answer" if posted else "see")
    form = TermForm(request.POST if posted else None, known={})

    def doing() -> None:
        given = form.cleaned_data
        acts.write(by=by, relationship=pk, term=given["term"], words=form.words(), meaning=given["meaning"])

    if posted and form.act(request, doing, refusals=REFUSALS):
        messages.success(request, _("Added. From now on it is marked in what both of you write."))
        return redirect("glossary", pk)
    context = {
        "partner": found,
        "tabs": tabs(found, "glossary"),
        "terms": [term_card(row) for row in queries.terms(by, pk)],
        "form": form if may(by, found, "answer") else None,
    }
    return render(request, "desk/communication/messages/glossary.html", context, status=422 if form.errors else 200)


@signed_in
def term(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show one term, and change it."""
    row, found = queries.term(by, pk)
    posted = request.method == "POST"
    if posted and not may(by, found, "answer"):
        raise NotAllowed
    initial = {"term": row.term, "meaning": row.meaning}
    form = TermForm(request.POST if posted else None, known=dict(row.words), initial=initial)

    def doing() -> None:
        given = form.cleaned_data
        acts.write(
            by=by, relationship=found.pk, term=given["term"], words=form.words(), meaning=given["meaning"], pk=pk
        )  # fmt: skip

    if posted and form.act(request, doing, refusals=REFUSALS):
        messages.success(request, _("Changed for both sides."))
        return redirect("glossary", found.pk)
    context = {"partner": found, "row": row, "form": form, "may_write": may(by, found, "answer")}
    return render(request, "desk/communication/messages/term.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def remove(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Remove a term."""
    if not take_ticket(request):
        # Sent twice: it is gone already.
        return redirect("messages")
    relationship = acts.remove(by=by, term=pk)
    messages.success(request, _("Removed from the glossary of both sides."))
    return redirect("glossary", relationship)
