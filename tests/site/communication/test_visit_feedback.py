"""A meeting in person: its time together, what both saw, and what each says blind of the other."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import makers
from tests.site.communication.talking import settle
from troth_site.access import NotAllowed, NotThere
from troth_site.actions.communication import agendas, visit_feedback
from troth_site.actions.communication.visit_feedback import FeedbackRefused
from troth_site.models import Attendance, AuditEntry, Commitment, Meeting, VisitFinding, VisitRating

pytestmark = pytest.mark.django_db
GIVEN = {"prepared": "4", "polite": "5", "useful": "3"}


def visit(cast, *, hours=-24, way="visit", minutes=240, state="planned"):
    row = Meeting.objects.create(
        relationship=cast.pair, title="Visit", starts_at=timezone.now() + timedelta(hours=hours), minutes=minutes,
        zone="UTC", state=state, way=way,
    )  # fmt: skip
    for person, side in ((cast.ana, "buyer"), (cast.lin, "factory")):
        Attendance.objects.create(meeting=row, person=person, side=side, state="coming")
    return row


def page(cast, person, row):
    return cast.browser(person).get(reverse("meeting", args=[row.pk])).content.decode()


def rate(cast, person, row, **changed):
    return cast.browser(person).post(reverse("meeting-rating", args=[row.pk]), GIVEN | changed)


def test_neither_reads_the_other_before_both_have_answered(cast):
    row = visit(cast)
    assert rate(cast, cast.lin, row, words="They came prepared").status_code == 302
    # One's own stands in one's own form; the other side does not even learn that it was said.
    assert "They came prepared" in page(cast, cast.lin, row)
    assert "They came prepared" not in page(cast, cast.ana, row)
    told = cast.browser(cast.ana).get(f"/api/v1/meetings/{row.pk}/visit").json()
    assert (told["ratings"], told["own"], told["missing"]) == ([], None, ["buyer"])
    assert rate(cast, cast.ana, row, words="A warm welcome").status_code == 302

    for person in (cast.ana, cast.lin):
        text = page(cast, person, row)
        assert ("They came prepared" in text, "A warm welcome" in text) == (True, True)


def test_after_a_week_whoever_answered_is_read_and_whoever_did_not_still_can(cast):
    row = visit(cast, hours=-24 * 8)
    VisitRating.objects.create(
        meeting=row, side="factory", prepared=2, polite=5, useful=4, words="Late by an hour", given_at=timezone.now()
    )
    assert "Late by an hour" in page(cast, cast.ana, row)
    assert rate(cast, cast.lin, row, words="Changed").status_code == 422
    assert VisitRating.objects.get().words == "Late by an hour"
    assert rate(cast, cast.ana, row).status_code == 302


def test_nothing_is_chosen_beforehand_and_nothing_may_be_left_out(cast):
    row = visit(cast)
    text = page(cast, cast.lin, row)
    [form] = [part for part in text.split("<form") if "meeting" in part and "rating" in part.split(">")[0]]
    assert "checked" not in form
    for wrong in ({"prepared": ""}, {"polite": "0"}, {"useful": "6"}, {"prepared": "very"}):
        assert rate(cast, cast.lin, row, words="Typed", **wrong).status_code == 422
    assert VisitRating.objects.count() == 0


def test_what_is_refused_stands_at_its_field_alone_with_what_was_typed(cast):
    row = visit(cast, hours=-1)
    pk = visit_feedback.find(by=makers.make_actor(cast.ana), meeting=row.pk, text="Cartons in the aisle")
    sent = (
        (cast.lin, "meeting-finding-answer", [row.pk, pk], {"text": " "}, f"finding-{pk}-text"),
        (cast.lin, "meeting-finding-answer", [row.pk, pk], {"text": "x" * 1001}, f"finding-{pk}-text"),
        (cast.lin, "meeting-finding", [row.pk], {"text": ""}, "finding-text"),
        (cast.lin, "meeting-rating", [row.pk], GIVEN | {"words": "y" * 2001}, "rating-words"),
    )
    for person, name, args, data, field in sent:
        answer = cast.browser(person).post(reverse(name, args=args), data)
        text = answer.content.decode()
        assert (answer.status_code, f'id="{field}_error"' in text) == (422, True), name
        assert [str(each) for each in answer.context["messages"]] == [], name
        typed = next(iter(data.values()))
        assert typed.strip() in text


@pytest.mark.parametrize("changed", [{"hours": 3}, {"way": "video"}, {"state": "cancelled"}])
def test_only_a_visit_that_has_begun_is_rated(cast, changed):
    row = visit(cast, **changed)
    assert rate(cast, cast.lin, row).status_code == 422
    with pytest.raises(FeedbackRefused):
        visit_feedback.find(by=makers.make_actor(cast.ana), meeting=row.pk, text="Cartons in the aisle")
    assert (VisitRating.objects.count(), VisitFinding.objects.count()) == (0, 0)


def test_what_one_side_saw_is_the_other_s_to_answer(cast):
    row = visit(cast, hours=-1)
    find = reverse("meeting-finding", args=[row.pk])
    for _once_more in range(2):
        sent = {"text": "<b>Cartons</b> in the aisle", "ticket": "t"}
        assert cast.browser(cast.ana).post(find, sent).status_code == 302
    finding = VisitFinding.objects.get()
    answer = reverse("meeting-finding-answer", args=[row.pk, finding.pk])
    assert cast.browser(cast.ana).post(answer, {"text": "Ours"}).status_code == 403
    assert cast.browser(cast.lin).post(answer, {"text": " "}).status_code == 422
    assert cast.browser(cast.lin).post(answer, {"text": "Pallets are ordered"}).status_code == 302

    text = page(cast, cast.ana, row)
    assert "Pallets are ordered" in text
    assert "during the visit" in text
    assert "&lt;b&gt;Cartons" in text
    assert not AuditEntry.objects.filter(data__icontains="aisle").exists()


def test_strangers_find_nothing(cast):
    row = visit(cast)
    other = makers.make_person(makers.make_organisation("Else"))
    by = makers.make_actor(other)
    for doing in (
        lambda: visit_feedback.rate(by=by, meeting=row.pk, answers={}),
        lambda: visit_feedback.find(by=by, meeting=row.pk, text="Seen"),
        lambda: visit_feedback.answer(by=by, meeting=row.pk, finding=1, text="Seen"),
    ):
        with pytest.raises(NotThere):
            doing()
    assert cast.browser(other).get(f"/api/v1/meetings/{row.pk}/visit").status_code == 404


def test_a_finding_of_another_visit_is_not_there(cast):
    one, other = visit(cast), visit(cast)
    by = makers.make_actor(cast.ana)
    finding = visit_feedback.find(by=by, meeting=one.pk, text="Seen")
    with pytest.raises(NotThere):
        visit_feedback.answer(by=makers.make_actor(cast.lin), meeting=other.pk, finding=finding, text="Answered")
    with pytest.raises(NotAllowed):
        visit_feedback.answer(by=by, meeting=one.pk, finding=finding, text="Answered")


def test_the_agenda_of_a_visit_has_time_together_and_what_to_read(cast):
    settle(cast)
    row = visit(cast, hours=48)
    text = page(cast, cast.ana, row)
    assert "Time together, without business" in text
    assert "Running order" in text
    # Guest and host read their own clock first, and the other's beside it.
    shown = re.findall(r'<span class="g-when"><time[^>]*>[\d:]+ (\w+)</time><span[^>]*>[\d:]+ (\w+)</span>', text)
    assert set(shown) == {("Berlin", "Shanghai")}
    assert reverse("reading", args=[cast.pair.pk]) in text
    agendas.add_point(by=makers.make_actor(cast.ana), meeting=row.pk, part="informal", text="Tea with the night shift")
    assert "Tea with the night shift" in page(cast, cast.lin, row)
    assert "Running order" not in page(cast, cast.ana, visit(cast, hours=48, way="call"))


def test_a_closed_visit_asks_for_no_more_points(cast):
    row = visit(cast, hours=-9)
    assert "Add a point for it" in page(cast, cast.ana, row)
    Meeting.objects.update(state="closed", closed_at=timezone.now())
    assert "Add a point for it" not in page(cast, cast.ana, row)


def test_a_meeting_becomes_a_visit_and_an_impossible_way_is_refused(cast):
    row = visit(cast, hours=48, way="")
    path = reverse("meeting-edit", args=[row.pk])
    local = {"day": row.starts_at.date().isoformat(), "clock": f"{row.starts_at:%H:%M}", "minutes": "240"}
    data = {"revision": "0", "title": "Visit", "place": "", **local}
    assert cast.browser(cast.ana).post(path, data | {"way": "by ship"}).status_code == 422
    assert cast.browser(cast.ana).post(path, data | {"way": "visit"}).status_code == 302
    row.refresh_from_db()
    assert (row.way, row.place) == ("visit", "")


def test_a_page_costs_as_many_queries_with_one_finding_as_with_three(cast, django_assert_max_num_queries):
    row = visit(cast)
    browser, path = cast.browser(cast.ana), reverse("meeting", args=[row.pk])
    browser.get(path)
    counts = []
    for number in (1, 3):
        while VisitFinding.objects.count() < number:
            visit_feedback.find(by=makers.make_actor(cast.lin), meeting=row.pk, text="Seen")
        with django_assert_max_num_queries(30) as counted:
            browser.get(path)
        counts.append(len(counted))
    assert counts[0] == counts[1]


def test_what_comes_too_late_for_the_page_is_still_said(cast):
    row = visit(cast, hours=-1)
    answer = cast.browser(cast.lin).post(reverse("meeting-answer", args=[row.pk]), {"answer": "coming"})
    told = [str(each) for each in answer.context["messages"]]
    assert (answer.status_code, told) == (422, ["This meeting has begun or is cancelled: there is nothing to answer."])


def test_whoever_says_neither_yes_nor_no_is_asked_beside_the_buttons(cast):
    row = visit(cast, hours=9)
    answer = cast.browser(cast.lin).post(reverse("meeting-answer", args=[row.pk]), {})
    assert (answer.status_code, "Say whether you come." in answer.content.decode()) == (422, True)
    assert [str(each) for each in answer.context["messages"]] == []


def promise(cast, person, row, finding, **changed):
    data = {"what": "Order pallets", "due_on": str(cast.today + timedelta(days=9)), "owner": ""}
    data |= {"keep_day": data["due_on"]} | changed
    return cast.browser(person).post(reverse("meeting-finding-promise", args=[row.pk, finding]), data)


def test_what_was_seen_becomes_a_promise_once_and_stands_beside_it_on_both_sides(cast):
    row = visit(cast, hours=-1)
    pk = visit_feedback.find(by=makers.make_actor(cast.ana), meeting=row.pk, text="Cartons in the aisle")
    for _once_more in range(2):
        assert promise(cast, cast.lin, row, pk).status_code == 302
    made = VisitFinding.objects.get().commitment
    assert (made.what, made.side, made.state) == ("Order pallets", "factory", "proposed")
    assert Commitment.objects.filter(what="Order pallets").count() == 1

    address = reverse("promise", args=[made.pk])
    for person in (cast.ana, cast.lin):
        text = page(cast, person, row)
        [seen] = re.findall(r"Cartons in the aisle.*?</li>", text, re.DOTALL)
        assert (address in seen, "Promise something about it" in seen) == (True, False)
    told = cast.browser(cast.ana).get(f"/api/v1/meetings/{row.pk}/visit").json()
    assert told["findings"][0]["promise"] == made.pk
    # It is a promise of the meeting: the other side accepts it there.
    accept = reverse("meeting-accept", args=[row.pk, made.pk])
    assert cast.browser(cast.ana).post(accept).status_code == 302
    made.refresh_from_db()
    assert made.state == "accepted"


def test_a_promise_about_a_finding_says_what_and_by_when_at_its_fields(cast):
    row = visit(cast, hours=-1)
    pk = visit_feedback.find(by=makers.make_actor(cast.ana), meeting=row.pk, text="Cartons in the aisle")
    for wrong, field in (({"what": ""}, "what"), ({"due_on": "soon"}, "due_on")):
        answer = promise(cast, cast.lin, row, pk, **wrong)
        assert (answer.status_code, f'id="promise-{pk}-{field}_error"' in answer.content.decode()) == (422, True)
    assert promise(cast, cast.lin, row, pk, due_on="1999-01-01", keep_day="").status_code == 422
    assert promise(cast, cast.lin, row, pk + 9).status_code == 404
    assert promise(cast, cast.stranger, row, pk).status_code == 404
    assert promise(cast, cast.finance, row, pk).status_code == 403
    Meeting.objects.update(state="closed", closed_at=timezone.now())
    assert promise(cast, cast.lin, row, pk).status_code == 422
    assert VisitFinding.objects.get().commitment is None


def test_a_program_promises_about_a_finding(cast):
    row = visit(cast, hours=-1)
    pk = visit_feedback.find(by=makers.make_actor(cast.ana), meeting=row.pk, text="Cartons in the aisle")
    answer = cast.browser(cast.lin).post(
        f"/api/v1/meetings/{row.pk}/findings/{pk}/promise",
        {"what": "Order pallets", "due_on": str(cast.today + timedelta(days=9))}, content_type="application/json",
        headers={"Idempotency-Key": "one"},
    )  # fmt: skip
    assert (answer.status_code, answer.json()["id"]) == (200, VisitFinding.objects.get().commitment_id)


@pytest.mark.parametrize("clock", ["25:99", "9h30", "noon", "09:3x"])
def test_an_hour_that_is_none_is_refused_at_its_field_beside_everything_else(cast, clock):
    row = visit(cast, hours=48)
    data = {"revision": "0", "title": "Visit", "day": "soon", "clock": clock, "minutes": "60", "way": "visit"}
    answer = cast.browser(cast.ana).post(reverse("meeting-edit", args=[row.pk]), data)
    told = set(re.findall(r'id="edit-(\w+)_error"', answer.content.decode()))
    assert (answer.status_code, told) == (422, {"day", "clock"})
