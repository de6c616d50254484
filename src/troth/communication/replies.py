"""What a message does to the response clock: does it ask, does it answer, or does it only say "will check"?

Everything here is a reading that a person can correct; each comes with its reason.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from troth.basis.findings import Finding, Severity
from troth.basis.text import gettext_noop
from troth.communication import reply_words
from troth.communication.automatic import Automatic
from troth.communication.folding import fold, phrase_pattern


class Reply(StrEnum):
    """What a message is as an answer."""

    AUTOMATIC = "automatic"
    ACKNOWLEDGEMENT = "acknowledgement"
    SUBSTANTIVE = "substantive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Hold how a message was read.

    Args:
        reply: What it is as an answer; only a substantive one stops the clock.
        asks: Whether it asks for an answer; such a message starts the clock.
        is_critical: Whether it touches safety; its question waits by the wall clock.
        reasons: Why, one finding each, in the order reply, asks, critical.
    """

    reply: Reply
    asks: bool
    is_critical: bool
    reasons: tuple[Finding, ...]


MOST_TEXT = 10_000
"""Characters of a message that are read; whoever writes more has answered, and asks before."""

_AUTOMATIC = gettext_noop("A machine sent it (%(kind)s); it stops no clock.")
_SILENT = gettext_noop("It says nothing of its own; it stops no clock.")
_ACKNOWLEDGES = gettext_noop("It only says “%(words)s”; the question stays open.")
_ANSWERS = gettext_noop("It says more than that it was received.")
_HANDS_OVER = gettext_noop("It hands over a file.")
_STATED = gettext_noop("Its writer marked it as a request.")
_STATED_NOT = gettext_noop("Its writer marked it as asking nothing.")
_MARK = gettext_noop("It holds a question mark: “%(words)s”")
_PHRASE = gettext_noop("It asks with the words “%(words)s”.")
_CRITICAL = gettext_noop("It speaks of “%(words)s”, which touches safety; the wall clock counts.")

_LINKS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
# Latin, full-width, Arabic, reversed, Armenian, Ethiopic, Greek.
_QUESTION = re.compile(r"[?？؟⸮՞፧\u037e]")
_CLAUSES = re.compile(r"[.!;,\n।…~]+|:\s|\s[-–—]\s")
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
_CLOSING = re.compile(
    r"^\W*(?:best regards|kind regards|warm regards|best wishes|regards|yours (?:sincerely|faithfully)"
    r"|sincerely|br|rgds|sent from my .*|此致|敬礼|顺祝商祺|祝好|trân trọng|thân ái|saludos.*|atentamente|un saludo"
    r"|saygılarımla|saygılarımızla|iyi çalışmalar|শুভেচ্ছান্তে|শুভেচ্ছা|বিনীত)\W*$",
    re.IGNORECASE,
)
_WORDS = r"(?:\s+[^\s,，:：!！?？.;\d]{1,30}){0,3}"
_GREETING = re.compile(
    r"^\W*(?:(?:hi|hello|dear|hey|good (?:morning|afternoon|evening|day)|chào|kính gửi|xin chào|hola|estimad[oa]s?"
    rf"|buen[oa]s (?:días|tardes|noches)|merhaba|sayın|iyi günler|günaydın|প্রিয়|জনাব|আসসালামু আলাইকুম|হ্যালো){_WORDS}"
    r"|(?:您好|你好|早上好|下午好|尊敬的)[^，,。？?！!：:]{0,4})\s*(?:[,，:：!！。]|$)",
    re.IGNORECASE,
)
# "Thanks, Bao": a word of thanks with a name, or names below it.
_THANKS = re.compile(r"^\W*(?i:many thanks|thanks|thank you|thx|gracias|teşekkürler|cảm ơn)[,.!]?(?:\s*[A-Z]\w*)?\W*$")
_NAME = re.compile(r"^\s*(?:[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*){0,3})?\s*$")
_LONGEST_DEFERRAL = 25
_SHOWN = 60


def read_message(
    text: str,
    *,
    automatic: Automatic | None = None,
    stated_request: bool | None = None,
    has_files: bool = False,
) -> Reading:
    """Read what a message does to the response clock.

    Args:
        text: What the message says itself, without what it quotes (see quotes).
        automatic: What kind of machine wrote it, or None for a person.
        stated_request: What its writer said in a form: a request or none; None where nobody was asked.
        has_files: Whether files hang on it; a message of files alone is an answer.

    Returns:
        The reading with its reasons. A machine neither asks nor answers; a critical message that asks nothing of its
        own accord stays critical.

    Source: `domain.md` b.4: an automatic reply or "ok, checking" is an acknowledgement.

    >>> reading = read_message("Noted, we will check with the mill and get back to you tomorrow.")
    >>> reading.reply.value, reading.asks
    ('acknowledgement', False)
    >>> [read_message(said).reply.value for said in ("收到，稍后回复", "Recibido, gracias", "Shipped on 5 May.")]
    ['acknowledgement', 'acknowledgement', 'substantive']
    """
    if automatic is not None:
        why = _finding("reply.automatic", _AUTOMATIC, kind=automatic.value)
        return Reading(reply=Reply.AUTOMATIC, asks=False, is_critical=False, reasons=(why,))
    own = own_part(text[:MOST_TEXT])
    reply, why = _reply(own, has_files)
    asking = _asking(own, stated_request)
    critical = _first(_critical_words(), own)
    reasons = [why, asking[1]] if asking[1] else [why]
    if critical:
        reasons.append(_finding("reply.critical", _CRITICAL, Severity.WARNING, words=critical))
    return Reading(reply=reply, asks=asking[0], is_critical=bool(critical), reasons=tuple(reasons))


def own_part(text: str) -> str:
    r"""Leave greeting, closing words and signature out of a message.

    Args:
        text: What the message says itself.

    Returns:
        What is left, without links: their question marks ask nothing.

    >>> own_part("Dear Ana,\nOK, noted.\n\nBest regards,\nBao\nMerchandiser")
    'OK, noted.'
    """
    lines = _SIGNATURE.split(_LINKS.sub(" ", text), maxsplit=1)[0].strip().splitlines()
    while lines and not _ungreeted(lines[0]).strip():
        lines = lines[1:]
    lines[:1] = map(_ungreeted, lines[:1])
    ends = next((at for at in range(len(lines)) if _closes(lines, at)), len(lines))
    return "\n".join(lines[:ends]).strip()


def _ungreeted(line: str) -> str:
    greeting = _GREETING.match(line)
    return line[greeting.end() :] if greeting and not _phrases().search(_folded(greeting[0])) else line


def _closes(lines: list[str], at: int) -> bool:
    line = lines[at]
    if len(line) > _SHOWN:
        return False
    if at and _CLOSING.match(line):
        return True
    return _THANKS.match(line) is not None and all(map(_NAME.match, lines[at + 1 :]))


def _folded(text: str) -> str:
    return fold(text, keep_marks=False).text


def _reply(own: str, has_files: bool) -> tuple[Reply, Finding]:
    if not own:
        if has_files:
            return Reply.SUBSTANTIVE, _finding("reply.files", _HANDS_OVER)
        return Reply.ACKNOWLEDGEMENT, _finding("reply.empty", _SILENT)
    clauses = [clause for clause in _clauses(own) if clause.strip()]
    if not _QUESTION.search(own) and all(map(_acknowledges, clauses)):
        return Reply.ACKNOWLEDGEMENT, _finding("reply.acknowledgement", _ACKNOWLEDGES, words=_short(own))
    return Reply.SUBSTANTIVE, _finding("reply.substantive", _ANSWERS)


def _clauses(own: str) -> list[str]:
    """Return the folded text cut at marks and before words that contradict."""
    return _CLAUSES.split(_contrast().sub("\n", _folded(own)))


def _acknowledges(clause: str) -> bool:
    if _deferral().search(clause) and len(clause.split()) <= _LONGEST_DEFERRAL:
        return True
    rest = _filler().sub(" ", _receipt().sub(" ", clause))
    return not re.search(r"\w", rest)


def _asking(own: str, stated: bool | None) -> tuple[bool, Finding | None]:
    if stated is not None:
        return stated, _finding("reply.stated", _STATED if stated else _STATED_NOT)
    folded = _courtesies().sub(" ", _folded(own))
    mark = _QUESTION.search(folded)
    if mark:
        before = re.split(r"[.!\n।]", folded[: mark.end()])[-1].strip()
        # A question mark alone, or after a courtesy that was taken out, asks nothing.
        if re.search(r"\w", before):
            return True, _finding("reply.question-mark", _MARK, words=_short(before[-_SHOWN:]))
    found = _first(_phrases(), folded, is_folded=True)
    return (True, _finding("reply.asks", _PHRASE, words=found)) if found else (False, None)


def _first(pattern: re.Pattern[str], text: str, *, is_folded: bool = False) -> str:
    """Return the first words found, as written where the text is as written."""
    if is_folded:
        found = pattern.search(text)
        return found[0] if found else ""
    folded = fold(text, keep_marks=False)
    found = pattern.search(folded.text)
    if found is None:
        return ""
    start, end = folded.place(*found.span())
    return text[start:end]


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def _finding(code: str, message: str, severity: Severity = Severity.NOTE, **params: str) -> Finding:
    return Finding(code=code, severity=severity, message=message, params=params)


def _pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile(phrase_pattern(tuple(phrases), keep_marks=False))


# Patterns of some hundred phrases take a while to build; a program that reads no message never builds them.
@cache
def _phrases() -> re.Pattern[str]:
    return _pattern(phrase for phrases in reply_words.ASKING.values() for phrase in phrases)


@cache
def _deferral() -> re.Pattern[str]:
    return _pattern(phrase for phrases in reply_words.DEFERRING.values() for phrase in phrases)


@cache
def _receipt() -> re.Pattern[str]:
    return _pattern(phrase for phrases in reply_words.RECEIVING.values() for phrase in phrases)


@cache
def _critical_words() -> re.Pattern[str]:
    return _pattern(phrase for phrases in reply_words.CRITICAL.values() for phrase in phrases)


@cache
def _courtesies() -> re.Pattern[str]:
    return _pattern(reply_words.NOT_ASKING)


@cache
def _contrast() -> re.Pattern[str]:
    return _pattern(reply_words.CONTRASTING)


@cache
def _filler() -> re.Pattern[str]:
    return _pattern(reply_words.FILLING)
