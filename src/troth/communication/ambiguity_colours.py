"""Colours named by a word alone: two dye houses make two navy blues of "navy"."""

from collections.abc import Iterator

from troth.basis.text import gettext_noop
from troth.communication.ambiguity_scan import Scan, compiled
from troth.communication.remarks import Remark

_SHADE = r"(?:(?:dark|light|deep|bright|pale|pastel|off|royal|sky)[\s\-])?"
_ENGLISH = (
    rf"(?<![a-z]){_SHADE}(?:navy(?:\sblue)?|red|blue|green|yellow|orange|purple|pink|brown|black|white|gr[ea]y|beige|"
    r"khaki|burgundy|maroon|turquoise|teal|ivory|cream|charcoal|olive|magenta|lilac)(?![a-z\-])"
)
_CHINESE = r"[深浅淡藏暗亮]?(?:红|蓝|绿|黄|橙|紫|粉|棕|黑|白|灰|米|卡其|咖啡|酒红|藏青)色|藏青|藏蓝|深蓝|浅蓝|米白"
_VIETNAMESE = r"màu\s(?:đỏ|xanh|vàng|cam|tím|hồng|nâu|đen|trắng|xám|be|kem)(?:\s(?:đậm|nhạt|dương|lá|navy|than))?"
_SPANISH = (
    r"(?<![a-z])(?:azul(?:\smarino|\scielo)?|roj[oa]s?|verdes?|amarill[oa]s?|naranja|morad[oa]s?|rosa|marrón|"
    r"negr[oa]s?|blanc[oa]s?|gris(?:es)?|beige)(?:\s(?:oscuro|claro))?(?![a-z])"
)
_TURKISH = (
    r"(?<![a-z])(?:(?:koyu|açık)\s)?(?:lacivert|kırmızı|mavi|yeşil|sarı|turuncu|mor|pembe|kahverengi|siyah|beyaz|gri|"
    r"bej|bordo)(?![a-z])"
)
_BENGALI = r"(?:গাঢ়\s|হালকা\s)?(?:লাল|নীল|সবুজ|হলুদ|কমলা|বেগুনি|গোলাপি|বাদামি|কালো|সাদা|ধূসর)\s?(?:রঙ|রং)"
_CODE = (
    r"pantone|(?<![a-z])(?:pms|tcx|tpx|tpg|ral|ncs|rgb|cmyk)(?![a-z])|lab[\s\-]?dip|(?<![a-z])ld[\s\-]?\d|l\*|"
    r"#[0-9a-f]{6}(?![0-9a-f])|colou?r\s(?:code|card|no|number)|潘通|色卡|色号|色样|"
    r"mã màu|código de color|renk kodu|রঙের কোড"
)
# A red flag is no colour to dye, nor is the Red Sea.
_SAYING_AFTER = (
    r"^\s?(?:flag|light|paper|friday|sea|market|tape|card|list|box|collar|carpet|cross|zone|energy|house|"
    r"cells?|and white|noise|label|hat|belt|river|hole|goods|oak|tea|coffee|wine|juice|ribbon|county)(?![a-z])|"
    r"^(?:家电|警报|名单|污染|食品|预警)"
)
_SAYING_BEFORE = (
    r"(?:in the|mr\.?|mrs\.?|ms\.?|miss|dr\.?|black and|out of the|go|going|greenfield|(?:la|el|de) lista)\s$"
)

_TWO_SHADES = gettext_noop("“%(quoted)s” is a different shade in every dye house.")
_GIVE_CODE = gettext_noop("Add the code: Pantone or RAL, or the number of the approved lab dip.")


def colours(scan: Scan) -> Iterator[Remark]:
    """Find colours named in a sentence that gives no Pantone, RAL or lab dip number.

    A capital inside a sentence is a name (Mr Brown, Green Textile Ltd), and sayings (red flag, green light) are no
    colours.

    Args:
        scan: A text made ready.

    Source: `domain.md` S2-02, S1-25.

    >>> from datetime import date
    >>> from troth.communication.ambiguity_scan import scan
    >>> text = "500 pcs in navy blue. The red is Pantone 18-1664. No red flag."
    >>> [remark.quoted for remark in colours(scan(text, written_on=date(2026, 3, 2)))]
    ['navy blue']
    """
    for pattern in (_ENGLISH, _CHINESE, _VIETNAMESE, _SPANISH, _TURKISH, _BENGALI):
        for found in scan.each(pattern):
            before, after = scan.around(found, reach=24)
            is_saying = compiled(_SAYING_AFTER).search(after) or compiled(_SAYING_BEFORE).search(before)
            if not is_saying and not _is_name(scan, found.start(), before) and not _has_code(scan, found.start()):
                yield scan.remark(found.span(), rule="ambiguity.colour", meaning=_TWO_SHADES, mend=_GIVE_CODE)


def _is_name(scan: Scan, start: int, before: str) -> bool:
    is_capital = scan.written[scan.folded.origin[start]].isupper()
    inside = before.strip()
    return is_capital and bool(inside) and inside[-1] not in ":,(-–/"


def _has_code(scan: Scan, start: int) -> bool:
    # Masked text has lost the numbers, and an address is no code: look in the folded sentence as it was.
    found = compiled(r"[^!?;\n।.]").match(scan.text, start)
    if found is None:
        return False
    before, after = scan.around(found, reach=120)
    place = slice(found.start() - len(before), found.end() + len(after))
    return compiled(_CODE).search(scan.folded.text[place]) is not None
