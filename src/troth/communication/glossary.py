"""A relationship's product terms, found in messages of any of its languages."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from troth.communication.folding import MARKS, Folded, fold, phrase_pattern
from troth.communication.remarks import apart

# In Vietnamese a mark makes another word: vải is fabric, vai a shoulder. Elsewhere people leave marks out.
_MARKS_TELL_WORDS_APART = frozenset({"vi"})
_MARK = re.compile(f"[{MARKS}đ]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Hold one term and its words in each language.

    Attributes:
        key: What names it among the relationship's terms.
        words: For each language code its words, the preferred first.
    """

    key: str
    words: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Highlight:
    """Hold where a term stands in a text.

    Attributes:
        start: First code point.
        end: The code point after the last.
        term: Key of the term.
        languages: Languages in which the words found are words of the term, in the order of their codes.
    """

    start: int
    end: int
    term: str
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Glossary:
    """Hold a relationship's terms, compiled once for many messages. Made by compile_glossary.

    Attributes:
        exact: Finds words whose marks count, in text with its marks.
        loose: Finds words whose marks do not count, in text without them.
        bare: Finds all words in a text that carries no marks at all.
        owners: For each pattern and folded word the term and the languages.
    """

    exact: re.Pattern[str] | None
    loose: re.Pattern[str] | None
    bare: re.Pattern[str] | None
    owners: Mapping[tuple[str, str], tuple[str, tuple[str, ...]]]


def compile_glossary(terms: Iterable[Term]) -> Glossary:
    """Make a relationship's terms ready for finding.

    Args:
        terms: In any order. Of two terms with the same word the first by key has it. Blank words are left out.

    >>> glossary = compile_glossary([Term(key="fabric", words={"en": ("fabric",), "zh": ("面料",)})])
    >>> [(found.start, found.end) for found in highlights("面料 Fabric", glossary=glossary)]
    [(0, 2), (3, 9)]
    """
    words: dict[str, list[str]] = {"exact": [], "loose": [], "bare": []}
    owners: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = {}
    for term in sorted(terms, key=lambda term: term.key):
        for language, listed in sorted(term.words.items()):
            for word in (" ".join(word.split()).rstrip("*") for word in listed):
                for kind in ("exact" if language in _MARKS_TELL_WORDS_APART else "loose", "bare"):
                    if key := _key(word, kind):
                        words[kind].append(word)
                        _own(owners, (kind, key), term.key, language)
    patterns = {kind: _pattern(tuple(listed), keep_marks=kind == "exact") for kind, listed in words.items()}
    return Glossary(exact=patterns["exact"], loose=patterns["loose"], bare=patterns["bare"], owners=owners)


def highlights(text: str, *, glossary: Glossary) -> tuple[Highlight, ...]:
    """Find a relationship's terms in a text.

    The longest words win, and of two as long the first. Case never counts, nor which of the four Turkish i was typed.
    Marks count in Vietnamese, unless the whole text is written without any. Words of scripts with blanks are found
    whole; Chinese words anywhere.

    Args:
        text: In any language or several.
        glossary: The relationship's terms.

    Returns:
        Places in the order of the text; they never overlap.

    Source: `domain.md` S1-18.

    >>> terms = [Term(key="fabric", words={"vi": ("vải",)}), Term(key="yarn", words={"tr": ("iplik",)})]
    >>> [found.term for found in highlights("İPLİK, vải, vai", glossary=compile_glossary(terms))]
    ['yarn', 'fabric']
    """
    marked, plain = fold(text), fold(text, keep_marks=False)
    if _MARK.search(marked.text) is None:
        found = _found(plain, "bare", glossary.bare, glossary)
    else:
        found = _found(marked, "exact", glossary.exact, glossary) + _found(plain, "loose", glossary.loose, glossary)
    return apart(sorted(found, key=lambda highlight: highlight.term))


def _found(folded: Folded, kind: str, pattern: re.Pattern[str] | None, glossary: Glossary) -> list[Highlight]:
    if pattern is None:
        return []
    found = []
    for place in pattern.finditer(folded.text):
        start, end = folded.place(*place.span())
        term, languages = glossary.owners[kind, " ".join(place[0].split())]
        found.append(Highlight(start=start, end=end, term=term, languages=languages))
    return found


def _pattern(words: tuple[str, ...], *, keep_marks: bool) -> re.Pattern[str] | None:
    return re.compile(phrase_pattern(words, keep_marks=keep_marks)) if words else None


def _key(word: str, kind: str) -> str:
    return " ".join(fold(word, keep_marks=kind == "exact").text.split())


def _own(
    owners: dict[tuple[str, str], tuple[str, tuple[str, ...]]], place: tuple[str, str], term: str, language: str
) -> None:
    held_by, languages = owners.get(place, (term, ()))
    if held_by == term:
        owners[place] = (term, tuple(sorted({*languages, language})))
