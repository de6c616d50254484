"""When people are told: not at night, in one letter, again after a fault, and never twice."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.utils import timezone

from tests import makers
from tests.site.bridges.loopback import Reply
from tests.site.bridges.places import NOON, deliver, shift, states
from troth_site.actions.bridges import notices, planning
from troth_site.actions.bridges.events import CHOSEN, EVENTS
from troth_site.jobs import bridges as jobs
from troth_site.models import Channel, Delivery, Membership, Notification, PreferenceCard

NIGHT = datetime(2026, 11, 18, 19, 30, tzinfo=UTC)  # half past three in Dongguan
MORNING = datetime(2026, 11, 19, 0, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def at(moment, monkeypatch):
    """Let people be told at a moment."""
    monkeypatch.setattr(timezone, "now", lambda: moment)


def dues():
    return list(Delivery.objects.order_by("pk").values_list("due_at", flat=True))


def test_nothing_goes_anywhere_until_somebody_chose_it(outer, pair):
    pair.place("slack", events={"answer": 0})
    pair.tell()

    assert Notification.objects.count() == 1
    assert (Delivery.objects.count(), deliver(outer, timezone.now())) == (0, 0)


def test_people_are_told_once_whoever_asks_twice(outer, pair):
    pair.place("slack")
    pair.tell()
    pair.tell()
    shift(NOON)

    assert (deliver(outer), deliver(outer)) == (1, 0)
    assert (Notification.objects.count(), len(outer.said)) == (1, 1)


def test_an_old_notification_is_not_told_to_a_place_chosen_later(pair):
    pair.tell()
    pair.place("slack")
    pair.tell()

    assert Delivery.objects.count() == 0


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        (None, MORNING),
        ((time(9, 30), time(17)), MORNING + timedelta(minutes=90)),
        ((time(2), None), NIGHT),
        ((None, None), MORNING),
    ],
)
def test_nobody_is_told_in_their_night(pair, monkeypatch, card, expected):
    pair.place("slack", person=pair.lin)
    if card:
        PreferenceCard.objects.create(person=pair.lin, day_from=card[0], day_to=card[1], written_at=NOON)
    at(NIGHT, monkeypatch)
    pair.tell(to=[pair.lin])

    assert dues() == [expected]


def test_feishu_is_left_alone_on_the_full_hour(pair, monkeypatch):
    pair.place("feishu", person=pair.lin)
    at(NIGHT, monkeypatch)
    pair.tell(to=[pair.lin])

    assert dues() == [MORNING + timedelta(minutes=2)]


def test_safety_is_told_at_once_in_the_night_too_and_alone(outer, pair, monkeypatch):
    pair.place("slack", person=pair.lin, events={"message": 0, "critical": 0})
    at(NIGHT, monkeypatch)
    pair.tell(to=[pair.lin])
    pair.tell("fire", event="critical", to=[pair.lin], due="2026-11-19")

    assert deliver(outer, NIGHT) == 1
    assert outer.said[0].json["text"] == "林晓梅 asks at once: “Lab dips of fire”, by Thu 19 Nov 2026."
    assert deliver(outer, MORNING) == 1
    assert len(outer.said) == 2


def test_a_zone_of_nobody_is_the_house_s_and_one_that_is_none_is_the_world_s(pair, monkeypatch):
    pair.lin.zone = ""
    pair.lin.save()
    channel = Channel.objects.get(pk=pair.place("slack", person=pair.lin).pk)
    assert planning.hours_of(channel)[0].key == "Asia/Shanghai"

    pair.lin.zone = "Moon/Tycho"
    pair.lin.save()
    assert planning.hours_of(Channel.objects.get(pk=channel.pk))[0].key == "UTC"


def test_what_is_gathered_comes_in_one_letter(outer, pair, monkeypatch):
    pair.place("slack", events={"message": 60})
    at(NOON, monkeypatch)
    pair.tell("message 1")
    at(NOON + 40 * MINUTE, monkeypatch)
    pair.tell("message 2")

    assert deliver(outer, NOON + 59 * MINUTE) == 0
    assert deliver(outer, NOON + 60 * MINUTE) == 1
    (said,) = outer.said
    assert said.json["text"] == "2 things happened in Troth"
    assert [block["text"]["text"].partition("\n")[0] for block in said.json["blocks"]] == [
        "林晓梅 wrote to you: Lab dips of message 1", "林晓梅 wrote to you: Lab dips of message 2",
    ]  # fmt: skip
    assert deliver(outer, NOON + 120 * MINUTE) == 0


def test_a_long_letter_says_how_much_more_there_is(outer, pair):
    pair.place("webhook")
    for number in range(25):
        pair.tell(f"message {number}")
    shift(NOON)
    outer.answer(Reply(204, b""))

    assert deliver(outer) == 1
    data = outer.said[0].json["data"]
    assert (len(data["notifications"]), data["more"]) == (20, 5)


def test_whoever_left_is_told_nothing_more(outer, pair):
    pair.place("slack")
    pair.tell()
    shift(NOON)
    Membership.objects.filter(person=pair.ana).update(active=False)

    assert deliver(outer) == 0
    assert outer.said == []
    assert states() == [(1, False, True, "left")]
    assert Channel.objects.get().failures == 0


def test_a_house_s_place_is_told_once_of_what_several_of_its_people_are_told(outer, pair):
    bea = pair.colleague()
    pair.place("slack", house=pair.buyer)
    pair.tell(to=[pair.ana, bea, pair.lin])
    shift(NOON)

    assert deliver(outer) == 1
    assert (len(outer.said), Delivery.objects.count(), Notification.objects.count()) == (1, 1, 3)


def test_a_house_s_place_hears_nothing_that_only_the_other_side_is_told(pair):
    pair.place("slack", house=pair.buyer)
    pair.tell(to=[pair.lin])

    assert Delivery.objects.count() == 0


def test_a_house_s_place_hears_nothing_of_another_house_s_record(pair):
    other = makers.make_organisation("Halcyon")
    both = makers.make_person(other, name="Both")
    from troth_site.actions import people

    people.take_seat(by=makers.make_operator(), person=both, organisation=pair.buyer.pk, role="sourcing")
    pair.place("slack", person=both, house=other)
    pair.tell(to=[both])

    assert Delivery.objects.count() == 0


def test_what_is_due_at_once_rings_when_it_is_committed(pair, monkeypatch, django_capture_on_commit_callbacks):
    pair.place("slack")
    rung = []
    monkeypatch.setattr(planning.queue, "enqueue", lambda job, **more: rung.append(job))
    at(NOON, monkeypatch)
    with django_capture_on_commit_callbacks(execute=True):
        pair.tell()
        assert rung == []

    assert rung == ["bridges.deliver"]


def test_the_job_with_nothing_to_do_asks_once(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        jobs.deliver.func(key_nobody_knows=1)


def test_telling_where_nobody_listens_costs_two_queries(pair, django_assert_num_queries):
    with django_assert_num_queries(2):
        pair.tell(to=[pair.ana, pair.lin])


@pytest.mark.parametrize("people", [1, 3])
def test_telling_costs_the_same_for_one_place_and_for_three(pair, people, django_assert_max_num_queries):
    listening = [pair.colleague(f"Colleague {number}") for number in range(people)]
    for person in listening:
        pair.place("slack", person=person)
    with django_assert_max_num_queries(4 + people):
        pair.tell(to=listening)

    assert Delivery.objects.count() == people


def test_an_event_nobody_knows_is_refused(pair):
    with pytest.raises(KeyError):
        notices.notify(event="party", relationship=None, subject="x", path="/", to=[pair.ana.pk], data={})


def test_every_event_but_one_can_be_chosen():
    assert set(EVENTS) - set(CHOSEN) == {"channel"}
