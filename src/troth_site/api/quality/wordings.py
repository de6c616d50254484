"""The words of papers and corrective action in other languages, for programs: read, translated, confirmed."""

from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils.translation import get_language
from ninja import Field, Query, Router, Schema

from troth_site.actions.quality import wordings as acts
from troth_site.api.frame.forms import Key, Side, answers
from troth_site.api.frame.writing import Done, Given, Language, Words, asker, done, writes, written
from troth_site.queries.quality import wordings as queries

router = Router(tags=["Quality"])
Kind = Literal["specification", "plan", "corrective"]
Into = Annotated[Language, Field(min_length=2, description="Code of the language to read in or to translate into.")]


class WordingShown(Schema):
    """One text that people wrote, and its translation."""

    original: str = Field(description="As written; it is what both sides sign.")
    written_by: Side
    text: str = Field(description="The translation; empty where nobody has translated it.")
    mark: Literal["", "machine", "human", "confirmed"]
    by: str


class WordingsShown(Schema):
    """What people wrote in a paper or a corrective action; what comes with Troth is not listed."""

    language: str
    texts: list[WordingShown]


class WordingGiven(Given):
    """A translation of one text."""

    original: Words = Field(description="Exactly as it was read.")
    text: Words


class WordingsGiven(Given):
    """Translations into one language."""

    language: Into
    texts: list[WordingGiven] = Field(min_length=1, max_length=700)


class MeantGiven(Given):
    """Which translation says what your side meant."""

    language: Into
    original: Words


@router.get(
    "words/{kind}/{item}", response=answers(WordingsShown, 404, 422), operation_id="wordings", url_name="wordings"
)
def wordings(request: HttpRequest, kind: Kind, item: Key, language: Query[Into | None] = None) -> WordingsShown:
    """List the texts of a paper, by its product's key, or of a corrective action beside their translations."""
    into = language or get_language() or "en"
    found = queries.source(asker(request), kind, item, language=into)
    same = ("original", "written_by", "text", "mark", "by")
    texts = [WordingShown(**{name: getattr(each, name) for name in same}) for each in found.phrases]
    return WordingsShown(language=into, texts=texts)


@router.post("words/{kind}/{item}", response=written(), operation_id="translate_wordings", url_name="wordings")
@writes(acts.WordingRefused, blames="texts")
def translate(request: HttpRequest, kind: Kind, item: Key, given: WordingsGiven) -> Done:
    """Keep translations by hand in place of earlier ones; the originals stay what counts."""
    texts = {each.original: each.text for each in given.texts}
    acts.translate(by=asker(request), kind=kind, pk=item, language=given.language, texts=texts)
    return done(item, "wordings", kind=kind, item=item)


@router.post(
    "words/{kind}/{item}/confirm", response=written(), operation_id="confirm_wording", url_name="confirm-wording"
)
@writes(acts.WordingRefused, blames="original")
def confirm(request: HttpRequest, kind: Kind, item: Key, given: MeantGiven) -> Done:
    """Confirm that a translation says what your side meant; only the side that wrote the original can."""
    acts.confirm(by=asker(request), kind=kind, pk=item, language=given.language, original=given.original)
    return done(item, "wordings", kind=kind, item=item)
