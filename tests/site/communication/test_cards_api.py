"""What programs read and write of people: contacts, faces, the table, questions, limits, one's own calendar."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests import makers
from tests.site.communication.test_person_files import VOICE, photo
from tests.site.communication.test_visit_feedback import visit
from troth_site.actions.communication import contacts, customs
from troth_site.actions.communication.customs import CustomGiven
from troth_site.models import AuditEntry, PersonFile, QuizAnswer, TableNeeds

pytestmark = pytest.mark.django_db
BASE = "/api/v1/"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.TROTH_FILES = tmp_path


def read(cast, person, path):
    return cast.browser(person).get(BASE + path)


def write(cast, person, path, data=None, key="one"):
    return cast.browser(person).post(
        BASE + path, data or {}, content_type="application/json", headers={"Idempotency-Key": key}
    )


def send(cast, person, path, content, key="one"):
    data = {"file": SimpleUploadedFile("x", content)}
    return cast.browser(person).post(BASE + path, data, headers={"Idempotency-Key": key})


def test_a_photo_and_a_voice_are_added_read_and_taken_away_by_programs(cast):
    assert send(cast, cast.lin, "me/card/photo", photo()).status_code == 200
    assert send(cast, cast.lin, "me/card/voice", VOICE, key="two").status_code == 200
    card = read(cast, cast.ana, f"persons/{cast.lin.pk}").json()
    assert (card["has_photo"], card["has_voice"]) == (True, True)
    for kind, media_type in (("photo", "image/jpeg"), ("voice", "audio/wav")):
        answer = read(cast, cast.ana, f"persons/{cast.lin.pk}/{kind}")
        assert (answer["Content-Type"], len(b"".join(answer.streaming_content)) > 100) == (media_type, True)
        assert read(cast, cast.stranger, f"persons/{cast.lin.pk}/{kind}").status_code == 404
        assert read(cast, cast.lin, f"persons/{cast.ana.pk}/{kind}").status_code == 404
    assert read(cast, cast.ana, f"persons/{cast.lin.pk}/film").status_code == 422

    assert write(cast, cast.lin, "me/card/photo/remove", key="three").status_code == 200
    assert list(PersonFile.objects.values_list("kind", flat=True)) == ["voice"]


@pytest.mark.parametrize(("path", "content"), [("me/card/photo", b"MZ\x90"), ("me/card/voice", b"<script>")])
def test_what_is_no_photo_and_no_voice_is_refused_at_the_file(cast, path, content):
    answer = send(cast, cast.lin, path, content)
    assert (answer.status_code, answer.json()["where"]) == (422, "file")
    assert PersonFile.objects.count() == 0


def test_what_somebody_eats_is_told_by_themselves_alone_and_erased(cast):
    assert read(cast, cast.lin, "me/table").json() == {"needs": [], "drink": "", "words": ""}
    told = {"needs": ["halal"], "drink": "none", "words": "Tea, please."}
    assert write(cast, cast.lin, "me/table", told).status_code == 200
    assert read(cast, cast.lin, "me/table").json() == told
    assert read(cast, cast.ana, "me/table").json()["needs"] == []
    refused = write(cast, cast.lin, "me/table", {"needs": ["gold"]}, key="two")
    assert (refused.status_code, refused.json()["where"]) == (422, "needs")
    assert write(cast, cast.lin, "me/table/delete", key="three").status_code == 200
    assert TableNeeds.objects.count() == 0
    # The trail says that something was told, never what.
    assert "halal" not in str(list(AuditEntry.objects.values_list("data", flat=True)))


def test_questions_are_asked_answered_for_oneself_and_taken_away(cast):
    given = CustomGiven(
        about_ourselves=True, category="meals", text="We eat at noon", source="us", dated_on=cast.today
    )  # fmt: skip
    note = customs.write(by=makers.make_actor(cast.lin), relationship=cast.pair.pk, given=given)
    base = f"partners/{cast.pair.pk}/reading"
    asked = {"note": note, "text": "When do we eat?", "choices": ["noon", "one"], "right": 0}
    pk = write(cast, cast.lin, f"{base}/questions", asked).json()["id"]
    assert write(cast, cast.lin, f"{base}/questions", asked | {"right": 4}, key="two").status_code == 422
    assert write(cast, cast.ana, f"{base}/questions", asked).status_code == 404

    assert write(cast, cast.ana, f"{base}/questions/{pk}/answer", {"chosen": 1}, key="three").status_code == 200
    [shown] = read(cast, cast.ana, base).json()["questions"]
    assert (shown["chosen"], shown["is_right"]) == (1, False)
    assert read(cast, cast.finance, base).json()["questions"][0]["chosen"] is None
    assert write(cast, cast.ana, "me/answers/delete", key="four").status_code == 200
    assert QuizAnswer.objects.count() == 0
    assert write(cast, cast.lin, f"{base}/questions/{pk}/remove", key="five").status_code == 200
    assert read(cast, cast.ana, base).json()["questions"] == []


def test_a_limit_is_read_by_one_s_own_house_and_set_by_its_lead(cast):
    path = f"partners/{cast.pair.pk}/hospitality/limit"
    assert read(cast, cast.lin, path).json() == {"amount": None, "currency": ""}
    assert write(cast, cast.lin, path, {"amount": "50", "currency": "eur"}).status_code == 200
    assert read(cast, cast.lin, path).json() == {"amount": "50.00", "currency": "EUR"}
    assert read(cast, cast.ana, path).json() == {"amount": None, "currency": ""}
    assert write(cast, cast.finance, path, {"amount": "50", "currency": "EUR"}).status_code == 403
    assert write(cast, cast.lin, path, {"amount": "-1", "currency": "EUR"}, key="two").status_code == 422


def test_contacts_policy_and_calendar_are_read_and_written(cast):
    named = contacts.Named(person=cast.ana.pk, deputy=None)
    contacts.name_contact(by=makers.make_actor(cast.ana), relationship=cast.pair.pk, topic="orders", named=named)
    rows = read(cast, cast.lin, f"partners/{cast.pair.pk}/contacts").json()
    first = next(row for row in rows if (row["side"], row["topic"]) == ("buyer", "orders"))
    assert (len(rows), first["person_name"], first["deputy"], first["gap"]) == (10, "Ana Petrova", None, True)

    path = f"partners/{cast.pair.pk}/call-policy"
    assert write(cast, cast.lin, path, {"weeks": 6}).status_code == 200
    assert write(cast, cast.lin, path, {"weeks": 0}, key="two").status_code == 422
    assert write(cast, cast.finance, path, {"weeks": 6}).status_code == 403
    assert read(cast, cast.lin, "me/calendar").json().keys() == {"meetings", "dues"}


@pytest.mark.parametrize(("many", "path"), [(5, "contacts"), (5, "hospitality/limit")])
def test_a_program_asks_few_questions_of_the_database(cast, many, path, django_assert_num_queries):
    browser = cast.browser(cast.ana)
    browser.get(BASE + f"partners/{cast.pair.pk}/{path}")
    with django_assert_num_queries(many):
        browser.get(BASE + f"partners/{cast.pair.pk}/{path}")


def test_the_meal_of_a_visit_is_read_without_what_guests_eat(cast):
    row = visit(cast, hours=48)
    assert read(cast, cast.ana, f"meetings/{row.pk}/visit").json()["meal"] is None
    write(cast, cast.lin, "me/table", {"needs": ["halal"]})
    cast.browser(cast.lin).post(reverse("meeting-meal", args=[row.pk]), {"what": "Lunch", "pays": "factory"})
    answer = read(cast, cast.ana, f"meetings/{row.pk}/visit")
    assert (answer.json()["meal"]["what"], answer.json()["meal"]["pays"]) == ("Lunch", "factory")
    assert "halal" not in answer.content.decode()
