"""Quality in the demonstration: what asks for a second look, and which lots were skipped by their draws."""

from datetime import date

import pytest
from django.db import transaction
from django.utils.translation import override

from troth_site import access
from troth_site.actions import demo
from troth_site.models import Inspection, Person, Product, Relationship, ReplyRequest
from troth_site.queries.quality import papers
from troth_site.queries.quality.inspections import inspection
from troth_site.queries.quality.second_looks import second_looks_of
from troth_site.queries.quality.wordings import read_paper

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
BOTH = ("tomasz.wilk@tarnholm.example", "rubina@sonali-suta.example")


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker):
    """The demonstration, filled once for all tests of this file, none of which writes."""
    with django_db_blocker.unblock(), transaction.atomic():
        demo.fill(today=TODAY)
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def seen(filled, django_db_blocker):
    """What the buyer's side sees on the page of second looks."""
    with django_db_blocker.unblock():
        row = Relationship.objects.get(factory__name_latin__startswith="Dongguan Hengyue")
        return second_looks_of(actor("ingrid.halloran@tarnholm.example"), row.pk, today=TODAY)


@pytest.fixture(scope="module")
def lots(filled, django_db_blocker):
    """What each side reads of the lots that may be skipped."""
    with django_db_blocker.unblock():
        rows = list(Inspection.objects.filter(lot_draw__isnull=False))
        return {row.lot_name: [inspection(actor(email), row.pk) for email in BOTH] for row in rows}


def actor(email):
    return access.actor(Person.objects.get(email=email))


def test_a_lot_looked_at_in_a_hurry_with_a_photo_used_before_asks_for_a_second_look(seen):
    hasty = next(one for one in seen.inspections if one.inspector == "Farah Qureshi")
    assert hasty.lot == "HY-126"
    assert {one.code for one in hasty.findings} == {"integrity.pace", "integrity.same-file", "integrity.double"}
    pace = next(one for one in hasty.findings if one.code == "integrity.pace")
    assert pace.params == {"took": 10.5, "usual": 187.5}


def test_two_blind_looks_at_one_lot_differ_and_both_carry_it(seen):
    both = [one for one in seen.inspections if one.lot == "HY-126"]
    assert {one.inspector: one.is_blind for one in both} == {"Farah Qureshi": False, "Tomasz Wilk": True}
    for one in both:
        double = next(each for each in one.findings if each.code == "integrity.double")
        assert double.params == {"first": 0, "second": 9, "units": 80}
    assert len(seen.inspections) == 2


def test_bulk_moved_from_the_approved_sample_in_one_property_of_two(seen):
    (product,) = seen.products
    found = {one.name: one.finding.code if one.finding else None for one in product.found.properties}
    assert found == {"Width 宽": "replication.shifted", "Height 高": None, "Stitches 针距": None}
    assert (product.approved, product.units["Width 宽"]) == (1, "mm")


def test_the_zips_of_bulk_come_from_another_house_than_those_of_the_sample(seen):
    (product,) = seen.products
    assert [(one.code, one.params) for one in product.found.findings] == [
        ("replication.other-supplier", {"new": "Kaiyuan Zips 恺源拉链"})
    ]


def test_nobody_is_said_to_accept_more_than_others(seen):
    assert [one.found.findings for one in seen.inspectors] == [(), ()]


def test_two_lots_are_looked_at_before_one_is_left_out_and_one_is_drawn(lots):
    told = {
        name: (ours.row.state, ours.lot_draw.get("phase"), ours.lot_draw.get("outcome"))
        for name, (ours, _theirs) in lots.items()
    }
    every = ("every-lot", "inspected")
    assert told == {
        "SS-0412": ("reported", *every), "SS-0419": ("reported", *every), "SS-0422": ("skipped", "skipping", "skipped"),
        "SS-0425": ("reported", "skipping", "inspected"), "SS-0431": ("planned", None, None),
    }  # fmt: skip


def test_both_sides_read_the_same_draw_of_a_lot_and_it_holds(lots):
    for name, (ours, theirs) in lots.items():
        assert ours.lot_draw == theirs.lot_draw
        assert ours.lot_draw.get("holds") is (None if name == "SS-0431" else True)


def test_a_factory_reads_the_words_of_its_papers_in_its_own_language(filled):
    product = Product.objects.filter(relationship__factory__name_latin__startswith="Dongguan Hengyue").earliest("pk")
    found = papers.specifications(actor("xiaowen@hengyue-bags.example"), product.pk)

    with override("zh-hans"):
        assert read_paper(found).of("Runs fifty times without catching") == "拉五十次不卡"


def test_questions_nobody_answers_climbed_step_by_step(filled):
    rows = ReplyRequest.objects.filter(rung=4, answered_at=None)
    told = {tuple(one["step"] for one in row.told) for row in rows}
    in_order = [[one["at"] for one in row.told] == sorted(one["at"] for one in row.told) for row in rows]

    assert (told, in_order) == ({("contact", "owner")}, [True, True])
