import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests import makers
from tests.site.communication import asked
from tests.site.communication.asked import HOUR, ask, kinds, thread, write
from troth_site.actions.communication import requests, requests_doors
from troth_site.models import AuditEntry, Commitment, Message, OneTapLink, ReplyRequest, Tally

pytestmark = pytest.mark.django_db
DRAWN = re.compile(r'(csrfmiddlewaretoken|next)" value="[^"]*"')
SECRET = "The price we pay elsewhere"


@pytest.fixture
def request_(cast):
    asked.places(cast)
    topic = thread(cast)
    write(topic, cast.ana, SECRET, timezone.now() - 4 * HOUR)
    return ask(topic, cast.ana, timezone.now() - 2 * HOUR)


@pytest.fixture
def door(cast, request_):
    return path(requests_doors.make_door(request_.pk, cast.lin.pk))


def path(address):
    assert address.startswith("http://127.0.0.1:8000/answer/")
    return address.removeprefix("http://127.0.0.1:8000")


def press(door, **said):
    return Client().post(door, {"choice": "words", "text": "It is 19-4052.", **said})


def test_looking_through_a_door_shows_the_question_and_changes_nothing(cast, request_, door):
    link = OneTapLink.objects.get()
    before = (Message.objects.count(), AuditEntry.objects.count())
    for method in ("get", "head"):
        answer = getattr(Client(), method)(door)
        assert answer.status_code == 200
    text = Client().get(door).content.decode()

    for said in (
        "Which blue is it?",
        "The mill waits.",
        "Ana Petrova of Nordlicht asks you, 林晓梅.",
        "Shanghai",
        "Berlin",
    ):
        assert said in text
    for hidden in (SECRET, cast.lin.email, cast.ana.email, "/partners/", "/threads/", "Lab dips"):
        assert hidden not in text
    link.refresh_from_db()
    assert (link.used_at, (Message.objects.count(), AuditEntry.objects.count())) == (None, before)
    assert door.strip("/").split("/")[-1] not in str(OneTapLink.objects.values_list())
    assert "no-store" in Client().get(door)["Cache-Control"]


def test_the_button_answers_once_as_by_link(cast, request_, door):
    first, again = press(door), press(door)
    request_.refresh_from_db()
    said = Message.objects.get(origin="link")

    assert (first.status_code, again.status_code) == (200, 404)
    assert "your answer is there" in first.content.decode()
    assert (said.text, said.side, said.author, said.verified) == ("It is 19-4052.", "factory", cast.lin, False)
    assert request_.answer == said
    assert Commitment.objects.get(pk=request_.commitment_id).quality == 0.6
    assert kinds(request_) == ["request.asked", "request.answered"]
    assert AuditEntry.objects.get(verb="door.answered").person == cast.lin
    assert Message.objects.filter(origin="link").count() == 1


def test_somebody_signed_in_of_that_side_confirms_it(cast, request_, door):
    press(door)
    address = f"/requests/{request_.pk}/"
    assert "sender not verified" in cast.browser(cast.ana).get(address).content.decode()
    thread = cast.browser(cast.ana).get(f"/threads/{Message.objects.get(origin='link').thread_id}/").content.decode()
    assert "By one-tap link, sender not verified." in thread
    assert cast.browser(cast.ana).post(f"{address}confirm/").status_code == 422
    assert cast.browser(cast.lin).post(f"{address}confirm/").status_code == 302

    assert Message.objects.get(origin="link").verified is True
    assert sum(row.kept_weight for row in Tally.objects.filter(dimension="communication")) == pytest.approx(1.0)
    assert "sender not verified" not in cast.browser(cast.ana).get(address).content.decode()


@pytest.mark.parametrize(
    ("said", "text"),
    [({"choice": "yes", "text": ""}, "Yes."), ({"choice": "no", "text": "Too late"}, "No.\n\nToo late"),
     ({"choice": "day", "day": "2026-12-24", "text": ""}, "By Thu 24 Dec 2026.")],
)  # fmt: skip
def test_a_choice_is_an_answer_however_short(cast, request_, door, said, text):
    assert press(door, **said).status_code == 200
    request_.refresh_from_db()

    assert (request_.answer.text, request_.answered_at is not None) == (text, True)


def test_words_alone_are_an_answer(cast, request_, door):
    assert press(door, choice="", text="Pantone 19-4052, as on lab dip B.").status_code == 200
    request_.refresh_from_db()

    assert request_.answer.text == "Pantone 19-4052, as on lab dip B."


def test_will_check_tells_that_they_look_at_it_and_stops_no_clock(cast, request_, door):
    answer = press(door, text="Noted, will check.")
    request_.refresh_from_db()

    assert "they know that you look at it" in answer.content.decode()
    assert (request_.answered_at, request_.acknowledged_at is not None) == (None, True)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [({"choice": "", "text": ""}, "Choose an answer"), ({"choice": "words", "text": " "}, "Write your answer."),
     ({"choice": "day"}, "Choose the day."), ({"choice": "day", "day": "24/12/2026"}, "2026-03-12"),
     ({"text": "x" * 4001}, "4000")],
)  # fmt: skip
def test_what_lacks_is_said_and_the_door_stays_open(request_, door, said, sentence):
    answer = press(door, **said)

    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert press(door).status_code == 200


def test_a_door_serves_the_one_request_it_was_made_for(cast, request_, door):
    older = ask(request_.thread, cast.ana, timezone.now() - 3 * HOUR)
    press(door)
    for row in (older, request_):
        row.refresh_from_db()

    assert (older.answered_at, request_.answered_at is not None) == (None, True)


def test_used_over_revoked_answered_left_and_unknown_doors_look_alike(cast, request_, door):
    def closed(address):
        answers = [Client().get(address), press(address)]
        assert [answer.status_code for answer in answers] == [404, 404]
        return {DRAWN.sub("", answer.content.decode()) for answer in answers}

    seen = closed("/answer/never-made/")
    for change, back in (
        ({"expires_at": timezone.now()}, {"expires_at": timezone.now() + HOUR}),
        ({"revoked_at": timezone.now()}, {"revoked_at": None}),
        ({"used_at": timezone.now()}, {"used_at": None}),
    ):
        OneTapLink.objects.update(**change)
        seen |= closed(door)
        OneTapLink.objects.update(**back)
    assert Client().get(door).status_code == 200
    ReplyRequest.objects.update(withdrawn_at=timezone.now())
    seen |= closed(door)
    ReplyRequest.objects.update(withdrawn_at=None)
    cast.lin.memberships.update(active=False)
    seen |= closed(door)

    assert len(seen) == 1


@pytest.mark.parametrize("who", ["ana", "lin"])
def test_either_side_revokes_the_doors_of_a_request(cast, request_, door, who):
    browser = cast.browser(getattr(cast, who))
    assert "One link answers without a sign-in." in browser.get(f"/requests/{request_.pk}/").content.decode()
    assert browser.post(f"/requests/{request_.pk}/doors/revoke/").status_code == 302

    assert Client().get(door).status_code == 404
    assert AuditEntry.objects.filter(verb="door.revoked").count() == 1
    assert cast.browser(cast.stranger).post(f"/requests/{request_.pk}/doors/revoke/").status_code == 404


def test_a_newer_door_of_the_same_person_closes_the_older(cast, request_, door):
    newer = path(requests_doors.make_door(request_.pk, cast.lin.pk))

    assert (Client().get(door).status_code, Client().get(newer).status_code) == (404, 200)


def test_only_the_answering_side_gets_doors_and_only_while_it_is_asked(cast, request_):
    for person in (cast.ana, cast.stranger):
        with pytest.raises(requests_doors.DoorRefused, match="side that answers"):
            requests_doors.make_door(request_.pk, person.pk)
    requests.withdraw(by=makers.make_actor(cast.ana), request=request_.pk)
    with pytest.raises(requests_doors.DoorRefused, match="does not wait"):
        requests_doors.make_door(request_.pk, cast.lin.pk)
    assert OneTapLink.objects.count() == 0


def test_the_page_speaks_the_receiver_s_language(cast, request_):
    cast.lin.language = "zh-hans"
    cast.lin.save(update_fields=["language"])
    address = path(requests_doors.make_door(request_.pk, cast.lin.pk))

    assert '<html lang="zh-hans"' in Client().get(address).content.decode()


def test_many_attempts_wait_and_the_door_stays_good(request_, door, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    codes = [press(door, choice="", text="").status_code for _attempt in range(3)]

    assert codes == [422, 422, 429]
    assert Client().get(door).status_code == 200


def test_a_form_of_another_site_answers_nothing(door):
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(door, {"choice": "yes"}).status_code == 403
    assert OneTapLink.objects.get().used_at is None


def test_a_door_lasts_fourteen_days(request_, door):
    link = OneTapLink.objects.get()

    assert link.expires_at - link.created_at == timedelta(days=14)
