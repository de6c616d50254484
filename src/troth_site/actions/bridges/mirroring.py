"""Bringing a board and its twin on Trello into step, both ways: no network inside a transaction, no circle."""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.utils import translation

from troth.communication.mirrors import Copy, settle
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit
from troth_site.actions.bridges import notices, sealing, trello, twins
from troth_site.actions.bridges.trello import Door, Outside, TrelloSaysNo
from troth_site.actions.bridges.twins import Content
from troth_site.models import Card, LiveEvent, OutsideBoard, Relationship
from troth_site.models.choices import CardColumn
from troth_site.outside import WORLD, Reach

log = logging.getLogger(__name__)
LOCKED_SECONDS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """One time that two boards are brought into step."""

    by: Actor
    side: str
    relationship: Relationship
    door: Door
    lists: dict[str, str]
    now: datetime

    @property
    def columns(self) -> dict[str, str]:
        """Return our columns by their lists."""
        return {pk: column for column, pk in self.lists.items()}


def mirror_all(*, now: datetime, reach: Reach = WORLD) -> None:
    """Bring every board into step whose service has not refused for good."""
    for pk in OutsideBoard.objects.exclude(error__startswith="!").order_by("synced_at", "pk").values_list("pk"):
        mirror(*pk, now=now, reach=reach)


def mirror(board: int, *, now: datetime, reach: Reach = WORLD) -> None:
    """Bring one board into step with its twin, unless somebody is at it; what went wrong stands at the board."""
    row = OutsideBoard.objects.select_related("relationship__buyer", "relationship__factory", "created_by")
    found = row.filter(pk=board).first()
    if found is None or not cache.add(f"mirror-{board}", True, LOCKED_SECONDS):
        return
    error = ""
    try:
        _mirror(found, now, reach)
    except TrelloSaysNo as refused:
        # A mark for what stays refused until somebody mends it.
        error = ("!" if refused.is_final else "") + refused.error
    finally:
        cache.delete(f"mirror-{board}")
    OutsideBoard.objects.filter(pk=board).update(error=error, synced_at=now)


def _mirror(row: OutsideBoard, now: datetime, reach: Reach) -> None:
    if row.created_by is None:
        raise TrelloSaysNo("seat", is_final=True)
    by = access.actor(row.created_by)
    try:
        relationship = access.relationship(by, row.relationship_id, "settle")
        token = sealing.unseal(row.secret)["token"]
    except (access.NotThere, access.NotAllowed) as error:
        raise TrelloSaysNo("seat", is_final=True) from error
    except sealing.Unreadable as error:
        raise TrelloSaysNo("sealed", is_final=True) from error
    door = Door(board=row.board_id, key=row.key, token=token, reach=reach)
    step = Pass(
        by=by, side=access.side_of(by, relationship), relationship=relationship, door=door, now=now,
        lists=_lists(row, door, by),
    )  # fmt: skip
    _cards(step, trello.cards(door))


def _lists(row: OutsideBoard, door: Door, by: Actor) -> dict[str, str]:
    """Return our columns with their lists, found by name or made where there is none."""
    there = trello.lists(door)
    kept = {column: pk for column, pk in row.lists.items() if pk in there.values()}
    language = row.created_by.language if row.created_by else ""
    with translation.override(language or None):
        names = {column.value: str(column.label) for column in CardColumn}
    for column, name in names.items():
        if column not in kept:
            kept[column] = there.get(name) or trello.make_list(door, name)
    if kept != row.lists:
        with transaction.atomic():
            OutsideBoard.objects.filter(pk=row.pk).update(lists=kept)
            audit.record("board.mapped", by=by, relationship=row.relationship, subject=f"board {row.pk}", data=kept)
    return kept


def _cards(step: Pass, there: list[Outside]) -> None:
    ours = list(Card.objects.filter(relationship=step.relationship).order_by("pk"))
    theirs = {found.pk: found for found in there}
    adrift = {twins.uid_in(found): found for found in there if found.pk not in {card.outside_id for card in ours}}
    taken = set()
    for card in ours:
        twin = theirs.get(card.outside_id) if card.outside_id else adrift.get(str(card.uid))
        if twin is not None:
            taken.add(twin.pk)
            _agree(step, card, twin)
        elif card.outside_id and len(there) < trello.MOST_CARDS:
            _was_deleted(step, card)
        elif not card.outside_id and card.archived_at is None:
            _send_out(step, card)
    for found in there:
        if found.pk not in taken and not found.closed and found.in_list in step.columns:
            _take_in(step, found)


def _agree(step: Pass, card: Card, twin: Outside) -> None:
    ours, theirs = twins.of_card(card), twins.of_outside(twin, columns=step.columns, column=card.column)
    settled = settle(
        Copy(ours.digest(), card.moved_at), Copy(theirs.digest(), twin.changed_at), agreed=card.outside_seen
    )
    lost = {"theirs": ours, "ours": theirs}.get(settled.winner) if settled.is_conflict else None
    if settled.winner == "theirs":
        _overwrite(step, card, twin, theirs, lost=lost)
        return
    if lost is not None:
        # Before it is written over: what is in nobody's history would be gone.
        _keep(step, card, lost)
    if settled.winner == "ours":
        trello.change_card(step.door, twin.pk, twins.for_outside(card, ours, lists=step.lists))
    if settled.winner == "ours" or (card.outside_id, card.outside_seen) != (twin.pk, ours.digest()):
        _note(step, card, {"outside_id": twin.pk, "outside_seen": ours.digest()}, took="ours")


def _keep(step: Pass, card: Card, lost: Content) -> None:
    with transaction.atomic():
        audit.record(
            "card.gave_way", by=step.by, relationship=step.relationship, subject=f"card {card.pk}", data=lost.as_json()
        )


def _note(step: Pass, card: Card, changed: dict[str, Any], *, took: str) -> bool:
    """Keep what was agreed; a card that somebody changed meanwhile waits for the next time."""
    with transaction.atomic():
        done = Card.objects.filter(pk=card.pk, revision=card.revision).update(**changed)
        if done:
            audit.record(
                "card.mirrored", by=step.by, relationship=step.relationship, subject=f"card {card.pk}",
                data={"took": took},
            )  # fmt: skip
    return bool(done)


def _overwrite(step: Pass, card: Card, twin: Outside, said: Content, *, lost: Content | None) -> None:
    moved = said.column != card.column
    changed = {
        "title": said.title, "text": said.text, "column": said.column, "due_on": said.due_on,
        "archived_at": (card.archived_at or step.now) if said.is_archived else None, "outside_id": twin.pk,
        "outside_seen": said.digest(), "revision": card.revision + 1, "moved_at": min(twin.changed_at, step.now),
        "moved_by": None,
    }  # fmt: skip
    with transaction.atomic():
        if not _note(step, card, changed, took="theirs"):
            return
        if lost is not None:
            _keep(step, card, lost)
        _tell(step, card)
        if moved and card.owner_id is not None:
            notices.notify(
                event="board", relationship=step.relationship.pk, subject=f"card {card.pk} {card.revision + 1}",
                path=f"/partners/{step.relationship.pk}/", to=[card.owner_id],
                data={"who": "Trello", "subject": said.title, "column": said.column},
            )  # fmt: skip


def _was_deleted(step: Pass, card: Card) -> None:
    """Archive a card whose twin is gone; where ours changed meanwhile it is worth keeping, and gets a new twin."""
    if twins.of_card(card).digest() != card.outside_seen:
        _note(step, card, {"outside_id": "", "outside_seen": ""}, took="ours")
        return
    gone = {
        "archived_at": card.archived_at or step.now,
        "outside_id": "",
        "outside_seen": "",
        "revision": card.revision + 1,
    }
    with transaction.atomic():
        if _note(step, card, gone, took="theirs"):
            _tell(step, card)


def _send_out(step: Pass, card: Card) -> None:
    said = twins.of_card(card)
    made = trello.make_card(step.door, twins.for_outside(card, said, lists=step.lists))
    _note(step, card, {"outside_id": made.pk, "outside_seen": said.digest()}, took="ours")


def _take_in(step: Pass, found: Outside) -> None:
    said = twins.of_outside(found, columns=step.columns, column=CardColumn.TODO.value)
    with transaction.atomic():
        if Card.objects.filter(relationship=step.relationship, outside_id=found.pk).exists():
            return
        card = Card.objects.create(
            relationship=step.relationship, title=said.title, text=said.text, column=said.column, side=step.side,
            due_on=said.due_on, position=0, moved_at=min(found.changed_at, step.now), outside_id=found.pk,
            outside_seen=said.digest(),
        )  # fmt: skip
        audit.record("card.taken_in", by=step.by, relationship=step.relationship, subject=f"card {card.pk}")
        _tell(step, card)


def _tell(step: Pass, card: Card) -> None:
    # As communication.live does it, which stands above this room: whoever tells people of things is told by it.
    LiveEvent.objects.create(relationship=step.relationship, kind="card", subject=f"card {card.pk}", at=step.now)
