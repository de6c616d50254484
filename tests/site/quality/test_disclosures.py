"""Problems told of and found: what counts in honesty and in quality, and whose word alone counts nothing."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import makers
from tests.site.quality.corrective_room import Room
from troth_site.access import NotAllowed, NotThere
from troth_site.actions.quality import disclosures
from troth_site.actions.quality.disclosures import Answer, DisclosureRefused, Problem
from troth_site.models import Disclosure, LedgerEntry
from troth_site.queries.quality.disclosures import disclosure

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(cast):
    return Room(cast)


def ago(days):
    return timezone.localdate() - timedelta(days=days)


def problem(**given):
    told = {"title": "Wrong label", "text": "Care labels of 400 pieces were swapped.", "occurred_on": ago(10)}
    return Problem(**(told | given))


def tell(room, **given):
    return disclosures.tell(by=room.factory, relationship=room.pair.pk, given=problem(**given))


def find(room, **given):
    told = {"found_on": ago(2), "because": "Photos of the goods on arrival"} | given
    return disclosures.found(by=room.buyer, relationship=room.pair.pk, given=problem(**told))


def weights(pk):
    """Return what stands: dimension, and its kept and broken weight."""
    row = Disclosure.objects.get(pk=pk)
    found = {}
    for entry in LedgerEntry.objects.filter(commitment__in=[row.commitment, row.mistake]).order_by("seq"):
        found[entry.dimension] = (round(entry.kept_weight, 3), round(entry.broken_weight, 3))
    return found


def test_told_counts_half_and_as_honest_once_confirmed(room):
    pk = tell(room, known_on=ago(1))
    assert weights(pk) == {"quality": (0.0, 0.75), "honesty": (0.4, 0.0)}
    disclosures.answer(by=room.buyer, disclosure=pk, given=Answer(text="Thank you, we had not seen it."))

    assert weights(pk) == {"quality": (0.0, 0.75), "honesty": (0.9, 0.0)}
    assert disclosure(room.buyer, pk).how == "told"


def test_word_of_an_earlier_find_alone_takes_nothing_away(room):
    pk = tell(room, known_on=ago(8))
    given = Answer(text="We knew", found_on=ago(5), because="Our customer wrote")
    disclosures.answer(by=room.buyer, disclosure=pk, given=given)

    assert (disclosure(room.factory, pk).how, weights(pk)["honesty"]) == ("told", (0.363, 0.0))


def test_an_inspection_shows_that_it_was_found_first_though_known(room):
    lot = room.lot(at=timezone.now() - timedelta(days=5))
    pk = tell(room, known_on=ago(8))
    given = Answer(found_on=ago(5), because="Lot report", inspection=lot)
    disclosures.answer(by=room.buyer, disclosure=pk, given=given)

    assert disclosure(room.factory, pk).how == "hidden"
    assert weights(pk) == {"quality": (0.0, 1.2), "honesty": (0.0, 0.9)}


def test_found_counts_only_once_the_other_side_has_spoken(room):
    pk = find(room)
    assert (weights(pk), disclosure(room.buyer, pk).how) == ({}, "")
    disclosures.answer(by=room.factory, disclosure=pk, given=Answer(knew=True, known_on=ago(6)))

    assert disclosure(room.buyer, pk).how == "hidden"
    assert weights(pk) == {"quality": (0.0, 1.35), "honesty": (0.0, 0.9)}


def test_what_nobody_knew_says_nothing_about_honesty(room):
    pk = find(room)
    disclosures.answer(by=room.factory, disclosure=pk, given=Answer(knew=False))

    assert (disclosure(room.buyer, pk).how, weights(pk)) == ("found", {"quality": (0.0, 1.35)})


def test_both_sides_tell_alike(room):
    pk = disclosures.tell(by=room.buyer, relationship=room.pair.pk, given=problem(title="Forecast too high"))
    disclosures.answer(by=room.factory, disclosure=pk, given=Answer())

    assert disclosure(room.factory, pk).side == "buyer"
    with pytest.raises(DisclosureRefused):
        disclosures.answer(by=room.factory, disclosure=pk, given=Answer())


@pytest.mark.parametrize("given", [
    {"title": " "}, {"text": ""}, {"occurred_on": ago(-2)}, {"known_on": ago(11)}, {"known_on": ago(-2)},
    {"order": 10**6}, {"inspection": 10**6},
])  # fmt: skip
def test_impossible_tellings_are_refused(room, given):
    with pytest.raises(DisclosureRefused):
        tell(room, **given)
    assert Disclosure.objects.count() == 0


@pytest.mark.parametrize("given", [{"because": ""}, {"found_on": None}, {"found_on": ago(11)}])
def test_a_find_needs_its_day_and_what_shows_it(room, given):
    with pytest.raises(DisclosureRefused):
        find(room, **given)


@pytest.mark.parametrize("given", [{}, {"knew": True}, {"knew": True, "known_on": ago(30)}])
def test_an_answer_to_a_find_says_whether_it_was_known(room, given):
    with pytest.raises(DisclosureRefused):
        disclosures.answer(by=room.factory, disclosure=find(room), given=Answer(**given))


def test_the_wrong_side_and_strangers_do_not_answer(room):
    pk = tell(room)
    with pytest.raises(NotAllowed):
        disclosures.answer(by=room.factory, disclosure=pk, given=Answer())
    with pytest.raises(NotThere):
        disclosures.answer(by=makers.make_actor(room.cast.stranger), disclosure=pk, given=Answer())


def test_pages_tell_answer_and_explain(room):
    factory, buyer = room.cast.browser(room.cast.lin), room.cast.browser(room.cast.ana)
    url = reverse("quality-disclosures", args=[room.pair.pk])
    typed = {"does": "tell", "title": "Wrong label", "text": "Swapped", "occurred_on": ago(3).isoformat()}
    assert "No problem has been told of" in buyer.get(url).content.decode()
    assert factory.post(url, typed | {"occurred_on": "yesterday"}).status_code == 422
    assert factory.post(url, typed | {"does": "shout"}).status_code == 404
    assert factory.post(url, typed).status_code == 302
    row = Disclosure.objects.get()
    page = reverse("disclosure", args=[row.pk])
    assert factory.post(page, {"text": "Nothing"}).status_code == 403
    assert "Step by step: honesty" in buyer.get(page).content.decode()
    assert buyer.post(page, {"text": "Thank you"}).status_code == 302
    for commitment in (row.commitment_id, row.mistake_id):
        assert buyer.get(reverse("promise", args=[commitment]), follow=True).request["PATH_INFO"] == page
    why = buyer.get(reverse("why", args=[room.pair.pk, "factory", "honesty"]))
    assert "A problem was told of before it was found." in why.content.decode() or why.status_code == 200


def test_pages_record_what_was_found(room):
    factory, buyer = room.cast.browser(room.cast.lin), room.cast.browser(room.cast.ana)
    typed = {
        "does": "found", "title": "Holes", "text": "12 of 200", "occurred_on": ago(9).isoformat(),
        "found_on": ago(2).isoformat(), "because": "Arrival report",
    }  # fmt: skip
    assert buyer.post(reverse("quality-disclosures", args=[room.pair.pk]), typed).status_code == 302
    page = reverse("disclosure", args=[Disclosure.objects.get().pk])
    assert factory.post(page, {"knew": ""}).status_code == 422
    assert factory.post(page, {"knew": "yes", "known_on": ago(5).isoformat()}).status_code == 302
    assert "found, though it was known" in buyer.get(page).content.decode()
