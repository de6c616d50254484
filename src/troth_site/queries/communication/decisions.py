"""Decisions of a thread: where each stands, and who stands behind its words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from troth.communication import decisions as rules
from troth.communication.decisions import STATES, DecisionState
from troth_site import access
from troth_site.access import Actor
from troth_site.models import Decision, Thread
from troth_site.queries.partners import Partnership, as_partnership


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """One side's word for a decision, None where it has not given it."""

    side: str
    name: str
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRow:
    """A decision as both sides read it.

    Attributes:
        state_word: Where it stands, in the library's words, to be translated.
        version: The words the reader sees; a step names it.
        behind: Both sides, the buyer first.
    """

    pk: int
    thread: int
    message: int | None
    text: str
    version: int
    state: DecisionState
    state_word: str
    proposed_by: str
    proposed_at: datetime
    behind: tuple[Behind, Behind]

    def is_confirmed_by(self, side: str) -> bool:
        """Tell whether a side stands behind the present words."""
        return any(each.side == side and each.at is not None for each in self.behind)


@dataclass(frozen=True, slots=True)
class OneDecision:
    """A decision with the thread and the relationship it belongs to."""

    row: DecisionRow
    subject: str
    partnership: Partnership


def as_rule(row: Decision) -> rules.Decision:
    """Return a decision as the library knows it."""
    sides = {"buyer": row.buyer_confirmed_at, "factory": row.factory_confirmed_at}
    return rules.Decision(
        text=row.text,
        version=row.version,
        confirmed_by=frozenset(side for side, at in sides.items() if at is not None),  # type: ignore[misc]
        is_withdrawn=row.withdrawn_at is not None,
    )


def of_thread(thread: int) -> tuple[DecisionRow, ...]:
    """Return the decisions of a thread that has passed the gate, the newest first; one query."""
    return tuple(_row(row) for row in _rows().filter(thread=thread).order_by("-proposed_at", "-pk"))


def decision(by: Actor, pk: int) -> OneDecision:
    """Return one decision.

    Raises:
        access.NotThere: There is none for this person.
    """
    found = _rows().filter(pk=pk).first()
    if found is None:
        raise access.NotThere
    thread = access.of_relationship(by, Thread, found.thread_id)
    return OneDecision(_row(found), thread.subject, as_partnership(by, thread.relationship))


def new_candidates(message: int, text: str, *, known: Sequence[DecisionRow]) -> tuple[str, ...]:
    """Return the sentences of a message that read like decisions and are not written down yet, in whatever words."""
    taken = {row.text.casefold() for row in known}
    found = [each.text for each in rules.candidates(text)]
    if sum(row.message == message for row in known) >= len(found):
        return ()
    return tuple(each for each in found if each.casefold() not in taken)


def _rows() -> QuerySet[Decision]:
    return Decision.objects.select_related("proposed_by", "buyer_confirmed_by", "factory_confirmed_by")


def _row(row: Decision) -> DecisionRow:
    state = as_rule(row).state
    return DecisionRow(
        pk=row.pk, thread=row.thread_id, message=row.message_id, text=row.text, version=row.version, state=state,
        state_word=STATES[state], proposed_by=str(row.proposed_by or ""), proposed_at=row.proposed_at,
        behind=(
            Behind(side="buyer", name=str(row.buyer_confirmed_by or ""), at=row.buyer_confirmed_at),
            Behind(side="factory", name=str(row.factory_confirmed_by or ""), at=row.factory_confirmed_at),
        ),
    )  # fmt: skip
