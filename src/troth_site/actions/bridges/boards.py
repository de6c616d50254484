"""Joining the board of a relationship to one on Trello, and parting them."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth_site import access, queue
from troth_site.access import Actor
from troth_site.actions import audit
from troth_site.actions.bridges import sealing, trello
from troth_site.models import Card, OutsideBoard


class BoardRefused(Exception):
    """The boards cannot be joined like this; the message says why."""


def join(*, by: Actor, relationship: int, board: str, key: str, token: str) -> None:
    """Mirror the cards of a relationship to a Trello board from now on; both sides see who joined them.

    Raises:
        BoardRefused: The board, the key or the token cannot be meant, or there is a board already.
        NotThere: The relationship is somebody else's.
        NotAllowed: They do not look after their side's people.
    """
    row = access.relationship(by, relationship, "people")
    name = trello.board_of(board)
    if not name:
        raise BoardRefused(gettext_noop("Copy the address of the board, such as https://trello.com/b/AbCd1234/plan."))
    if not trello.is_key(key) or not trello.is_key(token):
        raise BoardRefused(gettext_noop("Copy the key and the token as Trello shows them: letters and digits only."))
    try:
        with transaction.atomic():
            made = OutsideBoard.objects.create(
                relationship=row, board_id=name, key=key.strip(), secret=sealing.seal({"token": token.strip()}),
                created_by_id=by.person, created_at=timezone.now(),
            )  # fmt: skip
            audit.record("board.joined", by=by, relationship=row, subject=f"board {made.pk}", data={"board": name})
            transaction.on_commit(lambda: queue.enqueue("bridges.mirror_one", board=made.pk))
    except IntegrityError as error:
        raise BoardRefused(gettext_noop("This board has a twin already. Part the two first.")) from error


def part(*, by: Actor, relationship: int) -> None:
    """Stop mirroring; the cards stay in both places as they are."""
    row = access.relationship(by, relationship, "people")
    with transaction.atomic():
        gone, _kinds = OutsideBoard.objects.filter(relationship=row).delete()
        if gone:
            Card.objects.filter(relationship=row).exclude(outside_id="").update(outside_id="", outside_seen="")
            audit.record("board.parted", by=by, relationship=row, subject="board")


def ask_to_mirror(*, by: Actor, relationship: int) -> None:
    """Have the two boards brought into step now, also after Trello had refused."""
    row = access.relationship(by, relationship, "settle")
    with transaction.atomic():
        board = OutsideBoard.objects.filter(relationship=row).first()
        if board is None:
            raise access.NotThere
        audit.record("board.asked", by=by, relationship=row, subject=f"board {board.pk}")
        transaction.on_commit(lambda: queue.enqueue("bridges.mirror_one", board=board.pk))
