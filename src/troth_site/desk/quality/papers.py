"""What the pages of specifications and of plans share: versions as they are shown, signing, withdrawing."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.basis.findings import Finding
from troth.commitments.outcomes import SIDES
from troth.quality.papers import Difference
from troth_site.access import Actor
from troth_site.actions.quality.papers import PaperMoved, PaperRefused
from troth_site.desk.deciders import deciders
from troth_site.desk.forms import DeskForm
from troth_site.queries.partners import Partnership, may
from troth_site.queries.quality.papers import Papers, PaperVersion
from troth_site.queries.quality.products import product
from troth_site.queries.quality.wordings import Reading

REFUSALS = (PaperRefused, PaperMoved)
STATES = {
    "draft": ("open", gettext_lazy("being written")),
    "offered": ("watch", gettext_lazy("waits for a signature")),
    "active": ("confirmed", gettext_lazy("signed by both sides")),
    "replaced": ("unknown", gettext_lazy("replaced by a later version")),
    "withdrawn": ("cancelled", gettext_lazy("withdrawn")),
}
PARTS = {
    "summary": gettext_lazy("What it is"),
    "packing": gettext_lazy("Packing"),
    "name": gettext_lazy("Name"),
    "kind": gettext_lazy("Kind"),
    "defect_class": gettext_lazy("Class"),
    "target": gettext_lazy("Target"),
    "lower": gettext_lazy("Lower limit"),
    "upper": gettext_lazy("Upper limit"),
    "unit": gettext_lazy("Unit"),
    "words": gettext_lazy("In words"),
    "method": gettext_lazy("Method"),
    "readings": gettext_lazy("Readings"),
    "specification": gettext_lazy("Specification it checks"),
    "why": gettext_lazy("Why"),
    "moves_open_orders": gettext_lazy("Also on open orders"),
    "stage": gettext_lazy("Stage"),
    "limits": gettext_lazy("Green when"),
    "sampling": gettext_lazy("Sampling"),
    "owner": gettext_lazy("Owner"),
    "evidence": gettext_lazy("What proves it"),
    "days_before_due": gettext_lazy("Days before the order is due"),
    "holds_bulk": gettext_lazy("Holds bulk back"),
    "checklist": gettext_lazy("Checklist"),
}
LONGEST_SHOWN = 16


class SignForm(DeskForm):
    """What is signed: the digest that stood on the page."""

    name = "sign"


def shown(version: PaperVersion | None, found: Partnership, words: Reading) -> dict[str, Any] | None:
    """Return a version as the template shows it, as its reader reads it; None where there is none."""
    if version is None:
        return None
    state, word = STATES[version.state]
    return {
        "row": version, "state": state, "word": word, "short": version.digest[:LONGEST_SHOWN],
        "maker": found.name(version.made_for),
        "lacks": [_lack(each, words).sentence(_) for each in version.lacks],
        "changes": [_difference(words.whole(each, "called", "before", "after")) for each in version.changes],
        "sides": [
            {"side": side, "name": found.name(side), "signature": version.signed.get(side)} for side in SIDES
        ],
    }  # fmt: skip


def context_of(by: Actor, seen: Papers, words: Reading) -> dict[str, Any]:
    """Return what both pages show: the active version, the open one, the earlier ones, and what may be done."""
    found, version = seen.product.partnership, seen.open
    can_write = may(by, found, "record")
    earlier = [each for each in seen.versions if not each.is_open and each.state != "active"]
    is_ours = version is not None and not version.lacks and found.our_side not in version.signed
    return {
        "partner": found, "product": seen.product, "active": shown(seen.active, found, words),
        "draft": shown(version, found, words), "earlier": [shown(each, found, words) for each in earlier],
        "can_write": can_write, "blank": SignForm(),
        "may_sign": can_write and is_ours,
        "deciders": deciders(by, found, side=found.our_side, verb="record", about=seen.product.name)
        if is_ours and not can_write
        else None,
        "may_withdraw": can_write and version is not None and version.made_for == found.our_side,
    }  # fmt: skip


def revision_of(seen: Papers) -> int:
    """Return the revision that a change of the open version names; 0 where there is none."""
    return seen.open.revision if seen.open is not None else 0


def base_of(seen: Papers) -> PaperVersion | None:
    """Return what a change starts from: the open version, else the active one."""
    return seen.open or seen.active


def acted(request: HttpRequest, form: DeskForm, doing: Callable[[], object], *, told: str) -> bool:
    """Do it once, and tell whether it is done; a refusal stands at the form."""
    if form.act(request, doing, refusals=REFUSALS):
        messages.success(request, told)
        return True
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The page of specifications or of plans.

    Attributes:
        page: Its name among the URLs.
        read: Returns the papers of a product.
        show: Renders them, with the forms that were refused.
    """

    page: str
    read: Callable[[Actor, int], Papers]
    show: Callable[[HttpRequest, Actor, Papers, dict[str, DeskForm]], HttpResponse]


def pressed(
    request: HttpRequest, by: Actor, pk: int, desk: Desk, doing: Callable[[], object], *, told: str
) -> HttpResponse:  # fmt: skip
    """Sign or withdraw by one press: back to the page, or the page again with what was refused."""
    product(by, pk, "record")
    form = SignForm(request.POST)
    if acted(request, form, doing, told=told):
        return redirect(desk.page, pk)
    return answered(desk.show(request, by, desk.read(by, pk), {"refused": form}))


def read_revision(request: HttpRequest) -> int:
    """Return the revision a form was read at; what is no number was never one."""
    text = request.POST.get("revision", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST_SHOWN else -1


def answered(refused: HttpResponse) -> HttpResponse:
    """Return a refused page, told as refused."""
    refused.status_code = 422
    return refused


def _lack(each: Finding, words: Reading) -> Finding:
    return replace(each, params={name: words.of(said) if isinstance(said, str) else said
                                 for name, said in each.params.items()})  # fmt: skip


def _difference(each: Difference) -> dict[str, Any]:
    part = each.part.partition(".")
    label = PARTS.get(part[0], part[0])
    return {"row": each, "label": f"{label} · {part[2]}" if part[2] else label}
