import pytest
from django.conf import settings
from django.test import Client

from tests.site.record import kept_for_a_module


@pytest.fixture(scope="session", autouse=True)
def served_folder():
    """Make the folder the site serves its files from, which a server's start makes."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def unlimited(settings):
    """Ask as often as the tests need; the limit has tests of its own."""
    settings.TROTH_API_REQUESTS_A_MINUTE = 0


@pytest.fixture(scope="module")
def cast(django_db_setup, django_db_blocker):
    """The cast and its record, made once for a file of tests, none of which may leave anything behind."""
    # pytest reads this file before the settings are known, and this one needs models.
    from tests.cast import gather

    with kept_for_a_module(django_db_blocker):
        yield gather()


@pytest.fixture(scope="module")
def token(cast):
    """Return the token of one of the cast."""
    from troth_site.actions import tokens

    made = {part: tokens.make_token(by=cast.actor(part), person=person.pk) for part, person in cast.people.items()}
    return made.__getitem__


@pytest.fixture(scope="module")
def program(token):
    """Return a client that asks with the token of one of the cast."""
    return lambda part: Client(headers={"authorization": f"Bearer {token(part)}"})
