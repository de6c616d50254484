"""Ideas of either side: an answer is owed, what is saved is shared, other ways fall only to data."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import makers
from tests.site.quality.corrective_room import Room
from troth_site.access import NotAllowed, NotThere
from troth_site.actions.quality import alternatives, ideas
from troth_site.actions.quality.alternatives import AlternativeRefused, NewAlternative, Verdict
from troth_site.actions.quality.ideas import IdeaAnswer, IdeaRefused, NewIdea
from troth_site.models import Commitment, Idea, MethodAlternative, OrderLine, Product
from troth_site.queries.quality import ideas as queries

pytestmark = pytest.mark.django_db
OLD, WORSE = [10.0, 10.1, 9.9, 10.0], [11.0, 11.1, 10.9, 11.0]


@pytest.fixture
def room(cast):
    return Room(cast)


def propose(room, by=None, **given):
    told = {"kind": "material", "title": "Recycled buttons", "text": "From our second supplier"} | given
    return ideas.propose(by=by or room.factory, relationship=room.pair.pk, given=NewIdea(**told))


def answer(room, pk, state, by=None, **given):
    ideas.answer(by=by or room.buyer, idea=pk, given=IdeaAnswer(state=state, **given))


def test_the_other_side_owes_an_answer_within_ten_working_days(room):
    row = Idea.objects.get(pk=propose(room))
    promise = row.commitment

    assert (promise.side, promise.dimension, promise.due_on, promise.state) == (
        "buyer", "partnership", row.answer_due_on, "accepted",
    )  # fmt: skip
    days = (row.answer_due_on - timezone.localdate()).days
    # Asked on a Sunday, ten working days end on the second Friday.
    assert 12 <= days <= 25


def test_answered_keeps_the_promise_once(room):
    pk = propose(room)
    answer(room, pk, "trial", text="On 500 pieces of the next order")
    assert Commitment.objects.get(kind="idea").state == "kept"
    answer(room, pk, "adopted", share=Decimal(50), saving_per_unit=Decimal("0.10"))

    with pytest.raises(IdeaRefused):
        answer(room, pk, "declined", text="No")
    assert Commitment.objects.get(kind="idea").state == "kept"


@pytest.mark.parametrize(("state", "given"), [
    ("declined", {}), ("trial", {"text": "  "}), ("adopted", {}), ("adopted", {"share": Decimal(101)}),
    ("adopted", {"share": Decimal(50), "adopted_on": timezone.localdate() + timedelta(days=9)}),
    ("adopted", {"share": Decimal(50), "adopted_on": timezone.localdate() - timedelta(days=9)}), ("burned", {}),
])  # fmt: skip
def test_impossible_answers_are_refused(room, state, given):
    pk = propose(room)
    with pytest.raises(IdeaRefused):
        answer(room, pk, state, **given)
    assert Idea.objects.get().state == "proposed"


@pytest.mark.parametrize("given", [
    {"kind": "magic"}, {"title": ""}, {"text": " "}, {"saving_per_unit": Decimal(1)}, {"product": 10**6},
    {"saving_per_unit": Decimal(-1), "currency": "EUR"}, {"cost": Decimal(1), "currency": "E1"},
])  # fmt: skip
def test_impossible_ideas_are_refused(room, given):
    with pytest.raises(IdeaRefused):
        propose(room, **given)


def test_nobody_answers_their_own_idea_and_strangers_see_none(room):
    pk = propose(room)
    with pytest.raises(NotAllowed):
        answer(room, pk, "declined", by=room.factory, text="No")
    with pytest.raises(NotAllowed):
        ideas.withdraw(by=room.buyer, idea=pk)
    with pytest.raises(NotThere):
        answer(room, pk, "declined", by=makers.make_actor(room.cast.stranger), text="No")


def test_taken_back_no_answer_is_owed(room):
    pk = propose(room)
    for _again in range(2):
        ideas.withdraw(by=room.factory, idea=pk)

    assert (Idea.objects.get().state, Commitment.objects.get(kind="idea").state) == ("withdrawn", "withdrawn")


def test_saving_is_counted_on_lines_since_and_split_to_the_cent(room):
    product = Product.objects.create(
        relationship=room.pair,
        name="Shirt",
        item="SH-1",
        family="shirts",
        category="apparel",
        created_at=timezone.now(),
    )
    pk = propose(room, product=product.pk, saving_per_unit=Decimal("0.12"), units_a_year=60000, currency="eur")
    today = timezone.localdate()
    lines = list(OrderLine.objects.filter(relationship=room.pair).order_by("pk")[:4])
    for line, (item, day, quantity) in zip(
        lines, [("SH-1", 0, "333.5"), ("SH-1", 5, "1000"), ("SH-2", 0, "50"), ("SH-1", 0, None)], strict=True
    ):
        line.item, line.completed_on = item, today - timedelta(days=day)
        line.quantity = None if quantity is None else Decimal(quantity)
        line.save()
    answer(room, pk, "adopted", share=Decimal(50))

    for by in (room.buyer, room.factory):
        saving = queries.idea(by, pk).saving
        assert (saving.amount, saving.lines) == (Decimal("40.02"), 1)
        assert saving.split.proposer + saving.split.other == saving.amount


def alternative(room, **given):
    told = {"asked": "Wash at 60 °C", "why": "Shrinkage below 3 %", "alternative": "Wash at 40 °C, twice"} | given
    return alternatives.propose(by=room.factory, relationship=room.pair.pk, given=NewAlternative(**told))


@pytest.mark.parametrize("given", [
    {}, {"old": OLD, "new": WORSE}, {"old": OLD[:2], "new": WORSE, "margin": 0.3},
    {"old": OLD, "new": OLD, "margin": 0.3},
    {"old": OLD, "new": [float("nan")] * 3, "margin": 0.3},
])  # fmt: skip
def test_an_alternative_is_not_turned_down_without_data(room, given):
    pk = alternative(room)
    with pytest.raises(AlternativeRefused):
        alternatives.answer(by=room.buyer, alternative=pk, given=Verdict(is_accepted=False, text="No", **given))
    assert MethodAlternative.objects.get().accepted is None


def test_data_turns_it_down_and_words_alone_accept_it(room):
    first, second = alternative(room), alternative(room)
    given = Verdict(is_accepted=False, old=OLD, new=WORSE, margin=0.3)
    alternatives.answer(by=room.buyer, alternative=first, given=given)
    alternatives.answer(by=room.buyer, alternative=second, given=Verdict(is_accepted=True))

    assert list(MethodAlternative.objects.order_by("pk").values_list("accepted", flat=True)) == [False, True]
    assert not queries.alternative(room.factory, first).trial.is_shown
    with pytest.raises(NotAllowed):
        alternatives.answer(by=room.factory, alternative=first, given=Verdict(is_accepted=True))


def test_pages_propose_and_answer(room):
    factory, buyer = room.cast.browser(room.cast.lin), room.cast.browser(room.cast.ana)
    url = reverse("quality-ideas", args=[room.pair.pk])
    assert "No idea has been proposed" in buyer.get(url).content.decode()
    typed = {"kind": "machinery", "title": "Second press", "text": "Halves the waiting"}
    assert factory.post(url, typed | {"kind": "magic"}).status_code == 422
    assert factory.post(url, typed).status_code == 302
    page = reverse("idea", args=[Idea.objects.get().pk])
    assert factory.post(page, {"state": "declined", "text": "No"}).status_code == 403
    assert buyer.post(page, {"state": "declined", "text": ""}).status_code == 422
    assert buyer.post(page, {"state": "adopted", "share": "30"}).status_code == 302
    assert "30 %" in factory.get(page).content.decode() or "Not known" in factory.get(page).content.decode()
    promise = buyer.get(reverse("promise", args=[Commitment.objects.get(kind="idea").pk]), follow=True)
    assert promise.request["PATH_INFO"] == page


def test_pages_of_alternatives(room):
    factory, buyer = room.cast.browser(room.cast.lin), room.cast.browser(room.cast.ana)
    typed = {"asked": "Wash at 60", "why": "Shrinkage", "alternative": "Wash at 40"}
    url = reverse("propose-alternative", args=[room.pair.pk])
    assert factory.post(url, typed | {"why": ""}).status_code == 422
    assert factory.post(url, typed).status_code == 302
    page = reverse("alternative", args=[MethodAlternative.objects.get().pk])
    assert buyer.post(page, {"is_accepted": "no"}).status_code == 422
    assert buyer.post(page, {"is_accepted": "no", "old": "10 ten", "new": "11"}).status_code == 422
    numbers = {"old": "10.0 10.1 9.9 10", "new": "11; 11.1\n10.9 11", "margin": "0.3"}
    assert buyer.post(page, {"is_accepted": "no"} | numbers).status_code == 302
    assert "not shown that the other way is as good" in factory.get(page).content.decode()
