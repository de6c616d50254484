"""The specification of a product: what is signed, what is being written, and its requirements one by one."""

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from troth.quality.specifications import KINDS, Requirement, Specification, read_specification
from troth_site.access import Actor, NotThere
from troth_site.actions.quality import specifications as acts
from troth_site.desk.door import signed_in
from troth_site.desk.forms import DeskForm
from troth_site.desk.quality import papers
from troth_site.desk.quality.paper_forms import CLASSES, RequirementForm, RevisionForm, TextForm
from troth_site.desk.quality.papers import Desk
from troth_site.desk.quality.wordings import beside, chosen
from troth_site.desk.tabs import tabs
from troth_site.queries.quality import papers as queries
from troth_site.queries.quality.products import product
from troth_site.queries.quality.wordings import AS_WRITTEN, Reading, read_paper


@signed_in
def specification(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show the specification of a product, and write what it is and how it is packed."""
    if request.method != "POST":
        return _page(request, by, queries.specifications(by, pk), {})
    form = TextForm(request.POST)

    def changed(now: Specification) -> Specification:
        return replace(now, summary=form.cleaned_data["summary"], packing=form.cleaned_data["packing"])

    return _write(request, by, pk, form, changed)


@require_POST
@signed_in
def begin(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Begin the next version with the words of the active one."""
    return _write(request, by, pk, RevisionForm(request.POST), lambda now: now)


@require_POST
@signed_in
def add(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Add a requirement."""
    form = RequirementForm(request.POST)
    return _write(
        request, by, pk, form, lambda now: replace(now, requirements=(*now.requirements, form.given()))
    )  # fmt: skip


@signed_in
def requirement(request: HttpRequest, by: Actor, pk: int, place: int) -> HttpResponse:
    """Change one requirement, with what stands there now beside what is typed."""
    product(by, pk, "record")
    seen = queries.specifications(by, pk)
    now = _at(_now(seen), place)
    if request.method == "POST":
        form = RequirementForm(request.POST)

        def changed(said: Specification) -> Specification:
            listed = list(said.requirements)
            listed[place - 1 : place] = [form.given()]
            return replace(said, requirements=tuple(listed))

        return _write(request, by, pk, form, changed, place=place)
    start = {name: value for name, value in asdict(now).items() if name != "name"}
    form = RequirementForm(initial=start | {"called": now.name, "revision": papers.revision_of(seen)})
    return _one(request, seen, form, place)


@require_POST
@signed_in
def remove(request: HttpRequest, by: Actor, pk: int, place: int) -> HttpResponse:
    """Take a requirement out of the version that is being written."""

    def changed(now: Specification) -> Specification:
        return replace(now, requirements=now.requirements[: place - 1] + now.requirements[place:])

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
    return Desk(page="specification", read=queries.specifications, show=_page)


def _write(
    request: HttpRequest, by: Actor, pk: int, form: DeskForm, changed: Callable[[Specification], Specification], *,
    place: int = 0,
) -> HttpResponse:  # fmt: skip
    product(by, pk, "record")
    seen, revision = queries.specifications(by, pk), papers.read_revision(request)

    def doing() -> None:
        acts.write(by=by, product=pk, given=changed(_now(seen)), revision=revision)

    if papers.acted(request, form, doing, told=_("Saved. It holds nothing until both sides have signed it.")):
        return redirect("specification", pk)
    seen = queries.specifications(by, pk)
    # What was typed stays, and is sent again upon what stands there now.
    form.data = form.data.copy()
    form.data["revision"] = str(papers.revision_of(seen))
    if place and len(_now(seen).requirements) >= place:
        return papers.answered(_one(request, seen, form, place))
    return papers.answered(_page(request, by, seen, {form.name if form.name in _KEPT else "refused": form}))


_KEPT = ("text", "requirement")


def _now(seen: queries.Papers) -> Specification:
    base = papers.base_of(seen)
    return Specification() if base is None else read_specification(base.written)


def _at(said: Specification, place: int) -> Requirement:
    if not 1 <= place <= len(said.requirements):
        raise NotThere
    return said.requirements[place - 1]


def _one(request: HttpRequest, seen: queries.Papers, form: DeskForm, place: int) -> HttpResponse:
    found = seen.product.partnership
    now = _at(_now(seen), place)
    context = {
        "partner": found, "tabs": tabs(found, "quality-products"), "product": seen.product, "form": form,
        "place": place, "now": row_of(now, AS_WRITTEN), "revision": papers.revision_of(seen),
    }  # fmt: skip
    return render(request, "desk/quality/specifications/requirement.html", context)


def _page(request: HttpRequest, by: Actor, seen: queries.Papers, kept: dict[str, DeskForm]) -> HttpResponse:
    found, now, start = seen.product.partnership, _now(seen), {"revision": papers.revision_of(seen)}
    read = read_paper(seen)
    words = chosen(request, read)
    context = papers.context_of(by, seen, words)
    for paper in (context["active"], context["draft"], *context["earlier"]):
        if paper is not None:
            said = read_specification(paper["row"].written)
            paper |= {"said": words.whole(said, "summary", "packing"),
                      "rows": [row_of(each, words) for each in said.requirements]}  # fmt: skip
    texts = TextForm(initial=start | {"summary": now.summary, "packing": now.packing})
    context |= {
        "tabs": tabs(found, "quality-products"), "revision": start["revision"], "refused": kept.get("refused"),
        "beside": beside(request, read, kind="specification", pk=seen.product.pk),
        "text_form": kept.get("text", texts),
        "requirement_form": kept.get("requirement", RequirementForm(initial=start)),
    }  # fmt: skip
    return render(request, "desk/quality/specifications/specification.html", context)


def row_of(written: Requirement, words: Reading) -> dict[str, Any]:
    """Return a requirement as a row of a table, as its reader reads it."""
    each = words.whole(written, "name", "words", "method")
    unit = f" {each.unit}" if each.unit else ""
    numbers = [
        f"≥ {each.lower:g}{unit}" if each.lower is not None else "",
        f"≤ {each.upper:g}{unit}" if each.upper is not None else "",
        _("target %(value)s") % {"value": f"{each.target:g}{unit}"} if each.target is not None else "",
    ]
    return {
        "row": each, "kind": _(KINDS[each.kind]), "class": CLASSES[each.defect_class.value],
        "limits": " · ".join(part for part in (*numbers, each.words) if part),
    }  # fmt: skip
