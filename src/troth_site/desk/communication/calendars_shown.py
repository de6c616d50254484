"""What pages of calendars show: a side's week and closures in words, its months as a strip, a greeting in time."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from troth.basis.calendars import Mark
from troth.basis.closures import ClosedRun
from troth.communication.greetings import GreetingReminder, may_still_move
from troth.orders.capacity import Season
from troth_site.desk import words
from troth_site.queries.communication.calendars import OwnDay, Week
from troth_site.queries.communication.calendars_year import LongStop, YearOf
from troth_site.queries.partners import Partnership
from troth_site.templatetags.troth_parts import short_day
from troth_site.world import city

MOST_NAMES = 3
LEAST_ROOM = 8
"""A month's name needs so small a part of the strip."""
WORKWEEKS = {tuple(range(5)), tuple(range(6)), tuple(range(7))}
KINDS = CLOSED, OPEN, REMOVED = "closed", "open", "removed"
SEASONS = {Season.RUSH: "rush", Season.STOP: "stop", Season.RAMP: "ramp"}


def side(found: Partnership, of: str, year: YearOf, *, today: date) -> dict[str, Any]:
    """Return one side of the page: its week, its closures, its make-up days, its own words."""
    own: dict[str, list[dict[str, Any]]] = {kind: [] for kind in KINDS}
    for day in year.place.days:
        if day.kind == REMOVED or day.span.end > today:
            own[day.kind].append(_own(day, year))
    return {
        "side": of,
        "name": found.name(of),  # type: ignore[arg-type]
        "ours": of == found.our_side,
        "week": week(year.place.week),
        "week_told": year.place.week.is_told,
        "strip": strip(year),
        "runs": [run(each, year) for each in year.row.closures],
        "makeup_days": year.makeup_days,
        "unannounced": year.unannounced,
        "own": [
            {"title": _("Closed, by their own word"), "days": own[CLOSED], "by_name": False},
            {"title": _("Open, by their own word"), "days": own[OPEN], "by_name": False},
            {"title": _("Holidays not kept"), "days": own[REMOVED], "by_name": True},
        ],
    }


def week(told: Week) -> dict[str, Any]:
    """Return a working week in words."""
    days = tuple(sorted(told.workdays))
    if days in WORKWEEKS:
        named = _("%(first)s to %(last)s") % {"first": WEEKDAYS[days[0]], "last": WEEKDAYS[days[-1]]}
    else:
        named = ", ".join(str(WEEKDAYS_ABBR[day]) for day in days)
    return {
        "days": named,
        "from": f"{told.hours[0]:%H:%M}",
        "to": f"{told.hours[1]:%H:%M}",
        "lunch": f"{told.lunch[0]:%H:%M}–{told.lunch[1]:%H:%M}" if told.lunch else "",
        "zone": city(told.zone, get_language() or "en"),
        "country": told.country,
    }


def run(each: ClosedRun, year: YearOf) -> dict[str, Any]:
    """Return a closure: its days, its names, how sure they are, and how long it is felt."""
    stop = next((long for long in year.stops if long.stop.span.overlap(each.span)), None)
    is_own = any(day.kind == CLOSED and day.span.overlap(each.span) for day in year.place.days)
    return {
        "span": span_of(each.span.start, each.span.end),
        "days": each.span.days,
        "names": names(each.names),
        "estimated": each.mark is Mark.ESTIMATED,
        "own": is_own,
        "bent_until": last(stop.bent.end) if stop is not None and stop.bent.end > stop.stop.span.end else None,
    }


def next_stop(found: Partnership, year: YearOf) -> dict[str, Any] | None:
    """Return the partner's next long closure, None where there is none in the months shown."""
    coming = [long for long in year.stops if long.stop.span.start >= year.span.start]
    return None if not coming else {"partner": found.partner, **stop_words(coming[0])}


def stop_words(long: LongStop) -> dict[str, Any]:
    """Return a long closure in words."""
    return {
        "span": span_of(long.stop.span.start, long.stop.span.end),
        "names": names(long.stop.names),
        "estimated": long.stop.mark is Mark.ESTIMATED,
        "basis": long.stop.basis,
        "last_open": long.last_open,
        "reopens": long.stop.span.end,
        "bent_until": last(long.bent.end) if long.bent.end > long.stop.span.end else None,
        "ramp_percent": round(100 * long.ramp_start),
        "order_by": long.order_by,
    }


def strip(year: YearOf) -> dict[str, Any]:
    """Return the months as a strip: where each closure and season lies, in days from the first."""

    def part(start: date, end: date, kind: str, word: str) -> dict[str, Any] | None:
        first, behind = max(start, year.span.start), min(end, year.span.end)
        if behind <= first:
            return None
        return {"x": (first - year.span.start).days, "width": (behind - first).days, "kind": kind, "word": word}

    drawn = [part(season.span.start, season.span.end, SEASONS[season.season], "") for season in year.row.seasons]
    for each in year.row.closures:
        word = f"{span_of(each.span.start, each.span.end)} {names(each.names)}"
        drawn.append(part(each.span.start, each.span.end, "closed", word))
    return {
        "days": year.span.days,
        "parts": [each for each in drawn if each is not None],
        "months": _months(year),
        "label": _("%(closures)s closures in these months; they are listed beside it.")
        % {"closures": len(year.row.closures)},
    }


def _months(year: YearOf) -> list[dict[str, Any]]:
    """Return where each month begins, in days and in percent of the strip, with its name; one at the edge has none."""
    found, day = [], (year.span.start.replace(day=1) + timedelta(days=32)).replace(day=1)
    while day < year.span.end:
        x = (day - year.span.start).days
        has_room = (year.span.end - day).days * LEAST_ROOM > year.span.days
        # A number as CSS and SVG write it, in every language.
        found.append(
            {"x": x, "at": f"{100 * x / year.span.days:.2f}", "name": date_format(day, "M") if has_room else ""}
        )
        day = (day + timedelta(days=32)).replace(day=1)
    return found


def greeting(found: Partnership, each: GreetingReminder, *, may_write: bool) -> dict[str, Any]:
    """Return a feast that comes up, with a sentence to begin with, and where to write it for who may."""
    return {
        "partner": found.partner,
        "pk": found.pk if may_write else None,
        "feast": each.holiday.name,
        "local": each.holiday.local_name if each.holiday.local_name != each.holiday.name else "",
        "day": each.day,
        "may_move": may_still_move(each),
        "text": words.found(each.suggestion),
    }


def names(called: Sequence[str]) -> str:
    """Return the names of a closure's days, without those that only repeat another with more words."""
    told = [name for name in called if not any(other != name and other in name for other in called)]
    return ", ".join(told[:MOST_NAMES]) + (" …" if len(told) > MOST_NAMES else "")


def span_of(first: date, end: date) -> str:
    """Return a half-open span as its first and last day."""
    final = last(end)
    return short_day(first) if final == first else f"{short_day(first)} – {short_day(final)}"


def last(end: date) -> date:
    """Return the last day of a half-open span."""
    return end - timedelta(days=1)


def _own(day: OwnDay, year: YearOf) -> dict[str, Any]:
    names = dict(year.dropped)
    return {
        "pk": day.pk,
        "span": span_of(day.span.start, day.span.end),
        "name": names.get(day.name, day.name),
        "model": day.model,
        "rush_percent": round(100 * day.model.rush_factor) if day.model else None,
        "ramp_percent": round(100 * day.model.ramp_start) if day.model else None,
    }
