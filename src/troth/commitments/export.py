"""The text form of a ledger that leaves the house, and its verification without server or database.

One JSON document a line: a header, the entries in order, and a closing line with the head and the number of entries.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from troth.basis.findings import Finding, Param, Severity
from troth.basis.text import gettext_noop
from troth.commitments.canonical import SealError, canonical, moment_text
from troth.commitments.chain import GENESIS, Entry, What, first_fault

FORMAT = "troth-ledger-1"

_ENTRY_KEYS = {"seq", "kind", "recorded_at", "content", "salt", "content_hash", "previous_hash", "entry_hash"}
_CLOSING_KEYS = {"head", "count", "header_hash"}

_SAID: dict[What, str] = {
    "content altered": gettext_noop("Line %(line)s, entry %(seq)s: its content is not what was sealed."),
    "hash wrong": gettext_noop("Line %(line)s, entry %(seq)s: its kind, time or content hash is not what was sealed."),
    "link broken": gettext_noop("Line %(line)s, entry %(seq)s does not follow the entry before it."),
    "gap in numbering": gettext_noop("Line %(line)s: entry %(seq)s stands where entry %(expected)s belongs."),
    "head not in chain": gettext_noop(
        "The head you hold is not in this ledger: it was rewritten, cut short or forked since you saw that head."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyVerification:
    """The answer for an exported copy.

    Attributes:
        count: Entries that hold, counted to the first problem.
        erased: How many of them are without content.
        head: Hash of the last entry that holds.
        line: Line of the first problem, from 1; None where there is none or it concerns the whole copy.
        seq: Entry of the first problem, None where it is not in an entry.
        problem: What is wrong, None where nothing is.
    """

    ok: bool
    count: int
    head: str
    erased: int = 0
    line: int | None = None
    seq: int | None = None
    problem: Finding | None = None


class _Fault(Exception):
    def __init__(self, finding: Finding, *, line: int | None = None, seq: int | None = None) -> None:
        self.finding, self.line, self.seq = finding, line, seq


def dump(entries: Iterable[Entry], *, header: Mapping[str, Any]) -> Iterator[str]:
    """Write a ledger as lines of text, each without its line end.

    Args:
        entries: One relationship's entries in order; read once, never held.
        header: Who and what, for readers: names, exported when. Its values follow the rule of canonical.

    >>> lines = list(dump([], header={"relationship": "Ana and Bao"}))
    >>> lines[0]
    '{"format":"troth-ledger-1","relationship":"Ana and Bao"}'
    >>> verify_lines(lines).ok
    True
    """
    first = canonical({**header, "format": FORMAT}).decode()
    yield first
    count, head = 0, GENESIS
    for entry in entries:
        yield entry_line(entry)
        count, head = count + 1, entry.entry_hash
    yield canonical({"head": head, "count": count, "header_hash": _hash(first)}).decode()


def entry_line(entry: Entry) -> str:
    """Write one entry as a line of JSON; without its content the salt goes too, or it could be guessed."""
    return canonical(
        {
            "seq": entry.seq,
            "kind": entry.kind,
            "recorded_at": moment_text(entry.recorded_at),
            "content": entry.content,
            "salt": None if entry.content is None else entry.salt,
            "content_hash": entry.content_hash,
            "previous_hash": entry.previous_hash,
            "entry_hash": entry.entry_hash,
        }
    ).decode()


def verify_lines(lines: Iterable[str], head: str | None = None) -> CopyVerification:
    """Verify an exported copy, tolerating nothing.

    Args:
        lines: The lines of the file, with or without line ends; read once, never held.
        head: A head seen earlier; it must be the hash of one of the entries.

    Returns:
        The first problem with its line, and its entry where it is in one.

    >>> print(verify_lines(["not json"]).problem.sentence())
    Line 1 is damaged: it is not a JSON document.
    """
    reader = _Reader(met=head in (None, GENESIS), wanted=head)
    try:
        for number, line in enumerate(lines, start=1):
            reader.take(number, line.rstrip("\r\n"))
        reader.finish()
    except _Fault as fault:
        return CopyVerification(
            ok=False,
            count=reader.count,
            head=reader.head,
            erased=reader.erased,
            line=fault.line,
            seq=fault.seq,
            problem=fault.finding,
        )
    return CopyVerification(ok=True, count=reader.count, head=reader.head, erased=reader.erased)


@dataclass(slots=True, kw_only=True)
class _Reader:
    met: bool
    wanted: str | None
    count: int = 0
    erased: int = 0
    head: str = GENESIS
    header_hash: str | None = None
    is_closed: bool = False

    def take(self, number: int, line: str) -> None:
        if self.is_closed:
            raise _fault("after-head", gettext_noop("Line %(line)s stands after the closing line."), line=number)
        fields = _fields(number, line)
        if self.header_hash is None:
            self._take_header(number, line, fields)
        elif fields.keys() == _CLOSING_KEYS:
            self._take_closing(number, fields)
        else:
            self._take_entry(number, _entry(number, fields))

    def finish(self) -> None:
        if self.header_hash is None:
            raise _fault("empty", gettext_noop("The file is empty."))
        if not self.is_closed:
            raise _fault("no-head", gettext_noop("The closing line with the head is missing: the file was cut short."))
        if not self.met:
            raise _fault("head-not-in-chain", _SAID["head not in chain"])

    def _take_header(self, number: int, line: str, fields: Mapping[str, Any]) -> None:
        if fields.get("format") != FORMAT:
            message = gettext_noop("Line %(line)s is not the header of an exported ledger (%(format)s).")
            raise _fault("no-header", message, line=number, format=FORMAT)
        self.header_hash = _hash(line)

    def _take_entry(self, number: int, entry: Entry) -> None:
        expected = self.count + 1
        what = first_fault(entry, seq=expected, previous_hash=self.head)
        if what == "gap in numbering":
            raise _fault("gap", _SAID[what], line=number, seq=entry.seq, expected=expected)
        if what is not None:
            raise _fault(what.replace(" ", "-"), _SAID[what], line=number, seq=entry.seq)
        self.count, self.head = expected, entry.entry_hash
        self.erased += entry.content is None
        self.met = self.met or entry.entry_hash == self.wanted

    def _take_closing(self, number: int, fields: Mapping[str, Any]) -> None:
        if fields["header_hash"] != self.header_hash:
            raise _fault("header-altered", gettext_noop("The header is not the one that was exported."), line=1)
        if fields["count"] != self.count or fields["head"] != self.head:
            message = gettext_noop(
                "Line %(line)s: the copy should have %(expected)s entries up to its head, but has %(count)s."
            )
            raise _fault("head-differs", message, line=number, expected=str(fields["count"]), count=self.count)
        self.is_closed = True


def _fields(number: int, line: str) -> dict[str, Any]:
    try:
        fields = json.loads(line, object_pairs_hook=_once, parse_constant=_refused, parse_float=_refused)
    except (ValueError, RecursionError) as error:
        message = gettext_noop("Line %(line)s is damaged: it is not a JSON document.")
        raise _fault("damaged", message, line=number) from error
    if not isinstance(fields, dict):
        raise _fault("damaged", gettext_noop("Line %(line)s is damaged: it holds no fields."), line=number)
    return fields


def _entry(number: int, fields: Mapping[str, Any]) -> Entry:
    try:
        if fields.keys() != _ENTRY_KEYS or type(fields["seq"]) is not int:
            raise SealError("not the fields of an entry")
        moment = datetime.fromisoformat(fields["recorded_at"])
        if moment_text(moment) != fields["recorded_at"]:
            raise SealError("not the one form of a moment")
        if not isinstance(fields["content"], dict | None) or not all(
            isinstance(fields[name], str) for name in _ENTRY_KEYS - {"seq", "content", "salt"}
        ):
            raise SealError("a field of another type")
        if fields["content"] is None and fields["salt"] is not None:
            raise SealError("a salt without its content")
    except (TypeError, ValueError, OverflowError) as error:
        message = gettext_noop("Line %(line)s is damaged: it is not a ledger entry.")
        raise _fault("damaged", message, line=number) from error
    return Entry(**{**fields, "recorded_at": moment})


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("a field stands twice")
    return fields


def _refused(text: str) -> Any:
    raise ValueError(f"{text} has no place in a ledger")


def _fault(code: str, message: str, *, line: int | None = None, seq: int | None = None, **more: Param) -> _Fault:
    known: dict[str, Param | None] = {"line": line, "seq": seq, **more}
    spoken = {name: value for name, value in known.items() if value is not None and f"%({name})s" in message}
    finding = Finding(code=f"ledger.{code}", severity=Severity.CRITICAL, message=message, params=spoken)
    return _Fault(finding, line=line, seq=seq)


def _hash(line: str) -> str:
    return sha256(line.encode("utf-8", "surrogatepass")).hexdigest()
