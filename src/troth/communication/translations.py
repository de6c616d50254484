"""Translations beside the original: who made them, whether they are still those of its words, and which text counts."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from troth.basis.text import gettext_noop
from troth.commitments.outcomes import Side

Maker = Literal["machine", "human"]
Mark = Literal["machine", "human", "confirmed", "stale"]
MARKS: dict[Mark, str] = {
    "machine": gettext_noop("translated by a machine"),
    "human": gettext_noop("translated by a person"),
    "confirmed": gettext_noop("translation confirmed by the writer's side"),
    "stale": gettext_noop("the original was changed after this translation"),
}
ORIGINAL_COUNTS = gettext_noop("The original counts; translations help to read it.")
_RANK: dict[Mark, int] = {"stale": 0, "machine": 1, "human": 2, "confirmed": 3}


class NotTheWriter(ValueError):
    """A translation was to be confirmed by a side that did not write the original."""


class StaleTranslation(ValueError):
    """A translation of older words was to be confirmed."""


class NothingToTranslate(ValueError):
    """A translation has no words, or is in the language of its original."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """Hold a message in its writer's words; these count.

    Attributes:
        text: As written.
        language: Its language code.
        written_by: The writer's side.
        version: 1 at first, one more for each edit.
    """

    text: str
    language: str
    written_by: Side
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """Hold a translation.

    Attributes:
        text: The translated words.
        language: Their language code.
        made_by: A machine, or a person.
        of_version: Version of the original it was made from.
        is_confirmed: Whether the writer's side confirmed it.
    """

    text: str
    language: str
    made_by: Maker
    of_version: int
    is_confirmed: bool = False


def translated(original: Original, *, text: str, language: str, made_by: Maker) -> Translation:
    """Return a new translation of the original as it is now. A machine's work edited by a person is a person's.

    Args:
        original: What is translated.
        text: The translated words.
        language: Their language code, another than the original's.
        made_by: A machine, or a person.

    Raises:
        NothingToTranslate: There are no words, or the language is the original's.

    >>> translated(Original(text="Hello", language="en", written_by="buyer"), text="你好", language="zh",
    ...            made_by="machine").of_version
    1
    """
    if not text.strip() or language == original.language:
        raise NothingToTranslate("Write the translation in another language than the original's.")
    return Translation(text=text, language=language, made_by=made_by, of_version=original.version)


def confirmed(translation: Translation, *, original: Original, by: Side) -> Translation:
    """Confirm a translation: the writer's side says that it says what was meant.

    Args:
        translation: A machine's or a person's.
        original: Its original.
        by: The side of the person who confirms.

    Raises:
        NotTheWriter: Only the side that wrote the original knows what it meant.
        StaleTranslation: The original was edited after it.

    Source: `domain.md` S1-18.
    """
    if by != original.written_by:
        raise NotTheWriter(f"Only the {original.written_by}, who wrote the original, can confirm what it meant.")
    if mark_of(translation, original=original) == "stale":
        raise StaleTranslation("The original was changed after this translation; translate it again first.")
    return replace(translation, is_confirmed=True)


def edited(original: Original, *, text: str) -> Original:
    """Return the original with new words; translations made before are stale from now on.

    >>> edited(Original(text="20 pcs", language="en", written_by="buyer"), text="24 pcs").version
    2
    """
    return original if text == original.text else replace(original, text=text, version=original.version + 1)


def mark_of(translation: Translation, *, original: Original) -> Mark:
    """Tell how a translation is marked beside its original.

    >>> hello = Original(text="Hello", language="en", written_by="buyer")
    >>> greeting = translated(hello, text="你好", language="zh", made_by="machine")
    >>> mark_of(greeting, original=hello), mark_of(greeting, original=edited(hello, text="Hi"))
    ('machine', 'stale')
    """
    if translation.of_version != original.version:
        return "stale"
    return "confirmed" if translation.is_confirmed else translation.made_by


def shown_translation(translations: Iterable[Translation], *, original: Original, language: str) -> Translation | None:
    """Choose the translation to show beside the original: the best made in the reader's language, the latest of equals.

    Args:
        translations: In the order they were made.
        original: What they translate. It is always shown; its words alone count.
        language: The reader's.

    Returns:
        None where the original is in the reader's language, or nobody has translated it.

    >>> shown_translation([], original=Original(text="Hi", language="en", written_by="buyer"), language="zh") is None
    True
    """
    fitting = [made for made in translations if made.language == language != original.language]
    ranked = [(_RANK[mark_of(made, original=original)], made.of_version, place) for place, made in enumerate(fitting)]
    return fitting[max(ranked)[2]] if ranked else None
