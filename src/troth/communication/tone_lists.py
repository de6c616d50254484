"""The shape of one language's lists for the advice on tone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Tone = Literal["ultimatum", "blame", "vague_deadline", "demand", "shouting"]
TONES: tuple[Tone, ...] = ("ultimatum", "blame", "vague_deadline", "demand", "shouting")


@dataclass(frozen=True, slots=True, kw_only=True)
class ToneWords:
    """Hold one language's words for each tone, and words to start anew from.

    Attributes:
        ultimatum: Phrases that leave no way out but theirs. A star at the end lets a word go on.
        blame: Phrases that speak of the person instead of what happened.
        vague_deadline: Phrases that press without naming a day.
        demand: Phrases that command. They are fine where the message also asks or offers a choice.
        shouted: Words that are shouting when written in capitals beside another; empty where a script has none.
        options: Phrases that ask or offer a choice.
        negations_before: Words before a phrase that turn it round.
        negations_after: Words after a phrase that turn it round.
        rewrites: For each tone a collaborative wording: what happened, what it leads to, a question to both.
    """

    ultimatum: tuple[str, ...]
    blame: tuple[str, ...]
    vague_deadline: tuple[str, ...]
    demand: tuple[str, ...]
    shouted: tuple[str, ...] = ()
    options: tuple[str, ...]
    negations_before: tuple[str, ...] = ()
    negations_after: tuple[str, ...] = ()
    rewrites: Mapping[Tone, str]
