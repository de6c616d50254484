"""Two sides that talk, with the zones they live in."""

from datetime import UTC, datetime

from django.urls import reverse

from tests import makers
from troth_site.actions.communication import messages
from troth_site.actions.communication.messages import About, Said
from troth_site.models import Organisation

MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)


def settle(cast):
    """Put Berlin and Shanghai on the map."""
    Organisation.objects.filter(pk=cast.buyer.pk).update(zone="Europe/Berlin", country="DE")
    Organisation.objects.filter(pk=cast.pair.factory_id).update(zone="Asia/Shanghai", country="CN")
    return cast


def begin(cast, person, text="The lab dip of the navy cotton is approved.", *, subject="Lab dips", **more):
    """Begin a thread and return its first message."""
    more.setdefault("language", "en")
    return messages.begin(
        by=makers.make_actor(person), relationship=cast.pair.pk, about=About(subject=subject, topic="quality"),
        said=Said(text=text, **more),
    )  # fmt: skip


def say(person, thread, text, **more):
    """Write into a thread and return the message."""
    more.setdefault("language", "en")
    return messages.say(by=makers.make_actor(person), thread=thread, said=Said(text=text, **more))


def page(cast, person, name, *args, status=200, **query):
    """Return a page as somebody reads it."""
    answer = cast.browser(person).get(reverse(name, args=args), query)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def post(cast, person, name, *args, **given):
    """Press a button and return the answer."""
    return cast.browser(person).post(reverse(name, args=args), given)
