"""What tests of requests stand on: two sides with their zones, messages between them, and a clock that is set."""

from datetime import UTC, datetime, timedelta
from unittest import mock

from tests import makers
from troth_site.actions.communication import requests
from troth_site.models import LedgerEntry, Message, ReplyRequest, Thread
from troth_site.queries.trust import judge_relationships

# A Monday at 10 o'clock in Shanghai, 3 in Berlin.
MONDAY = datetime(2026, 3, 2, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)


def at(moment):
    """Set the clock of the site."""
    return mock.patch("django.utils.timezone.now", return_value=moment)


def places(cast):
    """Give both sides of the cast their zones."""
    for organisation, zone in ((cast.buyer, "Europe/Berlin"), (cast.pair.factory, "Asia/Shanghai")):
        organisation.zone = zone
        organisation.save(update_fields=["zone"])


def thread(cast, *, topic="orders"):
    """Open a thread."""
    return Thread.objects.create(
        relationship=cast.pair, subject="Lab dips", topic=topic, opened_at=MONDAY, last_at=MONDAY
    )


def write(thread, person, text, when, **more):
    """Write a message, by the side the person sits on."""
    side = "buyer" if person.memberships.filter(organisation=thread.relationship.buyer).exists() else "factory"
    row = {"origin": "page", "sent_at": when, "recorded_at": when, **more}
    return Message.objects.create(
        relationship=thread.relationship, thread=thread, side=side, author=person, author_name=str(person), text=text,
        **row,
    )  # fmt: skip


def ask(thread, person, when=MONDAY, *, what="Which blue is it?", **more):
    """Ask, with the clock set to the moment of asking."""
    message = more.pop("message", None) or write(thread, person, what, when)
    told = {"due_at": when + 48 * HOUR, "why": "The mill waits.", "severity": "normal", **more}
    with at(when):
        pk = requests.ask(by=makers.make_actor(person), message=message.pk, what=what, **told)
    return ReplyRequest.objects.select_related("commitment").get(pk=pk)


def answer(thread, person, text, when, **more):
    """Answer, and let the message be heard at its moment."""
    message = write(thread, person, text, when, **more)
    with at(when):
        requests.on_message(message.pk)
    return message


def kinds(request):
    """Return the ledger of a request."""
    rows = LedgerEntry.objects.filter(commitment=request.commitment_id).order_by("seq")
    return list(rows.values_list("kind", flat=True))


def rate(request, *, on, side=0):
    """Return how many of a side's answers were kept as of a day, and how many count."""
    judged, _tallies = judge_relationships([request.relationship_id], as_of=on, dimension="communication")
    found = judged.of(side)
    return found.kept, found.n


def past(cast, waits, *, first=MONDAY, gap=24 * HOUR, asker=None, replier=None, **said):
    """Ask one question a gap, each in its thread; None is not answered."""
    for at, hours in enumerate(waits):
        one, when = thread(cast), first + at * gap
        ask(one, asker or cast.ana, when, **said)
        if hours is not None:
            answer(one, replier or cast.lin, "It is 19-4052.", when + hours * HOUR)
