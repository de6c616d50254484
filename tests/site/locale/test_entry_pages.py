"""The pages and letters of allauth in our words, signed in or not, in every state."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests import makers
from tests.site.locale.test_pages import left, read

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
WAY_IN = [
    "account_login", "account_reset_password", "account_reset_password_done", "account_reset_password_from_key_done",
    "account_signup", "account_inactive", "socialaccount_login_cancelled", "socialaccount_login_error",
]  # fmt: skip
OWN = [
    "account_change_password", "account_reauthenticate", "account_logout", "mfa_index", "mfa_activate_totp",
    "mfa_list_webauthn", "mfa_add_webauthn", "socialaccount_connections",
]  # fmt: skip
WITH_CODES = [
    "mfa_index", "mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_view_recovery_codes", "mfa_reauthenticate",
    "mfa_list_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn",
]  # fmt: skip
# What allauth says where nobody gave it our words: capitals Like This, a user's "account", an empty apology.
CAPITALS = re.compile(r"\b[A-Z][a-z]+ [A-Z][a-z]+\b")
APOLOGIES = re.compile(r"\baccounts?\b|\bplease\b|\bsuccessfully\b|\bare you sure\b|\blog(?:ged)? in\b", re.IGNORECASE)
# Labels of allauth's forms; the style sheet writes them as sentences.
LABELS = ["Current Password", "New Password", "Remember Me", "Authenticator Code"]
NAMES = ["Ana Petrova", "JavaScript"]


def english(said):
    """Return what is neither Chinese nor a name."""
    return {text: words for text in said if (words := left(text, NAMES))}


@pytest.fixture(autouse=True)
def own_language():
    yield
    translation.deactivate()


@pytest.fixture
def ana():
    person = makers.make_person(makers.make_organisation("Nordlicht"), name="Ana Petrova")
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture(params=["en", "zh-hans"])
def language(request):
    return request.param


def browser(language, person=None):
    """Sign in as a person does, so that what guards the way in need not ask again."""
    made = Client(headers={"accept-language": language})
    made.cookies["django_language"] = language
    if person is not None:
        made.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
        made.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        made.cookies["django_language"] = language
    return made


def strange(language, answer):
    """Return what does not read as ours."""
    said = read(answer.content.decode())
    if language != "en":
        return english(said)
    found = [word for text in said for word in [*CAPITALS.findall(text), *APOLOGIES.findall(text)]]
    return sorted(set(found) - {*NAMES, *LABELS})


def shown(client, name, status=200, **parts):
    answer = client.get(reverse(name, kwargs=parts))
    assert answer.status_code == status, (name, answer.status_code, answer.headers.get("Location"))
    return answer


@pytest.mark.parametrize("name", WAY_IN)
def test_way_in_is_in_our_words(language, ana, name):
    assert not strange(
        language, shown(browser(language), name, status=401 if name == "socialaccount_login_error" else 200)
    )


def test_a_dead_link_for_a_password_says_what_to_do(language, ana):
    answer = shown(browser(language), "account_reset_password_from_key", uidb36="1", key="no-such-key")

    assert not strange(language, answer)
    assert reverse("account_reset_password") in answer.content.decode()


@pytest.mark.parametrize("name", OWN)
def test_own_pages_are_in_our_words(language, ana, name):
    assert not strange(language, shown(browser(language, ana), name))


def test_a_first_password_is_added_in_our_words(language, ana):
    client = browser(language, ana)
    ana.set_unusable_password()
    ana.save()
    client.force_login(ana, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert not strange(language, shown(client, "account_set_password"))


@pytest.mark.parametrize("name", WITH_CODES)
def test_second_step_is_in_our_words(language, ana, name):
    client = browser(language, ana)
    TOTP.activate(ana, generate_totp_secret())
    RecoveryCodes.activate(ana)
    key = Authenticator.objects.create(
        user=ana, type=Authenticator.Type.WEBAUTHN, data={"name": "钥匙", "credential": {}}
    )

    answer = shown(client, name, **({"pk": key.pk} if name in {"mfa_remove_webauthn", "mfa_edit_webauthn"} else {}))

    assert not strange(language, answer)


def test_asked_for_the_second_step_in_our_words(language, ana):
    TOTP.activate(ana, generate_totp_secret())
    client = browser(language, ana)

    assert not strange(language, shown(client, "mfa_authenticate"))


def test_letters_are_in_our_words(language, ana, mailoutbox):
    ana.language = language
    ana.save()
    client = browser(language, ana)
    browser(language).post(reverse("account_reset_password"), {"email": ana.email})
    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "another horse battery", "password2": "another horse battery"},
    )
    for letter in mailoutbox:
        own = re.sub(r"https?://\S+|(?:From|With|When|时间|来自|使用)[:：].*", "", f"{letter.subject}\n{letter.body}")
        assert not APOLOGIES.search(own), own
        assert "example.com" not in letter.subject + letter.body
        if language != "en":
            assert not english([own])
    assert len(mailoutbox) >= 1
