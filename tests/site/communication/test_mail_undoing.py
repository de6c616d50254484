"""Taking mail back and confirming it: requests, clocks, tallies and the ledger, as if it had never come."""

from datetime import timedelta

import pytest
from django.db.models import Sum

from tests import makers
from tests.site.communication import asked
from tests.site.communication.asked import HOUR, MONDAY, past
from tests.site.communication.mail_makers import ANA, LIN, letter, mailbox, take
from troth.commitments.evidence import QUALITY
from troth_site import access
from troth_site.actions.communication import requests, responses
from troth_site.actions.communication.mail import undoing
from troth_site.actions.trust import judging
from troth_site.actions.trust.rebuilding import rebuild_tallies
from troth_site.models import (
    Commitment,
    Judgement,
    LedgerEntry,
    Message,
    Notification,
    Relationship,
    ReplyRequest,
    ResponseSummary,
    Tally,
)

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(days=30)


@pytest.fixture
def two(cast):
    """Two sides with their zones whose mail is known by address, and a question from each that waits."""
    asked.places(cast)
    for person, address in ((cast.ana, ANA), (cast.lin, LIN)):
        person.email = address
        person.save(update_fields=["email"])
    cast.row, cast.pk = cast.pair, cast.pair.pk
    past(cast, [3, None], what="Is lot KD-7 packed?")
    return cast


def tallies():
    sums = Tally.objects.values("relationship", "side", "dimension", "happened", "known").order_by(
        "relationship", "side", "dimension", "happened", "known"
    )
    named = ("lines", "kept", "excused", "kept_weight", "broken_weight", "excused_weight")
    rows = sums.annotate(**{f"sum_{name}": Sum(name) for name in named})
    found = [(tuple(row[key] for key in ("relationship", "side", "dimension", "happened", "known")),
              tuple(round(row[f"sum_{name}"], 9) for name in named)) for row in rows]  # fmt: skip
    return [row for row in found if any(row[1])]


def state():
    """Return everything that answers, clocks, tallies and numbers say."""
    summaries = ResponseSummary.objects.order_by("relationship", "side").exclude(requests=0)
    fields = [field.name for field in ResponseSummary._meta.fields if field.name not in ("id", "computed_at")]
    judged = Judgement.objects.filter(dimension="communication").order_by("relationship", "side", "judge")
    return {
        "requests": list(ReplyRequest.objects.order_by("pk").values()),
        "promises": list(Commitment.objects.exclude(state="withdrawn").order_by("pk").values()),
        "contact": list(Relationship.objects.order_by("pk").values_list("pk", "last_contact_on")),
        "summaries": list(summaries.values(*fields)),
        "judged": list(judged.values_list("relationship", "side", "judge", "state", "kept", "lines", "standing")),
        "tallies": tallies(),
    }


def replayed():
    """Return the tallies as the ledger alone says them."""
    rebuild_tallies(by=makers.make_operator())
    return tallies()


def file(two, *, person=None):
    """Take in a question by the buyer and the factory's answer to it, both of a day after the open one."""
    question = letter("Which carton?", days=3, name="q@brand.example", subject="Cartons")
    reply = letter(
        "Lot KD-7 is packed: 40 cartons.", by=LIN, to=ANA, days=4, name="a@mill.example", answers="q@brand.example"
    )
    return take(two, mailbox(question, reply), person=person)


def waiting():
    return ReplyRequest.objects.get(answered_at=None, side="buyer")


def say(person, request, message, *, answers=True):
    requests.say(by=access.actor(person), request=request.pk, message=message.pk, answers=answers)


def test_undone_it_is_as_if_the_file_had_never_come(two):
    with asked.at(LATER):
        responses.recompute(two.pair, now=LATER)
        judging.judge([two.pk], as_of=LATER.date())
        before = state()
        batch = file(two)
        brought = Message.objects.get(batch=batch, side="factory")
        say(two.ana, waiting(), brought)
        asking = Message.objects.get(batch=batch, side="buyer")
        requests.ask(by=access.actor(two.ana), message=asking.pk, what="Which carton?", due_at=LATER + 48 * HOUR)
        assert state() != before
        undoing.undo(by=access.actor(two.ana), uid=str(batch.uid))
        assert state() == before
        assert replayed() == before["tallies"]

    kinds = LedgerEntry.objects.order_by("-seq").values_list("kind", flat=True)[:3]
    assert set(kinds) == {"mail.undone", "request.undone", "request.answer_undone"}
    assert not Notification.objects.filter(subject__startswith=f"request {asking.pk}").exists()


def test_question_that_another_message_answers_too_keeps_that_answer(two):
    with asked.at(LATER):
        batch = file(two)
        row, brought = waiting(), Message.objects.get(batch=batch, side="factory")
        say(two.ana, row, brought)
    later = asked.write(row.thread, two.lin, "40 cartons, as of today.", LATER)
    with asked.at(LATER + HOUR):
        say(two.lin, row, later)
        undoing.undo(by=access.actor(two.ana), uid=str(batch.uid))
    row.refresh_from_db()

    assert (row.answer, row.answered_at, set(row.verdicts)) == (later, LATER, {str(later.pk)})
    assert tallies() == replayed()


def test_a_verdict_that_changed_nothing_leaves_no_entry(two):
    with asked.at(LATER):
        batch = file(two)
        row, brought = waiting(), Message.objects.get(batch=batch, side="factory")
        say(two.ana, row, brought, answers=False)
        undoing.undo(by=access.actor(two.ana), uid=str(batch.uid))
    row.refresh_from_db()

    assert (row.verdicts, row.answered_at) == ({}, None)
    assert not LedgerEntry.objects.filter(kind="request.answer_undone").exists()


def test_confirming_a_file_lets_its_answers_weigh_in_full(two):
    with asked.at(LATER):
        batch = file(two)
        row, brought = waiting(), Message.objects.get(batch=batch, side="factory")
        say(two.ana, row, brought)
        promise = Commitment.objects.get(pk=row.commitment_id)
        assert promise.quality == QUALITY["unconfirmed"]
        undoing.confirm_file(by=access.actor(two.lin), uid=str(batch.uid))
        undoing.confirm_file(by=access.actor(two.lin), uid=str(batch.uid))
        promise.refresh_from_db()

        assert promise.quality == QUALITY["system_observed"]
        assert LedgerEntry.objects.filter(kind="request.confirmed").count() == 1
        assert tallies() == replayed()
        undoing.undo(by=access.actor(two.ana), uid=str(batch.uid))
        promise.refresh_from_db()
        assert (promise.state, tallies()) == ("accepted", replayed())


def test_taking_mail_back_is_no_contact(two):
    with asked.at(LATER):
        before = Relationship.objects.get(pk=two.pk).last_contact_on
        undoing.undo(by=access.actor(two.ana), uid=str(file(two).uid))

    assert Relationship.objects.get(pk=two.pk).last_contact_on == before
