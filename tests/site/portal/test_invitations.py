"""Invitations: by letter, by code, as somebody new, as somebody known; opened by the wrong person, twice, too late."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from troth_site import access
from troth_site.actions import partners, people
from troth_site.actions.invitations import making
from troth_site.jobs import people as jobs
from troth_site.models import AuditEntry, Invitation, Membership, Organisation, Person, Relationship
from troth_site.queries import invitations as known

pytestmark = pytest.mark.django_db
SEAT = {
    "name": "陈晓雯", "password": "", "house": "恒悦箱包有限公司", "house_latin": "Hengyue Bags", "country": "CN",
    "zone": "Asia/Shanghai",
}  # fmt: skip


@pytest.fixture
def ana():
    operator = access.actor(people.local_operator(), as_operator=True)
    house = partners.found_organisation(by=operator, kind="buyer", name="Tarnholm")
    person = people.introduce(by=operator, name="Ana", email="ana@tarnholm.example")
    people.take_seat(by=operator, person=person, organisation=house.pk, role="sourcing")
    return person


def record_of(person, name):
    by = access.actor(person)
    house = by.seats[0].organisation
    operator = access.actor(people.local_operator(), as_operator=True)
    factory = partners.found_organisation(by=operator, kind="factory", name=name)
    return partners.relate(by=by, buyer=house, factory=factory.pk)


@pytest.fixture
def record(ana):
    return record_of(ana, "HENGYUE BAG CO LTD")


def invited(by, record, email="wen@hengyue.example"):
    """Invite by letter and return the address in it."""
    making.invite_partner(by=access.actor(by), relationship=record.pk, role="owner", email=email, language="zh-hans")
    return newest_door()


def newest_door():
    """Let the newest letter be written, and return the address in it."""
    jobs.mail_invitation.call(invitation=Invitation.objects.exclude(email="").latest("pk").pk)
    return re.search(r"/invitation/[\w-]+/", mail.outbox[-1].body)[0]


def test_letter_goes_to_the_address_and_its_door_stands_nowhere_else(ana, record):
    door = invited(ana, record)

    assert mail.outbox[0].to == ["wen@hengyue.example"]
    token = door.split("/")[2]
    kept = Invitation.objects.get()
    assert kept.token_hash == known.hash_of(token)
    assert token not in str(list(AuditEntry.objects.values_list()))


def test_opening_acts_on_nothing(client, ana, record):
    door = invited(ana, record)

    assert client.get(door).status_code == 200
    assert client.get(door).status_code == 200
    assert Invitation.objects.get().used_at is None


def test_somebody_new_takes_the_seat_and_names_their_house(client, ana, record):
    door = invited(ana, record)

    answer = client.post(door, SEAT)

    assert answer.headers["Location"] == reverse("today")
    wen = Person.objects.get(email="wen@hengyue.example")
    seat = Membership.objects.get(person=wen)
    assert (seat.role, seat.organisation_id) == ("owner", record.factory_id)
    house = Organisation.objects.get(pk=record.factory_id)
    assert (house.name, house.name_latin, house.country, house.zone) == (
        "恒悦箱包有限公司", "Hengyue Bags", "CN", "Asia/Shanghai",
    )  # fmt: skip
    assert client.get(reverse("partner", args=[record.pk])).status_code == 200
    # The buyer's files go on finding it by the name they use.
    name = "HENGYUE BAG CO LTD"
    found = partners.relate_by_name(by=access.actor(ana), buyer=record.buyer_id, names=[name])
    assert found == {name: record.pk}


@pytest.mark.parametrize("lack", ["name", "house", "country", "zone"])
def test_nothing_is_guessed_for_a_field_left_empty(client, ana, record, lack):
    door = invited(ana, record)

    answer = client.post(door, {**SEAT, lack: ""})

    assert answer.status_code == 422
    assert not Person.objects.filter(email="wen@hengyue.example").exists()


def test_door_closes_when_used_revoked_or_over(client, ana, record):
    used = invited(ana, record)
    client.post(used, SEAT)
    client.logout()
    other = record_of(ana, "Bursa Tekstil")
    revoked = invited(ana, other, "one@bursa.example")
    making.revoke(by=access.actor(ana), invitation=Invitation.objects.get(email="one@bursa.example").pk)
    over = invited(ana, other, "two@bursa.example")
    Invitation.objects.filter(email="two@bursa.example").update(expires_at=timezone.now() - timedelta(seconds=1))

    for door in (used, revoked, over, "/invitation/never-made/"):
        for answer in (client.get(door), client.post(door, SEAT)):
            assert answer.status_code == 404
            assert "closed" in answer.content.decode()
    assert Membership.objects.filter(organisation=other.factory_id).count() == 0


def test_newer_letter_replaces_the_older(client, ana, record):
    first, second = invited(ana, record), invited(ana, record)

    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200


def test_wrong_person_is_told_without_learning_for_whom_it_is(client, ana, record):
    door = invited(ana, record)
    client.force_login(ana, backend="allauth.account.auth_backends.AuthenticationBackend")

    for answer in (client.get(door), client.post(door, SEAT)):
        assert answer.status_code == 403
        assert "wen@hengyue.example" not in answer.content.decode()
    assert Invitation.objects.get().used_at is None


def test_somebody_known_signs_in_first_and_brings_the_record_to_their_others(client, ana, record):
    client.post(invited(ana, record), SEAT)
    client.logout()
    bela = Person.objects.create_user("bela@halcyon.example", name="Bela")
    operator = access.actor(people.local_operator(), as_operator=True)
    halcyon = partners.found_organisation(by=operator, kind="buyer", name="Halcyon")
    people.take_seat(by=operator, person=bela, organisation=halcyon.pk, role="sourcing")
    theirs = record_of(bela, "Heng Yue (Dongguan)")
    door = invited(bela, theirs)

    asked = client.get(door)
    assert asked.headers["Location"].startswith("/sign-in/?next=")
    wen = Person.objects.get(email="wen@hengyue.example")
    client.force_login(wen, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.post(door, {}).status_code == 422
    answer = client.post(door, {"organisation": str(record.factory_id)})

    assert answer.headers["Location"] == reverse("today")
    theirs.refresh_from_db()
    assert (theirs.factory_id, theirs.known_as) == (record.factory_id, "Heng Yue (Dongguan)")
    listed = client.get(reverse("partners")).content.decode()
    assert "Tarnholm" in listed
    assert "Halcyon" in listed
    # Neither buyer learns of the other.
    client.force_login(ana, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Halcyon" not in client.get(reverse("partners")).content.decode()
    assert client.get(reverse("partner", args=[theirs.pk])).status_code == 404


def test_somebody_known_may_keep_it_by_itself(client, ana, record):
    wen = Person.objects.create_user("wen@hengyue.example", name="Wen")
    door = invited(ana, record)
    client.force_login(wen, backend="allauth.account.auth_backends.AuthenticationBackend")

    client.post(door, {})

    assert list(Membership.objects.filter(person=wen).values_list("organisation_id", "role")) == [
        (record.factory_id, "owner")
    ]


def test_code_mails_its_holder_a_door_of_their_own(client, ana, record):
    token = making.invite_partner(by=access.actor(ana), relationship=record.pk, role="owner", email="")
    code = f"/invitation/{token}/"

    # The letter says how many days it works, however old the code is.
    Invitation.objects.update(expires_at=timezone.now() + timedelta(hours=1))
    assert client.get(code).status_code == 200
    assert client.post(code, {"email": "not an address"}).status_code == 422
    assert "wen@hengyue.example" in client.post(code, {"email": "wen@hengyue.example"}).content.decode()

    assert client.get(code).status_code == 404
    assert Person.objects.filter(email="wen@hengyue.example").count() == 0
    client.post(newest_door(), SEAT)
    assert Invitation.objects.latest("pk").expires_at > timezone.now() + timedelta(days=making.DAYS - 1)
    assert Membership.objects.get(person__email="wen@hengyue.example").organisation_id == record.factory_id


def test_code_is_shown_once_and_drawn_here(client, ana, record):
    client.force_login(ana, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = reverse("invite", args=[record.pk])

    shown = client.post(page, {"called": "Wen", "role": "owner", "email": "", "language": "en", "ticket": "t1"})
    again = client.post(page, {"called": "Wen", "role": "owner", "email": "", "language": "en", "ticket": "t1"})

    assert '<span class="t-qr" role="img"' in shown.content.decode()
    assert "/invitation/" in shown.content.decode()
    assert again.status_code == 302
    assert Invitation.objects.count() == 1
    assert "t-qr" not in client.get(page).content.decode()


def test_whoever_is_here_invites_their_colleagues_themselves(client, ana, record):
    client.post(invited(ana, record), SEAT)

    with pytest.raises(making.InvitationRefused):
        invited(ana, record, "more@hengyue.example")
    wen = access.actor(Person.objects.get(email="wen@hengyue.example"))
    making.invite_colleague(by=wen, organisation=record.factory_id, role="sales", email="li@hengyue.example")
    with pytest.raises(making.InvitationRefused):
        making.invite_colleague(by=wen, organisation=record.factory_id, role="sales", email="WEN@hengyue.example")
    with pytest.raises(access.NotThere):
        making.invite_colleague(by=access.actor(ana), organisation=record.factory_id, role="sales", email="x@y.example")


def test_colleague_takes_a_seat_without_naming_the_house_anew(client, ana, record):
    client.post(invited(ana, record), SEAT)
    client.logout()
    wen = access.actor(Person.objects.get(email="wen@hengyue.example"))
    making.invite_colleague(by=wen, organisation=record.factory_id, role="sales", email="li@hengyue.example")

    door = newest_door()
    assert "house" not in client.get(door).context["form"].fields
    client.post(door, {"name": "Li", "password": "", "house": "Another name", "country": "VN", "zone": "UTC"})

    assert Membership.objects.get(person__email="li@hengyue.example").role == "sales"
    assert Organisation.objects.get(pk=record.factory_id).name == "恒悦箱包有限公司"


def test_weak_password_is_refused_and_the_seat_stays_free(client, ana, record):
    answer = client.post(invited(ana, record), {**SEAT, "password": "short"})

    assert answer.status_code == 422
    assert Invitation.objects.get().used_at is None


def test_two_companies_of_one_pair_are_not_brought_together(client, ana, record):
    client.post(invited(ana, record), SEAT)
    twin = record_of(ana, "Hengyue again")
    door = invited(ana, twin)

    answer = client.post(door, {"organisation": str(record.factory_id)})

    assert answer.status_code == 422
    assert Relationship.objects.get(pk=twin.pk).factory_id == twin.factory_id


def test_nobody_is_invited_into_a_record_that_is_not_theirs(ana, record):
    stranger = access.actor(Person.objects.create_user("stranger@example.org", name="S"))

    with pytest.raises(access.NotThere):
        making.invite_partner(by=stranger, relationship=record.pk, role="owner", email="x@y.example")


@pytest.mark.parametrize(("language", "called"), [("en", "China"), ("zh-hans", "中国"), ("tr", "Çin")])
def test_countries_are_called_as_the_reader_calls_them(client, ana, record, language, called):
    door = invited(ana, record)
    html = client.get(door, headers={"accept-language": language}).content.decode()

    assert f'value="CN">{called}<' in html.replace(" selected", "")


def test_the_form_says_that_an_empty_address_makes_a_code(client, ana, record):
    client.force_login(ana)
    page = client.get(reverse("invite", args=[record.pk])).content.decode()

    assert "Leave it empty for a QR code to show or print" in page
    assert 'aria-describedby="invitation-email_helptext"' in page
    assert 'id="invitation-email_helptext"' in page


def test_whoever_took_the_seat_and_opens_it_again_is_led_to_their_page(client, ana, record):
    door = invited(ana, record)
    client.post(door, SEAT)

    assert f'href="{reverse("today")}"' in client.get(door).content.decode()
    client.logout()
    assert f'href="{reverse("sign-in")}"' in client.get(door).content.decode()


def test_a_code_left_lying_closes_when_the_first_person_is_here(client, ana, record):
    left, elsewhere = (
        making.invite_partner(by=access.actor(ana), relationship=row.pk, role="owner", email="")
        for row in (record, record_of(ana, "Bursa Tekstil"))
    )
    client.post(invited(ana, record), SEAT)
    client.logout()

    assert client.get(f"/invitation/{left}/").status_code == 404
    assert client.get(f"/invitation/{elsewhere}/").status_code == 200
