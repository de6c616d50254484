"""Planning ahead with a partner: large orders told in time, what is expected, how well it came true."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from troth_site import access
from troth_site.access import Actor
from troth_site.actions.demand import firm as firm_acts
from troth_site.actions.demand import forecasts as acts
from troth_site.desk.demand import shown
from troth_site.desk.demand.forms import AcceptForm, ForecastForm
from troth_site.desk.door import signed_in
from troth_site.desk.tabs import tabs
from troth_site.queries.demand import firm, notices
from troth_site.queries.demand import forecasts as queries
from troth_site.queries.partners import may, partnership

REFUSALS = (acts.ForecastRefused, acts.ZonesBroken)


@require_GET
@signed_in
def planning(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show what both sides plan with."""
    today = timezone.localdate()
    page, large = queries.demand(by, pk, today=today), notices.notices(by, pk, today=today)
    found = page.partnership
    is_buyer = found.our_side == "buyer"
    context = {
        "partner": found, "tabs": tabs(found, "planning"), "is_buyer": is_buyer, "terms": page.terms,
        "may_tell": is_buyer and may(by, found, "record"), "may_place": is_buyer and may(by, found, "import"),
        "may_agree": may(by, found, "record"),
        "tile": shown.tile(large), "orders": [_large(row) for row in large.orders],
        "told": page.told, "items": [item or _("everything") for item in page.items],
        "ahead": [_ahead(each, page) for each in page.ahead], "several": len(page.items) > 1,
        "breaks": [_break(each, page.told.grain) for each in page.breaks] if page.told else [],
        "versions": page.versions, "accuracy": shown.accuracy(page),
        "past": [_past(each, page) for each in page.past],
        **_firm(firm.firm_periods(found.pk), may_accept=not is_buyer and may(by, found, "record")),
    }  # fmt: skip
    return render(request, "desk/demand/planning.html", context)


@require_GET
@signed_in
def of_promise(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Lead from the promise to tell of a large order to where it is counted."""
    return redirect("planning", notices.of_promise(by, pk))


@require_GET
@signed_in
def of_firm_promise(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Lead from the promise to keep a firm period to where it is counted."""
    return redirect("planning", firm.of_promise(by, pk))


@require_POST
@signed_in
def accept(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Accept what a forecast changed in firm periods."""
    form = AcceptForm(request.POST)

    def doing() -> None:
        firm_acts.accept(by=by, relationship=pk, forecast=form.cleaned_data["forecast"])

    partnership(by, pk)
    if form.act(request, doing, refusals=(firm_acts.NothingToAccept,)):
        messages.success(request, _("Accepted. The change counts against nobody."))
    else:
        messages.error(request, " ".join(form.non_field_errors()))
    return redirect("planning", pk)


@signed_in
def forecast(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Tell what is expected of one item, or of everything."""
    found, posted = partnership(by, pk, "record"), request.method == "POST"
    if found.our_side != "buyer":
        raise access.NotAllowed
    today = timezone.localdate()
    page = queries.demand(by, pk, today=today)
    grain, spans = queries.periods_to_tell(page.told, page.terms, today=today)
    zones = {each.span.start: each.zone for each in page.ahead}
    periods = [(span.start, _label(shown.period(span, grain), zones.get(span.start))) for span in spans]
    item = request.GET.get("item", page.items[0] if page.items else "")
    form = ForecastForm(request.POST if posted else None, periods=periods, initial=_initial(page, item))
    broken: list[Any] = []

    def doing() -> None:
        given = _given(form, page, (today, grain.value))
        try:
            acts.tell(by=by, relationship=pk, given=given)
        except acts.ZonesBroken as error:
            broken.extend(error.breaks)
            raise

    if posted and form.act(request, doing, refusals=REFUSALS):
        messages.success(request, _("Told. The factory sees it and plans with it."))
        return redirect("planning", pk)
    form.warned = bool(broken)
    context = {
        "partner": found, "is_top": True, "form": form, "items": page.items,
        "breaks": [_break(each, grain.value) for each in broken], "terms": page.terms,
    }  # fmt: skip
    return render(request, "desk/demand/forecast.html", context, status=422 if posted else 200)


def _label(name: str, zone: str | None) -> str:
    return name if zone in (None, "liquid") else f"{name} · {shown.ZONES[zone or '']}"


def _initial(page: queries.DemandPage, item: str) -> dict[str, Any]:
    told = page.told.units if page.told else {}
    cells = {ForecastForm.key(day): units.normalize() for (name, day), units in told.items() if name == item}
    return {"item": item} | {name: format(units, "f") for name, units in cells.items()}


def _given(form: ForecastForm, page: queries.DemandPage, when: tuple[date, str]) -> acts.NewForecast:
    """Return the whole forecast: what was typed of one item, and what was told of the others before."""
    today, grain = when
    item = form.cleaned_data["item"].strip()
    units: dict[tuple[str, date], Decimal] = {}
    if page.told is not None and page.told.grain == grain:
        ahead = {each.span.start for each in page.ahead if each.span.end > today}
        units = {key: each for key, each in page.told.units.items() if key[0] != item and key[1] in ahead}
    units |= {(item, starts_on): each for starts_on, each in form.units().items()}
    note = form.cleaned_data["note"]
    return acts.NewForecast(units=units, grain=grain, note=note, is_meant=form.cleaned_data["is_meant"])


def _large(row: notices.LargeOrderRow) -> dict[str, Any]:
    return {
        "row": row, "quantity": shown.units(row.quantity), "limit": shown.units(row.limit),
        "beside": shown.units(row.with_quantity), "usual": shown.units(row.usual_mean),
        "state": "kept" if row.is_kept else "broken",
        "lacks": max(0, row.required_days - row.given_days),
    }  # fmt: skip


def _ahead(each: queries.PeriodAhead, page: queries.DemandPage) -> dict[str, Any]:
    grain = page.told.grain if page.told else "month"
    return {
        "name": shown.period(each.span, grain), "zone": each.zone if page.terms else "",
        "zone_name": shown.ZONES[each.zone] if page.terms else "–", "units": [shown.units(one) for one in each.units],
        "total": shown.units(each.total),
    }  # fmt: skip


def _past(each: queries.PeriodPast, page: queries.DemandPage) -> dict[str, Any]:
    grain = page.told.grain if page.told else "month"
    return {
        "name": shown.period(each.span, grain), "forecast": shown.units(each.forecast),
        "ordered": shown.units(each.ordered),
    }  # fmt: skip


def _firm(rows: tuple[firm.FirmPeriodRow, ...], *, may_accept: bool) -> dict[str, Any]:
    """Return the firm periods that were settled, and the forecasts whose changes the factory may still accept."""
    listed = []
    for row in rows:
        span = next(iter(queries.periods_from(row.starts_on, grain=queries.Grain(row.grain), count=1)))
        listed.append({"row": row, "name": shown.period(span, row.grain), "state": shown.FIRM_STATES[row.state]})
    waiting = {row.forecast for row in rows if row.state == "broken" and row.forecast is not None}
    kept = sum(row.state == "kept" for row in rows)
    return {
        "firm": listed, "firm_kept": kept, "firm_counted": sum(row.state != "accepted" for row in rows),
        "acceptable": [(number, AcceptForm(initial={"forecast": number})) for number in sorted(waiting)]
        if may_accept else [],
    }  # fmt: skip


def _break(each: Any, grain: str) -> dict[str, Any]:
    span = next(iter(queries.periods_from(each.starts_on, grain=queries.Grain(grain), count=1)))
    return {
        "name": shown.period(span, grain), "item": each.item, "zone": shown.ZONES[each.zone.value],
        "before": shown.units(each.before), "after": shown.units(each.after), "lowest": shown.units(each.lowest),
        "highest": shown.units(each.highest),
    }  # fmt: skip
