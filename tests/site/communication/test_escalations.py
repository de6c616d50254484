from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from tests import makers
from tests.site.communication import asked
from tests.site.communication.asked import HOUR, MONDAY, answer, ask, kinds, thread
from troth_site.actions.communication import calendars, escalations, requests
from troth_site.jobs import communication as jobs
from troth_site.models import AuditEntry, ContactRole, Notification, ReplyRequest

pytestmark = pytest.mark.django_db
# The target of a question of MONDAY: Wednesday 16:00 in Shanghai.
TARGET = datetime(2026, 3, 4, 8, tzinfo=UTC)


@pytest.fixture
def people(cast):
    """A contact, a deputy and a manager on the factory's side beside its owner."""
    asked.places(cast)
    found = {
        step: makers.make_person(cast.pair.factory, role=role, name=step)
        for step, role in (("contact", "sales"), ("deputy", "quality"), ("manager", "manager"))
    }
    ContactRole.objects.create(
        relationship=cast.pair, side="factory", topic="orders", person=found["contact"], deputy=found["deputy"],
        named_at=MONDAY,
    )  # fmt: skip
    return found | {"owner": cast.lin}


def run(moment):
    """Let the ladder climb at a moment."""
    with asked.at(moment):
        return escalations.escalate_requests(now=moment)


def told(row):
    row.refresh_from_db()
    return [(one["step"], one["person"]) for one in row.told]


def test_each_step_gets_its_own_working_hours_after_the_target(cast, people):
    row = ask(thread(cast), cast.ana)
    moments = [
        (TARGET - HOUR, []),
        # 48 hours after asking, when its asker needed it: Wednesday 10:00, before the target.
        (TARGET + HOUR / 4, ["contact"]),
        (TARGET + HOUR, ["contact"]),
        # Eight working hours later: two on Wednesday, six on Thursday.
        (datetime(2026, 3, 5, 7, 5, tzinfo=UTC), ["contact", "deputy"]),
        (datetime(2026, 3, 6, 6, 5, tzinfo=UTC), ["contact", "deputy", "manager"]),
        # The weekend is nobody's working time.
        (datetime(2026, 3, 8, 12, tzinfo=UTC), ["contact", "deputy", "manager"]),
        (datetime(2026, 3, 9, 6, tzinfo=UTC), ["contact", "deputy", "manager", "owner"]),
        (datetime(2026, 4, 9, 6, tzinfo=UTC), ["contact", "deputy", "manager", "owner"]),
    ]
    for moment, steps in moments:
        run(moment)
        assert [step for step, _person in told(row)] == steps
        assert run(moment) == 0
    assert told(row) == [(step, people[step].pk) for step in ("contact", "deputy", "manager", "owner")]
    assert kinds(row) == ["request.asked"] + ["request.escalated"] * 4
    assert Notification.objects.filter(event="escalated").count() == 4
    assert AuditEntry.objects.filter(verb="request.escalated").count() == 4


def test_holidays_of_the_answering_side_stop_the_ladder(cast, people):
    with asked.at(MONDAY):
        row = ask(thread(cast), cast.ana)
        days = calendars.DaysGiven(
            first=TARGET.date() + timedelta(days=1), last=TARGET.date() + timedelta(days=7), kind="closed"
        )
        calendars.add_days(by=makers.make_actor(cast.lin), organisation=cast.pair.factory_id, days=days)
    run(TARGET + HOUR)
    run(datetime(2026, 3, 10, 9, tzinfo=UTC))

    assert told(row) == [("contact", people["contact"].pk)]


def test_an_answer_stops_the_climb(cast, people):
    topic = thread(cast)
    row = ask(topic, cast.ana)
    run(TARGET + HOUR)
    answer(topic, cast.lin, "It is 19-4052.", TARGET + 2 * HOUR)

    assert run(TARGET + timedelta(days=9)) == 0
    assert len(told(row)) == 1


def test_an_acknowledgement_does_not_stop_it_and_a_withdrawal_does(cast, people):
    topic = thread(cast)
    row = ask(topic, cast.ana)
    answer(topic, cast.lin, "Noted, will check.", MONDAY + HOUR)
    assert run(TARGET + HOUR) == 1
    with asked.at(TARGET + 2 * HOUR):
        requests.withdraw(by=makers.make_actor(cast.ana), request=row.pk)

    assert run(TARGET + timedelta(days=9)) == 0


def test_a_later_day_its_asker_named_is_waited_for(cast, people):
    ask(thread(cast), cast.ana, due_at=TARGET + timedelta(days=5))

    assert run(TARGET + timedelta(days=4)) == 0
    assert run(TARGET + timedelta(days=6)) == 1


def test_a_step_without_a_name_is_left_out_and_said(cast):
    asked.places(cast)
    row = ask(thread(cast), cast.ana)
    assert run(TARGET + HOUR) == 1

    assert told(row) == [("owner", cast.lin.pk)]
    text = cast.browser(cast.ana).get(reverse("request", args=[row.pk])).content.decode()
    for said in ("Nobody is named as contact", "Nobody is named as deputy", "Nobody is named as manager", "林晓梅",
                 "Could we talk briefly"):  # fmt: skip
        assert said in text


def test_nobody_is_told_twice_and_nobody_at_all_is_no_error(cast, people):
    ContactRole.objects.update(deputy=people["contact"])
    row = ask(thread(cast), cast.ana)
    run(TARGET + timedelta(days=20))
    assert told(row) == [("owner", cast.lin.pk)]
    cast.lin.memberships.all().delete()
    other = ask(thread(cast, topic="quality"), cast.ana)
    for person in people.values():
        person.memberships.all().delete()
    assert run(TARGET + timedelta(days=20)) == 0
    assert told(other) == []


def test_the_buyer_s_own_ladder_climbs_by_the_same_code(cast):
    asked.places(cast)
    row = ask(thread(cast), cast.lin, MONDAY)
    assert run(TARGET + timedelta(days=4)) == 1

    assert told(row) == [("manager", cast.ana.pk)]


def test_the_jobs_run(cast, people):
    ask(thread(cast), cast.ana)
    jobs.escalate_requests.func(key_nobody_knows=1)
    jobs.responses_at_night.func()

    assert ReplyRequest.objects.get().rung == 4
