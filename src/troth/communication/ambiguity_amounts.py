"""Numbers that lack their unit, and sums of money that lack their currency."""

import re
from collections.abc import Iterator

from troth.basis.text import gettext_noop
from troth.communication.ambiguity_scan import Scan, compiled
from troth.communication.remarks import Remark

_KINDS = {
    "size": r"(?<!sample )(?<!lot )(?<!batch )(?<![a-z])(?:sizes?|length|width|height|diameter|thickness|dimensions?|"
    r"talla|tamaño|largo|ancho|alto|medidas?|boyut|beden|uzunluk|genişlik)(?![a-z])|尺寸|尺码|长度|宽度|高度|厚度|直径|"
    r"kích thước|chiều dài|chiều rộng|chiều cao|độ dày|মাপ|দৈর্ঘ্য|প্রস্থ|উচ্চতা",
    "weight": r"(?<![a-z])(?:weights?|weighs|peso|pesa|ağırlık|ağırlığı)(?![a-z])|重量|净重|毛重|克重|"
    r"trọng lượng|khối lượng|ওজন",
    "quantity": r"(?<![a-z])(?:quantity|quantities|qty|cantidad|miktar|moq)(?![a-z])|数量|số lượng|পরিমাণ|সংখ্যা",
    "tolerance": r"(?<![a-z])(?:tolerances?|tolerancia|tolerans)(?![a-z])|公差|允差|dung sai|সহনশীলতা",
}
_FILLER = (
    r"(?:\s|:|=|-(?=\s)|(?<![a-z])(?:is|are|was|of|to|will|be|must|should|about|approx|around|es|de|son|la|là|cho|olarak)"
    r"(?![a-z])|为|是|约|大约|改成|হলো|হবে){0,5}"
)
_NUMBER = r"[±+\-]?/?-?\s?\d[\d.,]{0,20}"
_SERIES = rf"{_NUMBER}(?:\s?(?:x|×|\*|-|–|~|/|to|至|到)\s?{_NUMBER})*"
_UNIT = (
    r"[\s(]{0,2}(?:%|‰|°|\"|″|'|′|µ|μ|"
    r"(?:mm|cm|dm|m|km|in|inch|inches|ft|feet|yds?|yards?|mic|microns?|m2|m3|cbm|sqm|"
    r"mg|g|gr|kgs?|grams?|kilos?|lbs?|pounds?|oz|ounces?|tons?|tonnes?|t|mt|gsm|gm2|den|denier|ml|l|lit(?:er|re)s?|"
    r"pcs?|pieces?|pairs?|sets?|units?|cartons?|ctns?|cases?|box(?:es)?|dz|dozens?|rolls?|sheets?|bags?|pallets?|"
    r"packs?|containers?|bales?|eu|us|uk|cn|jp|"
    r"piezas?|pzas?|unidades|uds?|pares|juegos?|cajas?|docenas?|metros?|pulgadas|gramos?|"
    r"adet|çift|takım|koli|kutu|düzine|metre|top|"
    r"cái|chiếc|đôi|bộ|thùng|tấm|cuộn|mét|hộp|tá|sản phẩm|days?|percent|per cent|por ciento|degrees)(?![a-z])|"
    r"毫米|厘米|公分|分米|米|克|千克|公斤|斤|吨|件|个|只|双|套|箱|打|码|条|张|卷|丝|寸|英寸|片|台|把|包|袋|支|"
    r"টি|টা|পিস|জোড়া|কার্টন|কেজি|গ্রাম|মিটার|সেমি|মিমি|ইঞ্চি|ডজন|সেট)"
)
_THREE_SIDES = r"(?<![0-9a-z.,])\d[\d.,]{0,20}(?:\s?[x×*]\s?\d[\d.,]{0,20}){2}(?![0-9a-z]*\s?[x×*])"
_BEFORE_WORD = (
    r"(?<![0-9a-z.,#/-])\d[\d.,]{0,20}(?=\s(?:long|wide|high|deep|thick|tall|longer|wider|higher|deeper|thicker|shorter|narrower)"
    r"(?![a-z]))"
)
_MEANINGS = {
    "size": gettext_noop("“%(quoted)s” may be millimetres, centimetres or inches, or a size of one country."),
    "weight": gettext_noop("“%(quoted)s” may be grams, kilograms or pounds, net or gross, or grams per square metre."),
    "quantity": gettext_noop("“%(quoted)s” may be pieces, pairs, sets, dozens or cartons."),
    "tolerance": gettext_noop("“%(quoted)s” may be millimetres, per cent or pieces."),
}
_ADD_UNIT = gettext_noop("Write the unit behind the number.")

_DOLLARS = r"(?<![a-z])\$\s?\d[\d.,]{0,20}|(?<![0-9a-z$])\d[\d.,]{0,20}\s?\$(?![\d])"
_YEN = r"(?<![a-z])¥\s?\d[\d.,]{0,20}|(?<![0-9a-z])\d[\d.,]{0,20}\s?¥(?!\d)"
_NAMED_DOLLAR = (
    r"(?<![a-z])(?:usd|hkd|twd|sgd|aud|cad|mxn|clp|cop|ars|nzd|us ?\$|hk ?\$|(?:us|american|hong kong) dollars?|"
    r"dólares|pesos|đô la mỹ|abd doları)(?![a-z])|美元|美金|港币|新台币|মার্কিন ডলার"
)
_NAMED_YEN = r"(?<![a-z])(?:cny|rmb|jpy|cnh|yuan|yen)(?![a-z])|人民币|日元|元|円"
_WHICH_MONEY = gettext_noop("“%(quoted)s” may be %(one)s or %(other)s.")
_WRITE_CODE = gettext_noop("Write the currency's code with the amount, such as %(one)s or %(other)s.")


def missing_units(scan: Scan) -> Iterator[Remark]:
    """Find sizes, weights, quantities and tolerances whose number has no unit.

    "Sample size 80" and "lot size 1200" are counts of units and left alone; so are order and part numbers.

    Args:
        scan: A text made ready.

    Source: `domain.md` S2-02.

    >>> from datetime import date
    >>> from troth.communication.ambiguity_scan import scan
    >>> found = missing_units(scan("Weight: 500. Quantity 300 pcs.", written_on=date(2026, 3, 2)))
    >>> [remark.quoted for remark in found]
    ['Weight: 500']
    """
    patterns = [(kind, rf"(?:{names}){_FILLER}{_SERIES}") for kind, names in _KINDS.items()]
    for kind, pattern in [*patterns, ("size", _THREE_SIDES), ("size", _BEFORE_WORD)]:
        for found in scan.each(pattern):
            if place := _without_unit(scan, found):
                yield scan.remark(place, rule="ambiguity.unit", meaning=_MEANINGS[kind], mend=_ADD_UNIT)


def currencies(scan: Scan) -> Iterator[Remark]:
    """Find ¥ and $ in a sentence that does not say which yuan, yen, dollar or peso is meant.

    Args:
        scan: A text made ready.

    Source: ISO 4217:2015 codes; the sign ¥ is shared by CNY and JPY, $ by more than twenty currencies.

    >>> from datetime import date
    >>> from troth.communication.ambiguity_scan import scan
    >>> [remark.quoted for remark in currencies(scan("¥45 or US$6.20", written_on=date(2026, 3, 2)))]
    ['¥45']
    """
    signs = ((_YEN, _NAMED_YEN, ("CNY", "JPY")), (_DOLLARS, _NAMED_DOLLAR, ("USD", "HKD")))
    for sign, named, (one, other) in signs:
        for found in scan.each(sign):
            if compiled(named).search(scan.sentence(found).replace(found[0], " ")):
                continue
            end = found.end() - len(found[0]) + len(found[0].rstrip(".,"))
            yield scan.remark(
                (found.start(), end),
                extra={"one": one, "other": other},
                rule="ambiguity.currency",
                meaning=_WHICH_MONEY,
                mend=_WRITE_CODE,
            )


def _without_unit(scan: Scan, found: re.Match[str]) -> tuple[int, int] | None:
    """Return the place of a number without its unit, what punctuation follows left out."""
    end = found.start() + len(found[0].rstrip(" .,"))
    return None if compiled(_UNIT).match(scan.text, end) else (found.start(), end)
