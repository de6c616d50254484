"""When the other side is at work next."""

from datetime import datetime, timedelta

from troth.basis.working_time import add_business_hours
from troth_site.queries.communication.calendars import work_calendar_of

MOMENT = 1 / 60


def next_hour_of(organisation: int, *, now: datetime) -> datetime:
    """Return when an organisation is at work next: now where it is, else when it opens again; two queries."""
    calendar = work_calendar_of(organisation, now.date())
    # The first minute of work after now ends a minute after it began.
    return max(now, add_business_hours(now, hours=MOMENT, calendar=calendar) - timedelta(minutes=1))
