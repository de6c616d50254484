"""Problems told of by the side that caused them, or found by the other: telling, answering, what each counts."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from troth_site import access
from troth_site.access import Actor
from troth_site.actions.quality import disclosures as acts
from troth_site.desk import words
from troth_site.desk.door import signed_in
from troth_site.desk.forms import Day, DeskForm
from troth_site.desk.quality.corrective_forms import lines
from troth_site.desk.tabs import tabs
from troth_site.queries.partners import may, partnership
from troth_site.queries.quality import disclosures as queries

REFUSALS = (acts.DisclosureRefused,)
HOW = {
    "told": ("kept", gettext_lazy("told before it was found")),
    "found": ("late", gettext_lazy("found by the other side")),
    "hidden": ("broken", gettext_lazy("found, though it was known")),
    "": ("open", gettext_lazy("waits for the other side’s word")),
}


class TellForm(DeskForm):
    """A problem that our side caused."""

    name = "tell"
    title = forms.CharField(label=gettext_lazy("What the problem is, in one line"), max_length=200)
    text = lines(gettext_lazy("What happened, what it touches, and what is being done"))
    occurred_on = Day(label=gettext_lazy("Day it happened"))
    known_on = Day(label=gettext_lazy("Day from which we knew, if it can be said"), required=False)


class FoundForm(DeskForm):
    """A problem of the other side that ours found."""

    name = "found"
    title = forms.CharField(label=gettext_lazy("What the problem is, in one line"), max_length=200)
    text = lines(gettext_lazy("What was found"))
    occurred_on = Day(label=gettext_lazy("Day it happened, as far as can be said"))
    found_on = Day(label=gettext_lazy("Day we found it"))
    because = lines(gettext_lazy("What shows it"), rows=2)


class AnswerToldForm(DeskForm):
    """An answer to a problem told of."""

    name = "answer"
    text = lines(gettext_lazy("Your answer"), required=False)
    found_on = Day(label=gettext_lazy("If your side had found it before: on which day"), required=False)
    because = lines(gettext_lazy("What shows that"), rows=2, required=False)
    inspection = forms.IntegerField(required=False, min_value=1, max_value=2**53, widget=forms.HiddenInput)


class AnswerFoundForm(DeskForm):
    """An answer to a problem that was found."""

    name = "answer"
    text = lines(gettext_lazy("Your answer"), required=False)
    knew = forms.TypedChoiceField(
        label=gettext_lazy("Did your side know of it before?"), coerce=lambda value: value == "yes",
        choices=[("yes", gettext_lazy("Yes, we knew")), ("no", gettext_lazy("No, we did not know"))],
        widget=forms.RadioSelect,
    )  # fmt: skip
    known_on = Day(label=gettext_lazy("Since which day, if you knew"), required=False)


@signed_in
def disclosures(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show the problems of both sides, and tell of one or record one that was found."""
    posted, does = request.method == "POST", request.POST.get("does", "")
    if posted:
        partnership(by, pk, "record")
        if does not in ("tell", "found"):
            raise access.NotThere
    found, rows = queries.disclosures(by, pk)
    tell, find = (TellForm(), FoundForm()) if not posted else _bound(request, does)
    if posted:
        form, act = (tell, acts.tell) if does == "tell" else (find, acts.found)

        def doing() -> None:
            act(by=by, relationship=pk, given=acts.Problem(**form.cleaned_data))

        if form.act(request, doing, refusals=REFUSALS):
            messages.success(request, _("Recorded. The other side sees it and answers."))
            return redirect("quality-disclosures", pk)
    may_write = may(by, found, "record")
    context = {
        "partner": found, "tabs": tabs(found, "quality-disclosures"), "rows": [_shown(row) for row in rows],
        "tell_form": tell if may_write else None, "found_form": find if may_write else None,
    }  # fmt: skip
    return render(request, "desk/quality/disclosures/list.html", context, status=422 if posted else 200)


@signed_in
def disclosure(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show one problem with what both sides say and what it counts, and answer it."""
    found, posted = queries.disclosure(by, pk), request.method == "POST"
    waits_for_us = found.waits_for == found.partnership.our_side
    if posted and not (may(by, found.partnership, "record") and (waits_for_us or found.answered_at)):
        raise access.NotAllowed
    kind = AnswerToldForm if found.told_on else AnswerFoundForm
    form = kind(request.POST if posted else None)

    def doing() -> None:
        acts.answer(by=by, disclosure=pk, given=acts.Answer(**form.cleaned_data))

    if posted and form.act(request, doing, refusals=REFUSALS):
        messages.success(request, _("Recorded. The other side sees it."))
        return redirect("disclosure", pk)
    shows = waits_for_us and may(by, found.partnership, "record")
    context = {
        "partner": found.partnership, "is_top": True, "found": found, "shown": _shown(found),
        "form": form if shows or posted else None,
        "counted": [{"dimension": words.dimension(each.dimension), "key": each.dimension} for each in found.counted],
    }  # fmt: skip
    return render(request, "desk/quality/disclosures/one.html", context, status=422 if posted else 200)


@require_GET
@signed_in
def of_promise(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Lead from what counts to the problem."""
    return redirect("disclosure", queries.of_promise(by, pk))


def _bound(request: HttpRequest, does: str) -> tuple[DeskForm, DeskForm]:
    is_tell = does == "tell"
    return TellForm(request.POST if is_tell else None), FoundForm(None if is_tell else request.POST)


def _shown(row: queries.DisclosureRow) -> dict[str, Any]:
    state, word = HOW[row.how]
    ours = row.partnership.our_side
    return {"row": row, "state": state, "word": word, "is_ours": row.side == ours,
            "waits_for_us": row.waits_for == ours,
            "name": row.partnership.name(row.side)}  # type: ignore[arg-type]  # fmt: skip
