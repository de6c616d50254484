"""Turning a message's bytes into text, whatever it says they are."""

import base64
import codecs
import quopri
import re

# Other codecs of the language turn bytes into bytes, run escapes, or exist on one system alone.
_TEXT_CODECS = re.compile(
    r"(ascii|utf-(7|8|8-sig|16|16-le|16-be|32|32-le|32-be)|iso8859-\d+|iso2022_\w+|cp\d+|gb2312|gbk|gb18030|hz|big5\w*|euc_\w+"
    r"|shift_jis\w*|johab|koi8-\w|tis-620|mac-\w+|ptcp154|kz1048|hp-roman8)"
)
# As browsers read them: the label names the small set, the text uses the large one.
_READ_AS = {"gb2312": "gb18030", "gbk": "gb18030", "iso8859-1": "cp1252", "ascii": "utf-8", "iso8859-9": "cp1254"}
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([BbQq])\?([^?\s]*)\?=")
_WORDS = re.compile(rf"{_WORD.pattern}(?:\s*{_WORD.pattern})*")
_UNREADABLE = (ValueError, LookupError, TypeError)


def decoded(raw: bytes, *, charset: str | None) -> tuple[str, bool]:
    r"""Turn bytes into text, guessing only where the stated character set is unknown or wrong.

    Args:
        raw: The bytes.
        charset: The set a message states, or None.

    Returns:
        The text, with U+FFFD where nothing fits and without NUL, and whether the stated set fitted (True where none was
        stated and the bytes are UTF-8).

    Source: WHATWG Encoding Standard for labels that name a smaller set than the text uses.

    >>> decoded("订单".encode("gb18030"), charset="gb2312"), decoded(b"caf\xe9", charset="x-unknown")
    (('订单', True), ('café', False))
    """
    codec = _codec(charset)
    stated = _try(raw, codec) if codec else None
    if stated is None and charset is None:
        stated = _try(raw, "utf-8")
    if stated is not None:
        return stated, True
    for guess in ("utf-8", "gb18030") if _is_mostly_wide(raw) else ("utf-8", "cp1252"):
        found = _try(raw, guess)
        if found is not None:
            return found, False
    return raw.decode(codec or "utf-8", "replace").replace("\0", ""), False


def decoded_field(value: str) -> str:
    """Turn a header field's value into text: encoded words, raw bytes of any set, folded lines.

    Args:
        value: The value as parsed, raw bytes held as surrogates.

    Returns:
        One line of text; encoded words that are broken stand as they came.

    Source: RFC 2047; raw bytes as mail programs send them against it.

    >>> decoded_field("=?utf-8?B?6K6i5Y2V?= 7001"), decoded_field("=?utf-8?B?###?=")
    ('订单 7001', '=?utf-8?B?###?=')
    """
    plain = decoded(value.encode("utf-8", "surrogateescape"), charset=None)[0] if _is_raw(value) else value
    return " ".join(_WORDS.sub(_read_words, plain).replace("\0", "").split())


def _read_words(run: re.Match[str]) -> str:
    """Read words that follow each other; a character may be cut in two between them."""
    text, held, charset = "", b"", None
    for name, coding, content in _WORD.findall(run[0]):
        raw = _bytes_of(content, coding)
        if raw is None:
            return run[0]
        if name.lower() != charset:
            text, held, charset = text + _text_of(held, charset), b"", name.lower()
        held += raw
    return text + _text_of(held, charset)


def _text_of(held: bytes, charset: str | None) -> str:
    return decoded(held, charset=charset.partition("*")[0])[0] if charset is not None else ""


def _bytes_of(content: str, coding: str) -> bytes | None:
    raw = content.encode("utf-8", "surrogateescape")
    if coding in "Qq":
        return quopri.decodestring(raw, header=True)
    try:
        return base64.b64decode(raw + b"=" * (-len(raw) % 4), validate=True)
    except ValueError:
        return None


def _is_raw(value: str) -> bool:
    return not value.isascii() and any("\udc80" <= character <= "\udcff" for character in value)


def _codec(charset: str | None) -> str | None:
    try:
        name = codecs.lookup((charset or "").strip("'\" \t")).name if charset else ""
    except _UNREADABLE:
        return None
    return _READ_AS.get(name, name) if _TEXT_CODECS.fullmatch(name) else None


def _try(raw: bytes, codec: str) -> str | None:
    try:
        return raw.decode(codec).replace("\0", "")
    except _UNREADABLE:
        return None


def _is_mostly_wide(raw: bytes) -> bool:
    """Tell whether bytes above 127 mostly come in pairs, as Chinese text has them and accented text has not."""
    high = [len(run) for run in re.findall(rb"[\x81-\xfe][\x40-\xfe]+|[\x80-\xff]", raw[:20_000])]
    pairs = sum(length for length in high if length >= 2)
    single = len(re.findall(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])", raw[:20_000]))
    return pairs > 4 * single
