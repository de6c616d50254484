"""A board and its twin on Trello: both ways, without circles, with both sides of a conflict kept."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from tests import makers
from tests.site.bridges.loopback import Reply, reply_json
from tests.site.bridges.trello import KEY, TOKEN, Trello
from troth_site.actions.bridges import boards, mirroring
from troth_site.models import AuditEntry, Card, LiveEvent, Membership, Notification, OutsideBoard


@pytest.fixture
def trello(outer):
    found = Trello()
    outer.answer(found)
    return found


@pytest.fixture
def joined(pair, trello):
    boards.join(by=makers.make_actor(pair.ana), relationship=pair.pair.pk, board="AbCd1234", key=KEY, token=TOKEN)
    return pair


def card_of(pair, title="Approve the lab dips", column="todo", **more):
    return Card.objects.create(
        relationship=pair.pair, title=title, column=column, side="factory", moved_at=timezone.now(), **more
    )


def sync(outer, now=None):
    mirroring.mirror_all(now=now or timezone.now(), reach=outer.reach())
    return OutsideBoard.objects.get()


def kept(card):
    card.refresh_from_db()
    return card


def test_cards_cross_over_both_ways(outer, joined, trello):
    card = card_of(joined, text="Shade 18-4051", due_on="2026-12-01")
    there = trello.put("Book the container", "Done", desc="40 HQ", due="2026-12-05T22:00:00.000Z")

    assert sync(outer).error == ""

    twin = trello.cards[kept(card).outside_id]
    assert (twin["name"], twin["due"], trello.lists[twin["idList"]]) == (
        "Approve the lab dips", "2026-12-01T12:00:00.000Z", "To do",
    )  # fmt: skip
    mark = f"— Troth http://127.0.0.1:8000/partners/{joined.pair.pk}/?card={card.uid}"
    assert twin["desc"] == f"Shade 18-4051\n\n{mark}"
    taken = Card.objects.get(outside_id=there)
    assert (taken.title, taken.text, taken.column, str(taken.due_on), taken.side) == (
        "Book the container", "40 HQ", "done", "2026-12-05", "buyer",
    )  # fmt: skip
    assert LiveEvent.objects.filter(subject=f"card {taken.pk}").count() == 1
    assert AuditEntry.objects.filter(verb="card.taken_in", person=joined.ana).count() == 1


def test_nothing_goes_round_in_a_circle(outer, joined, trello):
    card_of(joined, text="a\r\nb  ", due_on="2026-12-01")
    trello.put("  Book the\ncontainer ", desc="x\n\n")
    sync(outer)
    written, revisions = list(trello.writes), list(Card.objects.values_list("revision", "moved_at"))
    for _ in range(3):
        sync(outer)

    assert trello.writes == written
    assert list(Card.objects.values_list("revision", "moved_at")) == revisions
    assert (Card.objects.count(), len(trello.cards)) == (2, 2)


def test_a_card_moved_here_moves_there(outer, joined, trello):
    card = card_of(joined)
    sync(outer)
    Card.objects.update(column="doing", revision=1, moved_at=timezone.now())

    sync(outer)

    assert trello.lists[trello.cards[kept(card).outside_id]["idList"]] == "In work"
    assert (card.revision, card.column) == (1, "doing")


def test_a_card_moved_there_moves_here_and_its_owner_hears_of_it(outer, joined, trello):
    card = card_of(joined, owner=joined.lin)
    sync(outer)
    trello.change(kept(card).outside_id, idList=trello.list_of("Waiting for the other side"))

    sync(outer)

    assert (kept(card).column, card.revision, card.moved_by) == ("waiting", 1, None)
    told = Notification.objects.get(event="board")
    assert (told.person, told.data["column"]) == (joined.lin, "waiting")
    writes = len(trello.writes)
    sync(outer)
    assert len(trello.writes) == writes


@pytest.mark.parametrize("later", ["ours", "theirs"])
def test_where_both_changed_the_later_one_stands_and_the_other_is_kept(outer, joined, trello, later):
    card = card_of(joined)
    sync(outer)
    before = {"ours": 60, "theirs": -60}[later]
    Card.objects.update(title="Ours", column="doing", revision=1, moved_at=timezone.now())
    trello.change(kept(card).outside_id, name="Theirs", moment=trello.now(seconds=-before))

    sync(outer)

    title = {"ours": "Ours", "theirs": "Theirs"}
    lost = AuditEntry.objects.get(verb="card.gave_way")
    assert kept(card).title == trello.cards[card.outside_id]["name"] == title.pop(later)
    assert [lost.data["title"]] == list(title.values())
    assert lost.subject == f"card {card.pk}"
    sync(outer)
    assert AuditEntry.objects.filter(verb="card.gave_way").count() == 1


def test_both_changed_to_the_same_is_no_conflict(outer, joined, trello):
    card = card_of(joined)
    sync(outer)
    Card.objects.update(column="done", revision=1, moved_at=timezone.now())
    trello.change(kept(card).outside_id, idList=trello.list_of("Done"))
    writes = len(trello.writes)

    sync(outer)

    assert len(trello.writes) == writes
    assert AuditEntry.objects.filter(verb="card.gave_way").count() == 0


def test_a_card_somebody_moves_while_it_crosses_waits_for_the_next_time(outer, joined, trello, monkeypatch):
    first, second = card_of(joined, "First"), card_of(joined, "Second")
    sync(outer)
    Card.objects.filter(pk=first.pk).update(title="First, renamed", revision=1)
    trello.change(kept(second).outside_id, name="Theirs")
    change = mirroring.trello.change_card

    def meanwhile(*args):
        # Somebody writes here after the cards were read, and before the second one is written over.
        Card.objects.filter(pk=second.pk).update(title="Ours", revision=7, moved_at=timezone.now() - timedelta(days=1))
        return change(*args)

    with monkeypatch.context() as raced:
        raced.setattr(mirroring.trello, "change_card", meanwhile)
        sync(outer)
    assert (kept(second).title, second.revision) == ("Ours", 7)

    sync(outer)
    assert kept(second).title == "Theirs"
    assert AuditEntry.objects.get(verb="card.gave_way").data["title"] == "Ours"


def test_an_answer_that_was_lost_makes_no_second_card(outer, joined, trello):
    card = card_of(joined)
    sync(outer)
    # As if Troth had died after Trello had made the card.
    Card.objects.update(outside_id="", outside_seen="")
    sync(outer)

    assert len(trello.cards) == 1
    assert kept(card).outside_id in trello.cards


def test_a_copy_made_there_is_a_card_of_its_own(outer, joined, trello):
    card = card_of(joined)
    sync(outer)
    trello.put("A copy", desc=trello.cards[kept(card).outside_id]["desc"])

    sync(outer)

    assert sorted(Card.objects.values_list("title", "text")) == [("A copy", ""), ("Approve the lab dips", "")]


def test_archived_here_is_closed_there_and_the_other_way_round(outer, joined, trello):
    ours, theirs = card_of(joined, "Ours"), card_of(joined, "Theirs")
    sync(outer)
    Card.objects.filter(pk=ours.pk).update(archived_at=timezone.now(), revision=1, moved_at=timezone.now())
    trello.change(kept(theirs).outside_id, closed=True)

    sync(outer)

    assert trello.cards[kept(ours).outside_id]["closed"] is True
    assert kept(theirs).archived_at is not None


def test_deleted_there_is_archived_here_unless_ours_changed(outer, joined, trello):
    gone, changed = card_of(joined, "Gone"), card_of(joined, "Changed")
    sync(outer)
    trello.cards.clear()
    Card.objects.filter(pk=changed.pk).update(title="Changed since", revision=1)

    sync(outer)
    sync(outer)

    assert kept(gone).archived_at is not None
    assert kept(changed).archived_at is None
    assert [row["name"] for row in trello.cards.values()] == ["Changed since"]


def test_lists_that_are_missing_are_made_and_others_left_alone(outer, joined, trello):
    trello.lists = {trello.new_id(): "Ideas", trello.new_id(): "Done"}
    trello.put("Some day", "Ideas")
    sync(outer)

    assert list(trello.lists.values()) == ["Ideas", "Done", "To do", "In work", "Waiting for the other side"]
    assert Card.objects.count() == 0


def test_a_card_moved_to_a_list_that_is_none_of_ours_stays_where_it_is(outer, joined, trello):
    card = card_of(joined, column="doing")
    sync(outer)
    elsewhere = trello.new_id()
    trello.lists[elsewhere] = "Ideas"
    trello.change(kept(card).outside_id, idList=elsewhere, name="Renamed")
    sync(outer)

    assert (kept(card).column, card.title) == ("doing", "Renamed")
    assert trello.cards[card.outside_id]["idList"] == elsewhere


@pytest.mark.parametrize(
    ("reply", "error", "is_tried_again"),
    [
        (Reply(401, b"invalid token"), "!status 401", False),
        (Reply(429), "status 429", True),
        (Reply(500), "status 500", True),
        (Reply(200, b"<html>"), "vendor ?", True),
        (reply_json([{"id": "../../members/me", "name": "To do"}]), "vendor ?", True),
        (Reply(hangs_up=True), "broken", True),
    ],
)
def test_what_trello_refuses_stands_at_the_board(outer, joined, trello, reply, error, is_tried_again):
    card_of(joined)
    outer.answer(reply)

    assert sync(outer).error == error
    asked = len(outer.said)
    sync(outer)
    assert (len(outer.said) > asked) == is_tried_again
    outer.answer(trello)
    mirroring.mirror(OutsideBoard.objects.get().pk, now=timezone.now(), reach=outer.reach())
    assert OutsideBoard.objects.get().error == ""
    assert len(trello.cards) == 1


def test_who_lost_their_seat_mirrors_no_more(outer, joined, trello):
    card_of(joined)
    Membership.objects.filter(person=joined.ana).update(active=False)

    assert sync(outer).error == "!seat"
    assert outer.said == []


def test_two_workers_do_not_mirror_at_once(outer, joined, trello):
    cache.add(f"mirror-{OutsideBoard.objects.get().pk}", True, 60)
    sync(outer)

    assert outer.said == []
