"""The board of a partner: its cards read, added, changed, moved and put away."""

from datetime import date, datetime
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Field, Router, Schema

from troth_site.actions.communication import boards as acts
from troth_site.api.frame.forms import Key, Side, answers
from troth_site.api.frame.writing import Done, Given, Line, OnDay, WordsOrNothing, asker, done, writes, written
from troth_site.queries.communication import boards as rows

router = Router(tags=["Boards"])
ColumnName = Literal["todo", "doing", "waiting", "done"]
Revision = Annotated[int, Field(ge=0, le=10**9, description="The revision of the card that you read.")]


class CardShown(Schema):
    """A card of a board."""

    id: int
    title: str
    text: str
    column: str
    side: str
    owner: int | None
    due_on: date | None
    order: int | None
    revision: int
    moved_at: datetime


class CardGiven(Given):
    """What stands on a card."""

    title: Line
    side: Side = Field(description="Whose turn it is.")
    text: WordsOrNothing = ""
    owner: Key | None = None
    due_on: OnDay | None = None
    order: Key | None = None

    def face(self) -> acts.Face:
        """Return what the card says."""
        return acts.Face(**self.model_dump(include=set(CardGiven.model_fields)))


class CardChanged(CardGiven):
    """What stands on a card from now on."""

    revision: Revision


class CardMoved(Given):
    """Where a card goes."""

    column: ColumnName
    revision: Revision
    before: Key | None = Field(None, description="The card it is to stand before; null for the end of the column.")


class CardSeen(Given):
    """Which revision of a card is meant."""

    revision: Revision


@router.get("partners/{partner}/board", response=answers(list[CardShown], 404, 422), operation_id="board",
            url_name="board")  # fmt: skip
def board(request: HttpRequest, partner: Key) -> list[CardShown]:
    """List the cards of a partner's board, column by column, in their order."""
    return [
        CardShown(id=card.pk, **{name: getattr(card, name) for name in CardShown.model_fields if name != "id"})
        for column in rows.board(asker(request), partner)
        for card in column.cards
    ]


@router.post("partners/{partner}/board", response=written(), operation_id="add_card", url_name="board")
@writes(acts.CardRefused, blames="title")
def add(request: HttpRequest, partner: Key, given: CardGiven) -> Done:
    """Add a card at the end of the first column."""
    return done(acts.add(by=asker(request), relationship=partner, face=given.face()), "board", partner=partner)


@router.post("cards/{card}", response=written(), operation_id="change_card", url_name="card")
@writes(acts.CardRefused, conflicts=(acts.MovedMeanwhile,), blames="revision")
def change(request: HttpRequest, card: Key, given: CardChanged) -> Done:
    """Change what stands on a card."""
    by = asker(request)
    partner = rows.relationship_of(by, card)
    acts.change(by=by, card=card, face=given.face(), revision=given.revision)
    return done(card, "board", partner=partner)


@router.post("cards/{card}/move", response=written(), operation_id="move_card", url_name="move-card")
@writes(acts.CardRefused, conflicts=(acts.MovedMeanwhile,), blames="revision")
def move(request: HttpRequest, card: Key, given: CardMoved) -> Done:
    """Move a card to a column, before another card or to the end."""
    by = asker(request)
    partner = rows.relationship_of(by, card)
    acts.move(by=by, card=card, column=given.column, revision=given.revision, before=given.before)
    return done(card, "board", partner=partner)


@router.post("cards/{card}/away", response=written(), operation_id="put_card_away", url_name="put-away-card")
@writes(acts.CardRefused, conflicts=(acts.MovedMeanwhile,), blames="revision")
def put_away(request: HttpRequest, card: Key, given: CardSeen) -> Done:
    """Take a card off the board."""
    by = asker(request)
    partner = rows.relationship_of(by, card)
    acts.put_away(by=by, card=card, revision=given.revision)
    return done(None, "board", partner=partner)
