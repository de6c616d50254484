"""A meeting in person as its page shows it: running order, meal, what was seen, what both sides say of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.commitments.lifecycle import STATES
from troth.communication.agendas_visit import IDEAS
from troth.communication.table_needs import DRINKS, NEEDS
from troth.communication.visit_feedback import HIGHEST, LOWEST, QUESTIONS
from troth_site.access import Actor
from troth_site.actions.communication import visit_feedback as acts
from troth_site.desk.communication.customs import beside
from troth_site.desk.communication.hospitality_forms import MealForm
from troth_site.desk.communication.meetings_forms import MadeForm
from troth_site.desk.communication.meetings_shown import PROMISES, both_clocks
from troth_site.desk.forms import DeskForm
from troth_site.queries.communication.meetings import OneMeeting
from troth_site.queries.communication.table_needs import Guest, meal_of
from troth_site.queries.communication.visit_feedback import Finding, Rating, visit_of
from troth_site.queries.partners import may

STEPS = [(str(step), str(step)) for step in range(LOWEST, HIGHEST + 1)]
EATEN: dict[str, str] = {str(key): word for of in (NEEDS, DRINKS) for key, word in of.items()}


class RatingForm(DeskForm):
    """Three answers from 1 to 5; none is chosen beforehand."""

    name = "rating"

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for question in QUESTIONS:
            widget = forms.RadioSelect(attrs={"class": "form-check-input"})
            missing = {"required": _("Answer each of the three questions from 1 to 5.")}
            self.fields[question.key] = forms.TypedChoiceField(
                label=_(question.text), choices=STEPS, coerce=int, widget=widget, error_messages=missing
            )
        self.fields["words"] = forms.CharField(
            label=_("In your own words, if you like"), max_length=acts.LONGEST_WORDS, required=False,
            widget=forms.Textarea(attrs={"rows": 3, "class": "form-control", "dir": "auto"}),
        )  # fmt: skip

    def answers(self) -> dict[str, int | None]:
        """Return the three answers."""
        return {question.key: self.cleaned_data[question.key] for question in QUESTIONS}


class FindingForm(DeskForm):
    """What was seen."""

    name = "finding"
    text = forms.CharField(
        label=gettext_lazy("What you saw: what is good, and what could be better"), max_length=acts.LONGEST_FINDING,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )  # fmt: skip


class FindingAnswerForm(DeskForm):
    """What the other side answers to what was seen."""

    name = "finding-answer"
    # Key of what was seen.
    finding = 0
    text = forms.CharField(
        label=gettext_lazy("Our answer"), max_length=acts.LONGEST_FINDING,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )  # fmt: skip


class FindingPromiseForm(MadeForm):
    """What our side promises about what was seen."""

    name = "finding-promise"
    finding = 0


def shown(by: Actor, found: OneMeeting, refused: DeskForm | None) -> dict[str, Any]:
    """Return what desk/communication/meetings/visit.html shows of a meeting in person."""
    partner, row = found.partnership, found.row
    visit = visit_of(by, partner, row)
    dinner = meal_of(by, partner, row, found.people)
    known = {"what": dinner.what, "place": dinner.place, "pays": dinner.pays, "words": dinner.words}
    own = {**visit.own.answers, "words": visit.own.words} if visit.own else None
    forms_of: dict[str, DeskForm] = {
        "meal": MealForm(names=names_of(found), initial=known), "rating": RatingForm(initial=own),
        "finding": FindingForm(),
    }  # fmt: skip
    if refused is not None and refused.name in forms_of:
        forms_of[refused.name] = refused
    is_open = row.state == "planned" and not row.is_over
    return {
        "visit": visit, "meal": dinner, "forms": forms_of, "ideas": [_(idea) for idea in IDEAS],
        "order": [
            {"when": both_clocks(partner, each.local), "title": _(each.block.title), "block": each.block}
            for each in visit.order
        ],
        "payer": names_of(found).get(dinner.pays, ""), "guests": [_guest(each) for each in dinner.guests],
        "sums": [{"word": _(EATEN[key]), "n": number} for key, number in dinner.sums],
        "may_plan_meal": is_open and may(by, partner, "record"),
        "questions": [
            {"field": forms_of["rating"][question.key], "low": _(question.low), "high": _(question.high)}
            for question in QUESTIONS
        ],
        "ratings": [_rating(each, names_of(found)) for each in visit.ratings],
        "findings": [_finding(each, refused) for each in visit.findings],
        "beside": beside(by, partner) if is_open else None,
        "missing": [names_of(found)[side] for side in visit.opening.missing],
    }  # fmt: skip


def names_of(found: OneMeeting) -> dict[str, str]:
    """Return what the two sides are called."""
    return {"buyer": found.partnership.buyer_name, "factory": found.partnership.factory_name}


def _guest(each: Guest) -> dict[str, Any]:
    needs = each.needs
    keys = [*needs.needs, *([needs.drink] if needs.drink else [])]
    return {"each": each, "words": [_(EATEN[key]) for key in keys if key in EATEN]}


def _rating(each: Rating, names: dict[str, str]) -> dict[str, Any]:
    said = [{"text": _(question.text), "step": each.answers[question.key]} for question in QUESTIONS]
    return {"each": each, "name": names[each.side], "said": said, "highest": HIGHEST}


def _finding(each: Finding, refused: DeskForm | None) -> dict[str, Any]:
    form = FindingAnswerForm(initial={"text": each.answer}) if each.may_answer else None
    if form is not None and isinstance(refused, FindingAnswerForm) and refused.finding == each.pk:
        form = refused
    if form is not None:
        form.auto_id = f"finding-{each.pk}-%s"
    promise: DeskForm | None = FindingPromiseForm() if each.may_promise else None
    if promise is not None and isinstance(refused, FindingPromiseForm) and refused.finding == each.pk:
        promise = refused
    if promise is not None:
        promise.auto_id = f"promise-{each.pk}-%s"
    state = {"state": PROMISES.get(each.promise_state, each.promise_state)} if each.promise else {}
    word = {"word": _(STATES[each.promise_state])} if each.promise else {}
    return {"each": each, "form": form, "promise": promise, **state, **word}
