"""The calendars of two sides, the next year of both side by side; each side tells its own."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from troth.communication.greetings import DAYS_BEFORE
from troth_site.access import Actor
from troth_site.actions.communication import calendars as acts
from troth_site.desk.communication import calendars_shown as shown
from troth_site.desk.communication.calendars_forms import DaysForm, HolidayForm, WeekForm
from troth_site.desk.door import signed_in
from troth_site.desk.forms import DeskForm
from troth_site.desk.tabs import tabs
from troth_site.queries.communication import calendars as queries
from troth_site.queries.communication.calendars_year import YearOf, year_of
from troth_site.queries.communication.greetings import reminders_of
from troth_site.queries.partners import Partnership, may, partnership

REFUSALS = (acts.CalendarRefused,)
SIDES = ("buyer", "factory")


@require_GET
@signed_in
def calendar(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show the next twelve months of both sides."""
    return _page(request, by, partnership(by, pk))


@signed_in
def week(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Tell when one's own side works."""
    found = partnership(by, pk, "record")
    ours = found.organisation(found.our_side)
    posted = request.method == "POST"
    told = queries.places([ours])[ours].week
    form = WeekForm(request.POST if posted else None, initial=WeekForm.filled_with(told))

    def doing() -> None:
        acts.set_week(by=by, organisation=ours, week=form.given(), relationship=pk)

    if posted and form.act(request, doing, refusals=REFUSALS):
        messages.success(request, _("Kept. Each of your partners sees it, and working days are counted by it."))
        return redirect("calendar", pk)
    context = {"partner": found, "is_top": True, "form": form, "rows": _week_rows(form)}
    return render(request, "desk/communication/calendars/week.html", context, status=422 if posted else 200)


@require_POST
@signed_in
def add_days(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Tell on which days one's own side is closed, or open."""
    found = partnership(by, pk, "record")
    form = DaysForm(request.POST)
    ours = found.organisation(found.our_side)

    def doing() -> None:
        acts.add_days(by=by, organisation=ours, days=form.given(), relationship=pk)

    return _done(request, by, found, form, doing, _("Kept. It wins over every list of holidays."))


@require_POST
@signed_in
def drop_holiday(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Tell that one's own side works through a public holiday."""
    found = partnership(by, pk, "record")
    ours = found.organisation(found.our_side)
    year = _year(found, found.our_side)
    # One that was dropped before stays so: a form sent twice is no mistake.
    feasts = (*year.feasts, *year.dropped)
    form = HolidayForm(request.POST, feasts=feasts)

    def doing() -> None:
        known = [key for key, _name in feasts]
        acts.drop_holiday(by=by, organisation=ours, key=form.cleaned_data["key"], known=known, relationship=pk)

    return _done(request, by, found, form, doing, _("Kept. You work on it, and nobody congratulates you."))


@require_POST
@signed_in
def take_back(request: HttpRequest, by: Actor, pk: int, day: int) -> HttpResponse:
    """Take back what one's own side told of some days."""
    partnership(by, pk, "record")
    acts.take_back(by=by, day=day, relationship=pk)
    messages.success(request, _("Taken back. The list of holidays holds again on those days."))
    return redirect("calendar", pk)


def _done(request: HttpRequest, by: Actor, found: Partnership, form: DeskForm, doing: Any, said: str) -> HttpResponse:
    if form.act(request, doing, refusals=REFUSALS):
        messages.success(request, said)
        return redirect("calendar", found.pk)
    return _page(request, by, found, refused=form)


def _year(found: Partnership, side: str) -> YearOf:
    organisation = found.organisation(side)  # type: ignore[arg-type]
    place = queries.places([organisation])[organisation]
    return year_of(place, today=timezone.localdate(), language=get_language() or "en")


def _page(request: HttpRequest, by: Actor, found: Partnership, *, refused: DeskForm | None = None) -> HttpResponse:
    today, language = timezone.localdate(), get_language() or "en"
    said = queries.places([found.buyer, found.factory])
    years = {
        side: year_of(said[found.organisation(side)], today=today, language=language)  # type: ignore[arg-type]
        for side in SIDES
    }
    may_tell = may(by, found, "record")
    forms: dict[str, DeskForm] = {}
    if may_tell:
        fresh = DaysForm(), HolidayForm(feasts=years[found.our_side].feasts)
        forms = {form.name: form for form in fresh} | ({refused.name: refused} if refused is not None else {})
    theirs = said[found.organisation(found.their_side)]
    context = {
        "partner": found,
        "is_top": True,
        "tabs": tabs(found, "calendar"),
        "sides": [shown.side(found, side, years[side], today=today) for side in SIDES],
        "next": shown.next_stop(found, years[found.their_side]),
        "greetings": [
            shown.greeting(found, each, may_write=may_tell)
            for ahead in range(DAYS_BEFORE + 1)
            for each in reminders_of(theirs, today=today, days_before=ahead, language=language)
        ],
        "forms": forms,
        "ramp_fields": _ramp_fields(forms),
        "may_tell": may_tell,
    }
    return render(
        request, "desk/communication/calendars/calendar.html", context, status=200 if refused is None else 422
    )


def _ramp_fields(forms: Mapping[str, DeskForm]) -> dict[str, Any]:
    if "days" not in forms:
        return {}
    form = forms["days"]
    return {
        "plain": [form[name] for name in ("kind", "first", "last", "called")],
        "ramp": [form[name] for name in DaysForm.RAMP],
    }


def _week_rows(form: WeekForm) -> dict[str, Any]:
    return {
        "place": [form[name] for name in ("country", "region", "zone")],
        "hours": [form[name] for name in ("day_from", "day_to", "lunch_from", "lunch_to")],
        "chosen": [
            {"value": str(day), "label": WEEKDAYS[day], "checked": str(day) in (form["workdays"].value() or ())}
            for day in range(7)
        ],
    }
