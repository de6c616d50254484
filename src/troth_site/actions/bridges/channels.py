"""The places where a person, or a whole organisation, is told of things: adding, choosing, testing, deleting."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import SplitResult, parse_qsl, urlsplit

from django.db import transaction
from django.utils import timezone, translation

from troth.basis.text import gettext_noop
from troth_site import access, queue
from troth_site.access import Actor
from troth_site.actions import audit
from troth_site.actions.bridges import letters, push, sealing, sending, webhooks
from troth_site.actions.bridges.events import CHOSEN, WAIT_FOR_YOU
from troth_site.actions.bridges.robots import ROBOTS, Robot
from troth_site.models import Channel, Delivery, Person, Subscription
from troth_site.outside import WORLD, NotCalled, Reach, split

MOST = 20
BATCHES = (0, 15, 60, 240, 1440)
"""Minutes for which things may be gathered into one letter."""
OF_HOUSES = (*ROBOTS, "webhook")
"""What an organisation may have; mail and browsers are a person's own."""


class ChannelRefused(Exception):
    """The place cannot be added or chosen like this; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A place somebody wants to add.

    Attributes:
        kind: One of the kinds of channels.
        name: What they call it.
        organisation: Whose it is; None for their own.
        url: The address the service gave, empty for mail.
        secret: The secret the service gave, where it signs.
        keys: A browser's two keys, for push.
    """

    kind: str
    name: str = ""
    organisation: int | None = None
    url: str = ""
    secret: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Made:
    """A place that was added; the secret is shown this once, and is empty where Troth made none."""

    pk: int
    secret: str = ""


def add(*, by: Actor, asked: Asked) -> Made:
    """Add a place. It is told of nothing until somebody chooses what.

    Raises:
        ChannelRefused: The address or the secret cannot be meant, or there are many already.
        NotThere: The organisation is not theirs.
        NotAllowed: They do not look after its people.
    """
    if asked.organisation is not None:
        access.organisation(by, asked.organisation, "people")
        if asked.kind not in OF_HOUSES:
            raise ChannelRefused(gettext_noop("Mail and browsers are a person’s own."))
    shown = webhooks.new_secret() if asked.kind == "webhook" else ""
    kept = _secrets(asked, shown)
    with transaction.atomic():
        owner = Person.objects.select_for_update().get(pk=by.person)
        row = Channel(
            kind=asked.kind, name=asked.name.strip()[:120], secret=sealing.seal(kept) if kept else "",
            address=owner.email if asked.kind == "email" else _host(asked.url), created_at=timezone.now(),
            settings={"language": translation.get_language() or ""},
        )  # fmt: skip
        if asked.organisation is None:
            row.person = owner
        else:
            row.organisation_id = asked.organisation
        _check_room(row)
        row.name = row.name or row.address
        row.save()
        audit.record("channel.added", by=by, organisation=row.organisation_id, subject=f"channel {row.pk}",
                     data={"kind": row.kind, "address": row.address})  # fmt: skip
    return Made(row.pk, shown)


def _host(url: str) -> str:
    return urlsplit(url.strip()).hostname or ""


def _check_room(row: Channel) -> None:
    same = Channel.objects.filter(person=row.person_id, organisation=row.organisation_id)
    if same.count() >= MOST:
        raise ChannelRefused(gettext_noop("Twenty places are told already. Delete one that nobody reads any more."))
    if row.kind == "email" and same.filter(kind="email").exists():
        raise ChannelRefused(gettext_noop("Your mailbox is a place already."))


def _secrets(asked: Asked, shown: str) -> dict[str, str]:
    if asked.kind == "email":
        return {}
    robot = ROBOTS.get(asked.kind)
    hosts = robot.hosts if robot else push.HOSTS if asked.kind == "push" else ()
    try:
        parts = split(asked.url, hosts=hosts)
    except NotCalled as error:
        raise ChannelRefused(_REFUSED[error.why]) from error
    if robot and not parts.path.startswith(robot.path):
        raise ChannelRefused(_REFUSED["host"])
    if robot and not _has_key(robot, parts):
        raise ChannelRefused(_REFUSED["key"])
    kept = {"url": asked.url.strip()}
    if asked.kind == "push":
        keys = {name: asked.keys.get(name, "") for name in ("p256dh", "auth")}
        if not push.is_subscription(keys["p256dh"], keys["auth"]):
            raise ChannelRefused(gettext_noop("This browser gave no keys. Switch its messages off and on again."))
        return kept | keys
    secret = shown or (asked.secret.strip() if robot and robot.signs else "")
    return kept | ({"secret": secret} if secret else {})


def _has_key(robot: Robot, parts: SplitResult) -> bool:
    if robot.key:
        return any(name == robot.key and value.strip() for name, value in parse_qsl(parts.query))
    return parts.path != robot.path


_REFUSED = {
    "address": gettext_noop("Copy the whole address, which begins with https://."),
    "host": gettext_noop("This is no address of that service. Copy the one it shows for incoming messages."),
    "key": gettext_noop("The key at the end of this address is missing. Copy the whole address."),
    "private": gettext_noop("This address leads into a private network. Troth calls only public addresses."),
}


def choose(*, by: Actor, channel: int, name: str, events: Mapping[str, int]) -> None:
    """Set what a place is told of: events with the minutes for which each may be gathered; the others not at all.

    Raises:
        NotThere: The place is somebody else's.
        ChannelRefused: There is no such event, or no such number of minutes.
    """
    row = access.channel(by, channel)
    if not set(events) <= set(CHOSEN) or not set(events.values()) <= set(BATCHES):
        raise ChannelRefused(gettext_noop("Choose from what stands there."))
    with transaction.atomic():
        Channel.objects.filter(pk=row.pk).update(name=name.strip()[:120] or row.address)
        row.subscriptions.exclude(event__in=events).delete()
        for event, minutes in events.items():
            Subscription.objects.update_or_create(channel=row, event=event, defaults={"batch_minutes": minutes})
        audit.record("channel.chosen", by=by, organisation=row.organisation_id, subject=f"channel {row.pk}",
                     data={"events": dict(events)})  # fmt: skip


def add_mail_for_requests(*, by: Actor) -> Made:
    """Add a person's mailbox, and choose there at once what waits for their answer."""
    with transaction.atomic():
        own = Channel.objects.filter(person=by.person, kind="email").first()
        made = Made(own.pk) if own else add(by=by, asked=Asked(kind="email"))
        chosen = Subscription.objects.filter(channel=made.pk).values_list("event", "batch_minutes")
        events = dict.fromkeys(WAIT_FOR_YOU, 0) | dict(chosen)
        choose(by=by, channel=made.pk, name=own.name if own else by.email, events=events)
    return made


def delete(*, by: Actor, channel: int) -> None:
    """Delete a place with its secret and what was still to be told there."""
    row = access.channel(by, channel)
    with transaction.atomic():
        audit.record("channel.deleted", by=by, organisation=row.organisation_id, subject=f"channel {row.pk}",
                     data={"kind": row.kind, "address": row.address})  # fmt: skip
        row.delete()


def ask_for_test(*, by: Actor, channel: int) -> None:
    """Have a test sent to a place."""
    row = access.channel(by, channel)
    with transaction.atomic():
        audit.record("channel.tested", by=by, organisation=row.organisation_id, subject=f"channel {row.pk}")
        transaction.on_commit(lambda: queue.enqueue("bridges.try_channel", channel=row.pk))


def try_now(*, channel: int, reach: Reach = WORLD) -> None:
    """Send a test to a place; where it arrives, a paused place is told of things again."""
    row = Channel.objects.select_related("person", "organisation").filter(pk=channel).first()
    if row is None:
        return
    now = timezone.now()
    language = row.person.language if row.person else row.settings.get("language", "")
    outcome = sending.send(letters.trial(str(uuid.uuid4()), language=language, at=now), row, at=now, reach=reach)
    with transaction.atomic():
        _note_test(row, outcome.error, now)


def _note_test(row: Channel, error: str, now: datetime) -> None:
    if error:
        Channel.objects.filter(pk=row.pk).update(error=error)
        return
    if row.paused_at is not None:
        audit.record("channel.resumed", by=None, organisation=row.organisation_id, subject=f"channel {row.pk}")
        Delivery.objects.filter(channel=row, delivered_at=None, given_up_at=None).update(
            given_up_at=now, error="paused"
        )
    Channel.objects.filter(pk=row.pk).update(error="", failures=0, paused_at=None, checked_at=now)
