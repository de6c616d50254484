from datetime import date, timedelta

import pytest

from troth.basis.calendars import Holiday, Mark, OwnLayer, PlaceCalendar, PublicLayer
from troth.communication.greetings import GREETING, SUGGESTIONS, greeting_reminders, may_still_move, suggest

EVE = Holiday(name="Lunar New Year's Eve", local_name="Giao thừa", key="Lunar New Year's Eve")
TET = Holiday(name="Lunar New Year", local_name="Tết Nguyên Đán", key="Lunar New Year")
DAY_OFF = Holiday(name="Day off", key="Day off", substitutes=True)
DIWALI = Holiday(name="Diwali", key="Diwali", closes=False, mark=Mark.ESTIMATED)
LIST = PublicLayer(
    holidays={
        date(2026, 2, 13): DAY_OFF,
        date(2026, 2, 16): EVE,
        date(2026, 2, 17): TET,
        date(2026, 2, 18): TET,
        date(2026, 11, 8): DIWALI,
    }
)
PLACE = PlaceCalendar(public=LIST)


def reminded(day, place=PLACE):
    return [reminder.suggestion.sentence() for reminder in greeting_reminders(place, today=day - timedelta(days=3))]


def test_feast_is_greeted_once_before_its_first_day_by_its_commonest_name():
    days = [date(2026, 2, 10) + timedelta(days=offset) for offset in range(15)]

    sentences = {day: reminded(day) for day in days}

    assert {day: found for day, found in sentences.items() if found} == {
        date(2026, 2, 16): ["Tết Nguyên Đán is near: we wish you and your families health and a good year."]
    }


def test_day_off_in_exchange_is_no_feast():
    assert reminded(date(2026, 2, 13)) == []


def test_observance_is_greeted_though_people_work():
    (reminder,) = greeting_reminders(PLACE, today=date(2026, 11, 5))

    assert (reminder.day, reminder.holiday.name, may_still_move(reminder)) == (date(2026, 11, 8), "Diwali", True)


@pytest.mark.parametrize("key", ["Lunar New Year", "Diwali"])
def test_factory_that_removed_a_holiday_gets_no_greeting_for_it(key):
    place = PlaceCalendar(public=LIST, own=OwnLayer(not_kept=frozenset({key, EVE.key})))

    days = {"Lunar New Year": date(2026, 2, 17), "Diwali": date(2026, 11, 8)}
    assert {name for name, day in days.items() if reminded(day, place)} == days.keys() - {key}


def test_a_feast_is_greeted_with_what_fits_it():
    sentences = [suggest(key, feast="X").message for key in ("Diwali", "Lunar New Year", "Hung Kings", "A; Diwali", "")]

    assert sentences == [
        SUGGESTIONS["Diwali"],
        SUGGESTIONS["Lunar New Year"],
        GREETING,
        SUGGESTIONS["Diwali"],
        GREETING,
    ]
