"""What asks for a second look: whether bulk is what was approved, how inspections were made, and what was answered."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from troth.basis.findings import Finding
from troth.quality.replication import Compared
from troth_site.access import Actor
from troth_site.actions.quality import second_looks as acts
from troth_site.desk.communication.pressing import Press, pressed
from troth_site.desk.door import signed_in
from troth_site.desk.forms import DeskForm
from troth_site.desk.quality.corrective_forms import lines
from troth_site.desk.tabs import tabs
from troth_site.queries.partners import may
from troth_site.queries.quality import second_looks as queries
from troth_site.queries.quality import second_looks_own

REFUSALS = (acts.AnswerRefused,)
SPEAKERS = {
    "buyer": gettext_lazy("for the buyer"), "factory": gettext_lazy("for the factory"),
    "inspector": gettext_lazy("for the inspection"),
}  # fmt: skip


class AnswerForm(DeskForm):
    """An answer to what asks for a second look; each entry of a page has one, told apart by what it is about."""

    text = lines(gettext_lazy("What explains it, or what was done about it"), rows=3)
    own = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, about: str, **kwargs: Any) -> None:
        self.name = f"look-{about}"
        super().__init__(data, **kwargs)

    def blamed(self) -> str:
        return "text"


@require_GET
@signed_in
def second_looks(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show what a partner's inspections say beside each other; both sides see the same."""
    return _of_partner(request, by, pk)


@require_GET
@signed_in
def own(request: HttpRequest, by: Actor) -> HttpResponse:
    """Show an inspector what is noticed about the own inspections, wherever they were made."""
    return _own(request, by)


@require_POST
@signed_in
def answer_inspection(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Answer what is noticed about one inspection."""
    form = AnswerForm(request.POST, about=f"{pk}")
    relationship = second_looks_own.relationship_of(by, pk)

    def doing() -> None:
        acts.answer_inspection(by=by, inspection=pk, text=form.cleaned_data["text"])

    return _press(request, by, relationship, (form, doing))


@require_POST
@signed_in
def answer_record(request: HttpRequest, by: Actor, pk: int, person: int) -> HttpResponse:
    """Answer what is noticed about all lots of an inspector with one partner."""
    form = AnswerForm(request.POST, about=f"{pk}-{person}")

    def doing() -> None:
        acts.answer_record(by=by, relationship=pk, inspector=person, text=form.cleaned_data["text"])

    second_looks_own.check_record(by, pk, person)
    return _press(request, by, pk, (form, doing))


def _press(
    request: HttpRequest, by: Actor, relationship: int, asked: tuple[AnswerForm, Callable[[], None]]
) -> HttpResponse:  # fmt: skip
    form, doing = asked
    is_own = bool(request.POST.get("own"))
    back = reverse("second-looks") if is_own else reverse("quality-second-looks", args=[relationship])

    def again(refused: DeskForm) -> HttpResponse:
        return _own(request, by, refused) if is_own else _of_partner(request, by, relationship, refused)

    done = _("Kept. Both sides and whoever inspected read it beside the entry.")
    return pressed(request, form, Press(doing=doing, done=done, refusals=REFUSALS, back=back, page=again))


def _of_partner(request: HttpRequest, by: Actor, pk: int, refused: DeskForm | None = None) -> HttpResponse:
    seen = queries.second_looks_of(by, pk, today=timezone.localdate())
    found, answers = seen.partnership, may(by, seen.partnership, "answer")
    context = {
        "partner": found, "tabs": tabs(found, "quality-second-looks"), "zones": seen.zones,
        "may_plan": answers, "looked_at": seen.looked_at, "products": [_product(each) for each in seen.products],
        "inspections": [_noticed(each, refused, answers=answers) for each in seen.inspections],
        "inspectors": [_inspector(each, (pk, False), refused, answers=answers) for each in seen.inspectors],
    }  # fmt: skip
    template = "desk/quality/second_looks/second_looks.html"
    return render(request, template, context, status=422 if refused else 200)


def _own(request: HttpRequest, by: Actor, refused: DeskForm | None = None) -> HttpResponse:
    rows = second_looks_own.own_looks(by, today=timezone.localdate())
    records = [
        {
            "row": row, "zones": row.zones,
            "inspections": [_noticed(each, refused, answers=True, is_own=True) for each in row.inspections],
            "inspectors": [
                _inspector(each, (row.relationship, True), refused, answers=True) for each in row.inspectors
            ],
        }
        for row in rows
    ]  # fmt: skip
    for record in records:
        record["is_odd"] = bool(record["inspections"]) or any(each["findings"] for each in record["inspectors"])
    template = "desk/quality/second_looks/own.html"
    return render(request, template, {"records": records}, status=422 if refused else 200)


def _said(finding: Finding) -> dict[str, Any]:
    # However odd it is, it asks to look again: an alarm would name somebody who did wrong.
    return {"state": "watch", "text": finding.sentence(_)}


def _answers(said: tuple[queries.LookSaid, ...]) -> list[dict[str, Any]]:
    return [{"row": each, "speaker": SPEAKERS[each.side]} for each in said]


def _form(about: str, refused: DeskForm | None, *, is_own: bool) -> AnswerForm:
    if isinstance(refused, AnswerForm) and refused.name == f"look-{about}":
        return refused
    return AnswerForm(about=about, initial={"own": is_own})


def _noticed(
    each: queries.NoticedInspection, refused: DeskForm | None, *, answers: bool, is_own: bool = False
) -> dict[str, Any]:  # fmt: skip
    return {
        "row": each, "findings": [_said(finding) for finding in each.findings], "answers": _answers(each.answers),
        "form": _form(f"{each.pk}", refused, is_own=is_own) if answers else None,
        "url": reverse("answer-second-look", args=[each.pk]),
    }  # fmt: skip


def _product(each: queries.ProductReplication) -> dict[str, Any]:
    return {
        "row": each,
        "findings": [_said(finding) for finding in each.found.findings],
        "properties": [_property(one, each.units.get(one.name, "")) for one in each.found.properties],
    }


def _property(one: Compared, unit: str) -> dict[str, Any]:
    return {"row": one, "unit": unit, "finding": None if one.finding is None else _said(one.finding)}


def _inspector(
    each: queries.NamedInspector, where: tuple[int, bool], refused: DeskForm | None, *, answers: bool
) -> dict[str, Any]:  # fmt: skip
    record, (relationship, is_own) = each.found.record, where
    about, is_noticed = f"{relationship}-{each.person}", bool(each.found.findings)
    return {
        "name": each.name, "record": record, "share": record.accepted / record.lots,
        "findings": [_said(finding) for finding in each.found.findings], "answers": _answers(each.answers),
        "form": _form(about, refused, is_own=is_own) if answers and is_noticed else None,
        "url": reverse("answer-inspector-record", args=[relationship, each.person]),
    }  # fmt: skip
