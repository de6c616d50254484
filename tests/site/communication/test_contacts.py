"""People: gaps on both sides, cards only their owner writes, handing over, ending a seat."""

from datetime import time

import pytest
from django.urls import reverse

from tests import cast as everybody
from troth.communication.contacts_cards import Card as OwnCard
from troth_site import access
from troth_site.actions.communication import boards, contacts, preferences
from troth_site.models import Action, ContactRole, LedgerEntry, Membership, PreferenceCard, Relationship
from troth_site.queries.communication import contacts as rows

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def name(gathered, part, topic="quality", person=None, deputy=None):
    pk = {None: None, **{each: who.pk for each, who in gathered.people.items()}}
    contacts.name_contact(
        by=gathered.actor(part), relationship=gathered.ours, topic=topic, named=contacts.Named(pk[person], pk[deputy])
    )


def gaps(gathered, part):
    both = rows.named(gathered.actor(part), gathered.ours).values()
    return {(row.side, row.topic): row.gap.code for side in both for row in side if row.gap}


def test_every_topic_without_a_person_is_a_gap_on_both_screens(gathered):
    assert gaps(gathered, "buyer") == gaps(gathered, "sales")
    assert len(gaps(gathered, "buyer")) == 10


def test_named_person_and_deputy_close_a_gap_and_stand_in_the_record(gathered):
    name(gathered, "sales", person="sales")
    assert gaps(gathered, "buyer")["factory", "quality"] == "contacts.no-deputy"
    name(gathered, "sales", person="sales", deputy="owner")

    assert ("factory", "quality") not in gaps(gathered, "buyer")
    named = LedgerEntry.objects.filter(kind="contact.named", relationship=gathered.ours)
    assert [entry.side for entry in named] == ["factory", "factory"]
    assert rows.contact_for(gathered.ours, "factory", "quality") == (
        gathered.people["sales"].pk,
        gathered.people["owner"].pk,
    )


def test_naming_the_same_twice_is_one_entry(gathered):
    name(gathered, "sales", person="sales")
    name(gathered, "sales", person="sales")

    assert LedgerEntry.objects.filter(kind="contact.named", relationship=gathered.ours).count() == 1


@pytest.mark.parametrize(
    ("part", "person", "deputy", "topic"),
    [
        ("sales", "buyer", None, "quality"),
        ("sales", "sales", "sales", "quality"),
        ("sales", "other factory", None, "quality"),
        ("buyer", "buyer", "owner", "quality"),
        ("buyer", "buyer", None, "gossip"),
    ],
)
def test_only_two_people_of_one_s_own_side_can_be_named(gathered, part, person, deputy, topic):
    with pytest.raises(contacts.NamingRefused):
        name(gathered, part, topic, person, deputy)
    assert not ContactRole.objects.exists()


def test_card_is_its_owner_s_alone_and_goes_as_a_whole(gathered, client):
    buyer = gathered.actor("buyer")
    preferences.write(by=buyer, card=OwnCard(owner=str(buyer.person), style="Numbers first.", channel="call"))

    seen = rows.card_of(gathered.actor("sales"), buyer.person)
    assert (seen.style, seen.channel, seen.seats, seen.is_own) == ("Numbers first.", "call", (), False)
    with pytest.raises(access.NotThere):
        rows.card_of(gathered.actor("other buyer"), buyer.person)
    client.force_login(gathered.people["sales"], backend=BACKEND)
    client.post(reverse("own-card"), {"style": "Mine.", "delete": "1"})
    assert PreferenceCard.objects.get().style == "Numbers first."

    preferences.delete(by=buyer)
    assert not PreferenceCard.objects.exists()


def test_card_with_hours_that_run_backwards_is_refused(gathered, client):
    buyer = gathered.actor("buyer")
    with pytest.raises(preferences.CardRefused):
        preferences.write(by=buyer, card=OwnCard(owner=str(buyer.person), best_hours=(time(17), time(9))))
    client.force_login(gathered.people["buyer"], backend=BACKEND)

    answer = client.post(reverse("own-card"), {"best_from": "09:00", "style": "Call me."})

    assert answer.status_code == 422
    assert "Write both hours, or none." in answer.content.decode()
    assert "Call me." in answer.content.decode()


def test_what_a_leaver_carries_is_listed_and_handed_over(gathered):
    manager, leaver = gathered.actor("manager"), gathered.people["buyer"].pk
    stays = gathered.people["manager"].pk
    name(gathered, "buyer", person="buyer", deputy="manager")
    card = boards.add(
        by=manager, relationship=gathered.ours, face=boards.Face(title="Count", side="buyer", owner=leaver)
    )
    house = gathered.organisations[everybody.BUYER]

    held = {each.holding.key: each.proposed for each in rows.carried(manager, house, leaver)}
    role = ContactRole.objects.get().pk
    # The other action is of the buyer's record with its other factory.
    other = Action.objects.exclude(pk=gathered.action).get(owner_buyer=leaver).pk
    assert held == {
        f"action {gathered.action}": "", f"action {other}": "", f"card {card}": "",
        f"role {role}": gathered.people["manager"].name,
    }  # fmt: skip
    moved = contacts.hand_over(
        by=manager,
        organisation=house,
        leaving=leaver,
        to={**dict.fromkeys(held, stays), "card 99999": stays, "x": stays},
    )

    assert moved == 4
    assert rows.carried(manager, house, leaver) == ()
    assert Action.objects.get(pk=gathered.action).owner_buyer_id == stays
    assert (ContactRole.objects.get().person_id, ContactRole.objects.get().deputy_id) == (stays, None)


def test_who_is_named_with_one_partner_is_proposed_for_no_other(gathered):
    manager, leaver = gathered.actor("manager"), gathered.people["buyer"]
    name(gathered, "buyer", person="buyer", deputy="manager")
    ours = ContactRole.objects.get()
    other = Relationship.objects.filter(buyer=ours.relationship.buyer).exclude(pk=ours.relationship_id).get()
    ContactRole.objects.create(
        relationship=other, side="buyer", topic=ours.topic, person=leaver, deputy=gathered.people["finance"],
        named_at=ours.named_at,
    )  # fmt: skip

    held = rows.carried(manager, gathered.organisations[everybody.BUYER], leaver.pk)

    assert {each.holding.partner: each.proposed for each in held if each.holding.kind == "role"} == {
        ours.relationship.factory.name: gathered.people["manager"].name,
        other.factory.name: gathered.people["finance"].name,
    }  # fmt: skip


def test_everything_left_is_handed_over_at_once_and_what_is_chosen_goes_where_it_is_chosen(gathered, client):
    client.force_login(gathered.people["manager"], backend=BACKEND)
    house, leaver = gathered.organisations[everybody.BUYER], gathered.people["buyer"].pk
    first, *others = [each.holding.key for each in rows.carried(gathered.actor("manager"), house, leaver)]
    people = {part: gathered.people[part].pk for part in ("manager", "finance")}

    client.post(
        reverse("leaving", args=[house, leaver]),
        {"ticket": "t1", f"to {first}": people["finance"], f"to {others[0]}": "", "rest": people["manager"]},
    )

    left = {
        part: [each.holding.key for each in rows.carried(gathered.actor("manager"), house, pk)]
        for part, pk in (people | {"leaver": leaver}).items()
    }
    assert left["leaver"] == []
    assert (first in left["finance"], set(others) <= set(left["manager"])) == (True, True)


def test_nothing_is_handed_to_somebody_of_another_house(gathered):
    manager, house = gathered.actor("manager"), gathered.organisations[everybody.BUYER]

    for person in ("sales", "buyer"):
        with pytest.raises(contacts.NamingRefused):
            contacts.hand_over(
                by=manager, organisation=house, leaving=gathered.people["buyer"].pk,
                to={f"action {gathered.action}": gathered.people[person].pk},
            )  # fmt: skip


def test_what_is_another_house_s_is_not_handed_over(gathered):
    owner, house = gathered.actor("owner"), gathered.organisations[everybody.FACTORY]
    before = Action.objects.get(pk=gathered.action).owner_factory_id

    moved = contacts.hand_over(
        by=owner, organisation=house, leaving=gathered.people["buyer"].pk,
        to={f"action {gathered.action}": gathered.people["owner"].pk},
    )  # fmt: skip

    assert moved == 0
    assert Action.objects.get(pk=gathered.action).owner_factory_id == before


def test_ended_seat_sees_nothing_and_leaves_gaps(gathered, client):
    name(gathered, "buyer", person="buyer", deputy="finance")
    manager, house = gathered.actor("manager"), gathered.organisations[everybody.BUYER]

    contacts.end_seat(by=manager, organisation=house, person=gathered.people["buyer"].pk)
    contacts.end_seat(by=manager, organisation=house, person=gathered.people["buyer"].pk)

    client.force_login(gathered.people["buyer"], backend=BACKEND)
    assert client.get(reverse("partner", args=[gathered.ours])).status_code == 404
    assert gaps(gathered, "sales")["buyer", "quality"] == "contacts.no-person"


def test_last_who_looks_after_people_keeps_the_seat(gathered):
    manager, house = gathered.actor("manager"), gathered.organisations[everybody.BUYER]

    with pytest.raises(contacts.NamingRefused):
        contacts.end_seat(by=manager, organisation=house, person=gathered.people["manager"].pk)
    assert Membership.objects.get(person=gathered.people["manager"]).active


def test_page_of_people_asks_few_questions(gathered, client, django_assert_num_queries):
    client.force_login(gathered.people["sales"], backend=BACKEND)
    client.get(reverse("contacts", args=[gathered.ours]))

    with django_assert_num_queries(13):
        client.get(reverse("contacts", args=[gathered.ours]))


def test_the_page_of_a_leaver_names_things_and_partners_in_words(gathered, client):
    client.force_login(gathered.people["manager"], backend=BACKEND)
    house = gathered.organisations[everybody.BUYER]

    page = client.get(reverse("leaving", args=[house, gathered.people["buyer"].pk])).content.decode()

    assert "Review production schedules" in page
    assert "review_production_schedules" not in page
    assert Action.objects.get(pk=gathered.action).relationship.factory.name in page


def test_languages_of_one_s_own_card_are_a_group_of_boxes(gathered, client):
    client.force_login(gathered.people["sales"], backend=BACKEND)

    page = client.get(reverse("own-card")).content.decode()

    assert '<legend class="form-label">Languages I work in</legend>' in page
    assert page.count('type="checkbox" name="languages"') == page.count(
        'class="form-check-input" id="own-card-languages_'
    )


def test_whoever_cannot_be_named_is_refused_at_the_topic_with_what_was_chosen(gathered, client):
    client.force_login(gathered.people["sales"], backend=BACKEND)
    sales = gathered.people["sales"].pk
    address = reverse("name-contact", args=[gathered.ours, "quality"])
    answer = client.post(address, {"person": sales, "deputy": sales})
    text = answer.content.decode()
    part = text[text.index(f'action="{address}"') :].partition("</details>")[0]

    assert answer.status_code == 422
    assert "A person cannot stand in for themselves" in part
    assert part.count(f'value="{sales}" selected') == 2
    assert [str(each) for each in answer.context["messages"]] == []
