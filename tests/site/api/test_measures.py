"""Mail, series, cards, samples and other ways through the API: what is written there is read there, by both sides."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.site.matrix.rooms.mail import MAIL
from troth_site.actions import tokens
from troth_site.actions.communication.mail import dropping, taking_in
from troth_site.models import MailBatch, MeetingSeries, PreferenceCard

pytestmark = pytest.mark.django_db
NOTE = b"%PDF-1.7 measured at twelve points %%EOF"


class Program:
    """A program of one of the cast, each write under a key of its own."""

    def __init__(self, cast, part):
        by = cast.actor(part)
        token = tokens.make_token(by=by, person=by.person, writes=True)
        self.client, self.sent = Client(headers={"authorization": f"Bearer {token}"}), 0

    def get(self, path):
        return self.client.get(f"/api/v1/{path}")

    def post(self, path, *, parts=None, **said):
        self.sent += 1
        how = {"data": parts} if parts else {"data": said, "content_type": "application/json"}
        return self.client.post(f"/api/v1/{path}", headers={"Idempotency-Key": f"n{self.sent}"}, **how)


@pytest.fixture
def buyer(cast):
    return Program(cast, "buyer")


@pytest.fixture
def sales(cast):
    return Program(cast, "sales")


def test_a_file_of_mail_goes_in_on_its_terms_and_comes_back(cast, buyer, sales, settings, tmp_path):
    settings.TROTH_FILES = tmp_path
    (tmp_path / "mail-in").mkdir()
    came = buyer.post(f"partners/{cast.ours}/mail", parts={"file": SimpleUploadedFile("a.eml", MAIL % b"program")})
    where = f"mail/{came.json()['uid']}"
    asking = buyer.get(where).json()

    assert (came.status_code, came.json()["see"]) == (200, f"/api/v1/{where}")
    assert (asking["state"], asking["counts"]["messages"], asking["problem"]) == ("asking", 1, "")
    assert sales.get(where).status_code == 404
    assert buyer.post(f"{where}/terms", topic="gossip").json()["where"] == "topic"
    sides = {each["address"]: each["side"] or "factory" for each in asking["addresses"]}
    assert buyer.post(f"{where}/terms", topic="orders", sides=sides).status_code == 200
    taking_in.take_in(batch=MailBatch.objects.get(uid=came.json()["uid"]).pk)
    assert [each["state"] for each in sales.get(f"partners/{cast.ours}/mail").json()] == ["done"]
    assert sales.get(where).json()["addresses"] == []
    assert sales.post(f"{where}/undo").status_code == 403
    assert (buyer.post(f"{where}/undo").status_code, buyer.get(where).json()["state"]) == (200, "undone")


def test_a_file_that_is_no_mail_says_so(cast, buyer, settings, tmp_path):
    settings.TROTH_FILES = tmp_path
    (tmp_path / "mail-in").mkdir()
    came = buyer.post(f"partners/{cast.ours}/mail", parts={"file": SimpleUploadedFile("a.eml", b"\x00\x01 no mail")})
    found = buyer.get(f"mail/{came.json()['uid']}").json()

    assert (found["state"], found["problem"] == "") == ("refused", False)
    assert dropping.file_of(found["uid"]).parent == tmp_path / "mail-in"


def test_slots_tell_both_clocks_and_what_each_side_bears(cast, buyer):
    first = (timezone.localdate() + timedelta(days=7)).isoformat()
    slots = buyer.post(f"partners/{cast.ours}/slots", first_on=first, minutes=60).json()["slots"]

    assert [each["is_fairest"] for each in slots].count(True) == 1
    assert all(len(each["starts"]) == 1 and each["buyer_clock"] >= first for each in slots)
    assert all(min(each["buyer_bears"], each["factory_bears"]) >= 0 for each in slots)


def test_a_series_changes_as_a_whole_and_somebody_who_read_an_older_one_is_told(cast, buyer, sales):
    asked = {"first_on": (timezone.localdate() + timedelta(days=7)).isoformat(), "minutes": 60, "every_weeks": 2,
             "count": 3}  # fmt: skip
    choice = buyer.post(f"partners/{cast.ours}/slots", **asked).json()["slots"][0]["key"]
    planned = buyer.post(f"partners/{cast.ours}/meetings", title="Two weeks", choice=choice, **asked)
    assert planned.status_code == 200, planned.content
    where = f"series/{MeetingSeries.objects.get().pk}"
    before = sales.get(where).json()

    assert (before["title"], before["left"], before["minutes"]) == ("Two weeks", 3, 60)
    assert sales.post(where, revision=before["revision"], title="Every second week").status_code == 200
    assert buyer.get(where).json()["title"] == "Every second week"
    met = buyer.post(where, revision=before["revision"], title="Fortnight")
    assert (met.status_code, met.json()["where"]) == (409, "revision")
    assert buyer.post(where, revision=0).json()["where"] == "title"


def test_ones_own_card_is_written_read_by_partners_and_deleted(cast, buyer, sales):
    wrote = buyer.post("me/card", channel="chat", best_from="09:00", best_to="11:30", languages=["en", "es"])
    seen = sales.get(f"persons/{cast.people['buyer'].pk}").json()

    assert wrote.status_code == 200
    assert (seen["channel"], seen["best_from"], seen["languages"]) == ("chat", "09:00", ["en", "es"])
    assert buyer.post("me/card", languages=["tlh"]).json()["where"] == "languages"
    assert buyer.post("me/card", best_from="09:00").json()["where"] == "best_to"
    assert buyer.post("me/card", best_from="12:00", best_to="09:00").status_code == 422
    assert buyer.post("me/card/delete").status_code == 200
    assert not PreferenceCard.objects.exists()


def test_a_sample_is_the_measure_once_both_sides_approved_it(cast, buyer, sales, settings, tmp_path):
    settings.TROTH_FILES = tmp_path
    made = buyer.post(f"partners/{cast.ours}/products", name="Tote", item="Tote bag 12 oz", category="hard-goods")
    where = f"products/{made.json()['id']}/samples"
    paper = SimpleUploadedFile("points.pdf", NOTE)
    proposed = buyer.post(where, parts={"kind": "limit", "label": "Two shades", "photos": paper})
    assert proposed.status_code == 200, proposed.content
    decide = f"samples/{proposed.json()['id']}/decide"
    for program in (buyer, sales):
        assert sales.get(where).json()[0]["is_measure"] is False
        assert program.post(decide, approved=True, words="Shelf 4").status_code == 200
    (kept,) = sales.get(where).json()

    assert (kept["is_measure"], len(kept["photos"]), kept["version"]) == (True, 1, None)
    assert sales.post(decide, approved=False, words="Too dark").status_code == 422
    assert buyer.post(where, parts={"kind": "favourite", "label": "Nicest"}).json()["where"] == "kind"


def test_another_way_is_turned_down_with_data_alone(cast, buyer, sales):
    said = {"asked": "Wash at 60 °C", "why": "Shrinkage below 3 %", "alternative": "Wash at 40 °C twice"}
    made = sales.post(f"partners/{cast.ours}/alternatives", **said).json()
    where = f"alternatives/{made['id']}"

    assert made["see"] == f"/api/v1/{where}"
    assert sales.post(f"{where}/answer", accepted=True).status_code == 403
    assert buyer.post(f"{where}/answer", accepted=False, text="We do not like it").status_code == 422
    trial = {"old": [2.0, 2.1, 1.9, 2.0], "new": [4.0, 4.2, 3.9, 4.1], "margin": 0.3}
    assert buyer.post(f"{where}/answer", accepted=False, text="It shrinks", **trial).status_code == 200
    (seen,) = sales.get(f"partners/{cast.ours}/alternatives").json()
    assert (seen["accepted"], seen["is_as_good"], round(seen["difference"], 2)) == (False, False, 2.05)


def test_own_inspections_are_ones_own(buyer):
    assert buyer.get("me/inspections").json() == []
