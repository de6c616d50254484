"""In which encoding a text file is written: byte order mark, strict UTF-8, UTF-16 by its zeros, then scored guesses."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from troth.basis.text import gettext_noop
from troth_site.sheets.messages import Said, UnreadableFile, at_row, said

CHUNK = 1 << 20
SAMPLE = 1 << 18
MIXED = "troth-mixed"  # the error handler below: a broken byte of a UTF-8 file is read as Windows-1252 and named

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Words of orders in both scripts: a short header in one of them decides between GB18030 and Big5.
SIMPLIFIED = frozenset(
    "订单号供应商数量金额日期交货计划实际工厂名称有限公司币种产品编号行备注到付款广东圳东莞上海江苏浙省市"
)
TRADITIONAL = frozenset("訂單號供應商數量金額日期交貨計劃實際工廠名稱有限公司幣種產品編號行備註到付款廣東臺灣北縣區市")
TURKISH_BYTES = frozenset(b"\xd0\xdd\xde\xf0\xfd\xfe")
# Others are believed only from charset-normalizer, and said to be uncertain.
OTHERS = frozenset({"cp932", "shift_jis", "euc_jp", "cp949", "euc_kr", "cp1251", "koi8_r", "cp1250", "cp1253", "cp874"})


@dataclass(frozen=True, slots=True)
class Encoding:
    """The codec to open the file with, its error handler, and what the reader of the preview should know."""

    codec: str
    errors: str = "strict"
    notes: tuple[Said, ...] = ()


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(MIXED, _as_windows)


def find_encoding(path: Path) -> Encoding:
    """Decide how to decode a text file; bytes that are no text at all are refused."""
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    for mark, codec in MARKS:
        if head.startswith(mark):
            return _checked(path, codec)
    if b"\0" in head:
        return _by_zeros(path, head)
    lines = _broken_lines(path)
    if not lines:
        return Encoding("utf-8")
    return _without_utf8(path, lines)


def _checked(path: Path, codec: str) -> Encoding:
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        for piece in _pieces(path):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        if codec == "utf-8-sig":
            return Encoding(codec, MIXED, _mixed_notes(_broken_lines(path)))
        raise UnreadableFile(
            said(gettext_noop("The file says it is %(encoding)s, but its bytes are not."), encoding=codec.upper()),
            mend=said(gettext_noop("Save it again as CSV UTF-8 or as an Excel workbook.")),
        ) from error
    return Encoding(codec)


def _by_zeros(path: Path, head: bytes) -> Encoding:
    """ASCII in UTF-16 has its zero bytes on one side only: delimiters and digits are there in any table."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if (even == 0) != (odd == 0) and (even + odd) * 20 > len(head):
        return _checked(path, "utf-16-be" if even else "utf-16-le")
    raise UnreadableFile(
        said(gettext_noop("This is not a table: the file holds binary data.")),
        mend=said(gettext_noop("Drop a CSV, TSV, XLSX, XLS or ODS file.")),
    )


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            yield piece


def _broken_lines(path: Path) -> list[tuple[int, bytes]]:
    """Lines that are not UTF-8, by number; empty for almost every file, found out at the speed of decoding."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for piece in _pieces(path):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return list(_high_lines(path))
    return []


def _high_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Lines with bytes above ASCII, at most SAMPLE bytes of them, for scoring."""
    kept = 0
    for number, line in _lines(path):
        if not line.isascii():
            yield number, line
            kept += len(line)
            if kept > SAMPLE:
                return


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    number, rest = 0, b""
    for piece in _pieces(path):
        *lines, rest = (rest + piece).splitlines(keepends=True) or [b""]
        for line in lines:
            number += 1
            yield number, line
    if rest:
        yield number + 1, rest


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _without_utf8(path: Path, lines: list[tuple[int, bytes]]) -> Encoding:
    broken = [(number, line) for number, line in lines if not _is_utf8(line)]
    # Random Chinese or Western text is hardly ever valid UTF-8, so a few valid lines mean a UTF-8 file with wounds.
    if len(broken) * 4 <= len(lines):
        return Encoding("utf-8", MIXED, _mixed_notes(broken))
    sample = b"\n".join(line for _, line in broken)
    codec, notes = _scored(sample)
    _decodes_throughout(path, codec)
    return Encoding(codec, "strict", notes)


def _mixed_notes(broken: list[tuple[int, bytes]]) -> tuple[Said, ...]:
    rows = ", ".join(str(number) for number, line in broken[:10] if not _is_utf8(line))
    message = gettext_noop(
        "The file is UTF-8 except for some bytes on these lines, read as Windows-1252: %(rows)s. Check them."
    )
    return (said(message, rows=rows),)


def _scored(sample: bytes) -> tuple[str, tuple[Said, ...]]:
    scores = {"gb18030": _chinese(sample, "gb18030", SIMPLIFIED), "big5": _chinese(sample, "cp950", TRADITIONAL)}
    best = max(scores, key=lambda codec: scores[codec])
    other = min(scores.values())
    if scores[best] >= 0.75:
        codec = "gb18030" if best == "gb18030" else "cp950"
        return codec, () if scores[best] - other > 0.1 else (_uncertain(best),)
    from charset_normalizer import from_bytes  # noqa: PLC0415  reason: 2 MB that a file in UTF-8 never needs

    guess = from_bytes(sample).best()
    if guess is not None and guess.encoding in OTHERS and not _looks_western(sample):
        return guess.encoding, (_uncertain(guess.encoding),)
    if TURKISH_BYTES & set(sample):
        return "cp1254", (_uncertain("Windows-1254"),)
    return "cp1252", () if _looks_western(sample) else (_uncertain("Windows-1252"),)


def _chinese(sample: bytes, codec: str, trade: frozenset[str]) -> float:
    """Share of characters beyond ASCII that are common in the codec, raised by words of the trade."""
    try:
        text = sample.decode(codec)
    except UnicodeDecodeError:
        return 0.0
    beyond = [c for c in text if c > "\x7f"]
    common = sum(_is_common(c, codec) for c in beyond)
    words = sum(c in trade for c in beyond)
    return (common + words) / (len(beyond) + words) if beyond else 0.0


def _is_common(character: str, codec: str) -> bool:
    """The first plane of each standard, ordered by use: GB 2312 rows 16-55, Big5 A440-C67E, and punctuation."""
    raw = character.encode(codec)
    if len(raw) != 2:
        return False
    lead, trail = raw
    if codec == "gb18030":
        return trail >= 0xA1 and (0xB0 <= lead <= 0xD7 or 0xA1 <= lead <= 0xA3)
    return 0xA1 <= lead <= 0xC6


def _looks_western(sample: bytes) -> bool:
    """In Western text letters beyond ASCII stand alone between plain letters."""
    try:
        text = sample.decode("cp1252")
    except UnicodeDecodeError:
        return False
    high = [i for i, c in enumerate(text) if c > "\x7f"]
    alone = sum(not (i and text[i - 1] > "\x7f") for i in high)
    # Polish or Czech read as Western puts superscripts and signs inside words.
    odd = sum(
        not text[i].isalpha() and text[i] != "’" and text[max(i - 1, 0)].isalpha() and text[i + 1 : i + 2].isalpha()
        for i in high
    )
    return alone >= 0.6 * len(high) and odd * 5 <= len(high)


def _uncertain(encoding: str) -> Said:
    message = gettext_noop("The encoding is probably %(encoding)s, but that is not certain. Check the names below.")
    return said(message, encoding=encoding)


def _decodes_throughout(path: Path, codec: str) -> None:
    if codec == "cp1252":
        _refuse_undefined(path, codec)
        return
    _checked(path, codec)


def _refuse_undefined(path: Path, codec: str) -> None:
    for number, line in _lines(path):
        try:
            line.decode(codec)
        except UnicodeDecodeError as error:
            raise UnreadableFile(
                said(
                    gettext_noop("The file is neither UTF-8 nor %(encoding)s: byte %(byte)s has no meaning there."),
                    encoding="Windows-1252",
                    byte=f"0x{error.object[error.start]:02X}",
                ),
                place=at_row(number),
                mend=said(gettext_noop("Save it again as CSV UTF-8 or as an Excel workbook.")),
            ) from error
