"""Words of firms in one form: without case, width, marks, punctuation and the endings that name a legal form."""

import re
import unicodedata

MARKED_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC")
"""Scripts in which a mark over a letter is often left out; elsewhere it is a vowel of its own and stays."""

_LETTERS = str.maketrans({"đ": "d", "ð": "d", "ø": "o", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss"})
_FORMS = frozenset({
    "co", "company", "corp", "corporation", "inc", "incorporated", "ltd", "limited", "llc", "llp", "lp", "plc", "pte",
    "pvt", "private", "public", "pty", "gmbh", "ag", "kg", "ug", "sa", "sas", "sarl", "srl", "spa", "bv", "nv", "oy",
    "ab", "as", "aps", "kk", "jsc", "joint", "stock", "sdn", "bhd", "pt", "tbk", "cv", "rl", "tnhh", "mtv", "cong",
    "ty", "phan", "cp", "san", "sanayi", "tic", "ticaret", "ve", "sti", "sirketi", "anonim", "de", "and", "the", "of",
    "sociedad", "anonima", "লিমিটেড", "प्राइवेट", "लिमिटेड", "பிரைவேட்", "லிமிடெட்",
})  # fmt: skip
_FORMS_CHINESE = re.compile(r"(股份有限公司|有限责任公司|有限責任公司|有限公司|集团公司|公司|集团|集團)$")
_PLACE_CHINESE = re.compile(r"[省市区區县縣]")
_NAMED_FROM, _NAMED_FROM_CHINESE = 4, 3


def folded(text: str) -> str:
    """Return text in one form of its letters and digits: no case, no full width, Latin letters without marks.

    >>> folded("ＮＧＵＹỄＮ  Đức ６５５")
    'nguyen duc 655'
    """
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    kept, is_marked = [], False
    for letter in unicodedata.normalize("NFD", plain):
        if unicodedata.combining(letter):
            if not is_marked:
                kept.append(letter)
            continue
        is_marked = unicodedata.name(letter, "").startswith(MARKED_SCRIPTS)
        digit = unicodedata.decimal(letter, None)
        kept.append(letter if digit is None else str(digit))
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


def words_of(plain: str, *, keep: str = "") -> list[str]:
    """Split folded text at everything that is neither letter, mark nor digit.

    Args:
        plain: As folded() returns it.
        keep: Further characters that part nothing.

    >>> words_of("san. ve tic. a.s.")
    ['san', 've', 'tic', 'a', 's']
    """
    open_up = "".join(letter if letter in keep or unicodedata.category(letter)[0] in "LMN" else " " for letter in plain)
    return open_up.split()


def is_chinese(text: str) -> bool:
    """Say whether a text has Chinese characters.

    >>> is_chinese("宁波 655"), is_chinese("Ningbo 655")
    (True, False)
    """
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


def core_of_name(name: str) -> str:
    """Return what tells a firm's name apart: without the ending that names its legal form, and without punctuation.

    Args:
        name: In any script.

    Returns:
        The rest in one form; empty where less than four letters, or three Chinese characters, are left.

    >>> core_of_name("Ningbo HAILAN Electric Co., Ltd."), core_of_name("宁波海岚电器有限公司")
    ('ningbo hailan electric', '宁波海岚电器')
    >>> core_of_name("Co., Ltd.")
    ''
    """
    plain = folded(name)
    if is_chinese(plain):
        whole = _FORMS_CHINESE.sub("", "".join(words_of(plain)))
        core = _PLACE_CHINESE.sub("", whole)
        return core if len(core) >= _NAMED_FROM_CHINESE else ""
    left = [word for word in words_of(plain) if word not in _FORMS and len(word) > 1]
    core = " ".join(left)
    return core if len(core) >= _NAMED_FROM else ""


def person_key(name: str) -> str:
    """Return a person's name in one form, whichever of its parts stands first; empty where it is too short to tell.

    >>> person_key("Mr. Karadağ, Murat") == person_key("Murat KARADAG")
    True
    >>> person_key("梁 启明"), person_key("X")
    ('梁启明', '')
    """
    plain = folded(name)
    if is_chinese(plain):
        whole = re.sub(r"(先生|女士|小姐)$", "", "".join(words_of(plain)))
        return whole if len(whole) > 1 else ""
    titles = {"mr", "mrs", "ms", "dr", "sr", "sra", "md", "bay", "bayan", "ong", "ba"}
    told = sorted(word for word in words_of(plain) if word not in titles)
    # One word is a first name that many carry.
    return " ".join(told) if len(told) > 1 else ""
