"""Searchable forms of names in any script."""

import unicodedata

READINGS = 4
"""Most readings of one name kept: names with many characters of several readings would multiply without end."""


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
    """
    if not _is_chinese(name):
        return ""
    syllables = [choices[0] for choices in _pinyin(name)]
    words = [
        "".join(syllables[at : at + 2])
        if at + 3 < len(syllables) or len(syllables) - at == 2
        else "".join(syllables[at:])
        for at in _starts(len(syllables))
    ]
    return " ".join(word.capitalize() for word in words)


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
