"""Cutting a mailbox file into its messages without ever holding more than one of them."""

import re
from collections.abc import Iterable, Iterator

# As mail programs write it: "From bao@mill.example Mon Mar  2 09:15:00 2026".
_ENVELOPE = re.compile(
    rb"From [^\r\n]*(Mon|Tue|Wed|Thu|Fri|Sat|Sun),? [A-Z][a-z]{2} [ \d]?\d \d{1,2}:\d{2}[^\r\n]*\d{4}[^\r\n]*\r?\n?\Z"
)
_DATED_ENVELOPE = re.compile(rb"From [^\r\n]*\d{1,2}:\d{2}[^\r\n]*\d{4}[^\r\n]*\r?\n?\Z")
_BARE_ENVELOPE = re.compile(rb"From [ \t]*[^\s]*[ \t]*\r?\n?\Z")
_FIELD = re.compile(rb"[!-9;-~]{1,76}[ \t]*:")
_QUOTED_FROM = re.compile(rb">+From ")
_BLANK = (b"\n", b"\r\n", b"\r", b"")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class NotAMailbox(ValueError):
    """A file begins neither with a mailbox's separator nor with a header field."""


def split_mbox(lines: Iterable[bytes], *, most: int | None = None) -> Iterator[bytes]:
    r"""Cut a mailbox into raw messages, in order, as they are read.

    A separator is a line "From " as mail programs write it, before a header field; after a blank line also one with
    any time and year, or with one word at most. Other such lines in a message's text, well quoted or not, cut nothing.
    Lines quoted as ">From " or ">>From " lose one ">". A file that begins with a header field is one message.

    Args:
        lines: The file's lines with their ends, "\n" or "\r\n"; an open binary file will do.
        most: Bytes of one message that are kept, 1 or more; its lines from the first one beyond are left out. None for
            all of them.

    Returns:
        The messages without their separators, the blank line before the next separator left out.

    Raises:
        NotAMailbox: The file begins with neither. An empty file has no messages.

    Source: RFC 4155, appendix A; the variant mboxrd for the quoting.

    >>> file = b"From a Mon Mar  2 09:15:00 2026\nSubject: one\n\n>From here\n\nFrom b\nSubject: two\n\n"
    >>> list(split_mbox(file.splitlines(keepends=True)))
    [b'Subject: one\n\nFrom here\n', b'Subject: two\n\n']
    """
    message: list[bytes] | None = None
    size, before = 0, b""
    for line, following in _with_next(lines):
        if message is None:
            if line not in _BLANK:
                message = [] if _separates(line, following, after_blank=True) else [_first_field(line)]
        elif _separates(line, following, after_blank=before in _BLANK or not (message or size)):
            yield _joined(message, before)
            message, size = [], 0
        else:
            size += len(line)
            if most is None or size <= most:
                message.append(line[1:] if _QUOTED_FROM.match(line) else line)
        before = line
    if message is not None:
        yield b"".join(message)


def _joined(message: list[bytes], before: bytes) -> bytes:
    """Return a message without the blank line before the next separator, where that line was kept."""
    return b"".join(message[:-1] if before in _BLANK and message[-1:] == [before] else message)


def _with_next(lines: Iterable[bytes]) -> Iterator[tuple[bytes, bytes]]:
    held: bytes | None = None
    for line in lines:
        if held is None:
            line = line.removeprefix(_BYTE_ORDER_MARK)
        else:
            yield held, line
        held = line
    if held is not None:
        yield held, b""


def _separates(line: bytes, following: bytes, *, after_blank: bool) -> bool:
    if not line.startswith(b"From "):
        return False
    before_field = _FIELD.match(following) is not None
    if not after_blank:
        return before_field and _ENVELOPE.match(line) is not None
    if _DATED_ENVELOPE.match(line):
        return before_field or following in _BLANK
    return before_field and _BARE_ENVELOPE.match(line) is not None


def _first_field(line: bytes) -> bytes:
    if not _FIELD.match(line):
        raise NotAMailbox('The file is no mailbox: it begins neither with "From " nor with a header field.')
    return line
