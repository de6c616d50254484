import json
import sys
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.utils import timezone

from tests import makers
from tests.site.communication.talking import begin, page, post, settle
from troth_site import translating
from troth_site.actions.communication import translations
from troth_site.actions.communication.translations import TranslationRefused
from troth_site.models import AuditEntry, MessageTranslation

pytestmark = pytest.mark.django_db


@pytest.fixture
def talking(cast):
    return settle(cast)


@pytest.fixture
def said(talking):
    return begin(talking, talking.ana, "Please ship on 2026-04-03.")


@pytest.fixture
def service(settings):
    """A translator on this machine that answers over HTTP, with what it was asked."""
    asked = []

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self):
            asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            body = json.dumps({"translatedText": f"[{asked[-1]['target']}] {asked[-1]['q']}"}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            """Stay quiet."""

    server = HTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
    settings.TROTH_TRANSLATOR = "troth_site.translating.by_service"
    settings.TROTH_TRANSLATOR_URL = f"http://127.0.0.1:{server.server_port}/translate"
    yield asked
    server.shutdown()
    thread.join()
    server.server_close()


def test_without_a_provider_people_translate(talking, said):
    assert not translating.is_set()
    assert translating.translator() is None
    with pytest.raises(TranslationRefused, match="people translate"):
        translations.ask_machine(by=makers.make_actor(talking.lin), message=said.pk, language="zh-hans")
    assert "Ask the machine" not in page(talking, talking.lin, "translate-message", said.pk)


def test_a_person_s_translation_stands_beside_the_original_which_counts(talking, said):
    answer = post(talking, talking.lin, "translate-message", said.pk, language="zh-hans", text="请于2026-04-03发货。")
    assert answer.headers["Location"] == f"/threads/{said.thread_id}/#message-{said.pk}"
    shown = page(talking, talking.ana, "thread", said.thread_id)

    assert "Please ship on 2026-04-03." in shown
    assert "the original: it counts" in shown
    assert "请于2026-04-03发货。" in shown
    assert "translated by a person" in shown
    assert 'lang="zh-hans"' in shown


def test_only_the_writer_s_side_confirms_and_mending_undoes_it(talking, said):
    lin, ana = makers.make_actor(talking.lin), makers.make_actor(talking.ana)
    translations.translate(by=lin, message=said.pk, language="zh-hans", text="请发货。")
    with pytest.raises(TranslationRefused, match="knows what it meant"):
        translations.confirm(by=lin, message=said.pk, language="zh-hans")
    for _time in range(2):
        post(talking, talking.ana, "confirm-translation", said.pk, language="zh-hans")
    row = MessageTranslation.objects.get()
    assert (row.state, row.confirmed_by) == ("confirmed", talking.ana)
    assert AuditEntry.objects.filter(verb="message.translation_confirmed").count() == 1
    assert "translation confirmed by the writer" in page(talking, talking.lin, "thread", said.thread_id)

    translations.translate(by=ana, message=said.pk, language="zh-hans", text="请发货。")
    assert MessageTranslation.objects.get().state == "confirmed"
    translations.translate(by=lin, message=said.pk, language="zh-hans", text="请于2026-04-03发货。")
    assert (MessageTranslation.objects.get().state, MessageTranslation.objects.get().confirmed_by) == ("human", None)


@pytest.mark.parametrize(("language", "text"), [("en", "Please"), ("zh-hans", "  "), ("zh-hans", "x" * 20_001)])
def test_a_translation_has_words_in_another_language(talking, said, language, text):
    with pytest.raises(TranslationRefused):
        translations.translate(by=makers.make_actor(talking.lin), message=said.pk, language=language, text=text)
    assert post(talking, talking.lin, "translate-message", said.pk, language=language, text=text).status_code == 422


def test_a_service_translates_what_arrives_for_those_who_read_it(talking, service):
    type(talking.lin).objects.filter(pk=talking.lin.pk).update(language="zh-hans")
    said = begin(talking, talking.ana, "Please ship.")

    row = MessageTranslation.objects.get()
    assert (row.message, row.language, row.state, row.by) == (said, "zh-hans", "machine", None)
    assert row.text == "[zh] Please ship."
    assert service == [{"q": "Please ship.", "source": "en", "target": "zh", "format": "text"}]
    shown = page(talking, talking.lin, "thread", said.thread_id)
    assert "translated by a machine" in shown


def test_a_machine_never_writes_over_a_person(talking, said, service):
    translations.translate(by=makers.make_actor(talking.lin), message=said.pk, language="zh-hans", text="请发货。")
    assert translations.by_machine(message=said.pk, language="zh-hans") is False
    assert translations.by_machine(message=said.pk, language="vi") is True
    assert translations.by_machine(message=said.pk, language="en") is False
    states = dict(MessageTranslation.objects.values_list("language", "state"))
    assert states == {"zh-hans": "human", "vi": "machine"}


def test_a_person_asks_the_machine_by_a_button(talking, said, service):
    answer = post(talking, talking.lin, "machine-translation", said.pk, language="tr")
    assert answer.status_code == 302
    assert MessageTranslation.objects.get(language="tr").text == "[tr] Please ship on 2026-04-03."
    post(talking, talking.lin, "machine-translation", said.pk, language="klingon")
    assert MessageTranslation.objects.count() == 1


def test_a_program_translates_without_a_shell(settings):
    settings.TROTH_TRANSLATOR_COMMAND = (
        f"{sys.executable} -c \"import sys; print(sys.argv[1:], sys.stdin.read())\" {{source}} {{target}} '; rm x'"
    )
    told = translating.by_program("你好 $HOME", source="zh-hans", target="en")
    assert told == "['zh-hans', 'en', '; rm x'] 你好 $HOME"


@pytest.mark.parametrize("command", ["", "/no/such/program", f"{sys.executable} -c 'raise SystemExit(3)'",
                                     f"{sys.executable} -c 'pass'"])  # fmt: skip
def test_a_program_that_fails_says_so(settings, command):
    settings.TROTH_TRANSLATOR_COMMAND = command
    with pytest.raises(translating.TranslatorFailed):
        translating.by_program("Hello", source="en", target="vi")


@pytest.mark.parametrize("address", ["", "file:///etc/passwd", "http://127.0.0.1:1/"])
def test_a_service_that_is_not_there_says_so(settings, address):
    settings.TROTH_TRANSLATOR_URL = address
    with pytest.raises(translating.TranslatorFailed):
        translating.by_service("Hello", source="en", target="vi")


def test_what_waits_on_the_other_side_cannot_be_translated(talking):
    later = timezone.now() + timedelta(days=1)
    waiting = begin(talking, talking.ana, send_at=later)
    page(talking, talking.lin, "translate-message", waiting.pk, status=404)
    page(talking, talking.ana, "translate-message", waiting.pk)
