"""How two sides keep in touch: weeks of writing alone propose a call, alike on both screens."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests import makers
from tests.site.communication import asked
from tests.site.communication.asked import HOUR, MONDAY, thread, write
from troth_site.models import Meeting
from troth_site.queries.communication.mix import mix_of
from troth_site.queries.partners import partnership

pytestmark = pytest.mark.django_db
WEEK = timedelta(weeks=1)
CALL = "You have only written to each other for 8 weeks. A call keeps people people."


@pytest.fixture
def topic(cast):
    asked.places(cast)
    return thread(cast)


def met(cast, at, state="closed"):
    return Meeting.objects.create(
        relationship=cast.pair, title="Call", starts_at=at, minutes=30, zone="UTC", state=state
    )


def found(cast, person, now):

    return mix_of(partnership(makers.make_actor(person), cast.pair.pk), now=now)


@pytest.mark.parametrize(("weeks", "is_due"), [(7.9, False), (8, True)])
def test_eight_weeks_of_writing_alone_propose_a_call(cast, topic, weeks, is_due):
    for week in range(9):
        write(topic, cast.ana, "Hello", MONDAY + week * WEEK)
    kept = found(cast, cast.ana, MONDAY + weeks * WEEK)

    assert (kept.call is not None) is is_due
    assert kept.last_spoken is None


def test_a_meeting_that_was_held_begins_the_weeks_anew(cast, topic):
    for week in range(20):
        write(topic, cast.ana, "Hello", MONDAY + week * WEEK)
    met(cast, MONDAY + 12 * WEEK + HOUR)
    met(cast, MONDAY + 15 * WEEK, state="cancelled")
    kept = found(cast, cast.ana, MONDAY + 19 * WEEK)

    assert (kept.last_spoken, kept.call) == ((MONDAY + 12 * WEEK).date(), None)
    assert found(cast, cast.ana, MONDAY + 20 * WEEK).call is not None


def test_who_writes_nothing_is_quiet_and_not_writing_alone(cast, topic):
    assert found(cast, cast.ana, MONDAY).call is None
    write(topic, cast.ana, "Hello", MONDAY)
    met(cast, MONDAY + WEEK)

    assert found(cast, cast.ana, MONDAY + 30 * WEEK).call is None


def test_days_count_once_and_machines_not_at_all(cast, topic):
    for hour in range(3):
        write(topic, cast.lin, "Hello", MONDAY + hour * HOUR)
    write(topic, cast.lin, "I am away", MONDAY + WEEK, automatic="out-of-office")
    met(cast, MONDAY + WEEK)
    kept = found(cast, cast.lin, MONDAY + 2 * WEEK)

    assert (kept.days, kept.written, kept.spoken) == (90, 1, 1)


def test_both_sides_read_the_same_and_can_plan_a_call(cast, topic):
    for week in range(9):
        write(topic, cast.ana, "Hello", MONDAY + week * WEEK)
    for person in (cast.ana, cast.lin):
        with asked.at(MONDAY + 8 * WEEK):
            text = cast.browser(person).get(reverse("contacts", args=[cast.pair.pk])).content.decode()
        assert CALL in text
        assert "In the last 90 days: wrote on 9 of them, spoke or met on 0." in text
        assert reverse("plan-meeting", args=[cast.pair.pk]) in text
