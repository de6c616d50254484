"""Sending what is due, and noting what came of it."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from troth.communication.telling import next_attempt
from troth_site import access
from troth_site.actions.bridges import claiming, letters, pausing, planning, sending
from troth_site.actions.bridges.claiming import Claim
from troth_site.actions.bridges.letters import Letter
from troth_site.actions.bridges.outcomes import Outcome
from troth_site.models import Channel, Delivery
from troth_site.models.choices import ChannelKind
from troth_site.outside import WORLD, Reach

log = logging.getLogger(__name__)
Clock = Callable[[], datetime]
MOST_AT_ONCE = 200
Bring = Callable[[str], bool]
"""Sends what a notification is about as a letter of its own, told its public name; False where it is about none."""
STOPPED = Outcome("stopped", is_final=True, is_open=True)


class NotBrought(Exception):
    """The mail server did not take a letter of its own now; `is_final` where it never will."""

    def __init__(self, why: str, *, is_final: bool) -> None:
        super().__init__(why)
        self.is_final = is_final


def deliver_due(*, clock: Clock = timezone.now, reach: Reach = WORLD, bring: Bring = lambda _uid: False) -> int:
    """Send every letter that is due, and return how many arrived; any number of workers may do so at once.

    Args:
        clock: Tells the time, as sending takes some.
        reach: How the world is reached.
        bring: By e-mail, a message comes as a letter that can be answered; raises NotBrought.
    """
    arrived = 0
    for channel in claiming.channels_due(clock()):
        for claim in islice(iter(lambda here=channel: claiming.claim(here, now=clock()), None), MOST_AT_ONCE):
            arrived += _send(channel, claim, clock=clock, reach=reach, bring=bring)
    return arrived


def _send(channel: int, claim: Claim, *, clock: Clock, reach: Reach, bring: Bring) -> bool:
    row = Channel.objects.select_related("person", "organisation").get(pk=channel)
    letter = _letter(row, claim.letter)
    if letter is None:
        return False
    if claim.was_dropped and row.kind not in sending.KNOWS_REPEATS:
        outcome = STOPPED
    else:
        outcome = _sent(letter, row, clock=clock, reach=reach, bring=bring)
    with transaction.atomic():
        _note(row, claim, outcome, is_urgent=letter.is_urgent, now=clock())
    return outcome.arrived


def _sent(letter: Letter, row: Channel, *, clock: Clock, reach: Reach, bring: Bring) -> Outcome:
    try:
        left = [line for line in letter.lines if not bring(line.uid)] if row.kind == ChannelKind.EMAIL else letter.lines
        if not left:
            return Outcome()
        return sending.send(replace(letter, lines=tuple(left)), row, at=clock(), reach=reach)
    except NotBrought as refused:
        return Outcome(str(refused), is_final=refused.is_final)
    except Exception:
        # One channel's fault is no reason to leave the others' letters lying; the letter stays claimed, as it may have
        # left, and is looked at again when the claim is old.
        log.exception("channel %s: a letter could not be sent", row.pk)
        return Outcome("broken", is_final=row.kind not in sending.KNOWS_REPEATS, is_open=True)


def _letter(row: Channel, uid: UUID) -> Letter | None:
    """Return a letter as it was put together at first, without what its reader may no longer see."""
    rows = claiming.waiting(row.pk).filter(batch=uid).select_related("notification").order_by("notification__at", "pk")
    told, withheld = [], []
    readable = _readable(row)
    for delivery in rows:
        one = delivery.notification
        is_theirs = one.relationship_id is None or one.relationship_id in readable
        (told if is_theirs else withheld).append(delivery)
    if withheld:
        Delivery.objects.filter(pk__in=[one.pk for one in withheld]).update(given_up_at=timezone.now(), error="left")
    if not told:
        return None
    language, zone = _language(row), planning.hours_of(row)[0]
    return letters.letter(str(uid), [one.notification for one in told], language=language, zone=zone)


def _readable(row: Channel) -> set[int]:
    """Return the records that whoever reads a channel may see now, whatever they could see when it was noted."""
    if row.organisation is not None:
        houses = row.organisation.as_buyer.values_list("pk", flat=True)
        return {*houses, *row.organisation.as_factory.values_list("pk", flat=True)}
    if not row.person.is_active:
        return set()
    return set(access.relationships(access.actor(row.person)).values_list("pk", flat=True))


def _language(row: Channel) -> str:
    return row.settings.get("language", "") if row.person is None else row.person.language


def _note(row: Channel, claim: Claim, outcome: Outcome, *, is_urgent: bool, now: datetime) -> None:
    mine = claiming.waiting(row.pk).filter(batch=claim.letter)
    if outcome.arrived:
        mine.update(delivered_at=now, error="")
        Channel.objects.filter(pk=row.pk).update(failures=0, error="", checked_at=now)
        return
    again = None if outcome.is_final else next_attempt(now, failed=claim.attempts, asked=outcome.asked)
    if again is None:
        mine.update(given_up_at=now, error=outcome.error)
        pausing.note_failure(row.pk, outcome.error, now=now)
        return
    due = again if is_urgent else planning.awake(row, again)
    mine.update(claimed_at=None, due_at=due, error=outcome.error)
