"""Advice on the tone of a message: from ultimatum and blame to what happened, what it leads to, and a joint question.

Advice only: it never holds a message back, and nothing is counted or kept of it.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache

from troth.basis.findings import Finding, Severity
from troth.basis.text import gettext_noop
from troth.communication.folding import LANGUAGES, Folded, fold, phrase_pattern
from troth.communication.remarks import Remark, apart, own_words
from troth.communication.tone_bn import BENGALI
from troth.communication.tone_en import ENGLISH
from troth.communication.tone_es import SPANISH
from troth.communication.tone_lists import Tone, ToneWords
from troth.communication.tone_tr import TURKISH
from troth.communication.tone_vi import VIETNAMESE
from troth.communication.tone_zh import CHINESE

MOST_CHARACTERS = 20_000
"""Longer texts are pasted documents: their beginning alone is looked at."""

_WORDS: Mapping[str, ToneWords] = dict(
    zip(LANGUAGES, (ENGLISH, CHINESE, VIETNAMESE, SPANISH, TURKISH, BENGALI), strict=True)
)
_ADVICE: Mapping[Tone, tuple[str, str]] = {
    "ultimatum": (
        gettext_noop("“%(quoted)s” leaves the other side no way to answer but yes or no."),
        gettext_noop("Say what happened, what it leads to, and ask what would make it possible."),
    ),
    "blame": (
        gettext_noop("“%(quoted)s” speaks of people: they will defend themselves instead of looking for the cause."),
        gettext_noop("Say what you saw, in numbers, what it leads to, and ask for the cause on both sides."),
    ),
    "vague_deadline": (
        gettext_noop("“%(quoted)s” presses without naming a day."),
        gettext_noop("Name the day and whose time counts, say why it matters, and ask whether it works."),
    ),
    "demand": (
        gettext_noop("“%(quoted)s” gives an order and leaves no choice."),
        gettext_noop("Say what you need and why, and ask what they would suggest if it is not possible."),
    ),
    "shouting": (
        gettext_noop("“%(quoted)s” reads as if it were shouted."),
        gettext_noop("Write it in small letters with one full stop; the facts carry it."),
    ),
}
_SEVERITIES: Mapping[str, Severity] = {"ultimatum": Severity.WARNING, "blame": Severity.WARNING}
_CAPITALS = re.compile(
    r"(?<![^\W\d_])[^\W\d_]{2,30}+(?:['’][^\W\d_]{1,9}+)?(?:[ ,]{1,3}[^\W\d_]{2,30}+(?:['’][^\W\d_]{1,9}+)?)+"
)
_SIGNS = re.compile(r"[!！]{2,}|[?？]{3,}|[!！][?？]|[?？][!！]")
_NEAR = 24
_CLAUSE_END = re.compile(r"[.!?;,:\n।]")


def tones(text: str, *, languages: Collection[str] = LANGUAGES) -> tuple[Remark, ...]:
    """Find words that press or blame, each with a collaborative wording to start from.

    Args:
        text: A message as written; lines quoted from earlier messages are left out.
        languages: Whose words to look for, of LANGUAGES. People mix languages, so by default all.

    Returns:
        Remarks in the order of the text; they never overlap. Their proposal is in the language of the words found.

    Source: `domain.md` S0-29, S1-30.

    >>> [(remark.rule, remark.quoted) for remark in tones("Ship by Friday or else.")]
    [('tone.ultimatum', 'or else')]
    """
    text = text[:MOST_CHARACTERS]
    own = own_words(text)
    folded = fold(own)
    asks = "?" in folded.text
    lists = [_WORDS[language] for language in LANGUAGES if language in languages]
    spoken = apart(remark for words in lists for remark in _in_language(text, folded, words, asks=asks))
    # What is said weighs more than how loud: capitals around a blame do not hide the blame.
    loud = (remark for words in lists for remark in _shouted(text, own, words))
    return apart([*spoken, *(remark for remark in loud if not any(_overlap(remark, other) for other in spoken))])


def tone_flags(text: str, *, rules: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """Name the rules of a list of one's own that a text touches.

    Args:
        text: A message as written.
        rules: Phrases for each rule, in any language.

    Returns:
        Names of rules in the order given, each once.

    Source: `domain.md` S0-29.

    >>> tone_flags("Send it ASAP.", rules={"blame": ["your fault"], "vague_deadline": ["asap"]})
    ('vague_deadline',)
    """
    folded = fold(own_words(text))
    return tuple(name for name, phrases in rules.items() if next(_places(folded, tuple(phrases)), None))


def _in_language(text: str, folded: Folded, words: ToneWords, *, asks: bool) -> Iterator[Remark]:
    lists: dict[Tone, tuple[str, ...]] = {
        "ultimatum": words.ultimatum,
        "blame": words.blame,
        "vague_deadline": words.vague_deadline,
    }
    if not asks and next(_places(folded, words.options), None) is None:
        lists["demand"] = words.demand
    for tone, phrases in lists.items():
        for place in _places(folded, phrases):
            if not _is_turned_round(folded.text, place, words):
                yield _remark(text, folded.place(*place), tone, words)


def _shouted(text: str, own: str, words: ToneWords) -> Iterator[Remark]:
    for run in _CAPITALS.finditer(own) if words.shouted else ():
        if run[0].isupper() and next(_places(fold(run[0]), words.shouted), None):
            yield _remark(text, run.span(), "shouting", words)
    if words is ENGLISH:
        for signs in _SIGNS.finditer(own):
            yield _remark(text, signs.span(), "shouting", words)


def _overlap(one: Remark, other: Remark) -> bool:
    return one.start < other.end and other.start < one.end


def _remark(text: str, place: tuple[int, int], tone: Tone, words: ToneWords) -> Remark:
    quoted = text[slice(*place)]
    noticed, mend = _ADVICE[tone]
    severity = _SEVERITIES.get(tone, Severity.NOTE)
    return Remark(
        finding=Finding(code=f"tone.{tone}", severity=severity, message=noticed, params={"quoted": quoted}),
        mend=Finding(code=f"tone.{tone}", severity=Severity.NOTE, message=mend),
        start=place[0],
        end=place[1],
        quoted=quoted,
        proposal=words.rewrites[tone],
    )


def _places(folded: Folded, phrases: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    return (found.span() for found in _compiled(phrases).finditer(folded.text)) if phrases else iter(())


@cache
def _compiled(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(phrase_pattern(phrases))


def _is_turned_round(text: str, place: tuple[int, int], words: ToneWords) -> bool:
    """Tell whether a negation in the same clause turns a phrase round: "this is not your fault"."""
    start, end = place
    before = _CLAUSE_END.split(text[max(0, start - _NEAR) : start])[-1]
    after = _CLAUSE_END.split(text[end : end + _NEAR])[0]
    return _ends_with(before, words.negations_before) or _begins_with(after, words.negations_after)


def _ends_with(before: str, negations: tuple[str, ...]) -> bool:
    # Two words may stand between: "not at all your fault". Chinese has no blanks and none between.
    return bool(negations) and bool(re.search(rf"{phrase_pattern(negations)}(?:\s\S+){{0,2}}\s*$", before))


def _begins_with(after: str, negations: tuple[str, ...]) -> bool:
    return bool(negations) and bool(re.search(rf"^(?:\s\S+){{0,1}}\s*{phrase_pattern(negations)}", after))
