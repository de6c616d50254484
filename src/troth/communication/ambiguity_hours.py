"""Times of day that do not say whose clock they are read from."""

from collections.abc import Iterator

from troth.basis.text import gettext_noop
from troth.communication.ambiguity_scan import Scan, compiled
from troth.communication.remarks import Remark

_PLACES = (
    "shanghai|beijing|shenzhen|guangzhou|dongguan|ningbo|hong kong|taipei|hanoi|ha noi|hà nội|saigon|"
    "ho chi minh|hồ chí minh|dhaka|chittagong|istanbul|ankara|berlin|hamburg|munich|london|paris|madrid|amsterdam|"
    "new york|los angeles|chicago|delhi|mumbai|tokyo|seoul|mexico city|china|germany|vietnam|việt nam|turkey|"
    "bangladesh|spain|北京|上海|当地|本地|中国|德国|柏林|欧洲|美国|英国|越南|土耳其|孟加拉"
)
# "Lead time" and "this time" name no clock.
_NO_CLOCK = (
    "this|lead|next|last|same|on|first|any|delivery|what|production|in|more|some|the|a|short|long|full|over|of|second|"
    "that|each|every|cycle|transit|response|reply|working|good|best|enough|no|one|at|which|another|right|run"
)
_ZONE = (
    rf"(?<![a-z])(?:utc|gmt|cet|cest|eet|est|edt|cst|cdt|pst|pdt|ist|bst|ict|trt|hkt|sgt|jst|kst)(?![a-z])"
    rf"|(?<![a-z])(?:{_PLACES})(?![a-z])|\d(?:z|\+\d\d:?\d\d)(?![0-9a-z])|t\d\d:\d\d(?::\d\d)?-\d\d:?\d\d"
    rf"|(?<![a-z])(?!(?:{_NO_CLOCK})\s)[a-z']+\s+time(?![a-z])"
    r"|(?:你|您|我|贵|双)(?:们)?(?:方|那边|这边|的)?时间"
    r"|giờ\s(?:của|bên|địa|đức|vn)|hora\s(?:de\s|local|del\s|vuestra|nuestra)|(?:su|tu|mi)\shora"
    r"|(?:türkiye|yerel|sizin|bizim|almanya|çin)\s(?:saat)|(?:বাংলাদেশ|আপনার|আপনাদের|আমাদের|স্থানীয়|জার্মান)\s?সময়"
)
_CLOCK = r"(?:[01]?\d|2[0-3]):[0-5]\d(?!:?\d)(?:\s?(?:am|pm|a\.m\.|p\.m\.)(?![a-z]))?"
_TIMES = (
    rf"(?<![0-9a-z:./\-]){_CLOCK}(?:\s?[-–]\s?{_CLOCK})?",
    r"(?<![0-9a-z:./\-])(?:1[0-2]|[1-9])\s?(?:am|pm|a\.m\.|p\.m\.)(?![a-z])",
    r"(?:上午|下午|早上|晚上|中午)\d{1,2}[点點](?:半|钟|\d{1,2}分)?|(?<!\d)\d{1,2}[点點](?:半|钟|前|之前)",
    r"(?:lúc|trước|vào)\s\d{1,2}\s?giờ(?:\s?\d{2})?|(?<![0-9a-z])\d{1,2}h\d{2}(?![0-9a-z])",
    r"(?<![a-z])(?:a|de|antes de|hasta) las? \d{1,2}(?:[:.]\d{2})?(?:\s?h(?:oras)?(?![a-z]))?(?!\d|\s?(?:pie|uni|pz))",
    r"(?<![a-z])saat\s\d{1,2}(?:[.:]\d{2})?(?![0-9])(?!\s?saat)",
    r"(?:সকাল|বিকাল|বিকেল|দুপুর|রাত|সন্ধ্যা)\s?\d{1,2}(?::\d{2})?\s?টা(?:য়|র)?",
)
_RATIO_BEFORE = (
    r"(?:ratio|scale|mix|比例|tỷ lệ|escala|proporción|oran[a-z]*|ölçek|অনুপাত)"
    r"[^\d\s]{0,8}\s?(?:of\s|是|为|de\s|:\s?)?$"
)
_RATIO_AFTER = r"^\s?(?:ratio|scale|min(?:utes?)?(?![a-z])|hours?|hrs?|mix)"

_WHOSE = gettext_noop("“%(quoted)s” is another hour where the message is read; it does not say whose clock is meant.")
_SAY_WHOSE = gettext_noop("Say whose time it is: “%(quoted)s” your time, or ours. Best give both.")


def hours(scan: Scan) -> Iterator[Remark]:
    """Find times of day in a sentence that names no zone, no place and nobody whose time it is.

    Args:
        scan: A text made ready.

    Source: `domain.md` S1-03 and S1-17: all times in both zones.

    >>> from datetime import date
    >>> from troth.communication.ambiguity_scan import scan
    >>> [remark.quoted for remark in hours(scan("Call at 16:00.", written_on=date(2026, 3, 2)))]
    ['16:00']
    """
    for pattern in _TIMES:
        for found in scan.each(pattern):
            before, after = scan.around(found, reach=16)
            is_ratio = compiled(_RATIO_BEFORE).search(before) or compiled(_RATIO_AFTER).search(after)
            if not is_ratio and not names_a_zone(scan.sentence(found)):
                yield scan.remark(found.span(), rule="ambiguity.time-zone", meaning=_WHOSE, mend=_SAY_WHOSE)


def names_a_zone(folded_sentence: str) -> bool:
    """Tell whether a folded sentence says whose clock is meant.

    >>> names_a_zone("16:00 your time"), names_a_zone("the lead time is 30 days")
    (True, False)
    """
    return compiled(_ZONE).search(folded_sentence) is not None
