"""The words of a paper or of corrective action as their reader reads them: in the reader's language where they are.

What Troth ships is read in every language; of people's own words there are the translations that people made. The
original is what was written and signed, and is never replaced.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Literal

from django.utils.translation import get_language

from troth.commitments.outcomes import Side
from troth.communication.translations import MARKS, Mark
from troth_site.access import Actor
from troth_site.models import WordingTranslation
from troth_site.queries.partners import Partnership, named
from troth_site.queries.quality import corrective, papers
from troth_site.queries.quality.shipped_words import is_ours, read_as

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Kind = Literal["specification", "plan", "corrective"]
KINDS: tuple[Kind, ...] = ("specification", "plan", "corrective")
_WHOLE = {"specification": ("summary", "packing"), "plan": ("why",)}
_PARTS = {
    "specification": ("requirements", ("name", "words", "method")),
    "plan": ("checkpoints", ("name", "method", "limits", "evidence")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Texts in a reader's language, by their originals; what is in it already, or in no other, is left out."""

    words: Mapping[str, str]

    def of(self, text: str) -> str:
        """Return a text as its reader reads it."""
        return self.words.get(text, text)

    def whole[Row: DataclassInstance](self, row: Row, *names: str) -> Row:
        """Return a row with some of its texts as their reader reads them."""
        return replace(row, **{name: self.of(getattr(row, name)) for name in names})


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """One text of people's own, and its translation into one language.

    Attributes:
        digest: Of the original, by which its translation is found.
        written_by: The side that wrote it, and alone knows what it meant.
        text: The translation, empty where there is none.
        mark: How far it can be trusted; `mark_word`, in the library's words; both empty where there is none.
    """

    digest: str
    original: str
    written_by: Side
    text: str = ""
    mark: Mark | Literal[""] = ""
    mark_word: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A paper or a corrective action, with what people wrote in it themselves."""

    kind: Kind
    pk: int
    name: str
    partnership: Partnership
    phrases: tuple[Phrase, ...]


AS_WRITTEN = Reading(words={})


def digest_of(text: str) -> str:
    """Return by what a text is found again."""
    return sha256(text.strip().encode()).hexdigest()


def reading(relationship: int, texts: Iterable[str], language: str = "") -> Reading:
    """Return texts of a relationship as a reader reads them, in one query.

    Args:
        relationship: Its key; whoever asks was let in.
        texts: As they were written.
        language: The reader's where left out.
    """
    wanted = language or get_language() or "en"
    listed = {text for text in texts if text.strip()}
    ours = {text: read_as(text, wanted) for text in listed if is_ours(text)}
    made = _made(relationship, listed - ours.keys(), wanted)
    theirs = {text: made[digest_of(text)].text for text in listed - ours.keys() if digest_of(text) in made}
    return Reading(words={text: read for text, read in (ours | theirs).items() if read != text})


def read_paper(found: papers.Papers) -> Reading:
    """Return the words of a product's specification or plan, all its versions, as the reader reads them."""
    texts = [text for version in found.versions for text in _texts_of(version.written)]
    return reading(found.product.partnership.pk, texts)


def source(by: Actor, kind: Kind, pk: int, *, language: str) -> Source:
    """Return what people wrote themselves in a paper or a corrective action, with its translations into a language.

    Raises:
        access.NotThere: There is none for this person.
    """
    if kind == "corrective":
        found = corrective.action(by, pk)
        name, partnership, said = f"#{found.row.number}", found.partnership, list(_said_in(found))
    else:
        seen = (papers.specifications if kind == "specification" else papers.plans)(by, pk)
        name, partnership = seen.product.name, seen.product.partnership
        versions = [each for each in (seen.open, seen.active) if each is not None]
        said = [(text, each.made_for) for each in versions for text in _texts_of(each.written)]
    own = {text.strip(): side for text, side in reversed(said) if any(map(str.isalpha, text)) and not is_ours(text)}
    listed = [text.strip() for text, _side in said if text.strip() in own]
    made = _made(partnership.pk, own, language)
    phrases = tuple(_phrase(text, own[text], made.get(digest_of(text))) for text in dict.fromkeys(listed))
    return Source(kind=kind, pk=pk, name=name, partnership=partnership, phrases=phrases)


def as_read(found: corrective.OneAction, words: Reading) -> corrective.OneAction:
    """Return a corrective action with its words as their reader reads them."""
    steps = tuple(words.whole(step, "text", "proof", "refused_because", "dropped_because") for step in found.steps)
    whole = words.whole(found, "problem")
    whys, escapes = tuple(map(words.of, found.whys)), tuple(map(words.of, found.escapes))
    return replace(whole, row=words.whole(found.row, "title"), whys=whys, escapes=escapes, steps=steps)


def texts_of_action(found: corrective.OneAction) -> list[str]:
    """Return every text that people wrote in a corrective action."""
    return [text for text, _side in _said_in(found)]


def _made(relationship: int, texts: Iterable[str], language: str) -> dict[str, WordingTranslation]:
    digests = [digest_of(text) for text in texts]
    rows = WordingTranslation.objects.filter(relationship=relationship, digest__in=digests, language=language)
    return {row.digest: row for row in rows.select_related("by")} if digests else {}


def _phrase(text: str, side: Side, row: WordingTranslation | None) -> Phrase:
    if row is None:
        return Phrase(digest=digest_of(text), original=text, written_by=side)
    mark: Any = row.state
    return Phrase(
        digest=row.digest, original=text, written_by=row.written_by, text=row.text, mark=mark,
        mark_word=MARKS[mark], by=named(row.by.name, row.by.email) if row.by else "",
    )  # fmt: skip


def _texts_of(written: Mapping[str, Any]) -> Iterator[str]:
    kind = "plan" if "checkpoints" in written else "specification"
    yield from (str(written.get(name) or "") for name in _WHOLE[kind])
    listed, names = _PARTS[kind]
    yield from (str(each.get(name) or "") for each in written[listed] for name in names)


def _said_in(found: corrective.OneAction) -> Iterator[tuple[str, Side]]:
    opened: Any = found.row.opened_side
    yield found.row.title, opened
    yield found.problem, opened
    # Whose the cause was is said by both; the words of the reasons are kept once.
    yield from ((why, opened) for why in (*found.whys, *found.escapes))
    for step in found.steps:
        side: Any = step.side
        yield step.text, side
        yield step.proof, side
        yield step.refused_because, "factory" if side == "buyer" else "buyer"
        # Who let it fall away stands beside it; as a rule the side that was to do it, or else proposed it.
        yield step.dropped_because, side
