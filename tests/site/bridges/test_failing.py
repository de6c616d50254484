"""What does not arrive: tried again, by one worker at a time, never twice, given up, paused."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from tests.site.bridges.loopback import Reply
from tests.site.bridges.places import NOON, deliver, shift, states
from troth_site.actions.bridges import claiming, delivering
from troth_site.jobs import bridges as jobs
from troth_site.models import Channel, Delivery, Notification

MINUTE = timedelta(minutes=1)


def dues():
    return list(Delivery.objects.order_by("pk").values_list("due_at", flat=True))


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
