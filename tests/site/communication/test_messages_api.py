from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import makers
from tests.site.communication.talking import begin, say, settle
from troth_site.actions.communication import changes, decisions, glossary, translations
from troth_site.models import ReadMark

pytestmark = pytest.mark.django_db


@pytest.fixture
def talking(cast):
    return settle(cast)


def ask(cast, person, name, key, **query):
    answer = cast.browser(person).get(reverse(f"api:{name}", args=[key]), query)
    return answer.json() if answer.status_code == 200 else answer.status_code


def test_a_program_reads_threads_and_messages_as_its_side_sees_them(talking):
    first = begin(talking, talking.ana, "Agreed: cartons of 20 pcs.")
    say(talking.ana, first.thread_id, "Only for the morning.", send_at=timezone.now() + timedelta(days=1))
    translations.translate(
        by=makers.make_actor(talking.lin), message=first.pk, language="zh-hans", text="达成一致：每箱20件。"
    )
    decisions.propose(by=makers.make_actor(talking.lin), thread=first.thread_id, text="Cartons of 20 pcs")

    listed = ask(talking, talking.lin, "threads", talking.pair.pk)
    assert [(row["subject"], row["messages"], row["unread"]) for row in listed["threads"]] == [("Lab dips", 1, 1)]
    assert ask(talking, talking.lin, "threads", talking.pair.pk, q="nowhere")["total"] == 0
    theirs = ask(talking, talking.lin, "thread", first.thread_id)
    assert [row["text"] for row in theirs["messages"]] == ["Agreed: cartons of 20 pcs."]
    assert theirs["messages"][0]["translations"] == [
        {"language": "zh-hans", "text": "达成一致：每箱20件。", "mark": "human"}
    ]
    assert [(row["state"], row["confirmed_by"]) for row in theirs["decisions"]] == [("waiting", ["factory"])]
    ours = ask(talking, talking.ana, "thread", first.thread_id, all="true")
    assert [row["send_at"] is None for row in ours["messages"]] == [True, False]
    assert ReadMark.objects.count() == 0


def test_a_program_reads_terms_and_changes(talking):
    by = makers.make_actor(talking.ana)
    glossary.write(by=by, relationship=talking.pair.pk, term="zipper", words={"zh-hans": "拉链"}, meaning="YKK 5")
    wish = changes.Wish(thing="Towel", attribute="colour", value="Pantone 19-4052", why="The spring campaign")
    changes.ask(by=by, relationship=talking.pair.pk, wish=wish)

    terms = ask(talking, talking.lin, "glossary", talking.pair.pk)
    assert [(row["term"], row["words"]) for row in terms] == [("zipper", {"zh-hans": "拉链"})]
    asked = ask(talking, talking.lin, "changes", talking.pair.pk)
    assert [(row["value"], row["asked_by"], row["state"]) for row in asked] == [("Pantone 19-4052", "buyer", "open")]
    for name in ("threads", "glossary", "changes"):
        assert ask(talking, talking.stranger, name, talking.pair.pk) == 404
