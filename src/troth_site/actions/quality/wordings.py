"""Translations of a paper's own words by hand, confirmed by the side that wrote them; the original always counts."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth.communication.translations import NotTheWriter, Original, Translation, confirmed
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit
from troth_site.models import Relationship, WordingTranslation
from troth_site.models.choices import TranslationState
from troth_site.queries.quality.wordings import Kind, Phrase, Source, digest_of, source

LONGEST = 4000


class WordingRefused(Exception):
    """The translation cannot be kept like this; the text says why."""


def translate(*, by: Actor, kind: Kind, pk: int, language: str, texts: Mapping[str, str]) -> int:
    """Keep a person's translations of the words of a paper or a corrective action, in place of earlier ones.

    Args:
        by: Who translates, of either side.
        kind: What it is.
        pk: The product's key for its papers, else its own.
        language: Into which.
        texts: The translation by original; an empty one leaves what stands.

    Returns:
        How many were kept; what stands already is not kept anew.

    Raises:
        WordingRefused: It no longer says that, or a translation is too long.
        access.NotThere: There is none for this person.
    """
    found, row = _gate(by, kind, pk, language)
    known = {phrase.original: phrase for phrase in found.phrases}
    wanted = {original.strip(): text.replace("\r\n", "\n").strip() for original, text in texts.items()}
    if wanted.keys() - known.keys():
        raise WordingRefused(gettext_noop("These words were changed meanwhile. Read them again, then translate them."))
    if any(len(text) > LONGEST for text in wanted.values()):
        raise WordingRefused(gettext_noop("This translation is longer than 4,000 characters."))
    fresh = [(known[original], text) for original, text in wanted.items() if text and text != known[original].text]
    if fresh:
        with transaction.atomic():
            for phrase, text in fresh:
                _keep(row, phrase, language, text, by=by.person)
            audit.record(
                "wording.translated", by=by, relationship=row, subject=f"{kind} {pk}",
                data={"language": language, "texts": len(fresh)},
            )  # fmt: skip
    return len(fresh)


def confirm(*, by: Actor, kind: Kind, pk: int, language: str, original: str) -> None:
    """Confirm that a translation says what one's own side meant.

    Raises:
        WordingRefused: The other side wrote the original, or there is no such translation.
        access.NotThere: There is none for this person.
    """
    found, row = _gate(by, kind, pk, language)
    with transaction.atomic():
        kept = WordingTranslation.objects.select_for_update().filter(
            relationship=row, digest=digest_of(original), language=language
        ).first()  # fmt: skip
        if kept is None or original.strip() not in {phrase.original for phrase in found.phrases}:
            raise WordingRefused(gettext_noop("There is no translation into this language yet."))
        if kept.state == TranslationState.CONFIRMED:
            return
        made = Translation(text=kept.text, language=language, made_by="human", of_version=1)
        written = Original(text=original, language="", written_by=kept.written_by)  # type: ignore[arg-type]
        try:
            confirmed(made, original=written, by=access.side_of(by, row))
        except NotTheWriter as error:
            raise WordingRefused(gettext_noop("Only the side that wrote the original knows what it meant.")) from error
        kept.state, kept.confirmed_by_id, kept.confirmed_at = TranslationState.CONFIRMED, by.person, timezone.now()
        kept.save(update_fields=["state", "confirmed_by", "confirmed_at"])
        audit.record(
            "wording.confirmed", by=by, relationship=row, subject=f"{kind} {pk}",
            data={"language": language, "digest": kept.digest},
        )  # fmt: skip


def _gate(by: Actor, kind: Kind, pk: int, language: str) -> tuple[Source, Relationship]:
    found = source(by, kind, pk, language=language)
    return found, access.relationship(by, found.partnership.pk, "answer")


def _keep(row: Relationship, phrase: Phrase, language: str, text: str, *, by: int) -> None:
    WordingTranslation.objects.update_or_create(
        relationship=row, digest=phrase.digest, language=language,
        defaults={
            "text": text, "written_by": phrase.written_by, "state": TranslationState.HUMAN, "by_id": by,
            "made_at": timezone.now(), "confirmed_by": None, "confirmed_at": None,
        },
    )  # fmt: skip
