"""Addresses read late: the names told beforehand are those below, with the same routes; nothing is loaded early."""

import subprocess
import sys

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse
from django.urls.resolvers import RegexPattern

from troth_site.late_addresses import Late

EARLY = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "troth_site.settings"
import django
django.setup()
from django.urls import reverse
print(reverse("mfa_index"), reverse("openid_connect_login", args=["works"]))
print(sorted({"fido2", "requests", "cryptography", "ninja"} & set(sys.modules)))
"""


def late_ones(patterns: list[URLPattern | URLResolver]) -> list[Late]:
    """Return every late part below, those inside others too."""
    found = [one for one in patterns if isinstance(one, Late)]
    for one in patterns:
        if isinstance(one, URLResolver) and not isinstance(one, Late):
            found += late_ones(one.url_patterns)
    return found


LATE = {str(one.pattern): one for one in late_ones(get_resolver().url_patterns)}
NAMED = [(at, name) for at, one in LATE.items() for name in one.names]


@pytest.mark.parametrize("at", [at for at, one in LATE.items() if one.names])
def test_every_name_below_is_told(at: str) -> None:
    below = URLResolver(RegexPattern(""), LATE[at].urlconf_name)
    assert {name for name in below.reverse_dict if isinstance(name, str)} == set(LATE[at].names)


@pytest.mark.parametrize(("at", "name"), NAMED)
def test_a_link_by_name_leads_to_the_page_of_that_name(at: str, name: str) -> None:
    route = LATE[at].names[name]
    values = {"pk": 7} if "<int:pk>" in route else {"provider_id": "works"} if "provider_id" in route else {}
    below = URLResolver(RegexPattern("^/" + at), LATE[at].urlconf_name)
    address = reverse(name, kwargs=values)
    assert address == "/" + at + below.reverse(name, **values).removeprefix("/" + at)
    assert resolve(address).url_name == name


def test_links_are_made_without_loading_what_lies_there() -> None:
    said = subprocess.run([sys.executable, "-c", EARLY], capture_output=True, text=True, check=True).stdout
    assert said.splitlines() == ["/account/2fa/ /account/oidc/works/login/", "[]"]


def test_a_name_that_is_not_told_is_not_found_and_a_namespace_is_read_when_asked() -> None:
    late = Late("there/", "allauth.mfa.urls", names={"mfa_index": ""})
    assert set(late.reverse_dict) == {"mfa_index"}
    assert reverse("api:openapi-json").startswith("/api/v1/")
