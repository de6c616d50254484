"""The board: cards of both sides, two movers at once, what is owed alike on both screens."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from troth_site.actions.communication import boards
from troth_site.desk.communication.streams import MOST_STREAMS, Watcher, stream
from troth_site.models import AuditEntry, Card, Commitment, LiveEvent, Notification
from troth_site.queries.communication import boards as rows
from troth_site.queries.communication import live, owed

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def buyer(gathered):
    return gathered.actor("buyer")


@pytest.fixture
def sales(gathered):
    return gathered.actor("sales")


def face(**changes):
    return boards.Face(**{"title": "Count the trims", "side": "factory", **changes})


def titles(by, gathered):
    return {column.key: [card.title for card in column.cards] for column in rows.board(by, gathered.ours)}


def test_both_sides_see_one_board(gathered, buyer, sales):
    boards.add(by=buyer, relationship=gathered.ours, face=face())
    boards.add(by=sales, relationship=gathered.ours, face=face(title="Approve the strike-off", side="buyer"))

    assert titles(buyer, gathered) == titles(sales, gathered)
    assert titles(buyer, gathered)["todo"] == ["Count the trims", "Approve the strike-off"]


def test_card_moves_with_an_event_and_an_entry(gathered, buyer, sales):
    owner = gathered.people["sales"].pk
    pk = boards.add(by=buyer, relationship=gathered.ours, face=face(owner=owner))
    before = live.newest()

    boards.move(by=buyer, card=pk, column="doing", revision=0)

    assert titles(sales, gathered)["doing"] == ["Count the trims"]
    told = live.changes_after(before, relationship=gathered.ours)
    assert [(change.kind, change.subject) for change in told] == [("card", f"card {pk}")]
    assert AuditEntry.objects.latest("pk").verb == "card.moved"
    assert Notification.objects.get(event="board").person_id == owner


def test_second_of_two_movers_is_told_and_nothing_is_lost(gathered, buyer, sales):
    pk = boards.add(by=buyer, relationship=gathered.ours, face=face())
    boards.move(by=buyer, card=pk, column="done", revision=0)

    with pytest.raises(boards.MovedMeanwhile):
        boards.move(by=sales, card=pk, column="waiting", revision=0)
    with pytest.raises(boards.MovedMeanwhile):
        boards.change(by=sales, card=pk, face=face(title="Another title"), revision=0)

    assert titles(buyer, gathered)["done"] == ["Count the trims"]


def test_cards_are_put_between_others(gathered, buyer):
    first, second, third = (boards.add(by=buyer, relationship=gathered.ours, face=face(title=title)) for title in "abc")

    boards.move(by=buyer, card=third, column="todo", revision=0, before=first)
    boards.move(by=buyer, card=second, column="todo", revision=0, before=first)

    assert titles(buyer, gathered)["todo"] == ["c", "b", "a"]


@pytest.mark.parametrize(
    "wrong",
    [{"title": "  "}, {"side": ""}, {"side": "nobody"}, {"title": "x" * 301}, {"text": "x" * 4001}, {"order": 10**9}],
)
def test_card_that_says_too_little_or_too_much_is_refused(gathered, buyer, wrong):
    with pytest.raises(boards.CardRefused):
        boards.add(by=buyer, relationship=gathered.ours, face=face(**wrong))
    assert not Card.objects.exists()


def test_owner_is_of_the_side_whose_turn_it_is(gathered, buyer):
    with pytest.raises(boards.CardRefused):
        boards.add(by=buyer, relationship=gathered.ours, face=face(owner=gathered.people["buyer"].pk))
    with pytest.raises(boards.CardRefused):
        boards.add(by=buyer, relationship=gathered.ours, face=face(owner=gathered.people["other factory"].pk))


def test_page_keeps_what_was_typed_and_says_what_lacks(client, gathered):
    client.force_login(gathered.people["sales"], backend=BACKEND)

    answer = client.post(reverse("board", args=[gathered.ours]), {"title": "Count the trims", "side": ""})

    assert answer.status_code == 422
    assert "Choose whose turn it is." in answer.content.decode()
    assert "Count the trims" in answer.content.decode()


def test_move_from_a_page_that_is_too_old_shows_the_card_as_it_is(client, gathered, buyer):
    pk = boards.add(by=buyer, relationship=gathered.ours, face=face())
    boards.move(by=buyer, card=pk, column="doing", revision=0)
    client.force_login(gathered.people["sales"], backend=BACKEND)

    for revision in ("0", "", "x", "99999999999"):
        answer = client.post(reverse("move-card", args=[pk]), {"column": "done", "revision": revision}, follow=True)
        assert answer.status_code == 200
    assert titles(buyer, gathered)["doing"] == ["Count the trims"]


@pytest.mark.parametrize("many", [1, 3])
def test_board_asks_as_much_for_three_cards_as_for_one(client, gathered, buyer, many, django_assert_num_queries):
    for at in range(many):
        boards.add(by=buyer, relationship=gathered.ours, face=face(title=str(at), owner=gathered.people["sales"].pk))
    client.force_login(gathered.people["sales"], backend=BACKEND)
    client.get(reverse("board", args=[gathered.ours]))

    with django_assert_num_queries(11):
        client.get(reverse("board", args=[gathered.ours]))


def test_both_screens_count_the_same_debts(gathered, buyer, sales):
    today = timezone.localdate()
    Commitment.objects.filter(pk=gathered.accepted).update(due_on=today - timedelta(days=3))

    ours, theirs = (owed.owed(by, gathered.ours, today=today) for by in (buyer, sales))

    assert ours == theirs
    assert (theirs["factory"].overdue, theirs["factory"].rows[0].pk) == (1, gathered.accepted)
    assert theirs["factory"].total == len(theirs["factory"].rows)


def test_page_of_debts_stands_the_same_way_for_both(client, gathered):
    for part, heading in (("buyer", "What we owe"), ("sales", "What we owe")):
        client.force_login(gathered.people[part], backend=BACKEND)
        assert heading in client.get(reverse("owed", args=[gathered.ours])).content.decode()


def test_asking_again_tells_what_changed_to_the_side_it_is_for(client, gathered):
    known = live.newest()
    LiveEvent.objects.create(relationship_id=gathered.ours, kind="card", subject="card 1", at=timezone.now())
    LiveEvent.objects.create(
        relationship_id=gathered.ours, kind="message", subject="m", side="buyer", at=timezone.now()
    )
    LiveEvent.objects.create(relationship_id=gathered.beside, kind="card", subject="card 2", at=timezone.now())

    told = {}
    for part in ("buyer", "sales"):
        client.force_login(gathered.people[part], backend=BACKEND)
        answer = client.get(reverse("live-since", args=[gathered.ours]), {"after": known})
        told[part] = [change["subject"] for change in json.loads(answer.content)["changes"]]

    assert told == {"buyer": ["card 1", "m"], "sales": ["card 1"]}


def test_stream_sends_what_was_missed_and_what_comes():
    change = live.Change(id=7, relationship=1, kind="card", subject="card 3", side="")
    later = live.Change(id=9, relationship=1, kind="card", subject="card 4", side="")
    watcher = Watcher(listening=1)
    said = stream(lambda _change: True, turn=0, since=5, missed=[change], watcher=watcher)

    assert next(said) == "retry: 1000\nid: 5\nevent: here\ndata: here\n\n"
    assert next(said) == "id: 7\nevent: changed\ndata: card card 3\n\n"
    watcher.turn = 1
    watcher.kept.append((1, later))
    assert next(said) == "id: 9\nevent: changed\ndata: card card 4\n\n"
    said.close()
    assert watcher.listening == 0


def test_there_are_only_so_many_streams():
    watcher = Watcher(listening=MOST_STREAMS)

    assert watcher.enter(0) is None
    assert watcher.listening == MOST_STREAMS
