"""When people are told: not at night, in one letter, again after a fault, and never twice."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.utils import timezone

from tests import makers
from tests.site.bridges.loopback import Reply
from tests.site.bridges.places import NOON, deliver, shift, states
from troth_site.actions.bridges import claiming, delivering, notices, planning
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
    assert outer.said[0].json["text"] == "林晓梅 asks at once: Lab dips of fire. By Thu 19 Nov 2026."
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


def test_what_does_not_arrive_is_tried_again_with_the_same_letter_after_growing_pauses(outer, pair):
    made = pair.place("webhook")
    pair.tell()
    shift(NOON)
    outer.answer(Reply(500))
    now, waited = NOON, []
    for _ in range(6):
        assert deliver(outer, now) == 0
        later = Delivery.objects.get()
        waited.append((later.due_at - now) if later.given_up_at is None else None)
        assert deliver(outer, now) == 0
        now = later.due_at

    # Twelve hours after a quarter to three is night in London, so the last one waits for the morning.
    assert waited[:4] == [MINUTE, 5 * MINUTE, 30 * MINUTE, 120 * MINUTE]
    assert waited[4] == datetime(2026, 11, 19, 8, tzinfo=UTC) - (NOON + 156 * MINUTE)
    assert waited[5] is None
    assert len({said.headers["webhook-id"] for said in outer.said}) == 1
    assert len({said.body for said in outer.said}) == 1
    assert states() == [(6, False, True, "status 500")]
    assert Channel.objects.get(pk=made.pk).failures == 1


def test_a_server_that_asks_for_time_gets_it(outer, pair):
    pair.place("slack")
    pair.tell()
    shift(NOON)
    outer.answer(Reply(429, b"", {"Retry-After": "1200"}), Reply())

    assert deliver(outer) == 0
    assert dues() == [NOON + 20 * MINUTE]
    assert deliver(outer, NOON + 20 * MINUTE) == 1
    assert states() == [(2, True, False, "")]


def test_a_date_of_a_server_that_asks_for_time_is_read(outer, pair):
    pair.place("slack")
    pair.tell()
    now = timezone.now()
    shift(now)
    until = now + timedelta(minutes=30)
    outer.answer(Reply(503, b"", {"Retry-After": until.strftime("%a, %d %b %Y %H:%M:%S GMT")}))

    deliver(outer, now)

    assert dues()[0] - now > timedelta(minutes=29) - timedelta(seconds=5)


def test_while_one_letter_waits_to_be_tried_again_others_go_on(outer, pair):
    pair.place("webhook")
    pair.tell("message 1")
    shift(NOON)
    outer.answer(Reply(500), Reply(204, b""))
    deliver(outer)
    pair.tell("message 2")
    shift(NOON)

    assert deliver(outer) == 1
    assert deliver(outer, NOON + MINUTE) == 1
    assert [said.json["data"]["notifications"][0]["text"][-1] for said in outer.said] == ["1", "2", "1"]


def test_two_workers_never_take_the_same_letter(pair):
    made = pair.place("slack")
    pair.tell()
    shift(NOON)

    first, second = claiming.claim(made.pk, now=NOON), claiming.claim(made.pk, now=NOON)

    assert (first.attempts, second) == (1, None)


def test_a_second_worker_whose_list_is_old_changes_nothing(pair):
    """The compare-and-set itself: what somebody took after we looked is not taken again."""
    made = pair.place("slack")
    pair.tell()
    shift(NOON)
    stale = claiming.waiting(made.pk).filter(batch=None)
    assert claiming.claim(made.pk, now=NOON) is not None

    assert stale.update(claimed_at=NOON) == 0


@pytest.mark.parametrize(("kind", "told"), [("webhook", 1), ("slack", 0)])
def test_a_worker_that_died_while_sending_is_taken_over_where_a_repeat_is_known(outer, pair, kind, told):
    made = pair.place(kind)
    pair.tell()
    shift(NOON)
    died = claiming.claim(made.pk, now=NOON)

    assert deliver(outer, NOON + timedelta(minutes=9)) == 0
    assert deliver(outer, NOON + timedelta(minutes=11)) == told

    assert len(outer.said) == told
    if told:
        assert outer.said[0].headers["webhook-id"] == f"msg_{died.letter}"
    else:
        assert states() == [(2, False, True, "stopped")]


def test_a_crash_after_the_answer_is_repeated_under_the_same_name(outer, pair, monkeypatch):
    pair.place("webhook")
    pair.tell()
    shift(NOON)
    with monkeypatch.context() as broken:
        broken.setattr(delivering, "_note", lambda *args, **kwargs: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            deliver(outer)

    assert deliver(outer, NOON + timedelta(minutes=11)) == 1
    assert len({said.headers["webhook-id"] for said in outer.said}) == 1
    assert len(outer.said) == 2


def test_five_letters_given_up_in_a_row_pause_a_place_and_its_person_hears_of_it(
    outer, pair, mailoutbox, django_capture_on_commit_callbacks
):
    made = pair.place("slack")
    outer.answer(Reply(404))
    for number in range(5):
        assert Channel.objects.get(pk=made.pk).paused_at is None
        pair.tell(f"message {number}")
        shift(NOON)
        deliver(outer)

    row = Channel.objects.get(pk=made.pk)
    assert (row.failures, row.paused_at, row.error) == (5, NOON, "status 404")
    told = Notification.objects.get(event="channel")
    assert (told.person, told.data) == (pair.ana, {"subject": "Our slack", "reason": "status 404"})
    jobs.mail_pause.func(made.pk, pair.ana.pk)
    (letter,) = mailoutbox
    assert letter.to == [pair.ana.email]
    assert "Its server knows this address no more (code 404)." in letter.body
    pair.tell("message 9")
    assert Delivery.objects.filter(given_up_at=None).count() == 0
    assert len(outer.said) == 5


def test_one_letter_that_arrives_ends_the_count(outer, pair):
    made = pair.place("slack")
    outer.answer(*[Reply(404)] * 4, Reply(), Reply(404))
    for number in range(6):
        pair.tell(f"message {number}")
        shift(NOON)
        deliver(outer)

    row = Channel.objects.get(pk=made.pk)
    assert (row.failures, row.paused_at) == (1, None)


def test_what_waits_in_a_paused_place_is_given_up_and_not_poured_out_later(outer, pair):
    made = pair.place("slack", events={"message": 0, "answer": 1440})
    pair.tell("answer 1", event="answer")
    Delivery.objects.update(due_at=NOON + timedelta(days=1))
    outer.answer(Reply(404))
    for number in range(5):
        pair.tell(f"message {number}")
        Delivery.objects.filter(once__startswith="message", batch=None).update(due_at=NOON)
        Delivery.objects.filter(once__startswith="answer").update(batch="0" * 32)
        deliver(outer)

    assert Channel.objects.get(pk=made.pk).paused_at == NOON
    assert Delivery.objects.get(once__startswith="answer").error == "paused"


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


def test_one_channel_s_fault_does_not_stop_the_others(outer, pair, monkeypatch, caplog):
    pair.place("slack", events={"message": 0})
    pair.place("webhook")
    pair.tell()
    shift(NOON)
    from troth_site.actions.bridges import sending

    monkeypatch.setitem(sending.CARRIERS, "slack", (lambda *args: 1 / 0, None))
    outer.answer(Reply(204, b""))

    assert deliver(outer) == 1
    assert [(attempts, arrived, error) for attempts, arrived, _gone, error in states()] == [
        (1, False, "broken"), (1, True, ""),
    ]  # fmt: skip


def test_a_secret_of_another_installation_is_said_and_the_place_paused(outer, pair, settings):
    made = pair.place("slack")
    pair.tell()
    shift(NOON)
    settings.SECRET_KEY = "another"

    assert deliver(outer) == 0
    assert Channel.objects.get(pk=made.pk).paused_at == NOON
    assert outer.said == []


def test_an_earlier_key_of_the_installation_still_opens(outer, pair, settings):
    pair.place("slack")
    pair.tell()
    shift(NOON)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"

    assert deliver(outer) == 1


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
