"""Reading a text without regard to case, width or the way its marks are stored, and finding the place again.

Python's ``lower`` makes two characters of the Turkish İ, and a Vietnamese vowel may be stored as one character or as
three: places found in a changed text would point beside the words in the text as written. A folded text therefore
remembers where each of its characters came from.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

LANGUAGES = ("en", "zh", "vi", "es", "tr", "bn")
"""The languages whose words are known here: English, Chinese, Vietnamese, Spanish, Turkish and Bengali."""

MARKS = "\u0300-\u036f"
WORD = rf"\w{MARKS}\u0981-\u09cd\u09d7\u09bc"
"""What a word is made of, for use inside a character class: Bengali vowel signs are no ``\\w`` in Python."""

_PUNCTUATION = str.maketrans({"’": "'", "‘": "'", "\u2010": "-", "\u2011": "-", "。": ".", "，": ",", "、": ","})
# The four i of Turkish are read as one: people type them from keyboards that lack three of them.
_ONE_I = str.maketrans({"ı": "i", "\u0307": None})
_SPACELESS = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """Hold a folded text and where each of its characters came from.

    Attributes:
        text: Lower case, marks apart from their letters or left out, width and quotation marks made alike.
        origin: For each character of the folded text the place in the text as written, and its length at the end.
    """

    text: str
    origin: tuple[int, ...] | range

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where a part of the folded text stands in the text as written.

        Args:
            start: First character of the part.
            end: The one after its last; after the start.

        Returns:
            Start and end in code points of the text as written; marks stay with their letter.

        >>> fold("İPLİK 40").place(0, 5)
        (0, 5)
        """
        return self.origin[start], max(self.origin[end], self.origin[end - 1] + 1)


def fold(text: str, *, keep_marks: bool = True) -> Folded:
    """Fold a text for comparing.

    Args:
        text: As written, in any script.
        keep_marks: Whether ế and e differ. Vowel signs of Bengali always stay: they are letters.

    Returns:
        The folded text with the origin of its characters.

    Source: Unicode Standard Annex 15 (compatibility decomposition) and the Unicode case folding, beside the Turkish i.

    >>> fold("ＶẢI", keep_marks=False).text, fold("Işık").text == fold("ISIK").text
    ('vai', False)
    """
    if text.isascii():
        return Folded(text=text.lower(), origin=range(len(text) + 1))
    parts = [_folded(character, keep_marks) for character in text]
    origin = [place for place, part in enumerate(parts) for _ in part]
    return Folded(text="".join(parts), origin=(*origin, len(text)))


@cache
def _folded(character: str, keep_marks: bool) -> str:
    parted = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    parted = parted.translate(_PUNCTUATION).translate(_ONE_I)
    if keep_marks:
        return parted
    return re.sub(f"[{MARKS}]", "", parted).replace("đ", "d")


@cache
def phrase_pattern(phrases: tuple[str, ...], *, keep_marks: bool = True) -> str:
    r"""Write the pattern that finds any of some words or phrases in a folded text, the longest first.

    Args:
        phrases: As people write them. A star at the end lets a word go on, as Turkish and Bengali words do.
        keep_marks: As the text will be folded.

    Returns:
        A regular expression without groups of its own. Words of scripts with spaces match as whole words; Chinese
        is found anywhere. Blanks match any blanks, a line's end too.

    >>> found = re.search(phrase_pattern(("as soon as possible", "soon")), fold("As soon as\npossible").text)
    >>> found.span()
    (0, 19)
    """
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return "(?:" + "|".join(_pattern(phrase, keep_marks) for phrase in ordered) + ")"


def folded_pattern(pattern: str) -> str:
    """Fold the letters a hand-written pattern is made of, so that it finds them in a folded text.

    Args:
        pattern: A regular expression, its ASCII in lower case. No quantifier may follow a letter with a mark: the
            mark stands apart in a folded text.

    >>> re.search(folded_pattern("ngày|giờ"), fold("GIỜ").text) is not None
    True
    """
    return "".join(character if character.isascii() else _folded(character, True) for character in pattern)


def _pattern(phrase: str, keep_marks: bool) -> str:
    open_ended = phrase.endswith("*")
    folded = fold(phrase.removesuffix("*"), keep_marks=keep_marks).text.strip()
    body = r"\s+".join(re.escape(word) for word in folded.split())
    before = f"(?<![{WORD}])" if _is_bounded(folded[0]) else ""
    after = f"(?![{WORD}])" if _is_bounded(folded[-1]) else ""
    return before + body + (f"[{WORD}]*" if open_ended else after)


def _is_bounded(character: str) -> bool:
    return re.match(f"[{WORD}]", character) is not None and _SPACELESS.match(character) is None
