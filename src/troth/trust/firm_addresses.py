"""Reading an address cautiously: which house and which door it names, and whether two addresses name the same one."""

import re
from dataclasses import dataclass
from typing import Literal

from troth.trust.firm_words import folded, is_chinese, words_of

Match = Literal["same door", "same place", "differs"]

LONGEST = 500
"""What is longer than this is no address."""

_ABBREVIATED = {
    "rd": "road", "st": "street", "str": "street", "ave": "avenue", "av": "avenue", "blvd": "boulevard", "dr": "drive",
    "ln": "lane", "bldg": "building", "bld": "building", "blk": "block", "fl": "floor", "flr": "floor", "rm": "room",
    "ste": "suite", "apt": "unit", "flat": "unit", "ind": "industrial", "indl": "industrial", "ctr": "center",
    "centre": "center", "dist": "district", "mah": "mahallesi", "cad": "caddesi", "sok": "sokak", "kat": "floor",
    "daire": "unit", "col": "colonia", "calle": "street", "piso": "floor", "tang": "floor", "toa": "building",
}  # fmt: skip
_EMPTY = frozenset({
    "no", "nr", "num", "number", "numero", "so", "the", "of", "and", "n", "district", "province", "city", "town",
    "county", "china", "prc",
})  # fmt: skip
_DOOR_WORDS = frozenset(
    {"room", "suite", "unit", "floor", "block", "building", "tower", "office", "shop", "wing", "gate"}
)
_SHARED = frozenset({
    "park", "zone", "estate", "mansion", "industrial", "industriel", "sanayi", "osb", "plaza", "tower", "building",
    "center", "mall", "market", "business", "campus", "sez", "epz", "incubator", "complex", "khu", "parque", "zona",
})  # fmt: skip
_BOX = frozenset({"box", "pobox", "apartado"})
_SHARED_CHINESE = re.compile(r"园|園|工业区|工業區|开发区|大厦|大廈|广场|廣場|中心|市场|市場|商城|大楼|大樓|城$")
_NUMBER_CHINESE = re.compile(
    r"([a-z]?\d+(?:-\d+)*[a-z]?|[a-z](?=[座栋棟幢区單单]))"
    r"(号楼|號樓|号厂房|号库|号院|单元|單元|号|號|弄|室|房|楼|樓|层|層|栋|棟|幢|座|区|期|f)?"
)
_HOUSE_CHINESE = frozenset({"号", "號", "弄", "号院"})
_PLACES_CHINESE = re.compile(r"[省市区區县縣镇鎮乡鄉村州]|街道|自治|中国|中國")
# A floor as it is written in Asia, such as 3/F or 3F; the apostrophe that parts syllables of one name.
_FLOOR, _APOSTROPHE = re.compile(r"\b(\d+)\s?/?f\b"), re.compile(r"(?<=[a-z])['’](?=[a-z])")
_POSTCODE_FROM = 5
_FEWEST_WORDS, _FEWEST_CHARACTERS, _STREET = 2, 4, 2


@dataclass(frozen=True, slots=True)
class Address:
    """An address as far as it can be compared.

    Attributes:
        words: Names of street, town and more, abbreviations written out; of a Chinese address one run of characters.
        houses: House numbers.
        doors: Numbers of buildings, floors and rooms.
        is_shared: It names a place that houses many firms, such as an industrial park or an office tower.
        is_chinese: It is written in Chinese characters.
    """

    words: tuple[str, ...]
    houses: tuple[str, ...]
    doors: tuple[str, ...]
    is_shared: bool
    is_chinese: bool


def read_address(text: str) -> Address | None:
    """Read an address.

    Args:
        text: As somebody wrote it, in any script, on one line or several.

    Returns:
        Its parts; None where there is nothing to compare: a blank, no number at all, a post-office box, or more than
        500 characters, which no address has.

    Source: method a.9 of the domain report (new legal entity at the same address); the normal form of names and
    addresses is wider than the one of the Open Supply Hub (anchors B8), which keeps neither number nor door apart.

    >>> read_address("Room 1203, Bldg. B, No. 655 Xueshi Rd.")
    Address(words=('road', 'xueshi'), houses=('655',), doors=('1203', 'b'), is_shared=True, is_chinese=False)
    >>> read_address("  ") is None
    True
    """
    plain = folded(text) if len(text.strip()) <= LONGEST else ""
    if not plain:
        return None
    found = _chinese(plain) if is_chinese(plain) else _spaced(plain)
    return found if found is not None and (found.houses or found.doors) else None


def compare_addresses(first: Address, second: Address) -> Match:
    """Say whether two addresses name one door, one place, or neither.

    Args:
        first: One of them; swapping them changes nothing.
        second: The other.

    Returns:
        "same door" where street, house number and, where either names one, building, floor and room agree. In a place
        that houses many firms a door must be written on both; the park or tower alone is "same place", as is the same
        street with another number. One may leave out the district or the province; neither may say another.

    >>> one = read_address("浙江省宁波市鄞州区学士路655号科信大厦B座1203室")
    >>> compare_addresses(one, read_address("宁波市学士路６５５号，科信大厦，B座 1203 室"))
    'same door'
    >>> compare_addresses(one, read_address("宁波市学士路655号科信大厦B座1204室"))
    'same place'
    """
    if first.is_chinese != second.is_chinese or not _same_words(first, second):
        return "differs"
    if (first.houses, first.doors) != (second.houses, second.doors):
        return "same place"
    needed = first.doors if first.is_shared or second.is_shared else first.houses or first.doors
    return "same door" if needed else "same place"


def _same_words(first: Address, second: Address) -> bool:
    if not first.is_chinese:
        fewer, more = sorted((set(first.words), set(second.words)), key=len)
        return len(fewer) >= _FEWEST_WORDS and fewer <= more
    shorter, longer = sorted((first.words[0], second.words[0]), key=lambda text: (len(text), text))
    if len(shorter) < _FEWEST_CHARACTERS or shorter[-_STREET:] != longer[-_STREET:]:
        return False
    letters = iter(longer)
    return all(letter in letters for letter in shorter)


def _chinese(plain: str) -> Address:
    together = "".join(words_of(plain, keep="-"))
    houses, doors = [], []
    for found in _NUMBER_CHINESE.finditer(together):
        number, mark = found.groups()
        if mark in _HOUSE_CHINESE:
            houses.append(number)
        elif mark or len(number) < _POSTCODE_FROM:
            doors.append(number)
    words = _PLACES_CHINESE.sub("", _NUMBER_CHINESE.sub("", together))
    return Address(
        words=(words,),
        houses=tuple(sorted(houses)),
        doors=tuple(sorted(doors)),
        is_shared=bool(_SHARED_CHINESE.search(together)),
        is_chinese=True,
    )


def _spaced(plain: str) -> Address | None:
    plain = _FLOOR.sub(r"floor \1", _APOSTROPHE.sub("", plain))
    told = [_ABBREVIATED.get(word, word) for word in words_of(plain)]
    told = [word for word in told if word not in _EMPTY]
    if _BOX & set(told):
        return None
    houses, doors, words = [], [], set()
    for at, word in enumerate(told):
        beside = {told[at - 1] if at else "", *told[at + 1 : at + 2]}
        is_number = any(letter.isdigit() for letter in word)
        if (is_number or len(word) == 1) and beside & _DOOR_WORDS:
            doors.append(word)
        elif is_number and not (word.isdigit() and len(word) >= _POSTCODE_FROM):
            houses.append(word)
        elif not is_number and word not in _DOOR_WORDS:
            words.add(word)
    return Address(
        words=tuple(sorted(words)),
        houses=tuple(sorted(houses)),
        doors=tuple(sorted(doors)),
        is_shared=bool(_SHARED & set(told)),
        is_chinese=False,
    )
