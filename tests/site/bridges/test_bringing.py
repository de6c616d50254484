"""By e-mail a message comes as a letter that can be answered; the rest stands in one letter of its own."""

import pytest
from django.core import mail

from tests.site.bridges.places import NOON, shift, states
from troth_site.actions.bridges import delivering
from troth_site.actions.bridges.delivering import NotBrought
from troth_site.models import Delivery, Notification

pytestmark = pytest.mark.django_db


def deliver(bring):
    shift(NOON)
    return delivering.deliver_due(clock=lambda: NOON, bring=bring)


def test_what_was_brought_is_in_no_second_letter(pair):
    pair.place("email")
    pair.tell()
    brought = []

    assert deliver(lambda uid: not brought.append(uid)) == 1
    assert brought == [str(Notification.objects.get().uid)]
    assert mail.outbox == []


def test_what_brings_no_message_stands_in_the_plain_letter(pair):
    pair.place("email")
    pair.tell()

    assert deliver(lambda _uid: False) == 1
    assert len(mail.outbox) == 1


def test_letter_the_server_did_not_take_is_tried_again_and_never_lost(pair):
    pair.place("email")
    pair.tell()

    def refuse(_uid):
        raise NotBrought("mail", is_final=False)

    assert deliver(refuse) == 0
    assert [(done, given_up) for _attempts, done, given_up, _error in states()] == [(False, False)]
    Delivery.objects.update(due_at=NOON)
    assert deliver(lambda _uid: True) == 1
