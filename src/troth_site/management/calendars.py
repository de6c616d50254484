"""Commands about calendars, without a database: fair times to meet, and the last day on which to begin."""

from argparse import Namespace
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from troth.basis.calendars import Closure, Mark, NeverOpen, OwnLayer, PlaceCalendar, day_is_estimate, day_state
from troth.basis.spans import BackwardSpan, Span
from troth.communication.slots import ImpossibleMeeting, Proposal, Slot, propose_slots
from troth.communication.zones import ImpossibleHours, Office
from troth.orders.capacity import CapacityModel, LatestStart, Plant, latest_start
from troth.orders.stops import Stop, stops_in
from troth_site.holiday_calendars import PRACTICES, UnknownCountry, country_of_zone, public_layer, workdays
from troth_site.management.answers import WrongUse, print_json, print_table

MOST_WORKING_DAYS = 1_000
NO_COUNTRY = "-"


def slots(arguments: Namespace) -> None:
    """Propose a time to meet for each week, fair to both sides."""
    offices = _offices(arguments)
    try:
        found = propose_slots(
            offices=offices,
            start=arguments.first,
            weeks=arguments.weeks,
            every=arguments.every,
            duration=timedelta(minutes=arguments.minutes),
        )
    except (ImpossibleMeeting, NeverOpen, OverflowError) as error:
        raise WrongUse(error) from error
    notes = [*(warning.sentence() for warning in found.warnings), *_silent(offices, found)]
    if arguments.json:
        print_json(_slots_document(arguments, offices, found, notes))
        return
    header = ("day", *(office.name for office in offices), "overlap", "discomfort", "moved from")
    print_table(header, [_slot_row(slot, offices) for slot in found.slots])
    _print_lines(notes)


def latest(arguments: Namespace) -> None:
    """Count back from a due day to the last day on which work can begin."""
    if not 0 < arguments.working_days <= MOST_WORKING_DAYS:
        raise WrongUse(f"--working-days must be more than 0 and at most {MOST_WORKING_DAYS}")
    # Closures and ramps cost at most two days in three; a rush belongs to a closure that may begin after the due day.
    reach = timedelta(days=3 * arguments.working_days + 120)
    model = CapacityModel()
    try:
        span = Span(arguments.due - reach, arguments.due + timedelta(days=model.rush_days + 1))
    except OverflowError as error:
        raise WrongUse(f"--due {arguments.due} lies outside the calendar") from error
    calendar = _factory(arguments, span)
    stops = stops_in(span, calendar=calendar, practices=PRACTICES.get(arguments.country, ()))
    plant = Plant(calendar=calendar, stops=tuple(stop.span for stop in stops), model=model)
    found = latest_start(arguments.due, effective_days=arguments.working_days, plant=plant)
    felt = [stop for stop in stops if _is_felt(stop, found.day, arguments.due, model)]
    days = _closed_days(calendar, Span(found.day, max(arguments.due, found.day)), felt)
    notes = _planning_notes(arguments, calendar, found)
    if arguments.json:
        print_json(_latest_document(arguments, found, felt, model) | {"closed_days": days, "notes": notes})
        return
    print(
        f"Begin on {found.day} at the latest: {found.calendar_days} calendar days before {arguments.due}"
        f" for {arguments.working_days} working days."
    )
    for stop in felt:
        print(f"Counted: {', '.join(stop.names)}, closed {stop.span.start} to {_last(stop.span)} ({stop.basis}).")
    for each in days:
        print(f"Counted: {each['name']}, closed {each['from']} to {each['to']} ({each['mark']}).")
    if felt:
        print(
            f"Output {model.rush_factor:.0%} in the {model.rush_days} days before, and from {model.ramp_start:.0%} to"
            f" 100% in the {model.ramp_days} days after."
        )
    _print_lines(notes)


def _offices(arguments: Namespace) -> tuple[Office, Office]:
    zones = arguments.zones.split(",")
    if len(zones) != 2:
        raise WrongUse("--zones takes the zones of two sides, like Europe/Berlin,Asia/Shanghai")
    places = arguments.countries.split(",") if arguments.countries else [country_of_zone(zone) for zone in zones]
    hours = arguments.hours.split(",") if arguments.hours else ["09:00-18:00"] * 2
    if len(places) != 2 or len(hours) != 2:
        raise WrongUse("--countries and --hours take one value for each of the two zones")
    last = arguments.first.year + arguments.weeks // 52 + 2
    years = range(arguments.first.year, min(last, date.max.year) + 1)
    first, second = (_office(zone, place, hour, years) for zone, place, hour in zip(zones, places, hours, strict=True))
    return first, second


def _office(zone: str, country: str | None, hours: str, years: Iterable[int]) -> Office:
    place = _zone(zone)
    try:
        opens, closes = (time.fromisoformat(clock) for clock in hours.split("-"))
        return Office(name=zone, zone=place, hours=(opens, closes), calendar=_calendar(country, years))
    except ImpossibleHours as error:
        raise WrongUse(error) from error
    except ValueError as error:
        raise WrongUse(f"--hours {hours!r}: write the working day like 09:00-18:00") from error


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise WrongUse(f"{name!r} is no time zone; write it like Europe/Berlin") from error


def _calendar(country: str | None, years: Iterable[int], *, days_a_week: int = 5) -> PlaceCalendar:
    if country in {None, NO_COUNTRY}:
        return PlaceCalendar()
    asked = tuple(years)
    today = datetime.now(UTC).date()
    try:
        public = public_layer(str(country), years=asked, as_of=today)
        week = workdays(str(country), year=asked[-1], days_a_week=days_a_week)
    except UnknownCountry as error:
        raise WrongUse(error) from error
    return PlaceCalendar(public=public, workdays=week)


def _factory(arguments: Namespace, span: Span) -> PlaceCalendar:
    years = range(span.start.year, span.end.year + 1)
    calendar = _calendar(arguments.country, years, days_a_week=arguments.days_a_week)
    own = OwnLayer(closures=tuple(_closure(text) for text in arguments.closed))
    return replace(calendar, own=own)


def _closure(text: str) -> Closure:
    first, _, last = text.partition("..")
    try:
        start, end = date.fromisoformat(first), date.fromisoformat(last or first)
        return Closure(Span(start, end + timedelta(days=1)), "own closure")
    except (ValueError, BackwardSpan, OverflowError) as error:
        raise WrongUse(f"--closed {text!r}: write it as 2026-02-09..2026-02-28") from error


def _is_felt(stop: Stop, start: date, due: date, model: CapacityModel) -> bool:
    bent = Span(stop.span.start - timedelta(days=model.rush_days), stop.span.end + timedelta(days=model.ramp_days))
    return bent.overlap(Span(start, due)) is not None


def _closed_days(calendar: PlaceCalendar, span: Span, felt: Sequence[Stop]) -> list[dict[str, Any]]:
    """Return the holidays on days of the week that are worked, and own closures, which no long stop tells of."""
    told = {day for stop in felt for day in stop.span.each_day()}
    found: list[dict[str, Any]] = []
    for state in (day_state(day, calendar=calendar) for day in span.each_day() if day not in told):
        if state.is_open or not state.name or state.day.weekday() not in calendar.workdays:
            continue
        if found and (found[-1]["name"], found[-1]["to"] + timedelta(days=1)) == (state.name, state.day):
            found[-1]["to"] = state.day
        else:
            found.append({"from": state.day, "to": state.day, "name": state.name, "mark": state.mark})
    return found


def _planning_notes(arguments: Namespace, calendar: PlaceCalendar, found: LatestStart) -> list[str]:
    notes = [] if found.day >= datetime.now(UTC).date() else [f"{found.day} has passed."]
    return [*notes, *_silent_years(calendar, Span(found.day, max(arguments.due, found.day)))]


def _silent(offices: Sequence[Office], found: Proposal) -> list[str]:
    span = Span(found.slots[0].day, found.slots[-1].day + timedelta(days=1))
    notes = [note for office in offices for note in _silent_years(office.calendar, span)]
    notes += [f"No holidays are known for {office.name}." for office in offices if not office.calendar.public.country]
    for slot in found.slots:
        notes += [
            f"{slot.day} is not certain in {office.name}: a holiday there may still move."
            for office in offices
            if day_is_estimate(slot.day, calendar=office.calendar) and not _is_silent(slot.day, office.calendar)
        ]
    return list(dict.fromkeys(notes))


def _silent_years(calendar: PlaceCalendar, span: Span) -> list[str]:
    public, years = calendar.public, range(span.start.year, _last(span).year + 1 if span.days else span.start.year)
    notes = [
        f"{public.country}: the make-up days and exchanged days off of {year} are not yet announced."
        for year in years
        if year in public.unannounced_years - public.missing_years
    ]
    notes += [
        f"{public.country}: no list of holidays is known for {year}." for year in years if year in public.missing_years
    ]
    moving = (public.holidays[day] for day in span.each_day() if day in public.holidays)
    names = dict.fromkeys(holiday.key for holiday in moving if holiday.closes and holiday.mark is Mark.ESTIMATED)
    return [*notes, *(f"{public.country}: the day of {name} is an estimate." for name in names)]


def _is_silent(day: date, calendar: PlaceCalendar) -> bool:
    return day.year in calendar.public.unannounced_years | calendar.public.missing_years


def _slots_document(
    arguments: Namespace, offices: Sequence[Office], found: Proposal, notes: Sequence[str]
) -> dict[str, Any]:
    return {
        "from": arguments.first,
        "weeks": arguments.weeks,
        "every": arguments.every,
        "minutes": arguments.minutes,
        "sides": [
            {
                "zone": office.name,
                "country": office.calendar.public.country or None,
                "hours": "-".join(clock.isoformat("minutes") for clock in office.hours),
            }
            for office in offices
        ],
        "slots": [
            {
                "day": slot.day,
                "start": slot.start.isoformat(),
                "end": slot.end.isoformat(),
                "local": [_local(slot.start, office).isoformat() for office in offices],
                "overlap_hours": slot.overlap_hours,
                "discomfort": [slot.pains.first, slot.pains.second],
                "moved_from": slot.moved_from,
            }
            for slot in found.slots
        ],
        "discomfort": [found.pains.first, found.pains.second],
        "warnings": list(notes),
    }


def _slot_row(slot: Slot, offices: Sequence[Office]) -> tuple[Any, ...]:
    clocks = [_local(slot.start, office).strftime("%a %Y-%m-%d %H:%M") for office in offices]
    pains = f"{slot.pains.first:g} / {slot.pains.second:g}"
    return slot.day.isoformat(), *clocks, f"{slot.overlap_hours:g} h", pains, slot.moved_from and str(slot.moved_from)


def _local(moment: datetime, office: Office) -> datetime:
    return moment.astimezone(office.zone)


def _latest_document(
    arguments: Namespace, found: LatestStart, felt: Sequence[Stop], model: CapacityModel
) -> dict[str, Any]:
    return {
        "country": arguments.country,
        "due": arguments.due,
        "working_days": arguments.working_days,
        "days_a_week": arguments.days_a_week,
        "latest_start": found.day,
        "calendar_days": found.calendar_days,
        "accumulated": round(found.accumulated, 6),
        "closures": [
            {
                "from": stop.span.start,
                "to": _last(stop.span),
                "names": list(stop.names),
                "basis": stop.basis,
                "mark": stop.mark,
            }
            for stop in felt
        ],
        "model": asdict(model),
    }


def _last(span: Span) -> date:
    return span.end - timedelta(days=1)


def _print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)
