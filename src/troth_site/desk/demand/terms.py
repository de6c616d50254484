"""The terms of planning: proposed by one side, agreed by the other."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from troth_site.access import Actor
from troth_site.actions.demand import terms as acts
from troth_site.desk.demand import shown
from troth_site.desk.demand.forms import TermsForm
from troth_site.desk.door import signed_in
from troth_site.desk.forms import DeskForm
from troth_site.desk.tabs import tabs
from troth_site.queries.demand import terms as queries
from troth_site.queries.partners import may, partnership

REFUSALS = (acts.TermsRefused,)
_FIELDS = tuple(acts.NewTerms.__dataclass_fields__)


@signed_in
def terms(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show the terms with a partner, and propose others."""
    posted = request.method == "POST"
    if posted:
        partnership(by, pk, "record")
    page = queries.terms(by, pk)
    base = page.waiting or page.holding
    initial = {name: _plain(getattr(base, name)) for name in _FIELDS} if base else None
    form = TermsForm(request.POST if posted else None, initial=initial)

    def doing() -> None:
        acts.propose(by=by, relationship=pk, given=acts.NewTerms(**form.cleaned_data))

    if posted and form.act(request, doing, refusals=REFUSALS):
        messages.success(request, _("Proposed. It holds once the other side agrees."))
        return redirect("planning-terms", pk)
    found, may_write = page.partnership, may(by, page.partnership, "record")
    is_theirs = page.waiting is not None and page.waiting.side != found.our_side
    context = {
        "partner": found, "tabs": tabs(found, "planning-terms"), "holding": _shown(page.holding),
        "waiting": _shown(page.waiting), "is_theirs": is_theirs, "before": [_shown(each) for each in page.before],
        "waiting_name": found.name(page.waiting.side) if page.waiting else "",  # type: ignore[arg-type]
        "answer_form": DeskForm() if is_theirs and may_write else None, "form": form if may_write else None,
    }  # fmt: skip
    return render(request, "desk/demand/terms.html", context, status=422 if posted else 200)


@require_POST
@signed_in
def answer(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Agree to terms of the other side, or decline them."""
    form = DeskForm(request.POST)
    relationship = queries.of(by, pk)
    is_agreed = request.POST.get("answer") == "agree"
    if form.act(request, lambda: acts.answer(by=by, terms=pk, is_agreed=is_agreed), refusals=REFUSALS):
        told = _("Agreed. From today on orders are judged by these terms.") if is_agreed else _("Declined.")
        messages.success(request, told)
    else:
        messages.error(request, " ".join(form.non_field_errors()))
    return redirect("planning-terms", relationship)


def _plain(value: Any) -> Any:
    return format(value.normalize(), "f") if hasattr(value, "normalize") else value


def _shown(found: queries.Terms | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "row": found, "definition": shown.definition(found), "capacity": shown.units(found.monthly_capacity),
        "flexibility": shown.units(found.flexibility_percent),
    }  # fmt: skip
