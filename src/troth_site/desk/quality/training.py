"""Trainings of workers: planned, agreed, held; what tests and lots say since, for both sides, without a name."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from troth.quality.training import FEWEST_LOTS, Difference, TrainingEffect
from troth_site import access
from troth_site.access import Actor
from troth_site.actions.quality import training as acts
from troth_site.desk.door import signed_in
from troth_site.desk.quality.training_forms import BecauseForm, ResultsForm, TrainingForm
from troth_site.desk.tabs import tabs
from troth_site.queries.partners import Partnership, may, partnership
from troth_site.queries.quality import training as queries
from troth_site.templatetags.troth_parts import count, rate

REFUSALS = (acts.TrainingRefused,)
STATES = {"planned": "open", "agreed": "ok", "held": "done", "declined": "noted", "cancelled": "cancelled"}
_RESULTS = tuple(acts.Results.__dataclass_fields__)


@signed_in
def trainings(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show the trainings with a partner, and plan one."""
    posted = request.method == "POST"
    if posted:
        partnership(by, pk, "record")
    page = queries.trainings(by, pk)
    found = page.partnership
    givers = [("buyer", found.buyer_name), ("factory", found.factory_name)]
    form = TrainingForm(request.POST if posted else None, givers=givers, families=page.families)

    def doing() -> None:
        acts.plan(by=by, relationship=pk, given=acts.NewTraining(**form.cleaned_data))

    if posted and form.act(request, doing, refusals=REFUSALS):
        messages.success(request, _("Planned. It binds once the other side agrees."))
        return redirect("quality-training", pk)
    context = {
        "partner": found, "tabs": tabs(found, "quality-training"), "rows": [_row(row) for row in page.rows],
        "invested": [_invested(each, found) for each in page.invested], "came": page.came, "hours": page.hours,
        "form": form if may(by, found, "record") else None, "families": page.families,
    }  # fmt: skip
    return render(request, "desk/quality/training/list.html", context, status=422 if posted else 200)


@signed_in
def training(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show one training, and record what it came to."""
    found, posted = queries.training(by, pk), request.method == "POST"
    may_write = may(by, found.partnership, "record")
    if posted and not may_write:
        raise access.NotAllowed
    form = ResultsForm(request.POST if posted else None, initial={name: getattr(found, name) for name in _RESULTS})

    def doing() -> None:
        acts.hold(by=by, training=pk, given=acts.Results(**form.cleaned_data))

    if posted and form.act(request, doing, refusals=REFUSALS):
        messages.success(request, _("Recorded. Both sides see the counts; nobody is named."))
        return redirect("training", pk)
    return _page(request, by, found, form, status=422 if posted else 200)


@require_POST
@signed_in
def step(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Agree to a planned training, decline it, or cancel it."""
    found = queries.training(by, pk)
    form = BecauseForm(request.POST)

    def doing() -> None:
        because = form.cleaned_data["because"]
        acts.answer(by=by, training=pk, step=request.POST.get("step", ""), because=because)

    if form.act(request, doing, refusals=REFUSALS):
        messages.success(request, _("Done. The other side sees it."))
        return redirect("training", pk)
    fresh = ResultsForm(initial={name: getattr(found, name) for name in _RESULTS})
    return _page(request, by, found, fresh, answer=form, status=422)


@require_GET
@signed_in
def of_promise(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Lead from a promise to hold a training to the training."""
    return redirect("training", queries.of_promise(by, pk))


def _page(
    request: HttpRequest, by: Actor, found: queries.TrainingRow, form: ResultsForm, *,
    answer: BecauseForm | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    side, may_write = found.partnership.our_side, may(by, found.partnership, "record")
    is_open, today = found.state in ("planned", "agreed"), timezone.localdate()
    can_hold = may_write and (found.state == "held" or (found.state == "agreed" and found.first_day <= today))
    context = {
        "partner": found.partnership, "is_top": True, "found": _row(found),
        "form": form if can_hold or form.is_bound else None,
        "answer_form": (answer or BecauseForm()) if may_write and (is_open or answer) else None,
        "may_agree": found.state == "planned" and side != found.side, "is_open": is_open,
        "tests": _difference(found.tests), "effect": _effect(queries.effect(by, found)),
        "is_factory": side == "factory",
    }  # fmt: skip
    return render(request, "desk/quality/training/one.html", context, status=status)


def _row(row: queries.TrainingRow) -> dict[str, Any]:
    is_late = row.state == "agreed" and row.last_day < timezone.localdate()
    found = row.partnership
    return {
        "row": row, "state": "overdue" if is_late else STATES[row.state], "word": "" if is_late else row.state_name,
        "giver": found.name(row.giver), "giver_is_ours": row.giver == found.our_side,  # type: ignore[arg-type]
        "days": (row.first_day, row.last_day) if row.first_day != row.last_day else (row.first_day,),
        "factory_percent": 100 - row.buyer_percent,
    }  # fmt: skip


def _invested(each: queries.Invested, found: Partnership) -> dict[str, Any]:
    return {"row": each, "name": found.name(each.side), "ours": each.side == found.our_side}  # type: ignore[arg-type]


def _difference(found: Difference | None) -> dict[str, Any] | None:
    if found is None:
        return None
    told = {
        "before": rate(found.before, 0), "after": rate(found.after, 0), "low": _points(found.low),
        "high": _points(found.high),
    }  # fmt: skip
    said = _("%(before)s passed before, %(after)s after; the change is probably %(low)s to %(high)s points.") % told
    more = _("That more of them can do it now is shown.") if found.is_shown and found.change > 0 else ""
    return {"sentence": said, "more": more or _("That more of them can do it now is not shown.")}


def _points(share: float) -> str:
    return f"{share * 100:+.1f}".replace("-", "−")


def _effect(found: TrainingEffect | None) -> dict[str, Any] | None:
    if found is None:
        return None
    lots = {"before": count(found.lots_before), "after": count(found.lots_after), "n": count(FEWEST_LOTS)}
    if found.difference is None:
        early = _("%(before)s lots before and %(after)s since: too early to say; it takes %(n)s on either side.")
        return {"state": "insufficient", "sentence": early % lots, "verdict": ""}
    each = found.difference
    told = {
        "was": rate(each.before, 2), "now": rate(each.after, 2), "low": _points(each.low), "high": _points(each.high),
    } | lots  # fmt: skip
    said = _(
        "%(was)s of units were bad in %(before)s lots before, %(now)s in %(after)s lots since; the change is probably"
        " %(low)s to %(high)s points."
    )
    verdicts = {
        "fewer": _("That fewer are bad since is shown. Other things may have changed as well."),
        "more": _("More are bad since; that is shown. Look together at what else has changed."),
        "not shown": _("A change is not shown."),
    }
    state = {"fewer": "ok", "more": "watch"}.get(found.verdict, "noted")
    return {"state": state, "sentence": said % told, "verdict": verdicts[found.verdict]}
