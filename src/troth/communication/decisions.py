"""Decisions: found where a message says so, and standing only when both sides confirmed the same words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from troth.basis.text import gettext_noop
from troth.commitments.outcomes import Side
from troth.communication.folding import fold, phrase_pattern
from troth.communication.remarks import own_words

DecisionState = Literal["proposed", "waiting", "confirmed", "withdrawn"]
DecisionEvent = Literal["confirm", "change", "withdraw"]
STATES: dict[DecisionState, str] = {
    "proposed": gettext_noop("proposed"),
    "waiting": gettext_noop("waiting for the other side"),
    "confirmed": gettext_noop("confirmed by both"),
    "withdrawn": gettext_noop("withdrawn"),
}
LONGEST_DECISION = 500
"""Characters; what follows a marker for longer is no decision but a letter."""

_WITH_COLON = (
    "agreed", "decision", "decided", "we agreed", "conclusion", "决定", "结论", "达成一致", "双方同意", "quyết định",
    "thống nhất", "kết luận", "acuerdo", "acordado", "decisión", "karar", "kararımız", "anlaşma", "সিদ্ধান্ত",
    "সম্মত",
)  # fmt: skip
_OPENING = (
    "we agree that", "we agreed that", "we have agreed that", "it was agreed that", "it was decided that",
    "we decided that", "we have decided to", "we agree to", "we agreed to", "我们同意", "我们决定", "双方决定",
    "双方同意", "我方同意", "chúng tôi đồng ý", "chúng ta thống nhất", "hai bên thống nhất", "đã thống nhất",
    "estamos de acuerdo en", "acordamos", "hemos acordado", "se acordó", "hemos decidido", "kararlaştırdık",
    "mutabık kaldık", "anlaştık", "আমরা একমত যে", "আমরা সিদ্ধান্ত নিয়েছি", "আমরা সম্মত",
)  # fmt: skip
_NOT_YET = re.compile(r"(?:\bif|\bunless|\bonce|\bnot|如果|假如|nếu|si|eğer|যদি)\s*$")
_ENDS = re.compile(r"[.!](?=\s|$)|[。！；;\n।]|$")
_ASKS = re.compile(r"[?？]\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Hold a sentence that reads like a decision.

    Attributes:
        text: The words of the decision, without their marker.
        start: First code point of those words in the message.
        end: The code point after their last.
    """

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Hold a decision and who stands behind its present words.

    Attributes:
        text: The words as they are now.
        version: 1 for the first words, one more for each change.
        confirmed_by: The sides that confirmed exactly these words.
        is_withdrawn: Whether it was taken off the table before both confirmed.
    """

    text: str
    version: int = 1
    confirmed_by: frozenset[Side] = frozenset()
    is_withdrawn: bool = False

    @property
    def state(self) -> DecisionState:
        """Where it stands: one side's word alone is "waiting"."""
        if self.is_withdrawn:
            return "withdrawn"
        by_count: tuple[DecisionState, ...] = ("proposed", "waiting", "confirmed")
        return by_count[len(self.confirmed_by)]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionStep:
    """Hold one step as somebody asks for it.

    Attributes:
        event: What is asked.
        by: The side that asks.
        version: The version the person saw; a step about older words is refused.
        text: The new words, for "change".
    """

    event: DecisionEvent
    by: Side
    version: int
    text: str = ""


class DecisionClosed(ValueError):
    """A decision that both confirmed, or that was withdrawn, cannot be changed."""


class WordsChanged(ValueError):
    """The step speaks of older words, or changes nothing."""


def candidates(text: str) -> tuple[Candidate, ...]:
    """Find sentences that say a decision was made, in six languages.

    A question ("Do we agree that …?"), a condition ("if we agree to …") and quoted lines are none.

    Args:
        text: A message as written.

    Returns:
        Candidates in the order of the text; people confirm or drop them.

    Source: `domain.md` S1-16.

    >>> [found.text for found in candidates("Agreed: cartons of 20 pcs. 决定：4月3日发货。")]
    ['cartons of 20 pcs', '4月3日发货']
    """
    return tuple(_candidates(text, own_words(text)))


def decision_step(decision: Decision, step: DecisionStep) -> Decision:
    """Take one step with a decision.

    Args:
        decision: Where it stands.
        step: What is asked. Who changes the words stands behind them; the other side has to confirm anew.

    Returns:
        The decision afterwards. A side that confirms twice changes nothing.

    Raises:
        DecisionClosed: Both confirmed, or it was withdrawn.
        WordsChanged: The step speaks of an older version, or the new words are the old ones or none.

    Source: `domain.md` S1-16: "Decision confirmed by one side only shows waiting".

    >>> found = Decision(text="Cartons of 20 pcs")
    >>> one = decision_step(found, DecisionStep(event="confirm", by="buyer", version=1))
    >>> one.state, decision_step(one, DecisionStep(event="confirm", by="factory", version=1)).state
    ('waiting', 'confirmed')
    """
    if decision.state in {"confirmed", "withdrawn"}:
        if decision.state == "confirmed" and step.event == "confirm" and step.version == decision.version:
            return decision
        raise DecisionClosed(f"This decision is {STATES[decision.state]}; write a new one to replace it.")
    if step.version != decision.version:
        raise WordsChanged(f"The words were changed (version {decision.version}); read them and confirm again.")
    if step.event == "confirm":
        return replace(decision, confirmed_by=decision.confirmed_by | {step.by})
    if step.event == "withdraw":
        return replace(decision, is_withdrawn=True)
    return _changed(decision, step)


def _changed(decision: Decision, step: DecisionStep) -> Decision:
    words = step.text.strip()
    if not words or words == decision.text:
        raise WordsChanged("Write the new words of the decision; they are empty or the same as before.")
    return Decision(text=words, version=decision.version + 1, confirmed_by=frozenset({step.by}))


def _candidates(text: str, own: str) -> Iterator[Candidate]:
    folded = fold(own)
    reached = 0
    for found in _marker().finditer(folded.text):
        marked, after = folded.place(*found.span())
        if marked < reached or _NOT_YET.search(own[max(0, marked - 12) : marked].lower()):
            continue
        ends = _ENDS.search(own, after)
        end = ends.start() if ends else len(own)
        start, end = _stripped(own, *_words_beside(own, marked, after, end))
        if 0 < end - start <= LONGEST_DECISION and not _ASKS.search(own[start:end]):
            reached = end
            yield Candidate(text=text[start:end], start=start, end=end)


def _words_beside(own: str, marked: int, after: int, end: int) -> tuple[int, int]:
    """Return where the words of a decision stand: behind its marker, or before it where the verb comes last."""
    if own[after:end].strip(" ,:：，"):
        return after, end
    earlier = [found.end() for found in _ENDS.finditer(own, 0, marked) if found.end() < marked]
    return (earlier[-1] if earlier else 0), marked


def _stripped(own: str, start: int, end: int) -> tuple[int, int]:
    while start < end and own[start] in " \t,:：，-–—*":
        start += 1
    while end > start and own[end - 1] in " \t,，":
        end -= 1
    return start, end


@cache
def _marker() -> re.Pattern[str]:
    return re.compile(rf"{phrase_pattern(_WITH_COLON)}\s?:|{phrase_pattern(_OPENING)}")
