import json

import pytest
from django.urls import reverse

from tests import makers
from troth_site import access
from troth_site.actions import notes
from troth_site.actions.trust import judging
from troth_site.models import AuditEntry, ForecastFit, Judgement, LedgerEntry, Note, NoteVersion, Tally
from troth_site.queries import ledger

WORDS = {"shared": "Bring the swatches", "side": "Do not raise the order", "private": "She sounded tired"}


@pytest.fixture
def colleague(cast):
    return makers.make_person(cast.buyer, role="sourcing", name="Colleague")


@pytest.fixture
def written(cast):
    return {reader: write(cast, cast.ana, reader) for reader in WORDS}


def write(cast, person, reader, text="", **more):
    return notes.write(
        by=makers.make_actor(person), relationship=cast.pair.pk, visibility=reader, text=text or WORDS[reader], **more
    )


def read(cast, person, name="notes", *args):
    return cast.browser(person).get(reverse(name, args=args or [cast.pair.pk])).content.decode()


def readable(cast, person, name="notes", *args):
    page = read(cast, person, name, *args)
    return {reader for reader, words in WORDS.items() if words in page}


def test_each_note_is_read_by_whom_it_is_for(cast, written, colleague):
    everything, ours = {"shared", "side", "private"}, {"shared", "side"}
    for name in ("notes", "api:notes"):
        assert readable(cast, cast.ana, name) == everything
        assert readable(cast, colleague, name) == readable(cast, cast.finance, name) == ours
        assert readable(cast, cast.lin, name) == {"shared"}
    assert cast.browser(cast.stranger).get(reverse("notes", args=[cast.pair.pk])).status_code == 404


def test_the_factory_s_notes_are_kept_from_the_buyer_the_same_way(cast):
    for reader in WORDS:
        write(cast, cast.lin, reader)

    assert readable(cast, cast.ana) == {"shared"}
    assert readable(cast, cast.lin) == {"shared", "side", "private"}


def test_what_one_may_not_read_is_answered_like_what_never_was(cast, written, colleague):
    def codes(person, pk):
        browser = cast.browser(person)
        address = reverse("note", args=[pk])
        return (
            browser.get(address).status_code,
            browser.post(address, {"text": "Other"}).status_code,
            browser.post(reverse("delete-note", args=[pk])).status_code,
        )

    assert codes(cast.lin, written["side"]) == codes(cast.lin, 98765) == (404, 404, 404)
    assert codes(colleague, written["private"]) == codes(cast.stranger, written["shared"]) == (404, 404, 404)
    assert codes(colleague, written["side"]) == codes(cast.lin, written["shared"]) == (200, 403, 403)
    assert Note.objects.count() == 3


def test_only_shared_notes_stand_in_the_ledger_and_its_copy(cast, written):
    entries = LedgerEntry.objects.filter(relationship=cast.pair, kind__startswith="note.")
    copy = "".join(ledger.export_lines(makers.make_actor(cast.lin), cast.pair.pk))

    assert [json.loads(entry.content)["text"] for entry in entries] == [WORDS["shared"]]
    assert [words in copy for words in WORDS.values()] == [True, False, False]
    assert not any(words in str(row.data) for row in AuditEntry.objects.all() for words in WORDS.values())


def test_earlier_words_are_kept_for_the_same_readers(cast, written):
    answer = cast.browser(cast.ana).post(reverse("note", args=[written["shared"]]), {"text": "Bring two swatches"})
    page = read(cast, cast.lin, "note", written["shared"])

    assert answer.status_code == 302
    assert ("Bring two swatches" in page, WORDS["shared"] in page) == (True, True)
    assert LedgerEntry.objects.filter(kind="note.edited").count() == 1


def test_deleting_erases_every_word_and_the_chain_still_holds(cast, written):
    by = makers.make_actor(cast.ana)
    notes.edit(by=by, note=written["shared"], text="Bring two swatches")
    for pk in written.values():
        assert cast.browser(cast.ana).post(reverse("delete-note", args=[pk])).status_code == 302
    copy = "".join(ledger.export_lines(by, cast.pair.pk))

    assert (Note.objects.count(), NoteVersion.objects.count()) == (0, 0)
    assert "swatches" not in copy
    assert ledger.check(by, cast.pair.pk).verification.ok
    assert ledger.check(by, cast.pair.pk).what is None
    erased = LedgerEntry.objects.filter(kind__in=["note.written", "note.edited"])
    assert [(entry.content, bytes(entry.salt)) for entry in erased] == [(None, b"")] * 2
    assert LedgerEntry.objects.filter(kind="note.deleted").count() == 1
    assert "deleted by whoever wrote them" in read(cast, cast.lin, "partner")


def numbers():
    models = (Tally, Judgement, ForecastFit)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_no_number_is_made_of_a_note(cast):
    judging.judge_portfolio(cast.buyer.pk, as_of=cast.today)
    before = numbers()
    for person in (cast.ana, cast.lin):
        for reader in WORDS:
            pk = write(cast, person, reader, commitment=cast.lines[2].pk)
            notes.edit(by=makers.make_actor(person), note=pk, text="They were late again")
    judging.judge_portfolio(cast.buyer.pk, as_of=cast.today)

    assert len(before[0]) > 0
    assert numbers() == before


def test_a_note_about_a_line_stands_with_it_and_needs_that_line(cast):
    line = cast.lines[2]
    write(cast, cast.ana, "side", commitment=line.pk)
    write(cast, cast.ana, "side", text="About the partner")
    page = cast.browser(cast.ana).get(reverse("notes", args=[cast.pair.pk]), {"about": line.pk}).content.decode()
    other = makers.make_line(cast.buyer, "Ege Tekstil", promised=cast.today, late_days=None, today=cast.today)

    assert (WORDS["side"] in page, "About the partner" in page) == (True, False)
    with pytest.raises(access.NotThere):
        write(cast, cast.ana, "side", commitment=other.pk)
    address = reverse("notes", args=[cast.pair.pk])
    assert cast.browser(cast.ana).get(address, {"about": other.pk}).status_code == 404


def test_the_form_chooses_no_reader_by_itself(cast):
    address = reverse("notes", args=[cast.pair.pk])
    browser = cast.browser(cast.ana)
    bare = browser.post(address, {"text": "Something"})

    assert 'checked=""' not in browser.get(address).content.decode()
    assert (bare.status_code, sorted(bare.context["note_form"].errors)) == (422, ["visibility"])
    assert "Something" in bare.content.decode()
    ticket = {"text": "Something", "visibility": "private", "ticket": "one"}
    assert [browser.post(address, ticket).status_code for _again in range(2)] == [302, 302]
    assert Note.objects.count() == 1


@pytest.mark.parametrize("text", ["", "   \n", "x" * 4001])
def test_nothing_and_too_much_are_refused(cast, text):
    with pytest.raises(notes.NoteRefused):
        notes.write(by=makers.make_actor(cast.ana), relationship=cast.pair.pk, text=text, visibility="private")


def test_who_has_left_reads_and_changes_nothing(cast, written):
    cast.ana.memberships.update(active=False)
    assert cast.browser(cast.ana).get(reverse("note", args=[written["private"]])).status_code == 404


def test_the_list_costs_the_same_queries_for_one_note_and_three(cast, django_assert_num_queries):
    client = cast.browser(cast.ana)
    for more in (1, 2):
        for _each in range(more):
            write(cast, cast.ana, "shared")
        with django_assert_num_queries(6):  # session, person, seats, relationship, notes, their words
            client.get(reverse("notes", args=[cast.pair.pk]))
