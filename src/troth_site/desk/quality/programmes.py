"""Regular inspections with a partner: what is due, why so often, and one tap to plan it; both sides see the same."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from troth.quality.programmes import LookState
from troth_site.access import Actor
from troth_site.actions.quality import programmes as acts
from troth_site.desk.communication.pressing import Press, pressed
from troth_site.desk.door import signed_in
from troth_site.desk.forms import DeskForm
from troth_site.desk.quality.inspections_forms import AssignForm
from troth_site.desk.quality.programmes_forms import EndForm, ProposeForm
from troth_site.desk.tabs import tabs
from troth_site.desk.trust import cards
from troth_site.queries.partners import may, partnership
from troth_site.queries.quality import inspections_planning
from troth_site.queries.quality import programmes as queries
from troth_site.queries.quality.programmes import ProgrammeRow
from troth_site.templatetags.troth_parts import count

TAB = "quality-programme"
REFUSALS = (acts.ProgrammeRefused,)
STATES = {LookState.LATER: "open", LookState.SOON: "watch", LookState.TODAY: "watch", LookState.OVERDUE: "overdue"}


@require_GET
@signed_in
def programmes(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show the regular inspections with a partner, those due first."""
    return _page(request, by, pk)


@signed_in
def new(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Propose a regular inspection."""
    found = partnership(by, pk, "record")
    posted = request.method == "POST"
    start = inspections_planning.start(by, pk)
    form = ProposeForm(request.POST if posted else None, start=start)
    if posted and form.act(
        request, lambda: acts.propose(by=by, relationship=pk, given=form.given()), refusals=REFUSALS
    ):
        told = _("Proposed. It counts once %(partner)s agrees.") % {"partner": found.partner}
        messages.success(request, told)
        return redirect(TAB, pk)
    context = {"partner": found, "tabs": tabs(found, TAB), "form": form}
    return render(request, "desk/quality/programmes/new.html", context, status=422 if posted else 200)


@require_POST
@signed_in
def agree(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Agree to what the other side proposed."""
    done = _("Agreed. From today on looks are counted, and the next one is promised when its day is known.")
    return _press(request, by, pk, DeskForm(request.POST), lambda form: acts.agree(by=by, programme=pk), done)


@require_POST
@signed_in
def end(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """End one, or decline it, with a reason."""
    form = EndForm(request.POST)
    return _press(
        request, by, pk, form, lambda form: acts.end(by=by, programme=pk, **form.cleaned_data), _("Ended.")
    )  # fmt: skip


@require_POST
@signed_in
def assign(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Name who looks."""
    people = inspections_planning.start(by, queries.partner_of(by, pk)).people
    form = AssignForm(request.POST, people=people)
    done = _("Named. They are told of each inspection when it is planned.")
    return _press(request, by, pk, form, lambda form: acts.assign(by=by, programme=pk, **form.cleaned_data), done)


@require_POST
@signed_in
def plan_next(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Plan the inspection that is due next, and lead to it."""
    form, partner, made = DeskForm(request.POST), queries.partner_of(by, pk), list[int]()

    def doing() -> None:
        made.append(acts.plan_next(by=by, programme=pk))

    if form.act(request, doing, refusals=REFUSALS):
        if made:
            messages.success(request, _("Planned. The plan is frozen, and both sides see its numbers."))
        return redirect("inspection", made[0]) if made else redirect(TAB, partner)
    return _page(request, by, partner, refused=(pk, form))


@require_GET
@signed_in
def of_promise(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Lead from the promise to look to the regular inspections."""
    return redirect(TAB, queries.of_promise(by, pk))


def _press(request: HttpRequest, by: Actor, pk: int, form: DeskForm, doing: Any, done: str) -> HttpResponse:
    partner = queries.partner_of(by, pk)

    def again(refused: DeskForm) -> HttpResponse:
        return _page(request, by, partner, refused=(pk, refused))

    press = Press(
        doing=lambda: doing(form), done=done, refusals=REFUSALS, back=reverse(TAB, args=[partner]), page=again
    )
    return pressed(request, form, press)


def _page(request: HttpRequest, by: Actor, pk: int, *, refused: tuple[int, DeskForm] | None = None) -> HttpResponse:
    seen = queries.programmes(by, pk, today=timezone.localdate())
    found = seen.partnership
    may_change = may(by, found, "record")
    people = inspections_planning.start(by, pk).people if may_change and seen.rows else []
    context = {
        "partner": found, "tabs": tabs(found, TAB), "may_propose": may_change, "may_plan": may(by, found, "answer"),
        "ended": seen.ended, "rows": [_shown(row, found.our_side, people, refused) for row in seen.rows],
        "sentence": _sentence(seen.rows),
    }  # fmt: skip
    status = 200 if refused is None else 422
    return render(request, "desk/quality/programmes/programmes.html", context, status=status)


def _shown(
    row: ProgrammeRow, ours: str, people: list[tuple[int, str]], refused: tuple[int, DeskForm] | None
) -> dict[str, Any]:  # fmt: skip
    forms: dict[str, DeskForm] = {"end": EndForm(), "assign": AssignForm(people=people), "form": DeskForm()}
    for form in forms.values():
        # Several of the same form stand on one page.
        form.auto_id = f"{form.name}-{row.pk}-%s"
    if refused is not None and refused[0] == row.pk:
        forms[refused[1].name] = refused[1]
    found = row.next
    length = found.interval.length if found else row.base
    return {
        "row": row, "forms": forms, "is_ours": row.proposed_side == ours, "state": STATES[row.look],
        "agreed": _every(row.base, row.unit), "now": _every(length, row.unit) if length != row.base else "",
        "reasons": [reason.sentence(_) for reason in found.interval.reasons] if found else [],
        "moved": found.due.finding.sentence(_) if found and found.due and found.due.finding else "",
        "left": cards.left(row.due_on, timezone.localdate()) if row.due_on else "",
        "lots_left": max(0, length - found.lots) if found and found.lots is not None else None,
    }  # fmt: skip


def _every(length: int, unit: str) -> str:
    if unit == "days":
        said = ngettext("every day", "every %(n)s days", length)
    else:
        said = ngettext("every lot", "every %(n)s lots", length)
    return said % {"n": count(length)}


def _sentence(rows: tuple[ProgrammeRow, ...]) -> str:
    late = sum(row.look is LookState.OVERDUE for row in rows)
    if late:
        return ngettext("One regular inspection is overdue.", "%(n)s regular inspections are overdue.", late) % {
            "n": count(late)
        }
    soon = sum(row.look in (LookState.SOON, LookState.TODAY) for row in rows)
    if soon:
        told = ngettext("One is due within a week.", "%(n)s are due within a week.", soon)
        return told % {"n": count(soon)}
    return _("Nothing is overdue, and nothing is due within a week.") if rows else ""
