"""Dropped files of mail: read, taken in once, taken back as a whole, whatever is in them."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from tests.site.communication.mail_makers import ANA, LIN, TOM, Pair, drop, exchange, letter, mailbox, take
from troth_site import access
from troth_site.actions.communication.mail import dropping, taking_in, undoing
from troth_site.models import Attachment, AuditEntry, LedgerEntry, MailBatch, Message, Notification, Thread

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(db):
    return Pair()


def said(row):
    return list(Message.objects.filter(batch=row).order_by("thread", "recorded_at").values_list("side", "text"))


def counts(row):
    return row.report["counts"]


def test_preview_counts_and_saves_nothing(pair):
    row = drop(pair, exchange())

    found = {name: counts(row)[name] for name in ("messages", "threads", "new", "here", "aside", "duplicates")}
    assert found == {"messages": 3, "threads": 2, "new": 3, "here": 0, "aside": 0, "duplicates": 0}
    assert (row.state, Message.objects.count(), Thread.objects.count()) == ("asking", 0, 0)


def test_taken_in_it_is_threads_of_messages_with_their_sides(pair):
    row = take(pair, exchange())

    assert said(row) == [
        ("buyer", "When do you ship?"), ("factory", "On 5 May, by sea."), ("buyer", "Which needle was broken?"),
    ]  # fmt: skip
    threads = list(Thread.objects.order_by("pk").values_list("subject", "messages_count", "opened_at", "last_at"))
    assert threads == [
        ("PO 7001", 2, datetime(2026, 3, 2, 9, 15, tzinfo=UTC), datetime(2026, 3, 2, 11, 15, tzinfo=UTC)),
        ("Needles", 1, datetime(2026, 3, 3, 9, 15, tzinfo=UTC), datetime(2026, 3, 3, 9, 15, tzinfo=UTC)),
    ]
    assert set(Message.objects.values_list("origin", "verified", "side")) == {
        ("file", True, "buyer"), ("file", False, "factory"),
    }  # fmt: skip


def test_a_file_tells_nobody_and_stands_in_the_ledger_with_its_hash(pair):
    row = take(pair, exchange())

    entry = LedgerEntry.objects.get(relationship=pair.pk, kind="mail.imported")
    told = json.loads(entry.content)
    assert told == {"batch": row.pk, "sha256": row.sha256, "messages": 3, "by": "buyer"}
    assert Notification.objects.count() == 0
    assert AuditEntry.objects.filter(verb="mail.imported").count() == 1


def test_the_same_file_twice_changes_nothing(pair):
    take(pair, exchange())
    again = drop(pair, exchange(), person=pair.lin)
    assert (counts(again)["new"], counts(again)["here"]) == (0, 3)

    by = access.actor(pair.lin)
    dropping.answer(by=by, uid=str(again.uid), said={}, with_rest=False, topic="orders")
    taking_in.take_in(batch=again.pk)
    taking_in.take_in(batch=again.pk)
    assert (Message.objects.count(), Thread.objects.count()) == (3, 2)


def test_a_later_file_goes_on_with_the_thread(pair):
    take(pair, exchange())
    later = letter("Thank you.", days=3, name="t1@brand.example", answers="a1@mill.example", subject="Re: PO 7001")
    row = take(pair, later.as_bytes())

    assert Thread.objects.count() == 2
    message = Message.objects.get(batch=row)
    assert (message.thread.subject, message.thread.messages_count) == ("PO 7001", 3)


def test_the_first_message_of_a_thread_may_come_after_its_answer(pair):
    answer = letter("On 5 May.", by=LIN, to=ANA, days=1, name="a1@mill.example", answers="q1@brand.example")
    take(pair, answer.as_bytes())
    take(pair, letter(name="q1@brand.example").as_bytes())

    assert Thread.objects.get().messages_count == 2


def test_undone_it_is_gone_with_its_files_and_the_ledger_keeps_both(pair):
    with_file = letter(name="f@brand.example")
    with_file.add_attachment(b"1;2\n", maintype="text", subtype="csv", filename="list.csv")
    row = take(pair, mailbox(with_file))
    kept = Path(settings.TROTH_FILES) / Attachment.objects.get().path
    assert kept.read_bytes() == b"1;2\n"
    assert kept.stat().st_mode & 0o077 == 0

    by = access.actor(pair.ana)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.db.transaction.on_commit", lambda doing: doing())
        undoing.undo(by=by, uid=str(row.uid))
        undoing.undo(by=by, uid=str(row.uid))

    assert (Message.objects.count(), Thread.objects.count(), kept.exists()) == (0, 0, False)
    assert not dropping.file_of(str(row.uid)).exists()
    kinds = LedgerEntry.objects.filter(relationship=pair.pk, kind__startswith="mail.").order_by("seq")
    assert list(kinds.values_list("kind", flat=True)) == ["mail.imported", "mail.undone"]
    assert counts(drop(pair, mailbox(with_file)))["new"] == 1


def test_undoing_leaves_what_another_file_brought(pair):
    first = take(pair, exchange())
    take(pair, letter("Thank you.", days=3, name="t@b.example", answers="a1@mill.example").as_bytes())
    undoing.undo(by=access.actor(pair.ana), uid=str(first.uid))

    thread = Thread.objects.get()
    assert (thread.messages_count, thread.subject, Message.objects.get().text) == (1, "PO 7001", "Thank you.")


def test_a_file_the_other_side_dropped_is_not_ours_to_undo(pair):
    row = take(pair, exchange())

    with pytest.raises(access.NotAllowed):
        undoing.undo(by=access.actor(pair.lin), uid=str(row.uid))


def test_unknown_addresses_are_asked_and_nobody_guesses(pair):
    row = drop(pair, mailbox(letter(by=TOM, to=f"{ANA}, {LIN}", name="t@forwarder.example")))
    asked = [each["address"] for each in row.report["addresses"] if each["wrote"] and not each["how"]]
    assert asked == [TOM]

    by = access.actor(pair.ana)
    with pytest.raises(dropping.MailRefused):
        dropping.answer(by=by, uid=str(row.uid), said={}, with_rest=False, topic="orders")
    dropping.answer(by=by, uid=str(row.uid), said={TOM: "neither"}, with_rest=False, topic="orders")
    taking_in.take_in(batch=row.pk)
    assert Message.objects.get().side == ""
    later = drop(pair, mailbox(letter(by=TOM, to=LIN, name="t2@forwarder.example")))
    assert [each["how"] for each in later.report["addresses"] if each["address"] == TOM] == ["said"]


def test_colleagues_are_known_by_their_domain_and_public_providers_never(pair):
    row = drop(pair, mailbox(letter(by="bo@mill.example", to=ANA), letter(by="bo@gmail.com", to=ANA, days=1)))
    known = {each["address"]: (each["side"], each["how"]) for each in row.report["addresses"]}

    assert known["bo@mill.example"] == ("factory", "domain")
    assert known["bo@gmail.com"] == ("", "")


def test_what_the_other_side_never_saw_stays_out_unless_it_is_asked_for(pair):
    inside = letter("They must not read this.", to="boss@brand.example", name="i@brand.example")
    row = drop(pair, mailbox(inside, letter(name="q@brand.example")))
    assert (counts(row)["new"], counts(row)["aside"]) == (1, 1)

    take(pair, mailbox(inside, letter(name="q@brand.example")))
    assert list(Message.objects.values_list("mail_id", flat=True)) == ["q@brand.example"]
    take(pair, mailbox(inside), with_rest=True)
    assert Message.objects.count() == 2


def test_a_file_beyond_the_limit_is_refused_and_leaves_nothing(pair, settings):
    settings.TROTH_UPLOAD_LIMIT_BYTES = 10

    with pytest.raises(dropping.MailRefused):
        drop(pair, exchange())
    assert MailBatch.objects.count() == 0


def test_taking_in_goes_on_where_it_stopped(pair, monkeypatch):
    row = drop(pair, exchange())
    dropping.answer(by=access.actor(pair.ana), uid=str(row.uid), said={}, with_rest=False, topic="orders")
    monkeypatch.setattr(taking_in, "PART", 1)
    first = taking_in._keep

    def keep_one(work, part):
        first(work, part)
        raise OSError("the machine stopped")

    with monkeypatch.context() as patch:
        patch.setattr(taking_in, "_keep", keep_one)
        with pytest.raises(OSError, match="stopped"):
            taking_in.take_in(batch=row.pk)
    assert Message.objects.count() == 1
    taking_in.take_in(batch=row.pk)

    assert (Message.objects.count(), Thread.objects.count()) == (3, 2)
