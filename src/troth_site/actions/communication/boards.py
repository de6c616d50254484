"""The board of a relationship: cards that either side adds, changes, moves and puts away."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_noop

from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit
from troth_site.actions.bridges import notices
from troth_site.actions.communication import live
from troth_site.models import Card, Order, Relationship
from troth_site.models.choices import CardColumn, Party
from troth_site.queries.people import seated

LONGEST_TITLE, LONGEST_TEXT, MOST_CARDS = 300, 4000, 500
COLUMNS = tuple(CardColumn.values)


class CardRefused(Exception):
    """The card cannot be kept like this; the text says why."""


class MovedMeanwhile(CardRefused):
    """Somebody else changed the card since the page was drawn; nothing was done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """What stands on a card.

    Attributes:
        side: Whose turn it is.
        owner: Who does it, of that side; None where nobody is named.
    """

    title: str
    text: str = ""
    side: str = ""
    owner: int | None = None
    due_on: date | None = None
    order: int | None = None


def add(*, by: Actor, relationship: int, face: Face, column: str = "todo") -> int:
    """Add a card at the end of a column, and return its key.

    Raises:
        CardRefused: It has no title, no side, or names a person or an order of another record.
    """
    seen = access.relationship(by, relationship, "answer")
    with transaction.atomic():
        row = Relationship.objects.select_for_update(of=("self",)).get(pk=seen.pk)
        if Card.objects.filter(relationship=row, archived_at=None).count() >= MOST_CARDS:
            raise CardRefused(gettext_noop("A board holds 500 cards. Put away what is done, then add this one."))
        kept = Card.objects.create(
            relationship=row, column=_column(column), position=_end_of(row, column), moved_at=timezone.now(),
            moved_by_id=by.person, **_checked(row, face),
        )  # fmt: skip
        _record(by, kept, "card.added")
    return kept.pk


def change(*, by: Actor, card: int, face: Face, revision: int) -> None:
    """Change what stands on a card.

    Raises:
        MovedMeanwhile: Somebody else changed it since the page was drawn.
        CardRefused: As for a new card.
    """
    with transaction.atomic():
        row = _locked(by, card, revision)
        for name, value in _checked(row.relationship, face).items():
            setattr(row, name, value)
        _save(by, row)
        _record(by, row, "card.changed")


def move(*, by: Actor, card: int, column: str, revision: int, before: int | None = None) -> None:
    """Move a card to a column, before another card or to the end; to where it stands already changes nothing.

    Raises:
        MovedMeanwhile: Somebody else changed it since the page was drawn.
        CardRefused: There is no such column.
    """
    with transaction.atomic():
        row = _locked(by, card, revision)
        if row.column == _column(column) and before is None:
            return
        row.position = _place(row, column, before)
        row.column = column
        _save(by, row)
        _record(by, row, "card.moved", column=column)
        _tell(by, row)


def put_away(*, by: Actor, card: int, revision: int) -> None:
    """Take a card off the board; its history stays in the audit trail."""
    with transaction.atomic():
        row = _locked(by, card, revision)
        row.archived_at = timezone.now()
        _save(by, row)
        _record(by, row, "card.put_away")


def _locked(by: Actor, pk: int, revision: int) -> Card:
    access.of_relationship(by, Card, pk, "answer")
    row = Card.objects.select_for_update(of=("self",)).select_related("relationship").get(pk=pk)
    if row.archived_at is not None or row.revision != revision:
        raise MovedMeanwhile(
            gettext_noop("Somebody changed this card while you looked at it. It is shown as it stands now.")
        )
    return row


def _save(by: Actor, row: Card) -> None:
    row.revision += 1
    row.moved_at, row.moved_by_id = timezone.now(), by.person
    row.save()


def _checked(row: Relationship, face: Face) -> dict[str, Any]:
    title, text = " ".join(face.title.split()), face.text.strip()
    if not title:
        raise CardRefused(gettext_noop("Say what is to be done."))
    if len(title) > LONGEST_TITLE or len(text) > LONGEST_TEXT:
        raise CardRefused(gettext_noop("A title has at most 300 characters, a text at most 4,000."))
    if face.side not in Party.values:
        raise CardRefused(gettext_noop("Choose whose turn it is."))
    house = row.buyer_id if face.side == "buyer" else row.factory_id
    if face.owner is not None and face.owner not in seated(house):
        raise CardRefused(gettext_noop("Choose a person of the side whose turn it is."))
    if face.order is not None and not Order.objects.filter(pk=face.order, relationship=row).exists():
        raise CardRefused(gettext_noop("Choose an order of this partner."))
    return {
        "title": title, "text": text, "side": face.side, "owner_id": face.owner, "due_on": face.due_on,
        "order_id": face.order,
    }  # fmt: skip


def _column(column: str) -> str:
    if column not in COLUMNS:
        raise CardRefused(gettext_noop("Choose a column."))
    return column


def _end_of(row: Relationship, column: str) -> float:
    last = Card.objects.filter(relationship=row, column=column).aggregate(last=Max("position"))["last"]
    return (last or 0.0) + 1.0


def _place(row: Card, column: str, before: int | None) -> float:
    cards = Card.objects.filter(relationship=row.relationship_id, column=column, archived_at=None).exclude(pk=row.pk)
    at = cards.filter(pk=before).values_list("position", flat=True).first() if before else None
    if at is None:
        return _end_of(row.relationship, column)
    earlier = cards.filter(position__lt=at).aggregate(last=Max("position"))["last"]
    return (at + (earlier if earlier is not None else at - 2.0)) / 2


def _record(by: Actor, row: Card, verb: str, **data: Any) -> None:
    live.tell(row.relationship_id, "card", f"card {row.pk}")
    audit.record(verb, by=by, relationship=row.relationship, subject=f"card {row.pk}", data=data)


def _tell(by: Actor, row: Card) -> None:
    if row.owner_id is None or row.owner_id == by.person:
        return
    notices.notify(
        event="board", relationship=row.relationship_id, subject=f"card {row.pk} {row.revision}",
        path=f"/partners/{row.relationship_id}/board/", to=[row.owner_id],
        data={"who": by.name, "subject": row.title, "column": row.column},
    )  # fmt: skip
