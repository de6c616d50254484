"""Two sides who meet: a planned meeting on fixed days, and what people do about it."""

from datetime import UTC, date, datetime, timedelta

from tests import makers
from tests.site.communication.talking import settle
from troth_site.actions.communication import meetings, meetings_answering, meetings_minutes
from troth_site.models import Attendance, Meeting
from troth_site.queries.communication.slots import Asked, offers

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = date(2026, 3, 5)


def plan(cast, *, key=None, now=NOW, person=None, ask=None, **asked):
    """Plan at the first slot offered, or at the one of a key, and return the first meeting."""
    by = makers.make_actor(person or cast.ana)
    asked = Asked(**{"first_on": DAY, "minutes": 60} | asked)
    offered = offers(by, cast.pair.pk, asked).offers
    choice = key or offered[0].key
    people = [cast.lin.pk] if ask is None else ask
    planned = meetings.Plan(title="Weekly talk", asked=asked, choice=choice, people=people, by_mail=False)
    return Meeting.objects.get(pk=meetings.plan(by=by, relationship=cast.pair.pk, plan=planned, now=now))


def agreed(cast, **more):
    """Plan a meeting to which both sides say yes."""
    settle(cast)
    meeting = plan(cast, **more)
    meetings_answering.answer(
        by=makers.make_actor(cast.lin), meeting=meeting.pk, is_coming=True, following=True, now=more.get("now", NOW)
    )
    return meeting


def after(meeting, **more):
    """Return a moment after a meeting."""
    return meeting.starts_at + timedelta(hours=2, **more)


def came(cast, meeting, *people, missed=()):
    """Say who came, and who did not."""
    meetings_minutes.say_who_came(
        by=makers.make_actor(cast.ana), meeting=meeting.pk, came={each.pk for each in people},
        missed={each.pk for each in missed}, now=after(meeting),
    )  # fmt: skip


def states(meeting):
    """Return what everybody said, by person."""
    return dict(Attendance.objects.filter(meeting=meeting).values_list("person__name", "state"))
