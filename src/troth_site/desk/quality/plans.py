"""The quality plan of a product: what is signed, what is being written, and its checkpoints one by one."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from troth.quality.checkpoints import STAGES, Checkpoint, read_checkpoints
from troth.quality.sampling_values import said_sampling
from troth_site.access import Actor, NotThere
from troth_site.actions.quality import plans as acts
from troth_site.actions.quality.plans import PlanGiven
from troth_site.actions.quality.products import CATEGORIES
from troth_site.desk.door import signed_in
from troth_site.desk.forms import DeskForm
from troth_site.desk.quality import papers
from troth_site.desk.quality.paper_forms import (
    SIDES,
    CheckpointForm,
    PlanTextForm,
    RevisionForm,
    StartForm,
    initial_of,
)
from troth_site.desk.quality.papers import Desk
from troth_site.desk.quality.wordings import beside, chosen
from troth_site.desk.tabs import tabs
from troth_site.queries.partners import Partnership
from troth_site.queries.quality import checklists
from troth_site.queries.quality import papers as queries
from troth_site.queries.quality.products import product
from troth_site.queries.quality.starting_plans import categories, starting_plan
from troth_site.queries.quality.wordings import AS_WRITTEN, Reading, read_paper


@signed_in
def plan(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show the plan of a product, and write why it is made."""
    if request.method != "POST":
        return _page(request, by, queries.plans(by, pk), {})
    form = PlanTextForm(request.POST)

    def changed(now: PlanGiven) -> PlanGiven:
        return replace(now, why=form.cleaned_data["why"], moves_open_orders=form.cleaned_data["moves"])

    return _write(request, by, pk, form, changed)


@require_POST
@signed_in
def begin(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Begin a version: with the active one's checkpoints, or as chosen."""
    form = _start_form(request.POST)

    def changed(now: PlanGiven) -> PlanGiven:
        chosen = form.cleaned_data["category"]
        if chosen not in categories():
            return now
        return PlanGiven(checkpoints=starting_plan(chosen, language=get_language() or "en"))

    return _write(request, by, pk, form, changed)


@require_POST
@signed_in
def add(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Add a checkpoint."""
    form = _form(product(by, pk, "record").partnership, request.POST)
    return _write(
        request, by, pk, form, lambda now: replace(now, checkpoints=(*now.checkpoints, form.given()))
    )  # fmt: skip


@signed_in
def checkpoint(request: HttpRequest, by: Actor, pk: int, place: int) -> HttpResponse:
    """Change one checkpoint, with what stands there now beside what is typed."""
    found = product(by, pk, "record").partnership
    seen = queries.plans(by, pk)
    now = _at(_now(seen), place)
    if request.method == "POST":
        form = _form(found, request.POST)

        def changed(said: PlanGiven) -> PlanGiven:
            listed = list(said.checkpoints)
            listed[place - 1 : place] = [form.given()]
            return replace(said, checkpoints=tuple(listed))

        return _write(request, by, pk, form, changed, place=place)
    form = _form(found, initial=initial_of(now) | {"revision": papers.revision_of(seen)})
    return _one(request, seen, form, place)


@require_POST
@signed_in
def remove(request: HttpRequest, by: Actor, pk: int, place: int) -> HttpResponse:
    """Take a checkpoint out of the version that is being written."""

    def changed(now: PlanGiven) -> PlanGiven:
        return replace(now, checkpoints=now.checkpoints[: place - 1] + now.checkpoints[place:])

    return _write(request, by, pk, RevisionForm(request.POST), changed)


@require_POST
@signed_in
def sign(request: HttpRequest, by: Actor, pk: int, number: int) -> HttpResponse:
    """Sign the version that stood on the page."""
    digest = request.POST.get("digest", "")
    doing = lambda: acts.sign(by=by, product=pk, number=number, digest=digest)  # noqa: E731 - one call, handed on
    return papers.pressed(request, by, pk, _desk(), doing, told=_("Signed for your side."))


@require_POST
@signed_in
def withdraw(request: HttpRequest, by: Actor, pk: int, number: int) -> HttpResponse:
    """Take the open version back."""
    doing = lambda: acts.withdraw(by=by, product=pk, number=number)  # noqa: E731 - one call, handed on
    return papers.pressed(request, by, pk, _desk(), doing, told=_("Withdrawn. What both sides signed before stays."))


def _desk() -> Desk:
    return Desk(page="plan", read=queries.plans, show=_page)


def _write(
    request: HttpRequest, by: Actor, pk: int, form: DeskForm, changed: Callable[[PlanGiven], PlanGiven], *,
    place: int = 0,
) -> HttpResponse:  # fmt: skip
    product(by, pk, "record")
    seen, revision = queries.plans(by, pk), papers.read_revision(request)

    def doing() -> None:
        acts.write(by=by, product=pk, given=changed(_now(seen)), revision=revision)

    if papers.acted(request, form, doing, told=_("Saved. It is not active until both sides have signed it.")):
        return redirect("plan", pk)
    seen = queries.plans(by, pk)
    # What was typed stays, and is sent again upon what stands there now.
    form.data = form.data.copy()
    form.data["revision"] = str(papers.revision_of(seen))
    if place and len(_now(seen).checkpoints) >= place:
        return papers.answered(_one(request, seen, form, place))
    return papers.answered(_page(request, by, seen, {form.name if form.name in _KEPT else "refused": form}))


_KEPT = ("plan", "checkpoint", "start")


def _now(seen: queries.Papers) -> PlanGiven:
    base = papers.base_of(seen)
    if base is None:
        return PlanGiven(checkpoints=())
    # Why a version was made, and whether it moves orders, is said anew for the next.
    more = {"why": base.written["why"], "moves_open_orders": base.written["moves_open_orders"]} if base.is_open else {}
    return PlanGiven(checkpoints=read_checkpoints(base.written), **more)


def _at(said: PlanGiven, place: int) -> Checkpoint:
    if not 1 <= place <= len(said.checkpoints):
        raise NotThere
    return said.checkpoints[place - 1]


def _form(found: Partnership, data: Any = None, **kwargs: Any) -> CheckpointForm:
    return CheckpointForm(data, checklists=_offered(found), **kwargs)


def _offered(found: Partnership) -> list[tuple[str, str]]:
    return checklists.offered((found.buyer, found.factory), language=get_language() or "en")


def _start_form(data: Any = None, **kwargs: Any) -> StartForm:
    return StartForm(data, named=[(code, _(CATEGORIES[code])) for code in categories()], **kwargs)


def _one(request: HttpRequest, seen: queries.Papers, form: DeskForm, place: int) -> HttpResponse:
    found = seen.product.partnership
    now = row_of(_at(_now(seen), place), dict(_offered(found)), AS_WRITTEN)
    context = {
        "partner": found, "tabs": tabs(found, "quality-products"), "product": seen.product, "form": form,
        "place": place, "now": now, "revision": papers.revision_of(seen),
    }  # fmt: skip
    return render(request, "desk/quality/plans/checkpoint.html", context)


def _page(request: HttpRequest, by: Actor, seen: queries.Papers, kept: dict[str, DeskForm]) -> HttpResponse:
    found, now, start = seen.product.partnership, _now(seen), {"revision": papers.revision_of(seen)}
    read, offered = read_paper(seen), _offered(found)
    context, words = papers.context_of(by, seen, chosen(request, read)), chosen(request, read)
    for paper in (context["active"], context["draft"], *context["earlier"]):
        if paper is not None:
            listed = read_checkpoints(paper["row"].written)
            paper |= {"rows": [row_of(each, dict(offered), words) for each in listed],
                      "why": words.of(paper["row"].written["why"])}  # fmt: skip
    texts = PlanTextForm(initial=start | {"why": now.why, "moves": now.moves_open_orders})
    context |= {
        "tabs": tabs(found, "quality-products"), "revision": start["revision"], "refused": kept.get("refused"),
        "beside": beside(request, read, kind="plan", pk=seen.product.pk),
        "text_form": kept.get("plan", texts), "start_form": kept.get("start", _start_form(initial=start)),
        "checkpoint_form": kept.get("checkpoint", CheckpointForm(checklists=offered, initial=start)),
    }  # fmt: skip
    return render(request, "desk/quality/plans/plan.html", context)


def row_of(each: Checkpoint, checklists: Mapping[str, str], words: Reading) -> dict[str, Any]:
    """Return a checkpoint as a row of a list, as its reader reads it, its checklist by name where that is known."""
    return {
        "row": words.whole(each, "name", "method", "limits", "evidence"),
        "stage": _(STAGES[each.stage]), "owner": SIDES[each.owner],
        "sampling": said_sampling(each.sampling).sentence(_),
        "checklist": checklists.get(each.checklist, each.checklist),
    }  # fmt: skip
