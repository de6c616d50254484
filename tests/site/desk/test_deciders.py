"""Who may decide or sign is named to whoever may not, with a way to write to them, and how somebody is seated."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import makers
from troth.communication.charter import Charter
from troth_site.access import actor
from troth_site.actions.communication import charters
from troth_site.desk.deciders import deciders
from troth_site.models import Action, Membership
from troth_site.queries.partners import partnership


@pytest.fixture
def quality(cast):
    return makers.make_person(cast.buyer, role="quality", name="Tomasz")


def told(cast, who, *, side="buyer", verb="settle"):
    by = actor(who)
    return deciders(by, partnership(by, cast.pair.pk), side=side, verb=verb, about="LOT 7 & 8")


def test_a_colleague_is_named_with_the_address_to_write_to(cast, quality):
    found = told(cast, quality)

    assert [(one["name"], one["url"]) for one in found["people"]] == [
        ("Ana Petrova", f"mailto:{cast.ana.email}?subject=LOT%207%20%26%208")
    ]
    assert found["seat_url"] == ""


def test_the_other_side_is_written_to_within_the_record(cast):
    lin = told(cast, cast.lin)
    assert [(one["name"], one["url"]) for one in lin["people"]] == [
        ("Ana Petrova", reverse("new-thread", args=[cast.pair.pk]))
    ]
    assert "mailto" not in str(lin)


def test_where_nobody_may_it_is_said_how_somebody_is_seated(cast, quality):
    Membership.objects.filter(person=cast.ana).update(role="quality")
    assert told(cast, quality)["people"] == []
    assert told(cast, quality)["seat_url"] == ""
    keeper = makers.make_person(cast.buyer, role="manager", name="Beatrice")
    assert [one["name"] for one in told(cast, quality)["people"]] == ["Beatrice"]
    Membership.objects.filter(person=keeper).update(active=False)
    assert told(cast, quality)["roles"] == "Manager, Owner, Sourcing, Sales"


def test_a_seat_that_looks_after_people_is_led_to_where_they_are_seated(cast):
    Membership.objects.filter(person=cast.ana).update(role="manager")
    assert told(cast, cast.ana)["seat_url"] == reverse("members", args=[cast.buyer.pk])


def test_the_charter_names_who_signs_to_whoever_may_not(cast, quality):
    charters.propose(by=actor(cast.lin), relationship=cast.pair.pk, terms=Charter(), at=timezone.now())
    where = reverse("charter", args=[cast.pair.pk])

    page = cast.browser(quality).get(where).text
    assert ("Sign for our side" in page, "Your seat may read this and not do it." in page) == (False, True)
    assert f'<a href="mailto:{cast.ana.email}?subject=Charter">Ana Petrova</a>' in page
    page = cast.browser(cast.ana).get(where).text
    assert ("Sign for our side" in page, "Your seat may read this" in page) == (True, False)
    assert "Your seat may read this" not in cast.browser(cast.lin).get(where).text


def test_an_action_names_who_settles_it_to_a_seat_that_may_not(cast, quality):
    action = Action.objects.create(
        relationship=cast.pair, side="factory", dimension="quality", kind="strengthen_qc_processes",
        opened_on=cast.today, due_on=cast.today, data={"bad": 8, "units": 10, "target": 0.01},
    )  # fmt: skip
    where = reverse("action", args=[action.pk])
    for who, is_told in ((quality, True), (cast.ana, False)):
        page = cast.browser(who).get(where).text
        assert ("Your seat may read this and not do it." in page, "It is done" in page) == (is_told, not is_told)
