"""Writing through the API: who may, what is done once, and how a refusal reads."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from troth_site.actions import tokens
from troth_site.actions.tokens_answers import KEPT_FOR
from troth_site.models import ApiAnswer, AuditEntry, Commitment, Message, Thread

pytestmark = pytest.mark.django_db
MESSAGE = {"text": "Is the navy yarn dyed?", "language": "en"}
THREAD = {**MESSAGE, "subject": "Navy yarn", "topic": "orders"}


def token_of(cast, part, *, writes=True):
    by = cast.actor(part)
    return tokens.make_token(by=by, person=by.person, writes=writes)


@pytest.fixture
def writer(cast):
    return lambda part: Client(headers={"authorization": f"Bearer {token_of(cast, part)}"})


def post(client, path, said=None, *, key="one", status=200, **headers):
    answer = client.post(
        f"/api/v1/{path}", {} if said is None else said, content_type="application/json",
        headers={"Idempotency-Key": key} | headers,
    )  # fmt: skip
    assert answer.status_code == status, answer.content
    return answer


def test_a_token_that_reads_does_not_write_and_says_how_to_mend_it(cast):
    client = Client(headers={"authorization": f"Bearer {token_of(cast, 'buyer', writes=False)}"})

    answer = post(client, f"partners/{cast.ours}/threads", THREAD, status=403)

    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank",
        "title": "It is not yours to change",
        "status": 403,
        "detail": "This token only reads. Make one that also writes under Settings, API tokens.",
        "where": "Authorization",
    }
    assert not Thread.objects.filter(subject="Navy yarn").exists()
    assert client.get(f"/api/v1/partners/{cast.ours}").status_code == 200


def test_what_is_sent_twice_is_done_once_and_answered_alike(cast, writer):
    buyer, path = writer("buyer"), f"partners/{cast.ours}/threads"

    first, again = post(buyer, path, THREAD), post(buyer, path, THREAD)

    assert first.json() == again.json() == {"id": first.json()["id"], "see": f"/api/v1/threads/{first.json()['id']}"}
    assert ("Idempotency-Replayed" in first, again["Idempotency-Replayed"]) == (False, "true")
    assert Thread.objects.filter(subject="Navy yarn").count() == 1
    assert Message.objects.filter(text=MESSAGE["text"]).count() == 1
    assert buyer.get(first.json()["see"]).json()["messages"][0]["origin"] == "api"


def test_a_key_stands_for_one_request_alone(cast, writer):
    buyer = writer("buyer")
    post(buyer, f"partners/{cast.ours}/threads", THREAD)

    for path, said in (
        (f"partners/{cast.ours}/threads", THREAD | {"subject": "Other"}),
        (f"partners/{cast.beside}/threads", THREAD),
    ):
        refused = post(buyer, path, said, status=409).json()
        assert refused["where"] == "Idempotency-Key"
        assert refused["detail"].startswith("This key was used for another request")
    post(buyer, f"partners/{cast.ours}/threads", THREAD | {"subject": "Other"}, key="two")

    assert set(Thread.objects.filter(subject__in=["Other", "Navy yarn"]).values_list("subject", flat=True)) == {
        "Other", "Navy yarn"
    }  # fmt: skip
    assert Thread.objects.filter(relationship=cast.beside, subject="Navy yarn").count() == 0


def test_keys_of_different_programs_and_people_do_not_meet(cast, writer):
    path = f"partners/{cast.ours}/threads"

    made = {post(writer(part), path, THREAD).json()["id"] for part in ("buyer", "buyer", "sales")}

    assert len(made) == 3


def test_a_refused_request_may_be_mended_and_sent_under_the_same_key(cast, writer):
    buyer, path = writer("buyer"), f"partners/{cast.ours}/threads"
    post(buyer, path, THREAD | {"order": "KDR-none"}, status=422)

    assert post(buyer, path, THREAD)["Content-Type"] == "application/json"
    assert ApiAnswer.objects.filter(key="one").count() == 1


def test_answers_are_forgotten_after_a_day(cast, writer):
    buyer, path = writer("buyer"), f"partners/{cast.ours}/threads"
    post(buyer, path, THREAD)
    ApiAnswer.objects.update(made_at=timezone.now() - KEPT_FOR - timedelta(seconds=1))

    post(buyer, path, THREAD)

    assert Thread.objects.filter(subject="Navy yarn").count() == 2


@pytest.mark.parametrize("key", ["", " ", "x" * 201, "ключ".encode().decode("latin-1")])
def test_a_request_without_a_key_that_can_be_meant_is_refused(cast, writer, key):
    refused = post(writer("buyer"), f"partners/{cast.ours}/threads", THREAD, key=key, status=422).json()

    assert refused["where"] == "Idempotency-Key"


def test_a_missing_key_is_named(cast, writer):
    answer = writer("buyer").post(f"/api/v1/partners/{cast.ours}/threads", THREAD, content_type="application/json")

    assert (answer.status_code, answer.json()["detail"]) == (422, "Idempotency-Key lacks, and is needed.")


@pytest.mark.parametrize(
    ("wrong", "where", "detail"),
    [
        ({"text": " "}, "text", "text: write something here; it was left empty."),
        ({"text": "a\x00b"}, "text", "text: the text holds a character that cannot be kept. Take it out."),
        ({"text": "\ud800"}, "text", "text: the text holds a character that cannot be kept. Take it out."),
        ({"text": 5}, "text", "text: write a text."),
        ({"text": "x" * 20_001}, "text", "text: write at most 20000 characters."),
        ({"topic": "weather"}, "topic", "topic: write one of 'orders', 'quality', 'finance', 'logistics' or 'ethics'."),
        ({"tpoic": "orders"}, "tpoic", "tpoic is no field of this form."),
        ({"order": "KDR-none"}, "order", "There is no order of this number with this partner. Leave it empty."),
        ({"asks": {"what": "Is it dyed?", "why": "The boat"}}, "asks.due_at", "asks.due_at lacks, and is needed."),
        (
            {"asks": {"what": "?", "why": "?", "due_at": "2026-03-12T17:00:00"}},
            "asks.due_at",
            "asks.due_at: write a moment with its zone, as 2026-03-12T17:00:00+08:00.",
        ),
        ({"files": ["never-held"]}, "files", "A file of these is held no longer"),
    ],
)
def test_a_refusal_names_the_field_and_how_to_mend_it(cast, writer, wrong, where, detail):
    refused = post(writer("buyer"), f"partners/{cast.ours}/threads", THREAD | wrong, status=422).json()

    assert refused["where"] == where
    assert refused["detail"].startswith(detail)
    assert not Thread.objects.filter(subject="Navy yarn").exists()
    assert not ApiAnswer.objects.exists()


def test_everything_that_is_wrong_is_told_at_once(cast, writer):
    refused = post(writer("buyer"), f"partners/{cast.ours}/threads", {"text": "", "topic": "orders"}, status=422).json()

    assert [each["where"] for each in refused["errors"]] == ["text", "subject"]
    assert (refused["where"], refused["detail"]) == (refused["errors"][0]["where"], refused["errors"][0]["detail"])


def test_what_is_no_json_is_told(cast, writer):
    answer = writer("buyer").post(
        f"/api/v1/partners/{cast.ours}/threads", "{", content_type="application/json", headers={"Idempotency-Key": "1"}
    )

    assert (answer.status_code, answer.json()["detail"]) == (400, "The body cannot be read. Send it as JSON, in UTF-8.")


def test_somebody_signed_in_writes_only_with_the_token_of_a_form(cast):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.people["buyer"])
    browser.cookies["csrftoken"] = "c" * 32
    path = f"partners/{cast.ours}/threads"

    refused = post(browser, path, THREAD, status=403).json()
    post(browser, path, THREAD, **{"X-CSRFToken": "c" * 32})

    assert refused["where"] == "X-CSRFToken"
    assert Thread.objects.filter(subject="Navy yarn").count() == 1
    assert ApiAnswer.objects.get().token is None


def test_a_token_needs_no_token_of_a_form(cast):
    client = Client(enforce_csrf_checks=True, headers={"authorization": f"Bearer {token_of(cast, 'buyer')}"})

    post(client, f"partners/{cast.ours}/threads", THREAD)


def test_a_role_that_may_not_is_told_and_a_stranger_learns_nothing(cast, writer):
    promised = {"what": "Answer within a day", "dimension": "communication",
                "due_on": (timezone.localdate() + timedelta(days=5)).isoformat()}  # fmt: skip
    path = f"partners/{cast.ours}/promises"

    told = post(writer("finance"), path, promised, status=403).json()
    hidden = post(writer("other buyer"), path, promised, status=404)
    nowhere = post(writer("other buyer"), "partners/987654/promises", promised, status=404)

    assert told["detail"] == "You may read this, but your role does not change it. Ask a manager of your organisation."
    assert hidden.json() == nowhere.json()
    assert not Commitment.objects.filter(what="Answer within a day").exists()


def test_an_act_by_a_program_leaves_the_trail_of_its_person(cast, writer):
    made = post(writer("sales"), f"partners/{cast.ours}/threads", THREAD).json()

    entry = AuditEntry.objects.filter(verb__startswith="message.").latest("pk")
    assert (entry.person, entry.relationship_id) == (cast.people["sales"], cast.ours)
    assert Thread.objects.get(pk=made["id"]).relationship_id == cast.ours


def test_a_promise_is_made_accepted_and_moves_on_once(cast, writer):
    due = (timezone.localdate() + timedelta(days=5)).isoformat()
    promised = {"what": "Answer within a day", "due_on": due, "dimension": "communication"}
    made = post(writer("buyer"), f"partners/{cast.ours}/promises", promised).json()["id"]
    sales = writer("sales")

    post(sales, f"promises/{made}/steps", {"step": "accept"})
    refused = post(sales, f"promises/{made}/steps", {"step": "accept"}, key="again", status=409).json()

    assert Commitment.objects.get(pk=made).state == "accepted"
    assert refused["where"] == "step"
    assert refused["detail"].startswith("The promise does not stand where this step can be taken.")
    seen = sales.get(f"/api/v1/promises/{made}").json()
    assert (seen["state"], seen["side"], "accept" in seen["steps"]) == ("accepted", "buyer", False)


def test_steps_of_a_line_are_told_where_they_are_taken(cast, writer):
    refused = post(writer("buyer"), f"promises/{cast.open_line}/steps", {"step": "waive"}, status=422).json()

    assert refused["detail"].startswith("This promise lives by its question or its order line")


def test_a_message_asks_and_the_question_is_answered_and_taken_back(cast, writer):
    due = (timezone.now() + timedelta(days=3)).isoformat()
    asks = {"what": "Is it dyed?", "due_at": due, "why": "The boat leaves."}
    buyer, sales = writer("buyer"), writer("sales")
    thread = post(buyer, f"partners/{cast.ours}/threads", THREAD | {"asks": asks}).json()["id"]
    request = buyer.get(f"/api/v1/threads/{thread}").json()["messages"][0]["request"]
    open_one = buyer.get(f"/api/v1/requests/{request}").json()
    assert (open_one["state"], open_one["told"]) == ("open", [])
    # Nobody is told yet; who is next, and when, is said to programs as on the page.
    assert len(open_one["ahead"]) > 0
    assert all(each["step"] and each["at"] for each in open_one["ahead"])

    post(sales, f"threads/{thread}/messages", {"text": "Yes, it was dyed on Monday.", "language": "en"}, key="m")
    answered = buyer.get(f"/api/v1/requests/{request}").json()
    assert (answered["state"], answered["ahead"]) == ("answered", [])
    refused = post(buyer, f"requests/{request}/withdraw", key="w", status=422).json()

    assert refused["status"] == 422


def test_a_file_is_uploaded_and_carried_by_a_message(cast, writer, settings, tmp_path):
    settings.TROTH_FILES = tmp_path

    def upload(client, content):
        file = SimpleUploadedFile("dip.pdf", content, content_type="application/pdf")
        return client.post("/api/v1/files", {"file": file}, headers={"Idempotency-Key": "file"})

    buyer = writer("buyer")
    first, again = upload(buyer, b"%PDF-1.7 a lab dip"), upload(buyer, b"%PDF-1.7 a lab dip")
    other = upload(buyer, b"%PDF-1.7 another one")
    held = first.json()
    assert (first.status_code, again.json(), other.status_code) == (200, held, 409)
    post(writer("sales"), f"partners/{cast.ours}/threads", THREAD | {"files": [held["key"]]}, status=422)

    made = post(buyer, f"partners/{cast.ours}/threads", THREAD | {"files": [held["key"]]}).json()["id"]

    (kept,) = Message.objects.get(thread=made).attachments.all()
    assert (kept.sha256, kept.name) == (held["sha256"], "dip.pdf")


def test_everyday_writing_asks_the_database_as_often_as_it_must(cast, writer, django_assert_num_queries):
    buyer, path = writer("buyer"), f"partners/{cast.ours}/threads"
    post(buyer, path, THREAD)

    # Token and person, seats; one act with its two ends: what is over goes, and the answer that stands.
    with django_assert_num_queries(6):
        post(buyer, path, THREAD)


def test_the_limit_counts_what_is_written_too(cast, writer, settings, tmp_path):
    settings.TROTH_API_REQUESTS_A_MINUTE, settings.TROTH_API_COUNTS = 1, tmp_path
    buyer = writer("buyer")
    post(buyer, f"partners/{cast.ours}/threads", THREAD)

    post(buyer, f"partners/{cast.ours}/threads", THREAD, status=429)


def test_a_request_too_large_is_refused_before_it_is_read(cast, writer, settings):
    settings.TROTH_UPLOAD_LIMIT_BYTES = 10
    told = json.dumps(THREAD | {"text": "x" * 1024**2})
    path = f"/api/v1/partners/{cast.ours}/threads"

    answer = writer("buyer").post(path, told, content_type="application/json", headers={"Idempotency-Key": "1"})

    assert answer.status_code == 413
    assert answer.json()["detail"].startswith("The request is larger than 0 MB.")
