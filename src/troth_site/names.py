"""Searchable forms of names in any script, and Chinese addresses as they are written in Latin letters."""

import re
import unicodedata

READINGS = 4
"""Most readings of one name kept: names with many characters of several readings would multiply without end."""
_PLACES = (
    ("自治区", ""), ("街道", ""), ("工业区", "industrial zone"), ("工业园", "industrial park"), ("开发区", "zone"),
    ("园区", "park"), ("大道", "avenue"), ("大厦", "mansion"), ("大楼", "mansion"), ("广场", "plaza"),
    ("中心", "center"), ("社区", "community"), ("东路", "east road"), ("西路", "west road"), ("南路", "south road"),
    ("北路", "north road"), ("中路", "middle road"), ("省", ""), ("市", ""), ("区", ""),
    ("县", ""), ("镇", ""), ("乡", ""), ("村", "village"),
    ("路", "road"), ("街", "street"), ("巷", "lane"), ("道", "road"),
)  # fmt: skip
_DOORS = {
    "号": "No.", "弄": "No.", "号院": "No.", "室": "room", "房": "room", "楼": "floor", "层": "floor", "栋": "building",
    "幢": "building", "座": "building", "号楼": "building", "号厂房": "building", "单元": "unit",
}  # fmt: skip
_NUMBER = r"(?P<number>[A-Za-z]?\d+(?:-\d+)*[A-Za-z]?|[A-Za-z](?=[座栋幢]))"
_MARK = "|".join(sorted(_DOORS, key=len, reverse=True))
_SUFFIX = "|".join(place for place, _word in _PLACES)
_PART = re.compile(
    rf"{_NUMBER}(?P<mark>{_MARK})?|(?P<name>[\u4e00-\u9fff]+?)(?P<place>{_SUFFIX})(?![省市区县镇乡村路街巷道])|(?P<rest>[\u4e00-\u9fff]+)"
)

_TRADES = (
    "进出口|供应链|零部件|紧固件|工艺品|日用品|新材料|新能源|五金|制品|电子|电器|电气|电机|科技|技术|服装|服饰|制衣|针织|毛织|"
    "纺织|织造|印染|丝绸|家纺|布业|鞋业|鞋材|制鞋|皮具|皮革|箱包|手袋|塑胶|塑料|橡胶|硅胶|模具|机械|设备|精密|金属|制造|材料|"
    "化工|玩具|家具|家居|灯饰|照明|光电|陶瓷|玻璃|眼镜|饰品|礼品|食品|运动|体育|用品|包装|印刷|汽车|配件|轴承|阀门|工具|工贸|"
    "贸易|商贸|实业|工业|国际|智能|发展|集团|股份|有限|责任|公司"
)
_PLACE = r"([\u4e00-\u9fff]{2,3}?)([省市])(?<![超夜股城集]市)"
# Places at the beginning, words every firm's name is made of, what is left of it, and what is not Chinese.
_PARTS = re.compile(
    rf"(^(?:{_PLACE.replace('(', '(?:', 2)})+)|((?:{_TRADES})厂?)"
    rf"|((?:(?!{_TRADES})[\u4e00-\u9fff])+)|([^\u4e00-\u9fff]+)"
)


def folded(text: str) -> str:
    """Return text without case, width and marks, for comparing what people type.

    >>> folded("Nguyễn  Văn")
    'nguyen van'
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(plain.replace("đ", "d").replace("Đ", "D").casefold().split())


def latin(name: str) -> str:
    """Return a Latin form of a Chinese name, empty where the name has no Chinese characters.

    >>> latin("东莞永发制衣厂")
    'Dongguan Yongfa Zhiyichang'
    >>> latin("东莞市信泰五金制品有限公司")
    'Dongguan Shi Xintai Wujin Zhipin Youxian Gongsi'
    """
    if not _is_chinese(name):
        return ""
    return " ".join(word for part in _PARTS.findall(name) for word in _latin_words(*part))


def _latin_words(places: str, known: str, unknown: str, foreign: str) -> list[str]:
    if foreign:
        return re.sub(r"[()（）·]", " ", foreign).split()
    if places:
        # The mark of a city or province stands by itself, as on its seal.
        return [_latin_word(part) for name, mark in re.findall(_PLACE, places) for part in (name, mark)]
    return [_latin_word(known)] if known else _in_pairs(unknown)


def _latin_word(text: str) -> str:
    return "".join(choices[0] for choices in _pinyin(text)).capitalize()


def _in_pairs(text: str) -> list[str]:
    """Return what no list knows, a name most of all, in words of two syllables."""
    syllables = [choices[0] for choices in _pinyin(text)]
    words = [
        "".join(syllables[at : at + 2])
        if at + 3 < len(syllables) or len(syllables) - at == 2
        else "".join(syllables[at:])
        for at in _starts(len(syllables))
    ]
    return [word.capitalize() for word in words]


def latin_address(text: str) -> str:
    """Return a Chinese address in Latin letters: names in pinyin, what they are in English; empty for any other.

    >>> latin_address("浙江省宁波市鄞州区学士路655号科信大厦B座1203室")
    'room 1203, building B, kexin mansion, No. 655, xueshi road, yinzhou, ningbo, zhejiang'
    >>> latin_address("655 Xueshi Road")
    ''
    """
    if not any("\u4e00" <= letter <= "\u9fff" for letter in text):
        return ""
    parts = [_written(found) for found in _PART.finditer(text.removeprefix("中国").removeprefix("中國"))]
    # As addresses are written in English: the door first, the province last.
    return ", ".join(part for part in reversed(parts) if part)


def _written(found: re.Match[str]) -> str:
    if found["number"]:
        return f"{_DOORS.get(found['mark'] or '', '')} {found['number']}".strip()
    name = "".join(each[0] for each in _pinyin(found["name"] or found["rest"]))
    return f"{name} {dict(_PLACES).get(found['place'] or '', '')}".strip()


def search_text(*names: str) -> str:
    """Return everything under which a firm can be found: each name folded, and each reading of its characters."""
    forms: list[str] = []
    for name in filter(None, names):
        forms.append(folded(name))
        forms.extend(_readings(name))
    return "\n".join(dict.fromkeys(forms))


def _readings(name: str) -> list[str]:
    if not _is_chinese(name):
        return []
    choices = _pinyin(name, every=True)
    found = [""]
    for syllables in choices:
        found = [start + s for start in found for s in syllables[: 2 if len(found) < READINGS else 1]]
    return [folded(form) for form in found] + ["".join(s[0][0] for s in choices)]


def _starts(count: int) -> list[int]:
    starts, at = [], 0
    while at < count:
        starts.append(at)
        at += 2 if count - at > 3 else count - at
    return starts


def _is_chinese(name: str) -> bool:
    return any("\u4e00" <= c <= "\u9fff" for c in name)


def _pinyin(name: str, *, every: bool = False) -> list[list[str]]:
    # reason: its dictionary takes a tenth of a second to load, and most commands meet no new Chinese name
    from pypinyin import Style, pinyin  # noqa: PLC0415

    return pinyin(name, style=Style.NORMAL, heteronym=every)
