"""The pages of corrective action: both sides see the same, forms keep what was typed, the paper is in two languages."""

import re
from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from tests.site.quality.corrective_room import Room
from troth_site.actions.quality import corrective_causes
from troth_site.desk.quality.corrective_report import content
from troth_site.models import CorrectiveAction, CorrectiveStep, Notification
from troth_site.queries.quality import corrective as queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(cast):
    return Room(cast)


def text(answer):
    return answer.content.decode()


def test_list_is_empty_with_the_next_step(room):
    answer = room.cast.browser(room.cast.ana).get(reverse("quality-corrective", args=[room.pair.pk]))

    assert "No problem is worked on together yet" in text(answer)


def test_opened_on_the_page_and_read_by_both(room):
    typed = {"open-x": "", "title": "Zip breaks", "problem": "11 of 200 broke.", "grade": "major", "family": "jackets"}
    url = reverse("quality-corrective", args=[room.pair.pk])
    answer = room.cast.browser(room.cast.lin).post(url, typed)
    pk = CorrectiveAction.objects.get().pk

    assert answer.url == reverse("corrective", args=[pk])
    for person in (room.cast.ana, room.cast.lin, room.cast.finance):
        assert "Zip breaks" in text(room.cast.browser(person).get(url))
        assert "11 of 200 broke." in text(room.cast.browser(person).get(answer.url))
    assert room.cast.browser(room.cast.stranger).get(answer.url).status_code == 404


@pytest.mark.parametrize("typed", [
    {}, {"title": "x", "problem": "y", "grade": "huge"}, {"title": "x" * 201, "problem": "y", "grade": "major"},
    {"title": "x", "problem": "y", "grade": "major", "lots_to_watch": "0"},
    {"title": "x", "problem": "y", "grade": "major", "inspection": "99"},
    {"title": "\0", "problem": "y", "grade": "major"},
])  # fmt: skip
def test_nonsense_stays_on_the_page(room, typed):
    answer = room.cast.browser(room.cast.ana).post(reverse("quality-corrective", args=[room.pair.pk]), typed)

    assert (answer.status_code, CorrectiveAction.objects.count()) == (422, 0)


def test_a_step_goes_from_hand_to_hand(room):
    pk = room.open()
    factory, buyer = room.cast.browser(room.cast.lin), room.cast.browser(room.cast.ana)
    new = {"stage": "containment", "side": "factory", "text": "Sort 800 pieces"}
    assert buyer.post(reverse("corrective-add-step", args=[pk]), new).status_code == 302
    step = CorrectiveStep.objects.get()
    url = reverse("corrective-step", args=[pk, step.pk])
    assert buyer.post(url, {"does": "take"}).status_code == 403
    assert factory.post(url, {"does": "take"}).status_code == 302
    assert factory.post(url, {"does": "done", "proof": ""}).status_code == 422
    assert factory.post(url, {"does": "done", "proof": "Sorted, 7 bad"}).status_code == 302
    assert buyer.post(url, {"does": "refuse", "reason": ""}).status_code == 422
    assert buyer.post(url, {"does": "refuse", "reason": "And the other line?"}).status_code == 302
    assert "And the other line?" in text(factory.get(reverse("corrective", args=[pk])))
    assert factory.post(url, {"does": "done", "proof": "Both lines sorted"}).status_code == 302
    assert buyer.post(url, {"does": "confirm"}).status_code == 302
    assert buyer.post(url, {"does": "burn"}).status_code == 404

    step.refresh_from_db()
    assert step.confirmed_by == room.cast.ana
    promise = buyer.get(reverse("promise", args=[step.commitment_id]), follow=True)
    assert promise.request["PATH_INFO"] == reverse("corrective", args=[pk])


def test_causes_that_differ_are_both_shown_and_blame_is_advised_against(room):
    pk = room.open(problem="Your careless workers always ruin it!!")
    url = reverse("corrective-cause", args=[pk])
    factory, buyer = room.cast.browser(room.cast.lin), room.cast.browser(room.cast.ana)
    assert buyer.post(url, {"side": "factory", "revision": "0", "why0": "The jig is worn"}).status_code == 302
    assert factory.post(url, {"side": "buyer", "revision": "0"}).status_code == 422
    assert factory.post(url, {"side": "buyer", "revision": "1"}).status_code == 302
    page = buyer.get(reverse("corrective", args=[pk]))

    assert [str(each["cause"]) for each in page.context["said"]] == ["the factory’s", "the buyer’s"]
    assert page.context["cause"] == ""
    assert len(page.context["tone"]) >= 1


def test_shares_make_a_hundred(room):
    pk = room.open()
    url = reverse("corrective-cause", args=[pk])
    buyer = room.cast.browser(room.cast.ana)
    typed = {"revision": "0", "cost": "100.01", "currency": "eur", "buyer_share": "50"}
    assert buyer.post(url, typed | {"buyer_share": "101"}).status_code == 422
    assert buyer.post(url, typed).status_code == 302

    shares = buyer.get(reverse("corrective", args=[pk])).context["found"].shares
    assert shares.proposer + shares.other == CorrectiveAction.objects.get().cost


def test_it_closes_on_the_page_only_once_nothing_lacks(room):
    pk = room.open(lots_to_watch=1)
    buyer, url = room.cast.browser(room.cast.ana), reverse("corrective-close", args=[pk])
    assert buyer.post(url).status_code == 422
    room.carry_out(pk)
    room.lot()
    page = buyer.get(reverse("corrective", args=[pk]))
    assert (page.context["lacks"], "Close it" in text(page)) == ([], True)
    assert buyer.post(url).status_code == 302
    assert "Closed by Ana Petrova" in text(buyer.get(reverse("corrective", args=[pk])))
    room.lot(bad=1)
    assert "came back once" in text(buyer.get(reverse("corrective", args=[pk])))


def test_the_pace_counts_what_is_still_open(room):
    first = room.open()
    room.open()
    corrective_causes.say_cause(by=room.factory, corrective=first, given=corrective_causes.Cause(side="both"))
    page = room.cast.browser(room.cast.lin).get(reverse("quality-corrective", args=[room.pair.pk]))

    pace = next(each["pace"] for each in page.context["paces"] if each["pace"].opened_side == "buyer")
    assert (pace.n, pace.first_answer_days is not None, pace.resolve_days) == (2, True, None)


def test_what_was_taken_back_asked_nobody_for_an_answer(room):
    pk = room.open()
    url, buyer = reverse("corrective-drop", args=[pk]), room.cast.browser(room.cast.ana)
    assert buyer.post(url, {"reason": ""}).status_code == 422
    assert room.cast.browser(room.cast.lin).post(url, {"reason": "No"}).status_code == 403
    assert buyer.post(url, {"reason": "Another lot was meant"}).status_code == 302
    page = buyer.get(reverse("quality-corrective", args=[room.pair.pk]))

    assert [each["pace"].n for each in page.context["paces"]] == [0, 0]
    assert "Another lot was meant" in text(room.cast.browser(room.cast.lin).get(reverse("corrective", args=[pk])))


def test_the_paper_is_drawn_in_two_languages(room):
    pk = room.open(problem="拉链断裂 <script>alert(1)</script>")
    room.carry_out(pk)
    answer = room.cast.browser(room.cast.ana).get(reverse("corrective-8d", args=[pk]), {"beside": "vi"})

    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    for beside in ("nonsense", "en", ""):
        again = room.cast.browser(room.cast.ana).get(reverse("corrective-8d", args=[pk]), {"beside": beside})
        assert again.status_code == 200


def test_the_paper_writes_days_as_its_reader_does_and_tells_what_was_done(room):
    pk = room.open(problem="11 of 200 broke.", lots_to_watch=1)
    room.carry_out(pk)
    room.lot()
    why = corrective_causes.Cause(whys=["The jig is worn"], escapes=["Nobody measures it"])
    corrective_causes.say_cause(by=room.buyer, corrective=pk, given=why)
    found = queries.action(room.buyer, pk)
    with translation.override("en"):
        page = render_to_string("print/eight_d/paper.html", content(found, "en", "zh-hans"))

    today = timezone.localdate()
    assert re.search(r"\d{4}-\d{2}-\d{2}", page) is None
    assert f"{today:%a} {today.day} {today:%b %Y}" in page
    assert f"{today.year}年{today.month}月{today.day}日" in page
    for said in ("Photo of the new jig", "Nobody measures it", "The jig is worn", "Lot 1", "Ana Petrova", "林"):
        assert said in page
    assert "D8" in page


def test_page_asks_the_same_however_many_steps_there_are(room, django_assert_num_queries):
    pk = room.open()
    room.carry_out(pk)
    browser = room.cast.browser(room.cast.ana)
    browser.get(reverse("corrective", args=[pk]))
    with django_assert_num_queries(19):
        browser.get(reverse("corrective", args=[pk]))
    # With more to do nothing is watched, so no lots are asked for.
    for _more in range(3):
        room.step(pk, "prevention", "buyer")
        with django_assert_num_queries(17):
            browser.get(reverse("corrective", args=[pk]))


def test_notices_lead_to_the_page(room):
    pk = room.open()
    path = Notification.objects.filter(event="corrective-opened").values_list("path", flat=True)[0]

    assert room.cast.browser(room.cast.lin).get(path).context["found"].pk == pk


@pytest.mark.parametrize(("bad", "is_told"), [(12, True), (0, False)])
def test_a_fall_is_only_told_where_there_was_one(room, bad, is_told):
    room.lot(bad=bad, units=200, at=timezone.now() - timedelta(days=20))
    pk = room.open(lots_to_watch=1)
    room.carry_out(pk)
    room.lot(bad=0, units=200)

    page = room.cast.browser(room.cast.ana).get(reverse("corrective", args=[pk])).content.decode()

    assert ("of the units had it, since then" in page, "So clear a fall" in page) == (True, is_told)
