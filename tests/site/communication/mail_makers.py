"""Two sides who write mail to each other, and the files they drop."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests import makers
from troth_site import access
from troth_site.actions import people
from troth_site.actions.communication.mail import dropping, taking_in
from troth_site.models import MailBatch

MONDAY = datetime(2026, 3, 2, 9, 15, tzinfo=UTC)
ANA, LIN, TOM = "ana@brand.example", "lin@mill.example", "tom@forwarder.example"


class Pair:
    """A buyer and its factory; Ana and Lin write to each other."""

    def __init__(self):
        self.buyer = makers.make_organisation("Brand & Co", country="DE")
        self.factory = makers.make_organisation("Lin Mill", kind="factory", country="CN")
        self.row = makers.make_relationship(self.buyer, self.factory)
        self.ana = seat(self.buyer, "Ana Petrova", ANA, role="sourcing")
        self.lin = seat(self.factory, "Lin Wei", LIN, role="sales")
        rival = makers.make_organisation("Rival Mill", kind="factory")
        self.stranger = seat(rival, "Stranger", "stranger@rival.example", role="owner")

    @property
    def pk(self):
        return self.row.pk

    def browser(self, person):
        client = Client()
        client.force_login(person)
        return client


def seat(organisation, name, email, *, role):
    by = makers.make_operator()
    person = people.introduce(by=by, name=name, email=email)
    people.take_seat(by=by, person=person, organisation=organisation.pk, role=role)
    return person


def letter(text="When do you ship?", *, by=ANA, to=LIN, days=0.0, name="", answers="", subject="PO 7001", **fields):
    """Return one raw message; `days` after Monday, None for no date."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = by, to, subject
    if days is not None:
        message["Date"] = format_datetime(MONDAY + timedelta(days=days))
    if name:
        message["Message-ID"] = f"<{name}>"
    if answers:
        message["In-Reply-To"] = f"<{answers}>"
    for field, value in fields.items():
        message[field.replace("_", "-")] = value
    message.set_content(text)
    return message


def mailbox(*messages):
    """Return a file as mail programs export it."""
    parts = [each if isinstance(each, bytes) else each.as_bytes() for each in messages]
    return b"".join(b"From somebody Mon Mar  2 09:15:00 2026\n" + part.rstrip(b"\n") + b"\n\n" for part in parts)


def exchange():
    """Return a question, its answer two hours later, and another question nobody answered."""
    return mailbox(
        letter(name="q1@brand.example"),
        letter("On 5 May, by sea.", by=LIN, to=ANA, days=2 / 24, name="a1@mill.example", answers="q1@brand.example"),
        letter("Which needle was broken?", days=1, name="q2@brand.example", subject="Needles"),
    )


def drop(pair, content, *, person=None, name="mail.mbox"):
    """Drop a file through the action and return its row, read."""
    by = access.actor(person or pair.ana)
    uid = dropping.receive(by=by, relationship=pair.pk, name=name, parts=[content])
    row = MailBatch.objects.get(uid=uid)
    dropping.read(batch=row.pk)
    row.refresh_from_db()
    return row


def take(pair, content, *, person=None, said=None, with_rest=False):
    """Drop a file and take it in."""
    row = drop(pair, content, person=person)
    assert row.state == "asking", row.report
    by = access.actor(person or pair.ana)
    dropping.answer(by=by, uid=str(row.uid), said=said or {}, with_rest=with_rest, topic="orders")
    taking_in.take_in(batch=row.pk)
    row.refresh_from_db()
    assert row.state == "done", row.report
    return row


def post(client, pair, content, name="mail.mbox"):
    """Drop a file on the page."""
    return client.post(reverse("mail", args=[pair.pk]), {"file": SimpleUploadedFile(name, content)})
