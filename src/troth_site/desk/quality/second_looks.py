"""What asks for a second look: whether bulk is what was approved, how inspections were made, and what was answered."""

from collections.abc import Callable
from dataclasses import dataclass
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
from troth.commitments.outcomes import SIDES, Side
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
from troth_site.queries.quality.machines import ProductMachines

REFUSALS = (acts.AnswerRefused,)
SPEAKERS = {
    "buyer": gettext_lazy("for the buyer"), "factory": gettext_lazy("for the factory"),
    "inspector": gettext_lazy("for the inspection"),
}  # fmt: skip


STANDS = {
    ("buyer",): gettext_lazy("Closed for the buyer, open for the factory."),
    ("factory",): gettext_lazy("Closed for the factory, open for the buyer."),
    SIDES: gettext_lazy("Closed for both sides."),
}  # fmt: skip
"""What is said of an entry by the sides that closed it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """Who reads, whether they may answer, and what was refused; `is_own` on the page of one's own inspections."""

    by: Actor
    answers: bool
    refused: DeskForm | None
    is_own: bool = False

    def form(self, about: str, inspector: int | None) -> "AnswerForm | None":
        """Return the form of an entry: empty, as it was refused, or none for who may read only."""
        if isinstance(self.refused, AnswerForm) and self.refused.name == f"look-{about}":
            return self.refused
        # Whoever inspected, and their house, explain; somebody else of a side closes.
        may_close = not self.is_own and inspector != self.by.person
        return AnswerForm(about=about, may_close=may_close, initial={"own": self.is_own}) if self.answers else None


class AnswerForm(DeskForm):
    """An answer to what asks for a second look; each entry of a page has one, told apart by what it is about."""

    text = lines(gettext_lazy("What explains it, or what was done about it"), rows=3)
    closes = forms.BooleanField(
        label=gettext_lazy("Enough is said for our side: close it"), required=False,
        help_text=gettext_lazy("Each side closes it for itself. It asks anew only where something else is noticed."),
    )  # fmt: skip
    own = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, about: str, may_close: bool = True, **kwargs: Any) -> None:
        self.name = f"look-{about}"
        super().__init__(data, **kwargs)
        if not may_close:
            del self.fields["closes"]

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
        of = form.cleaned_data
        acts.answer_inspection(by=by, inspection=pk, text=of["text"], closes=of["closes"])

    return _press(request, by, relationship, (form, doing))


@require_POST
@signed_in
def answer_record(request: HttpRequest, by: Actor, pk: int, person: int) -> HttpResponse:
    """Answer what is noticed about all lots of an inspector with one partner."""
    form = AnswerForm(request.POST, about=f"{pk}-{person}")

    def doing() -> None:
        of = form.cleaned_data
        acts.answer_record(by=by, relationship=pk, inspector=person, text=of["text"], closes=of["closes"])

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
    found = seen.partnership
    reading = _Reading(by=by, answers=may(by, found, "answer"), refused=refused)
    inspections = [_noticed(each, reading) for each in seen.inspections]
    context = {
        "partner": found, "tabs": tabs(found, "quality-second-looks"), "zones": seen.zones,
        "may_plan": reading.answers, "looked_at": seen.looked_at,
        "products": [_product(each) for each in seen.products],
        "machines": [_machines(each) for each in seen.machines],
        "inspections": [each for each in inspections if not each["is_closed"]],
        "closed": [each for each in inspections if each["is_closed"]],
        "inspectors": [_inspector(each, pk, reading) for each in seen.inspectors],
    }  # fmt: skip
    template = "desk/quality/second_looks/second_looks.html"
    return render(request, template, context, status=422 if refused else 200)


def _own(request: HttpRequest, by: Actor, refused: DeskForm | None = None) -> HttpResponse:
    rows = second_looks_own.own_looks(by, today=timezone.localdate())
    reading = _Reading(by=by, answers=True, refused=refused, is_own=True)
    records = [
        {
            "is_odd": bool(row.inspections) or any(each.found.findings for each in row.inspectors), "row": row,
            "zones": row.zones, "inspections": [_noticed(each, reading) for each in row.inspections],
            "inspectors": [_inspector(each, row.relationship, reading) for each in row.inspectors],
        }
        for row in rows
    ]  # fmt: skip
    template = "desk/quality/second_looks/own.html"
    return render(request, template, {"records": records}, status=422 if refused else 200)


def _said(finding: Finding) -> dict[str, Any]:
    # However odd it is, it asks to look again: an alarm would name somebody who did wrong.
    return {"state": "watch", "text": finding.sentence(_)}


def _answers(said: tuple[queries.LookSaid, ...]) -> list[dict[str, Any]]:
    return [{"row": each, "speaker": SPEAKERS[each.side]} for each in said]


def _stands(closed: tuple[Side, ...], answers: tuple[queries.LookSaid, ...]) -> Any:
    if closed:
        return STANDS[closed]
    return _("Answered, and open for both sides.") if answers else _("Nobody has answered yet.")


def _noticed(each: queries.NoticedInspection, reading: _Reading) -> dict[str, Any]:
    return {
        "row": each, "findings": [_said(finding) for finding in each.findings], "answers": _answers(each.answers),
        "form": reading.form(f"{each.pk}", each.person), "url": reverse("answer-second-look", args=[each.pk]),
        "stands": _stands(each.closed, each.answers), "is_closed": each.closed == SIDES,
    }  # fmt: skip


def _product(each: queries.ProductReplication) -> dict[str, Any]:
    return {
        "row": each,
        "findings": [_said(finding) for finding in each.found.findings],
        "properties": [_property(one, each.units.get(one.name, "")) for one in each.found.properties],
    }


def _machines(each: ProductMachines) -> dict[str, Any]:
    rows = [(name, one) for name, spreads in each.properties.items() for one in spreads]
    return {"row": each, "rows": rows, "findings": [_said(one.finding) for _name, one in rows if one.finding]}


def _property(one: Compared, unit: str) -> dict[str, Any]:
    return {"row": one, "unit": unit, "finding": None if one.finding is None else _said(one.finding)}


def _inspector(each: queries.NamedInspector, relationship: int, reading: _Reading) -> dict[str, Any]:
    record, is_noticed = each.found.record, bool(each.found.findings)
    return {
        "name": each.name, "record": record, "share": record.accepted / record.lots,
        "findings": [_said(finding) for finding in each.found.findings], "answers": _answers(each.answers),
        "form": reading.form(f"{relationship}-{each.person}", each.person) if is_noticed else None,
        "url": reverse("answer-inspector-record", args=[relationship, each.person]),
        "stands": _stands(each.closed, each.answers) if is_noticed else "",
    }  # fmt: skip
