"""How both sides work: what each tells of itself first, then what the other noted, with hours and the next holidays."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from troth_site.access import Actor
from troth_site.actions.communication import customs as acts
from troth_site.desk.communication import calendars_shown as shown
from troth_site.desk.communication.customs_forms import CustomForm
from troth_site.desk.door import signed_in
from troth_site.desk.forms import DeskForm
from troth_site.desk.tabs import tabs
from troth_site.queries.communication import customs as queries
from troth_site.queries.communication.calendars import places
from troth_site.queries.communication.calendars_year import YearOf, year_of
from troth_site.queries.partners import Partnership, may, partnership

NEXT_HOLIDAYS = 4
SIDES = ("buyer", "factory")


@signed_in
def customs(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show how both sides work, and write a note."""
    posted = request.method == "POST"
    found = partnership(by, pk, "answer" if posted else "see")
    form = CustomForm(
        request.POST if posted else None, partner=found.partner, initial={"language": get_language()}
    )  # fmt: skip
    if posted and form.act(
        request, lambda: acts.write(by=by, relationship=pk, given=form.given()), refusals=(acts.CustomRefused,)
    ):
        messages.success(request, _("Noted. It stands beside every meeting and visit; no number is made of it."))
        return redirect("customs", pk)
    notes = queries.customs(by, found)
    said = places([found.buyer, found.factory])
    today, language = timezone.localdate(), get_language() or "en"
    sides = [
        _side(
            found, side, notes.buyer if side == "buyer" else notes.factory,
            year_of(said[found.organisation(side)], today=today, language=language),  # type: ignore[arg-type]
        )
        for side in SIDES
    ]  # fmt: skip
    context = {
        "partner": found,
        "is_top": True,
        "tabs": tabs(found, "customs"),
        "sides": sides,
        "form": form if may(by, found, "answer") else None,
        "take_form": DeskForm(),
    }
    return render(request, "desk/communication/customs/customs.html", context, status=422 if posted else 200)


@require_POST
@signed_in
def take_away(request: HttpRequest, by: Actor, pk: int, note: int) -> HttpResponse:
    """Take away a note that one's own side wrote."""
    acts.take_away(by=by, relationship=pk, note=note)
    messages.success(request, _("Taken away."))
    return redirect("customs", pk)


def beside(by: Actor, found: Partnership) -> dict[str, Any]:
    """Return what desk/communication/customs/beside.html shows where a meeting or visit with a partner is planned."""
    return {
        "partner": found,
        "notes": [_note(row, dict(queries.categories())) for row in queries.beside(by, found)],
    }


def _side(found: Partnership, side: str, rows: tuple[queries.CustomRow, ...], year: YearOf) -> dict[str, Any]:
    words = dict(queries.categories())
    return {
        "side": side,
        "name": found.name(side),  # type: ignore[arg-type]
        "ours": side == found.our_side,
        "week": shown.week(year.place.week),
        "next": [shown.run(run, year) for run in year.row.closures[:NEXT_HOLIDAYS]],
        "own": [_note(row, words) for row in rows if row.by_themselves],
        "noted": [_note(row, words) for row in rows if not row.by_themselves],
    }


def _note(row: queries.CustomRow, words: dict[str, str]) -> dict[str, Any]:
    return {"row": row, "category": words[row.category]}
