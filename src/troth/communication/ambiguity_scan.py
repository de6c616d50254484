"""A text made ready for the rules about ambiguity: folded, and blanked out where a number is only a name."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TypedDict, Unpack

from troth.basis.findings import Finding, Param, Severity
from troth.communication.folding import Folded, fold, folded_pattern
from troth.communication.remarks import Remark, own_words

REFERENCE = "\ue000"
"""What stands in the folded text for each character of an order number, an address or a telephone number."""

_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_LABELS = (
    "p/?o|orders?|inv|invoices?|art|article|item|style|sku|ref|reference|part|model|lot|batch|contract|no|nr|clause|"
    "section|version|đơn hàng|mã|số|pedido|factura|sipariş|fatura|অর্ডার"
)
_CHINESE_LABELS = "订单号?|款号|货号|合同号?|发票号?|型号|批号"
_NUMBERED = r"[a-z0-9./_\-]{0,40}\d[a-z0-9./_\-]*"
_REFERENCES = (
    r"(?:https?://|www\.)\S+",
    r"(?<![\w.+\-])[\w.+\-]{1,80}@[\w\-]+(?:\.[\w\-]+)+",
    rf"(?:(?<![a-z])(?:{_LABELS})|{_CHINESE_LABELS})(?:\s?(?:no|nr|number|nº|号)\b)?[\s.:#]{{0,3}}{_NUMBERED}",
    rf"#\s?{_NUMBERED}",
    r"\+\d[\d\s().\-]{6,24}\d",
    r"(?:tel|phone|mobile|fax|whatsapp|wechat|电话|手机|teléfono|telefon|ফোন)[\s.:]{0,3}[\d\s().+/\-]{6,}",
    r"(?<![\d])\d{2,4}[\-. ]\d{3,4}[\-. ]\d{3,}(?!\d)",
    r"(?<![\d.,])\d{7,}(?!\d)",
    r"(?<![\d.])(?:\d{1,5}\.){3}\d{1,5}(?!\d)",
    # A letter first and a digit later is a part number; so are digits, letters and digits, but for 30x40 and 16h30.
    r"(?<![a-z0-9\-])[a-z][a-z_\-/.]{0,40}\d[a-z0-9./_\-]*",
    rf"(?<![a-z0-9])\d{{1,20}}-?(?!(?:x|h|{_MONTHS})[\d\-])[a-z]{{1,20}}-?\d[a-z0-9./_\-]*",
)
_SENTENCE_END = re.compile(r"[!?;\n।]|\.(?!\d)")


class Noticed(TypedDict):
    """What a rule says of the words it found."""

    rule: str
    meaning: str
    mend: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """Hold a text as the rules read it.

    Attributes:
        written: The text as written.
        folded: Its folded form.
        text: The folded text with REFERENCE in place of numbers and addresses that name something.
        ends: Where its sentences end, and its own end.
        written_on: The writer's day; readings without a year are the nearest to it.
    """

    written: str
    folded: Folded
    text: str
    ends: tuple[int, ...]
    written_on: date

    def each(self, pattern: str) -> Iterator[re.Match[str]]:
        """Yield where a pattern stands in the text."""
        return compiled(pattern).finditer(self.text)

    def sentence(self, found: re.Match[str]) -> str:
        """Return the sentence in which something was found, folded."""
        after = bisect_left(self.ends, found.end())
        start = self.ends[bisect_left(self.ends, found.start()) - 1] + 1 if self.ends[0] < found.start() else 0
        return self.text[start : self.ends[after]]

    def around(self, found: re.Match[str], *, reach: int) -> tuple[str, str]:
        """Return what stands before and after something found, at most so many characters of its sentence."""
        start, end = max(0, found.start() - reach), found.end() + reach
        before = _SENTENCE_END.split(self.text[start : found.start()])[-1]
        return before, _SENTENCE_END.split(self.text[found.end() : end])[0]

    def remark(
        self,
        place: tuple[int, int],
        *,
        readings: tuple[date, ...] = (),
        extra: dict[str, Param] | None = None,
        **noticed: Unpack[Noticed],
    ) -> Remark:
        """Return the remark about a part of the folded text.

        Args:
            place: Start and end in the folded text.
            readings: Days it may mean.
            extra: Values of placeholders beside "quoted", "first", "second" and "third".
            noticed: The rule's name, and its two sentences.
        """
        start, end = self.folded.place(*place)
        quoted = self.written[start:end]
        names: dict[str, Param] = {"quoted": quoted, **dict(zip(("first", "second", "third"), readings, strict=False))}
        names |= extra or {}
        meaning, mend = (
            Finding(code=noticed["rule"], severity=severity, message=message, params=_used(message, names))
            for severity, message in ((Severity.WARNING, noticed["meaning"]), (Severity.NOTE, noticed["mend"]))
        )
        return Remark(finding=meaning, mend=mend, start=start, end=end, quoted=quoted, readings=readings)


def scan(text: str, *, written_on: date) -> Scan:
    """Make a text ready for the rules.

    Args:
        text: A message as written; lines quoted from earlier messages are left out.
        written_on: The writer's day.

    >>> scan("PO-03/04 by 03/04", written_on=date(2026, 3, 2)).text.lstrip(REFERENCE)
    ' by 03/04'
    """
    folded = fold(own_words(text))
    masked = folded.text
    for pattern in _REFERENCES:
        masked = compiled(pattern).sub(lambda found: REFERENCE * len(found[0]), masked)
    ends = (*(end.start() for end in _SENTENCE_END.finditer(masked)), len(masked))
    return Scan(written=text, folded=folded, text=masked, ends=ends, written_on=written_on)


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern for folded text, once.

    >>> compiled("đến").search(fold("ĐẾN").text) is not None
    True
    """
    return re.compile(folded_pattern(pattern))


def _used(message: str, names: dict[str, Param]) -> dict[str, Param]:
    return {name: value for name, value in names.items() if f"%({name})s" in message}
