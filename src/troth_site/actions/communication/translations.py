"""Translations beside messages: by a machine, by a person, confirmed by the side that wrote the original."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from troth.communication.translations import (
    Maker,
    NothingToTranslate,
    NotTheWriter,
    Original,
    Translation,
    confirmed,
    translated,
)
from troth_site import access, queue, translating
from troth_site.access import Actor
from troth_site.actions import audit
from troth_site.actions.communication import live
from troth_site.models import Message, MessageTranslation
from troth_site.models.choices import TranslationState
from troth_site.queries.communication import messages_readers

LONGEST = 20_000


class TranslationRefused(Exception):
    """The translation cannot be kept like this; the text says why."""


def translate(*, by: Actor, message: int, language: str, text: str) -> int:
    """Keep a person's translation of a message, in place of an earlier one in that language; return its thread's key.

    A confirmed one stays confirmed only while its words stay the same.

    Raises:
        TranslationRefused: It has no words, is too long, or is in the language of its original.
        access.NotThere: The message waits on the other side.
    """
    seen = _message(by, message)
    said = text.replace("\r\n", "\n").strip()
    if len(said) > LONGEST:
        raise TranslationRefused(gettext_noop("This translation is longer than 20,000 characters."))
    made = _made(seen, language, said, "human")
    with transaction.atomic():
        kept = MessageTranslation.objects.select_for_update().filter(message=seen, language=language).first()
        if kept is not None and kept.text == made.text and kept.state != TranslationState.MACHINE:
            return seen.thread_id
        _keep(seen, made, by=by.person)
        _record(by, seen, "message.translated", language)
    return seen.thread_id


def confirm(*, by: Actor, message: int, language: str) -> int:
    """Confirm that a translation says what one's own side meant, and return the thread's key.

    Raises:
        TranslationRefused: The other side wrote the original, or there is no such translation.
    """
    seen = _message(by, message)
    with transaction.atomic():
        kept = MessageTranslation.objects.select_for_update().filter(message=seen, language=language).first()
        if kept is None:
            raise TranslationRefused(gettext_noop("There is no translation into this language yet."))
        if kept.state == TranslationState.CONFIRMED:
            return seen.thread_id
        maker: Maker = "machine" if kept.state == TranslationState.MACHINE else "human"
        made = Translation(text=kept.text, language=language, made_by=maker, of_version=1)
        try:
            confirmed(made, original=_original(seen), by=access.side_of(by, seen.relationship))
        except NotTheWriter as error:
            raise TranslationRefused(
                gettext_noop("Only the side that wrote the original knows what it meant.")
            ) from error
        kept.state, kept.confirmed_by_id, kept.confirmed_at = TranslationState.CONFIRMED, by.person, timezone.now()
        kept.save(update_fields=["state", "confirmed_by", "confirmed_at"])
        _record(by, seen, "message.translation_confirmed", language)
    return seen.thread_id


def ask_machine(*, by: Actor, message: int, language: str) -> int:
    """Let the installation's provider translate a message in the background, and return the thread's key.

    Raises:
        TranslationRefused: There is no provider.
    """
    seen = _message(by, message)
    if not translating.is_set():
        raise TranslationRefused(gettext_noop("This installation has no translator; people translate here."))
    with transaction.atomic():
        audit.record(
            "message.translation_asked", by=by, relationship=seen.relationship, subject=f"message {seen.pk}",
            data={"language": language},
        )  # fmt: skip
        queue.enqueue("communication.translate_message", message=seen.pk, languages=[language])
    return seen.thread_id


def ask_for_readers(message: Message) -> None:
    """Let the provider translate a message for those who are told of it, where there is one."""
    if translating.is_set() and message.side:
        wanted = messages_readers.languages_for(message)
        if wanted:
            queue.enqueue("communication.translate_message", message=message.pk, languages=wanted)


def by_machine(*, message: int, language: str) -> bool:
    """Translate a message by the provider, where nobody has translated it into that language yet.

    Returns:
        Whether a translation was added.

    Raises:
        translating.TranslatorFailed: None came.
    """
    provider = translating.translator()
    found = Message.objects.select_related("relationship").filter(pk=message).first()
    if provider is None or found is None or found.translations.filter(language=language).exists():
        return False
    # Outside any transaction: a service may take half a minute.
    words = provider(found.text, source=found.language, target=language)
    try:
        made = _made(found, language, words, "machine")
    except TranslationRefused:
        return False
    with transaction.atomic():
        if found.translations.filter(language=language).exists():
            return False
        _keep(found, made, by=None)
        _record(None, found, "message.translated", language)
    return True


def _message(by: Actor, pk: int) -> Message:
    seen = access.of_relationship(by, Message, pk, "answer")
    if seen.send_at is not None and seen.sent_at is None and seen.side != access.side_of(by, seen.relationship):
        raise access.NotThere
    return seen


def _original(message: Message) -> Original:
    # Mail of somebody who belongs to neither side has no writer here: then nobody confirms.
    written_by = message.side or "nobody"
    return Original(text=message.text, language=message.language, written_by=written_by)  # type: ignore[arg-type]


def _made(message: Message, language: str, text: str, maker: Maker) -> Translation:
    try:
        return translated(_original(message), text=text, language=language, made_by=maker)
    except NothingToTranslate as error:
        raise TranslationRefused(
            gettext_noop("Write the translation in another language than the original's.")
        ) from error


def _keep(message: Message, made: Translation, *, by: int | None) -> None:
    MessageTranslation.objects.update_or_create(
        message=message, language=made.language,
        defaults={
            "text": made.text, "state": made.made_by, "by_id": by, "made_at": timezone.now(), "confirmed_by": None,
            "confirmed_at": None,
        },
    )  # fmt: skip


def _record(by: Actor | None, message: Message, verb: str, language: str) -> None:
    audit.record(
        verb, by=by, relationship=message.relationship, subject=f"message {message.pk}", data={"language": language}
    )
    side = message.side if message.send_at is not None and message.sent_at is None else ""
    live.tell(message.relationship_id, "message", f"thread {message.thread_id}", side=side)
