"""How two sides keep in touch: weeks of writing alone propose a call, alike on both screens."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests import makers
from tests.site.communication import asked
from tests.site.communication.asked import HOUR, MONDAY, thread, write
from troth_site.models import ContactPolicy, Meeting
from troth_site.queries.communication.mix import calls_due, mix_of
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

    assert dict(kept.kept.days) == {"chat": 1, "call": 0, "video": 0, "visit": 0, "unsaid": 1}
    assert kept.kept.weeks == 12


@pytest.mark.parametrize("way", ["call", "video", "visit"])
def test_the_way_of_a_meeting_counts_as_it_was_held(cast, topic, way):
    Meeting.objects.filter(pk=met(cast, MONDAY).pk).update(way=way)

    assert found(cast, cast.ana, MONDAY + WEEK).kept.days[way] == 1


def page(cast, person, name, *args, at=MONDAY + 8 * WEEK):
    browser = cast.browser(person)
    with asked.at(at):
        return browser.get(reverse(name, args=args)).content.decode()


def wrote_weekly(cast, topic, weeks=9):
    for week in range(weeks):
        write(topic, cast.ana, "Hello", MONDAY + week * WEEK)
    topic.last_at = MONDAY + (weeks - 1) * WEEK
    topic.save(update_fields=["last_at"])


def test_both_sides_read_the_same_and_are_told_to_call_on_today(cast, topic):
    wrote_weekly(cast, topic)
    plan = reverse("plan-meeting", args=[cast.pair.pk])
    for person in (cast.ana, cast.lin):
        for name, args in (("contacts", [cast.pair.pk]), ("today", [])):
            text = page(cast, person, name, *args)
            assert (CALL in text, plan in text) == (True, True)
    assert CALL not in page(cast, cast.ana, "today", at=MONDAY + 7 * WEEK)
    # Who may not plan a call is not asked to.
    assert CALL not in page(cast, cast.finance, "today")


def test_a_call_ends_the_prompt_and_a_stranger_reads_nothing(cast, topic):
    wrote_weekly(cast, topic)
    stranger = makers.make_actor(makers.make_person(makers.make_organisation("Else")))
    assert calls_due(stranger, now=MONDAY + 8 * WEEK) == ()
    assert len(calls_due(makers.make_actor(cast.ana), now=MONDAY + 8 * WEEK)) == 1
    met(cast, MONDAY + 5 * WEEK)

    assert calls_due(makers.make_actor(cast.ana), now=MONDAY + 8 * WEEK) == ()


def test_each_house_has_a_policy_of_its_own(cast, topic):
    boss = makers.make_person(cast.buyer, role="manager", name="Boss")
    wrote_weekly(cast, topic, weeks=5)
    path = reverse("call-policy", args=[cast.pair.pk])
    assert cast.browser(cast.finance).post(path, {"weeks": "4"}).status_code == 403
    for weeks in ("0", "105", "many", ""):
        answer = cast.browser(boss).post(path, {"weeks": weeks})
        assert (answer.status_code, 'id="policy-weeks_error"' in answer.content.decode()) == (422, True)
    assert ContactPolicy.objects.count() == 0
    for _once_more in range(2):
        assert cast.browser(boss).post(path, {"weeks": "4"}).status_code == 302
    now = MONDAY + 4 * WEEK

    assert ContactPolicy.objects.get().chat_only_weeks == 4
    assert [bool(calls_due(makers.make_actor(who), now=now)) for who in (cast.ana, cast.lin)] == [True, False]
    assert [bool(found(cast, who, now).call) for who in (cast.ana, cast.lin)] == [True, False]


def test_what_is_due_is_asked_in_few_queries(cast, topic, django_assert_num_queries):
    wrote_weekly(cast, topic)
    by = makers.make_actor(cast.ana)
    with django_assert_num_queries(4):
        assert len(calls_due(by, now=MONDAY + 8 * WEEK)) == 1
    with django_assert_num_queries(2):
        assert calls_due(by, now=MONDAY + 30 * WEEK) == ()


def test_a_program_reads_the_mix(cast, topic):
    write(topic, cast.ana, "Hello", MONDAY)
    browser = cast.browser(cast.lin)
    with asked.at(MONDAY + WEEK):
        told = browser.get(f"/api/v1/partners/{cast.pair.pk}/channel-mix").json()

    assert (told["weeks"], told["call_due"], told["last_spoken"]) == (12, False, None)
    assert {each["way"]: each["days"] for each in told["ways"]}["chat"] == 1
