"""One corrective action of two parties: its steps, whose the cause was, the lots since, what lacks, its end."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from troth.communication.tone import tones
from troth_site import access
from troth_site.access import Actor
from troth_site.actions.quality import corrective as acts
from troth_site.actions.quality import corrective_causes as causes
from troth_site.actions.quality import corrective_dropping as dropping
from troth_site.actions.quality import corrective_steps as steps
from troth_site.actions.quality import evidence
from troth_site.desk import words
from troth_site.desk.communication.messages_checks import told
from troth_site.desk.door import signed_in
from troth_site.desk.forms import DeskForm, OwnerForm
from troth_site.desk.quality.corrective_forms import (
    CAUSES,
    ESCAPES,
    STAGES,
    WHYS,
    CauseForm,
    DoneForm,
    DropForm,
    RefuseForm,
    StepForm,
)
from troth_site.desk.quality.wordings import beside, chosen
from troth_site.queries.partners import Partnership, may
from troth_site.queries.quality import corrective as queries
from troth_site.queries.quality.corrective_around import Around, Counted, around
from troth_site.queries.quality.wordings import as_read, reading, texts_of_action
from troth_site.queries.settling import people_of

REFUSALS = (acts.CorrectiveRefused, evidence.EvidenceRefused)
STAGE_WORDS = {
    "containment": gettext_lazy("Containment"), "cause": gettext_lazy("Cause"),
    "correction": gettext_lazy("Correction"), "prevention": gettext_lazy("Prevention"),
}  # fmt: skip
STATES = {"open": "open", "watched": "watch", "closed": "ok", "reopened": "alarm", "dropped": "cancelled"}


@require_GET
@signed_in
def action(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show one corrective action: its steps, whose the cause was, the lots since, and what lacks."""
    return page(request, by, queries.action(by, pk))


@require_POST
@signed_in
def add_step(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Write a step of either side."""
    found = _found(by, pk)
    form = StepForm(request.POST, names=_names(found))

    def doing() -> None:
        steps.add(by=by, corrective=pk, given=steps.NewStep(**form.cleaned_data))

    return _pressed(request, by, found, form, doing)


@require_POST
@signed_in
def say_cause(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Say whose the cause was, why, and who bears the cost."""
    found = _found(by, pk)
    form = CauseForm(request.POST)

    def doing() -> None:
        given = form.cleaned_data
        names = ("side", "cost", "currency", "buyer_share")
        cause = causes.Cause(whys=form.whys(), escapes=form.escapes(), **{name: given[name] for name in names})
        causes.say_cause(by=by, corrective=pk, given=cause, revision=given["revision"])

    return _pressed(request, by, found, form, doing)


@require_POST
@signed_in
def own(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Name who on our side looks after it."""
    found = _found(by, pk)
    form = OwnerForm(request.POST, people=_people(found))
    return _pressed(
        request, by, found, form, lambda: acts.own(by=by, corrective=pk, person=form.cleaned_data["person"])
    )


@require_POST
@signed_in
def close(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Close it, once it has been shown to work."""
    found, form = _found(by, pk), DeskForm(request.POST)
    return _pressed(request, by, found, form, lambda: acts.close(by=by, corrective=pk))


@require_POST
@signed_in
def step(request: HttpRequest, by: Actor, pk: int, step: int) -> HttpResponse:
    """Take a step on, say that it is done, confirm it, say what lacks, or let it fall away."""
    found, does = _found(by, pk), request.POST.get("does", "")
    if step not in {row.pk for row in found.steps}:
        raise access.NotThere
    forms: dict[str, Any] = {
        "take": lambda: DeskForm(request.POST), "confirm": lambda: DeskForm(request.POST),
        "done": lambda: DoneForm(request.POST, request.FILES), "refuse": lambda: RefuseForm(request.POST),
        "drop": lambda: DropForm(request.POST),
    }  # fmt: skip
    if does not in forms:
        raise access.NotThere
    form = forms[does]()

    def doing() -> None:
        if does == "take":
            steps.take(by=by, step=step)
        elif does == "confirm":
            steps.confirm(by=by, step=step)
        elif does == "refuse":
            steps.refuse(by=by, step=step, reason=form.cleaned_data["reason"])
        elif does == "drop":
            dropping.drop_step(by=by, step=step, reason=form.cleaned_data["reason"])
        else:
            steps.done(by=by, step=step, proof=form.cleaned_data["proof"], files=_kept(by, found, form))

    return _pressed(request, by, found, form, doing, step=step)


@require_POST
@signed_in
def drop(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Take back an action that was opened by mistake."""
    found, form = _found(by, pk), DropForm(request.POST)
    return _pressed(
        request, by, found, form, lambda: dropping.drop(by=by, corrective=pk, reason=form.cleaned_data["reason"])
    )


@require_GET
@signed_in
def of_promise(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Lead from a promise to the action it belongs to."""
    return redirect("corrective", queries.of_promise(by, pk))


def _kept(by: Actor, found: queries.OneAction, form: DeskForm) -> list[int]:
    ours = found.partnership
    return [
        evidence.keep(by=by, relationship=ours.pk, name=file.name, content=file.read(), side=ours.our_side)
        for file in form.cleaned_data["files"]
    ]


def _found(by: Actor, pk: int, verb: access.Verb = "record") -> queries.OneAction:
    found = queries.action(by, pk)
    if not may(by, found.partnership, verb):
        raise access.NotAllowed
    return found


def _pressed(
    request: HttpRequest, by: Actor, found: queries.OneAction, form: DeskForm, doing: Any, *, step: int = 0
) -> HttpResponse:
    if form.act(request, doing, refusals=REFUSALS):
        messages.success(request, _("Recorded. The other side sees it."))
        return redirect("corrective", found.pk)
    # What stood between it and its end is read anew: somebody may have moved it meanwhile.
    return page(request, by, queries.action(by, found.pk), refused=form, refused_step=step)


def page(
    request: HttpRequest, by: Actor, found: queries.OneAction, *, refused: DeskForm | None = None, refused_step: int = 0
) -> HttpResponse:
    """Render one action, with a form that was refused at its place."""
    ours, is_open = found.partnership, found.row.state not in queries.OVER
    more = around(found.pk, side=ours.our_side)
    read = reading(ours.pk, texts_of_action(found))
    seen = as_read(found, chosen(request, read))
    may_write = is_open and may(by, ours, "record")
    given = refused.name if refused and not refused_step else ""
    cause = {f"why{at}": why for at, why in enumerate(found.whys[:WHYS])}
    cause |= {f"escape{at}": why for at, why in enumerate(found.escapes[:ESCAPES])}
    cause |= {
        "side": found.said[ours.our_side], "cost": found.cost, "currency": found.currency,
        "buyer_share": found.buyer_share, "revision": found.revision,
    }  # fmt: skip
    context = {
        "partner": ours, "is_top": True, "found": seen, "row": seen.row,
        "words": beside(request, read, kind="corrective", pk=found.pk), "state": STATES[found.row.state],
        "steps": [_step(found, row, refused if row.pk == refused_step else None, may_write=may_write)
                  for row in seen.steps],
        "stages": [{"key": key, "name": name} for key, name in STAGES],
        "said": [{"side": side, "name": ours.name(side), "ours": side == ours.our_side,  # type: ignore[arg-type]
                  "cause": dict(CAUSES).get(said, ""), "owner": found.owners[side]}
                 for side, said in found.said.items()],
        "cause": dict(CAUSES).get(found.cause_side, ""), "lacks": [lack_words(lack, ours) for lack in found.lacks],
        "tone": [{"says": told(remark.finding), "mend": told(remark.mend)}
                 for remark in tones("\n".join([found.row.title, found.problem, *found.whys]))],
        "step_form": (refused if given == "step" else StepForm(names=_names(found))) if may_write else None,
        "cause_form": (refused if given == "cause" else CauseForm(initial=cause)) if may_write else None,
        "owner_form": (refused if given == "owner" else OwnerForm(people=_people(found))) if may_write else None,
        "more": more, "history": _history(more, ours),
        "is_bare": not any(row.is_current for row in found.steps),
        "counted": [_counted(each, ours) for each in more.counted],
        "drop_form": (refused if given == "drop" else DropForm()) if may_write and more.may_drop else None,
        "close_form": (refused if given == "form" else DeskForm()) if may_write else None,
        "beside": [code for code in ("en", "zh-hans", "vi", "es", "tr", "bn") if code != translation.get_language()],
    }  # fmt: skip
    return render(request, "desk/quality/corrective/one.html", context, status=422 if refused else 200)


def _step(
    found: queries.OneAction, row: queries.StepRow, refused: DeskForm | None, *, may_write: bool
) -> dict[str, Any]:
    is_ours = row.side == found.partnership.our_side
    waits = may_write and row.is_current and row.confirmed_at is None
    shown: dict[str, Any] = {
        "row": row,
        "is_ours": is_ours,
        "take": None,
        "done": None,
        "confirm": None,
        "refuse": None,
        "drop": None,
    }
    if waits and is_ours and row.done_at is None:
        shown["take"] = None if row.is_promised else DeskForm()
        shown["done"] = refused if refused and refused.name == "done" else DoneForm()
    elif waits and not is_ours and row.done_at is not None:
        shown["confirm"] = DeskForm()
        shown["refuse"] = refused if refused and refused.name == "refuse" else RefuseForm()
    if waits and row.done_at is None and not (is_ours and row.is_promised):
        shown["drop"] = refused if refused and refused.name == "drop" else DropForm()
    for name in ("done", "refuse", "drop"):
        if shown[name] is not None:
            shown[name].auto_id = f"{name}-{row.pk}-%s"
    is_late = row.done_at is None and row.due_on < timezone.localdate()
    if row.dropped_at:
        return shown | {"state": "cancelled"}
    state = "confirmed" if row.confirmed_at else "done" if row.done_at else "overdue" if is_late else "open"
    return shown | {"state": state}


def lack_words(lack: Any, found: Partnership) -> str:
    """Say what lacks, the part of the action called as its reader calls it."""
    part = STAGE_WORDS.get(lack.params.get("stage", ""))
    told = dict(lack.params) | ({} if part is None else {"stage": str(part).lower()})
    if "side" in told:
        told["side"] = found.name(told["side"])
    return words.found(replace(lack, params=told))


def _history(more: Around, ours: Partnership) -> list[dict[str, Any]]:
    """Return what was said of the cause at each time, the reasons where they are other ones than the time before."""
    reasons = [(said.whys, said.escapes) for said in more.said]
    return [
        {"row": said, "name": ours.name(said.side), "cause": dict(CAUSES).get(said.cause_side, ""),  # type: ignore[arg-type]
         "reasons": [*said.whys, *said.escapes] if at == 0 or reasons[at] != reasons[at - 1] else []}
        for at, said in enumerate(more.said)
    ]  # fmt: skip


def _counted(each: Counted, ours: Partnership) -> dict[str, Any]:
    return {"row": each, "name": ours.name(each.side), "is_ours": each.side == ours.our_side}  # type: ignore[arg-type]


def _names(found: queries.OneAction) -> dict[str, str]:
    return {"buyer": found.partnership.buyer_name, "factory": found.partnership.factory_name}


def _people(found: queries.OneAction) -> list[tuple[int, str]]:
    return people_of(found.partnership.organisation(found.partnership.our_side))
