"""Greetings in time: the other side's feasts three days ahead, taken from its own calendar."""

from dataclasses import dataclass
from datetime import date, timedelta

from troth.basis.calendars import Holiday, Mark, PlaceCalendar, kept_holiday
from troth.basis.findings import Finding, Severity
from troth.basis.text import gettext_noop

DAYS_BEFORE = 3
LONGEST_FEAST_DAYS = 15

GREETING = gettext_noop("Best wishes for %(feast)s to you and your colleagues.")
_BY_THE_MOON = gettext_noop("%(feast)s is near: we wish you and your families health and a good year.")
_AFTER_THE_FAST = gettext_noop("%(feast)s is near: we wish you and your families peace and good days together.")
_OF_LIGHTS = gettext_noop("%(feast)s is near: we wish you and your families light and a good year.")
_QUIET_DAYS = gettext_noop(
    "%(feast)s is near: we wish you and your families restful days, and we thank you for the year."
)

SUGGESTIONS = {
    "Chinese New Year (Spring Festival)": _BY_THE_MOON,
    "Chinese New Year": _BY_THE_MOON,
    "Lunar New Year": _BY_THE_MOON,
    "Eid al-Fitr": _AFTER_THE_FAST,
    "Eid al-Adha": _AFTER_THE_FAST,
    "Diwali": _OF_LIGHTS,
    "Christmas": _QUIET_DAYS,
    "Christmas Day": _QUIET_DAYS,
}
"""What fits a feast, by its key; any other is greeted with GREETING. Policy data."""

SOLEMN = frozenset({
    "Tomb-Sweeping Day", "Ashura", "Good Friday", "Day of Silence", "July Mass Uprising Day", "Mid-Sha'ban",
    "Martyrs' Day and International Mother Language Day", "HM King Bhumibol Adulyadej Memorial Day",
    "HM King Chulalongkorn Memorial Day", "Democracy and National Unity Day",
})  # fmt: skip
"""Days of mourning and remembrance, on which nobody is congratulated, by key. Policy data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GreetingReminder:
    """Hold a feast that comes up.

    Attributes:
        day: Its first day.
        holiday: As the place's own calendar names it.
        suggestion: A sentence to begin with; the sender writes the rest.
    """

    day: date
    holiday: Holiday
    suggestion: Finding


def greeting_reminders(
    calendar: PlaceCalendar, *, today: date, days_before: int = DAYS_BEFORE
) -> tuple[GreetingReminder, ...]:
    """List the feasts whose first day is a number of days ahead.

    A feast of several days is greeted once, before its first, by the name that most of its days bear. A holiday that
    the place does not keep gives nothing, whatever its country's list says, nor does a day off in exchange, nor a day
    of mourning.

    Args:
        calendar: The other side's own calendar.
        today: The day of asking.
        days_before: How many days ahead, 0 or more.

    Source: S1-35, S2-19: "factory that removed a holiday gets no reminder".

    >>> from troth.basis.calendars import PublicLayer
    >>> tet = {date(2026, 2, 17): Holiday(name="Tết", key="Lunar New Year")}
    >>> place = PlaceCalendar(public=PublicLayer(holidays=tet))
    >>> [reminder.suggestion.sentence() for reminder in greeting_reminders(place, today=date(2026, 2, 14))]
    ['Tết is near: we wish you and your families health and a good year.']
    """
    day = today + timedelta(days=days_before)
    first, before = _feast(day, calendar), _feast(day - timedelta(days=1), calendar)
    if first is None or (before is not None and before.closes):
        return ()
    holiday = _namesake(day, first, calendar)
    if holiday.key in SOLEMN:
        return ()
    name = holiday.local_name or holiday.name
    return (GreetingReminder(day=day, holiday=holiday, suggestion=suggest(holiday.key, feast=name)),)


def suggest(key: str, *, feast: str) -> Finding:
    """Suggest a sentence to begin a greeting with.

    Args:
        key: The feast's key in its calendar, which chooses the sentence.
        feast: The feast as the place calls it.

    Source: S1-35: "greeting reminders 3 days before with suggested text".

    >>> suggest("Eid al-Fitr", feast="Bayram").sentence()
    'Bayram is near: we wish you and your families peace and good days together.'
    """
    message = next((SUGGESTIONS[part] for part in key.split("; ") if part in SUGGESTIONS), GREETING)
    return Finding(code="greeting", severity=Severity.NOTE, message=message, params={"feast": feast})


def may_still_move(reminder: GreetingReminder) -> bool:
    """Tell whether a feast's day is an estimate, so that one looks again before one writes.

    >>> eid = Holiday(name="Eid al-Fitr", mark=Mark.ESTIMATED)
    >>> note = Finding(code="greeting", severity=Severity.NOTE, message="Eid.")
    >>> may_still_move(GreetingReminder(day=date(2027, 3, 10), holiday=eid, suggestion=note))
    True
    """
    return reminder.holiday.mark is Mark.ESTIMATED


def _feast(day: date, calendar: PlaceCalendar) -> Holiday | None:
    holiday = kept_holiday(day, calendar=calendar)
    return None if holiday is None or holiday.substitutes else holiday


def _namesake(day: date, first: Holiday, calendar: PlaceCalendar) -> Holiday:
    """Return the first day of the feast that bears its commonest name: of an eve and three days of feast, the feast."""
    feast: list[Holiday] = []
    found: Holiday | None = first
    while found is not None and found.closes == first.closes and len(feast) < LONGEST_FEAST_DAYS:
        feast.append(found)
        found = _feast(day + timedelta(days=len(feast)), calendar)
    keys = [holiday.key or holiday.name for holiday in feast]
    return feast[max(range(len(keys)), key=lambda at: (keys.count(keys[at]), -at))]
