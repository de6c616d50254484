"""How strictly a partner's lots are inspected, why, and taking up again what stands still; both sides see the same."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from troth.quality.switching import Stage
from troth_site.access import Actor
from troth_site.actions.quality import switching as acts
from troth_site.desk.communication.pressing import Press, pressed
from troth_site.desk.deciders import deciders
from troth_site.desk.door import signed_in
from troth_site.desk.forms import DeskForm, choices
from troth_site.desk.quality.corrective_forms import lines
from troth_site.desk.tabs import tabs
from troth_site.queries.communication.live import newest
from troth_site.queries.quality import switching as queries

TAB = "quality-switching"
REFUSALS = (acts.SwitchingRefused,)
MARKS = {Stage.NORMAL: "ok", Stage.REDUCED: "ok", Stage.TIGHTENED: "watch", Stage.DISCONTINUED: "alarm"}
ANSWERS = [
    ("resume", gettext_lazy("Take it up again, tightened")), ("decline", gettext_lazy("Not yet")),
]  # fmt: skip


class ShownForm(DeskForm):
    """What shows that corrective action works."""

    shown = lines(gettext_lazy("What shows that the corrective action works"), rows=4, longest=acts.LONGEST)
    corrective = forms.TypedChoiceField(
        label=gettext_lazy("Corrective action, where there is one"), coerce=int, empty_value=None, required=False
    )

    def __init__(self, data: Any = None, *, name: str, correctives: tuple[tuple[int, str], ...] = ()) -> None:
        self.name = name
        super().__init__(data)
        self.fields["corrective"].choices = choices(correctives, first=gettext_lazy("None"))  # type: ignore[attr-defined]

    def blamed(self) -> str:
        return "shown"


class AnswerForm(DeskForm):
    """What the buyer answers; nothing is chosen beforehand."""

    name = "resumption"
    answer = forms.ChoiceField(
        label=gettext_lazy("What we answer"), choices=ANSWERS, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what you answer.")},
    )  # fmt: skip
    words = lines(gettext_lazy("What convinces you, or what lacks"), rows=3, longest=acts.LONGEST)

    def blamed(self) -> str:
        return "words"


@require_GET
@signed_in
def of_partner(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show how strictly each class of a partner's lots is inspected now."""
    seen = queries.switching(by, pk)
    found = seen.partnership
    context = {
        "partner": found, "tabs": tabs(found, TAB), "rows": [_shown(row) for row in seen.rows],
        "stopped": [row for row in seen.rows if row.stage == Stage.DISCONTINUED],
        "live": {"pk": found.pk, "last": newest(), "target": "switching"},
    }  # fmt: skip
    return render(request, "desk/quality/switching/list.html", context)


@require_GET
@signed_in
def one_class(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show one class with the lots that moved it."""
    return _page(request, by, pk)


@require_POST
@signed_in
def ask(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Ask to take inspection up again, with what shows that corrective action works."""
    form = ShownForm(request.POST, name="ask", correctives=queries.one_class(by, pk).correctives)
    done = _("Asked. The buyer reads it and answers; you are told.")
    return _press(request, by, pk, (form, lambda: acts.ask(by=by, state=pk, **form.cleaned_data)), done)


@require_POST
@signed_in
def take_up(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Take inspection up again for the buyer, without being asked."""
    form = ShownForm(request.POST, name="take-up", correctives=queries.one_class(by, pk).correctives)

    def doing() -> None:
        said = form.cleaned_data
        acts.take_up(by=by, state=pk, because=said["shown"], corrective=said["corrective"])

    return _press(request, by, pk, (form, doing), _("Taken up again. The next lot is inspected tightened."))


@require_POST
@signed_in
def answer(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Answer for the buyer whether inspection is taken up again."""
    form, state = AnswerForm(request.POST), queries.state_of(by, pk)

    def doing() -> None:
        said = form.cleaned_data
        acts.answer(by=by, resumption=pk, resumes=said["answer"] == "resume", words=said["words"])

    return _press(request, by, state, (form, doing), _("Answered. Both sides read it here, with your name."))


def _press(
    request: HttpRequest, by: Actor, state: int, asked: tuple[DeskForm, Callable[[], object]], done: str
) -> HttpResponse:  # fmt: skip
    form, doing = asked
    back = reverse("switching-class", args=[state])

    def again(refused: DeskForm) -> HttpResponse:
        return _page(request, by, state, refused=refused)

    return pressed(request, form, Press(doing=doing, done=done, refusals=REFUSALS, back=back, page=again))


def _page(request: HttpRequest, by: Actor, pk: int, *, refused: DeskForm | None = None) -> HttpResponse:
    seen = queries.one_class(by, pk)
    found, is_stopped = seen.partnership, seen.row.stage == Stage.DISCONTINUED
    named: dict[str, DeskForm] = {
        "ask": ShownForm(name="ask", correctives=seen.correctives),
        "take-up": ShownForm(name="take-up", correctives=seen.correctives),
        "resumption": AnswerForm(),
    }
    if refused is not None:
        named[refused.name] = refused
    decides = is_stopped and not seen.may_decide
    context = {
        "partner": found, "tabs": tabs(found, TAB), "seen": seen, "each": _shown(seen.row), "is_stopped": is_stopped,
        "ask_form": named["ask"], "take_up_form": named["take-up"], "answer_form": named["resumption"],
        "deciders": deciders(by, found, side="buyer", verb="settle", about=_("How strictly lots are inspected"))
        if decides
        else None,
        "live": {"pk": found.pk, "last": newest(), "target": "switching"},
    }  # fmt: skip
    status = 200 if refused is None else 422
    return render(request, "desk/quality/switching/one.html", context, status=status)


def _shown(row: queries.Standing) -> dict[str, Any]:
    return {
        "row": row, "mark": MARKS[Stage(row.stage)],
        "outlook": [finding.sentence(_) for finding in row.outlook],
    }  # fmt: skip
