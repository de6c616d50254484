"""What asks for a second look in the demonstration: told by the page's own question, and the same of every filling."""

from datetime import date

import pytest
from django.db import transaction

from troth_site import access
from troth_site.actions import demo
from troth_site.models import Person, Relationship
from troth_site.queries.quality.second_looks import second_looks_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def seen(django_db_setup, django_db_blocker):
    """What the buyer's side sees on the page, of a demonstration filled for this file alone."""
    with django_db_blocker.unblock(), transaction.atomic():
        demo.fill(today=TODAY)
        row = Relationship.objects.get(factory__name_latin__startswith="Dongguan Hengyue")
        by = access.actor(Person.objects.get(email="ingrid.halloran@tarnholm.example"))
        yield second_looks_of(by, row.pk, today=TODAY)
        transaction.set_rollback(True)


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
    assert found == {"Width 宽": "replication.shifted", "Stitches 针距": None}
    assert (product.approved, product.units["Width 宽"]) == (1, "mm")


def test_nobody_is_said_to_accept_more_than_others(seen):
    assert [one.found.findings for one in seen.inspectors] == [(), ()]
