"""Joining a board to one on Trello, and parting them: who may, and what is refused."""

import pytest
from django.utils import timezone

from tests import makers
from tests.site.bridges.trello import KEY, TOKEN, Trello
from troth_site import access
from troth_site.actions.bridges import boards, mirroring
from troth_site.models import Card, OutsideBoard


@pytest.fixture
def trello(outer):
    found = Trello()
    outer.answer(found)
    return found


@pytest.fixture
def joined(pair):
    boards.join(by=makers.make_actor(pair.ana), relationship=pair.pair.pk, board="AbCd1234", key=KEY, token=TOKEN)
    return pair


def test_parting_forgets_the_token_and_leaves_the_cards(outer, joined, trello):
    card = Card.objects.create(
        relationship=joined.pair, title="Lab dips", column="todo", side="factory", moved_at=timezone.now()
    )
    mirroring.mirror_all(now=timezone.now(), reach=outer.reach())
    boards.part(by=makers.make_actor(joined.lin), relationship=joined.pair.pk)

    assert OutsideBoard.objects.count() == 0
    card.refresh_from_db()
    assert (card.outside_id, len(trello.cards)) == ("", 1)


def test_the_token_is_sealed(joined):
    row = OutsideBoard.objects.get()

    assert TOKEN not in row.secret
    assert (row.board_id, row.created_by) == ("AbCd1234", joined.ana)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"board": "https://example.com/b/AbCd1234"}, "Copy the address of the board"),
        ({"board": "AbCd1234/../../x y\n"}, None),
        ({"key": 'k" x="'}, "Copy the key and the token"),
        ({"token": "t\r\nX: y"}, "Copy the key and the token"),
    ],
)
def test_what_cannot_be_meant_is_refused(pair, wrong, words):
    given = {"board": "https://trello.com/b/AbCd1234/plan", "key": KEY, "token": TOKEN} | wrong
    by = makers.make_actor(pair.ana)
    if words is None:
        boards.join(by=by, relationship=pair.pair.pk, **given)
        assert OutsideBoard.objects.get().board_id == "AbCd1234"
        return
    with pytest.raises(boards.BoardRefused, match=words):
        boards.join(by=by, relationship=pair.pair.pk, **given)
    assert OutsideBoard.objects.count() == 0


def test_a_board_has_one_twin(joined):
    with pytest.raises(boards.BoardRefused, match="twin already"):
        boards.join(
            by=makers.make_actor(joined.lin), relationship=joined.pair.pk, board="ZyXw9876", key=KEY, token=TOKEN
        )


def test_only_who_looks_after_people_joins_boards(pair):
    bea = makers.make_actor(pair.colleague())
    with pytest.raises(access.NotAllowed):
        boards.join(by=bea, relationship=pair.pair.pk, board="AbCd1234", key=KEY, token=TOKEN)
    stranger = makers.make_actor(makers.make_person(makers.make_organisation("Elsewhere")))
    with pytest.raises(access.NotThere):
        boards.join(by=stranger, relationship=pair.pair.pk, board="AbCd1234", key=KEY, token=TOKEN)
