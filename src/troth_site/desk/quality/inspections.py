"""Inspections with a partner: those planned and done, one with everything seen, and planning another."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from troth.quality.sampling_values import said_sampling
from troth_site.access import Actor, NotAllowed
from troth_site.actions.quality import field_choosing, inspections_draws, inspections_skipping, lots_made
from troth_site.actions.quality import inspections as acts
from troth_site.actions.quality.inspections_wishes import PlanRefused
from troth_site.desk.communication.pressing import Press, pressed
from troth_site.desk.door import signed_in
from troth_site.desk.forms import DeskForm, choices
from troth_site.desk.frame import pager
from troth_site.desk.quality.inspections_forms import AssignForm, CancelForm, MadeForm, PlanForm, PresentForm, WordForm
from troth_site.desk.tabs import tabs
from troth_site.queries.communication.live import newest
from troth_site.queries.partners import may, partnership
from troth_site.queries.quality import inspections as queries
from troth_site.queries.quality import inspections_planning
from troth_site.queries.quality.inspections import OneInspection

TAB = "quality-inspections"
REFUSALS = (PlanRefused, inspections_draws.DrawRefused, field_choosing.ChoiceRefused, lots_made.MadeRefused)


@require_GET
@signed_in
def of_partner(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """List the inspections with one partner, and the checkpoints that wait for one."""
    found = partnership(by, pk)
    state = request.GET.get("state", "")
    page = queries.inspections(by, pk, state=state, page=_number(request, "page") or 1)
    states = [
        ("open", _("planned and running")),
        ("done", _("handed in")),
        ("cancelled", _("cancelled")),
        ("skipped", _("skipped by the draw")),
    ]
    fields = [{"name": "state", "label": _("State"), "kind": "select", "choices": choices(states, first=_("All"))}]
    fields[0]["choices"] = [
        {"value": value, "label": label, "selected": value == state} for value, label in fields[0]["choices"]
    ]
    context = {
        "partner": found,
        "tabs": tabs(found, TAB),
        "rows": page.rows,
        "pager": pager(request, page, target="#inspections"),
        "filters": {
            "url": request.path, "fields": fields, "clear_url": request.path if request.GET else "",
            "target": "#inspections",
        },
        "is_narrowed": bool(state),
        "waiting": inspections_planning.open_checkpoints(by, pk),
        "may_plan": may(by, found, "answer"),
        "live": {"pk": pk, "last": newest(), "target": "inspections"},
    }  # fmt: skip
    return render(request, "desk/quality/inspections/list.html", context)


@signed_in
def new(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Plan an inspection, from a checkpoint of an order or freely."""
    found = partnership(by, pk, "answer")
    posted = request.method == "POST"
    asked = {name: _number(request, name) for name in ("checkpoint", "programme", "second_of")}
    start = inspections_planning.start(by, pk, **asked)
    form, made = PlanForm(request.POST if posted else None, start=start), list[int]()

    def doing() -> None:
        made.append(acts.plan(by=by, relationship=pk, wish=form.wish()))

    if posted and form.act(request, doing, refusals=REFUSALS):
        messages.success(request, _("Planned. The plan is frozen, and both sides see its numbers."))
        return redirect("inspection", made[0]) if made else redirect("quality-inspections", pk)
    agreed = said_sampling(start.agreed).sentence(_) if start.agreed else ""
    context = {"partner": found, "tabs": tabs(found, TAB), "form": form, "start": start, "agreed": agreed}
    return render(request, "desk/quality/inspections/new.html", context, status=422 if posted else 200)


@require_GET
@signed_in
def inspection(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show one inspection."""
    return _page(request, by, queries.inspection(by, pk))


@require_POST
@signed_in
def cancel(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Cancel one, with a reason."""
    form = CancelForm(request.POST)
    return _press(
        request, by, pk, form, lambda: acts.cancel(by=by, inspection=pk, **form.cleaned_data), _("Cancelled.")
    )


@require_POST
@signed_in
def word(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Add our word to the draw."""
    form = WordForm(request.POST)
    done = _("Said. The units are drawn with it.")
    return _press(
        request, by, pk, form, lambda: inspections_draws.say_word(by=by, inspection=pk, **form.cleaned_data), done
    )


@require_POST
@signed_in
def present(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Present a lot of which some are skipped: the draw is made now, and shown to both sides."""
    form = PresentForm(request.POST)
    done = _("Presented. The draw is made: both sides see now whether the lot is looked at.")
    return _press(
        request, by, pk, form, lambda: inspections_skipping.present(by=by, inspection=pk, **form.cleaned_data), done
    )


@require_POST
@signed_in
def assign(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Name who inspects."""
    found = queries.inspection(by, pk)
    if found.partnership is None:
        raise NotAllowed
    people = inspections_planning.start(by, found.partnership.pk).people
    form = AssignForm(request.POST, people=people)
    done = _("They are told, and find it on their phone.")
    return _press(request, by, pk, form, lambda: acts.assign(by=by, inspection=pk, **form.cleaned_data), done)


@require_POST
@signed_in
def say_made(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Say on which line and with whose materials and work the lot was made."""
    form, done = MadeForm(request.POST), _("Kept. Both sides read it.")

    def doing() -> None:
        said = form.cleaned_data
        lots_made.say_made(by=by, inspection=pk, line=said["line"], suppliers=said["suppliers"].splitlines())

    return _press(request, by, pk, form, doing, done)


@require_POST
@signed_in
def choose(request: HttpRequest, by: Actor, pk: int, entry: int) -> HttpResponse:
    """Let one of several people's answers stand."""
    form = DeskForm(request.POST)
    done = _("This answer stands. The others stay beside it.")
    return _press(request, by, pk, form, lambda: field_choosing.choose(by=by, entry=entry), done)


def _press(request: HttpRequest, by: Actor, pk: int, form: DeskForm, doing: Any, done: str) -> HttpResponse:
    found = queries.inspection(by, pk)

    def again(refused: DeskForm) -> HttpResponse:
        return _page(request, by, found, refused=refused)

    back = reverse("inspection", args=[pk])
    return pressed(request, form, Press(doing=doing, done=done, refusals=REFUSALS, back=back, page=again))


def _page(request: HttpRequest, by: Actor, found: OneInspection, *, refused: DeskForm | None = None) -> HttpResponse:
    people = inspections_planning.start(by, found.partnership.pk).people if _may_assign(found) else []
    named: dict[str, DeskForm] = {
        form.name: form
        for form in (
            CancelForm(),
            WordForm(),
            PresentForm(),
            AssignForm(people=people),
            MadeForm(initial={"line": found.made.line, "suppliers": "\n".join(found.made.suppliers)}),
        )
    }
    if refused is not None:
        named[refused.name] = refused
    context: dict[str, Any] = {
        "found": found, "row": found.row, "forms": named, "may_assign": _may_assign(found), "choice": DeskForm(),
        "open": [field for field in found.fields if field.is_open],
    }  # fmt: skip
    if found.partnership is not None:
        context |= {
            "partner": found.partnership,
            "tabs": tabs(found.partnership, TAB),
            "live": {"pk": found.partnership.pk, "last": newest(), "target": "inspection"},
        }
    return render(request, "desk/quality/inspections/inspection.html", context, status=200 if refused is None else 422)


def _may_assign(found: OneInspection) -> bool:
    return found.may_change and found.row.state in ("planned", "taken")


def _number(request: HttpRequest, name: str) -> int | None:
    asked = request.GET.get(name, "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else None
