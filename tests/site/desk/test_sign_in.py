"""The doors: a mailed link, a password, a second step, first-run set-up, one's own settings."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests import makers
from troth_site.actions import people
from troth_site.models import AuditEntry, SignInLink

PASSWORD = "correct horse battery"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def jobs_at_once(settings):
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def ana():
    return makers.make_person(makers.make_organisation("Nordlicht"), name="Ana")


def link(person, **options):
    return reverse("sign-in-link", args=[people.make_sign_in_link(person, **options)])


def is_in(client):
    return "_auth_user_id" in client.session


def test_mailed_link_signs_in_once(client, ana, mailoutbox):
    answer = client.post(reverse("sign-in"), {"email": ana.email.upper()}, follow=True)
    assert "Look into your mail" in answer.content.decode()
    (letter,) = mailoutbox
    address = re.search(r"http://127\.0\.0\.1:8000(/sign-in/\S+/)", letter.body).group(1)

    assert client.get(address).status_code == 200
    assert not is_in(client)
    assert client.post(address).status_code == 302
    assert is_in(client)

    other = Client()
    assert (other.post(address).status_code, is_in(other)) == (404, False)


def test_asking_answers_alike_for_everybody(client, ana, mailoutbox):
    known = client.post(reverse("sign-in"), {"email": ana.email})
    unknown = client.post(reverse("sign-in"), {"email": "nobody@somewhere.example"})

    assert (
        (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"]) == (302, "/sign-in/sent/")
    )
    assert [letter.to for letter in mailoutbox] == [[ana.email]]


def test_operator_gets_no_letter(client, ana, mailoutbox):
    client.post(reverse("sign-in"), {"email": people.OPERATOR_EMAIL})

    assert mailoutbox == []


@pytest.mark.parametrize("email", ["", "ana", "x" * 300 + "@y.z"])
def test_half_an_address_is_explained(client, ana, email):
    answer = client.post(reverse("sign-in"), {"email": email})

    assert answer.status_code == 422
    assert "Write your whole address" in answer.content.decode()


def test_asking_again_and_again_is_slowed_down(client, ana):
    codes = [client.post(reverse("sign-in"), {"email": ana.email}).status_code for _time in range(4)]

    assert codes == [302, 302, 302, 429]


def test_looking_at_a_link_tells_nothing_about_it(client, ana):
    good, never = client.get(link(ana)), client.get(reverse("sign-in-link", args=["never-made"]))

    hidden = re.compile(r"csrfmiddlewaretoken\" value=\"\w+|/sign-in/[\w-]+/")
    assert hidden.sub("", good.content.decode()) == hidden.sub("", never.content.decode())
    assert SignInLink.objects.get().used_at is None
    assert good["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_used_expired_revoked_and_invented_links_are_answered_alike(client, ana):
    used, expired = link(ana), link(ana)
    SignInLink.objects.update(revoked_at=None)
    first, second = SignInLink.objects.order_by("pk")
    SignInLink.objects.filter(pk=first.pk).update(used_at=timezone.now())
    SignInLink.objects.filter(pk=second.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    revoked = link(ana)
    link(ana)

    answers = [client.post(path) for path in (used, expired, revoked, reverse("sign-in-link", args=["invented"]))]

    assert [answer.status_code for answer in answers] == [404] * 4
    hidden = re.compile(r"/sign-in/[\w-]+/|csrfmiddlewaretoken\" value=\"\w+")
    assert len({hidden.sub("", answer.content.decode()) for answer in answers}) == 1
    assert not is_in(client)


def test_session_is_a_new_one_after_sign_in(client, ana):
    client.get(reverse("sign-in"))
    session = client.session
    session["kept"] = 1
    session.save()
    before = session.session_key

    client.post(link(ana))

    assert client.session.session_key != before


def test_link_of_somebody_else_replaces_who_is_in(client, ana):
    bao = makers.make_person(makers.make_organisation("Bao", kind="factory"))
    client.force_login(ana)

    client.post(link(bao))

    assert client.session["_auth_user_id"] == str(bao.pk)


def test_link_of_somebody_who_left_does_not_work(client, ana):
    path = link(ana)
    ana.is_active = False
    ana.save()

    assert (client.post(path).status_code, is_in(client)) == (404, False)


def test_second_step_is_asked_after_a_link_too(client, ana):
    secret = generate_totp_secret()
    TOTP.activate(ana, secret)

    answer = client.post(link(ana))

    assert (answer["Location"], is_in(client)) == (reverse("mfa_authenticate"), False)
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    assert client.post(answer["Location"], {"code": code}).status_code == 302
    assert is_in(client)


def test_password_signs_in_and_a_wrong_one_says_nothing_more(client, ana):
    ana.set_password(PASSWORD)
    ana.save()
    url = reverse("account_login")

    wrong = client.post(url, {"login": ana.email, "password": "wrong wrong wrong"}).content.decode()
    nobody = client.post(url, {"login": "no@somewhere.example", "password": "wrong wrong wrong"}).content.decode()
    assert "Address and password do not fit together." in wrong
    assert "Address and password do not fit together." in nobody
    assert not is_in(client)

    assert client.post(url, {"login": ana.email, "password": PASSWORD}).status_code == 302
    assert is_in(client)


def test_guessing_passwords_is_slowed_down(client, ana):
    url = reverse("account_login")
    told = [client.post(url, {"login": ana.email, "password": f"wrong {n}"}).content.decode() for n in range(6)]

    assert ["That was too often in a short time." in page for page in told] == [False] * 5 + [True]


def test_language_of_the_person_comes_with_them(client, ana):
    ana.language = "zh-hans"
    ana.save()

    assert client.post(link(ana)).cookies["django_language"].value == "zh-hans"


def test_sign_out_is_by_post_alone(client, ana):
    client.force_login(ana)
    assert (client.get(reverse("sign-out")).status_code, is_in(client)) == (405, True)

    client.post(reverse("sign-out"))
    assert not is_in(client)


def test_sign_in_page_leads_on_who_is_in(client, ana):
    client.force_login(ana)

    assert client.get(reverse("sign-in"))["Location"] == "/"


@pytest.mark.parametrize(
    "name", ["account_signup", "account_reset_password", "account_login", "account_reauthenticate"]
)
def test_pages_of_allauth_stand_in_our_frame(client, ana, name):
    if name == "account_reauthenticate":
        ana.set_password(PASSWORD)
        ana.save()
        client.force_login(ana)
    answer = client.get(reverse(name), follow=True)

    assert answer.status_code == 200
    assert "t-plain-card" in answer.content.decode()


def test_nobody_signs_up_by_themselves(client, ana):
    form = {"email": "new@somewhere.example", "password1": PASSWORD}
    client.post(reverse("account_signup"), form)

    assert type(ana).objects.filter(email=form["email"]).count() == 0


def test_settings_remember_the_language(client, ana):
    client.force_login(ana)

    answer = client.post(reverse("settings"), {"language": "zh-hans"})
    client.post(reverse("settings"), {"language": "tlh"})

    ana.refresh_from_db()
    assert (ana.language, answer.cookies["django_language"].value) == ("zh-hans", "zh-hans")


def test_settings_say_who_one_is(client, ana):
    client.force_login(ana)
    page = client.get(reverse("settings")).content.decode()

    assert "Nordlicht · Manager" in page
    assert reverse("account_set_password") in page
    assert client.get(reverse("mfa_index")).status_code == 200


def test_signing_in_leaves_a_trail(client, ana):
    client.post(link(ana))

    verbs = list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))[-2:]
    assert verbs == ["sign_in_link.made", "sign_in_link.used"]
