"""Long holidays in the countries of one's partners that come so near that orders have to be placed."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.cache import cache

from troth_site.access import Actor
from troth_site.queries.communication.calendars import usual_place
from troth_site.queries.communication.calendars_year import LongStop, year_of
from troth_site.queries.communication.planning import countries

NOTICE = timedelta(days=14)
MONTHS = 6
COUNTRIES_SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class StopAhead:
    """One long holiday of a country, as its public calendar and the practice of its factories say."""

    country: str
    long: LongStop


def stops_ahead(by: Actor, *, today: date, language: str = "en") -> tuple[StopAhead, ...]:
    """Return the long holidays within their lead time, the first first; a new country may wait a minute.

    The lead time begins two weeks before the last day on which an order of the usual length can begin to be done before
    the holiday, and ends with its first day. What a single factory says of its own closures stands on the board.
    """
    # With thousands of partners, which countries they are in takes longer than all the rest of the page's queries.
    key = "countries-" + "-".join(map(str, by.organisations()))
    found = []
    for country in cache.get_or_set(key, lambda: countries(by), COUNTRIES_SECONDS) or ():
        for long in year_of(usual_place(country), today=today, months=MONTHS, language=language).stops:
            if long.order_by is not None and long.order_by - NOTICE <= today < long.stop.span.start:
                found.append(StopAhead(country=country, long=long))
    return tuple(sorted(found, key=lambda each: (each.long.stop.span.start, each.country)))
