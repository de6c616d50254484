import json
import re
from datetime import timedelta

from django.urls import reverse

from troth.commitments.export import verify_lines
from troth_site.models import AuditEntry, LedgerEntry, SeenHead
from troth_site.templatetags.troth_parts import day


def verify(cast, person=None):
    return cast.browser(person or cast.ana).get(reverse("verify", args=[cast.pair.pk]))


def test_an_untouched_record_holds_and_its_head_is_kept_once_for_this_side(cast):
    answer = verify(cast)
    assert (answer.context["holds"], answer.context["chain"]["entries"]) == (True, 11)
    assert not SeenHead.objects.exists()

    client = cast.browser(cast.ana)
    for _once_more in range(2):
        assert client.post(reverse("verify", args=[cast.pair.pk])).status_code == 302
    seen = SeenHead.objects.get()
    assert (seen.organisation, seen.seq) == (cast.buyer, 11)
    assert AuditEntry.objects.filter(verb="ledger.head_seen").count() == 1


def test_the_altered_entry_is_named(cast):
    entry = LedgerEntry.objects.get(seq=4)
    content = json.loads(entry.content) | {"delivered": "2020-01-01"}
    LedgerEntry.objects.filter(pk=entry.pk).update(content=json.dumps(content))

    answer = verify(cast, cast.lin)
    text = answer.content.decode()
    assert answer.context["chain"]["broken"]["number"] == 4
    assert "Entry 4 is not what was written." in text
    cast.browser(cast.ana).post(reverse("verify", args=[cast.pair.pk]))
    assert not SeenHead.objects.exists()


def test_a_shortened_record_is_noticed(cast):
    cast.browser(cast.ana).post(reverse("verify", args=[cast.pair.pk]))
    LedgerEntry.objects.filter(seq=11).delete()
    answer = verify(cast)
    assert (answer.context["holds"], "was rewritten or cut short" in answer.content.decode()) == (False, True)


def test_the_downloaded_copy_verifies_without_the_server(cast):
    answer = cast.browser(cast.lin).get(reverse("ledger-copy", args=[cast.pair.pk]))
    text = b"".join(answer.streaming_content).decode()
    head = verify(cast).context["head"]

    assert verify_lines(text.splitlines(), head=head).ok is True
    assert re.search(r'filename="ledger-nordlicht\.jsonl"', answer["Content-Disposition"])
    assert head in verify(cast).content.decode()


def test_an_entry_shows_what_was_written(cast):
    text = cast.browser(cast.lin).get(reverse("entry", args=[cast.pair.pk, 3])).content.decode()
    assert ("PO-3" in text, "reported_by" in text) == (True, True)
    before, sealed = text.split('<details class="t-more">')
    assert ("reported_by" in before, "reported_by" in sealed) == (False, True)
    due, came = (day(cast.lines[2].due_on + timedelta(days=late)) for late in (0, 9))
    assert f"The line was promised for {due} and delivered on {came}." in before
    assert cast.browser(cast.ana).get(reverse("entry", args=[cast.pair.pk, 999])).status_code == 404
