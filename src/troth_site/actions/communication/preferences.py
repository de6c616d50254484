"""How a person likes to work: written by that person alone, gone when they wish."""

from django.db import transaction
from django.utils import timezone

from troth.communication.contacts_cards import Card, gaps_in_card
from troth_site.access import Actor
from troth_site.actions import audit
from troth_site.actions.communication import person_files
from troth_site.models import PreferenceCard


class CardRefused(Exception):
    """The card cannot be kept like this; the text says why."""


def write(*, by: Actor, card: Card) -> None:
    """Write one's own card; there is no way to write another's.

    Raises:
        CardRefused: Its hours run backwards, or it is too long.
    """
    if gaps := gaps_in_card(card):
        raise CardRefused(gaps[0].sentence())
    day_from, day_to = card.best_hours or (None, None)
    with transaction.atomic():
        PreferenceCard.objects.update_or_create(
            person_id=by.person,
            defaults={
                "channel": card.channel or "", "style": card.style, "languages": list(card.languages),
                "day_from": day_from, "day_to": day_to, "written_at": timezone.now(),
            },
        )  # fmt: skip
        audit.record("card.written", by=by, subject=f"person {by.person}")


def delete(*, by: Actor) -> None:
    """Delete one's own card with its photo and voice note; nothing of it is kept."""
    with transaction.atomic():
        person_files.remove_all(by=by)
        PreferenceCard.objects.filter(person=by.person).delete()
        audit.record("card.deleted", by=by, subject=f"person {by.person}")
