"""Fixtures of the site's tests."""

from copy import deepcopy
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone, translation

from tests import empty_database


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """Begin with a database that was migrated before; pytest-django asks for this one before it makes its own."""
    with empty_database.filled(settings.DATABASES["default"], Path(settings.TROTH_HOME)):
        yield


@pytest.fixture(autouse=True, scope="session")
def static_folder():
    """The folder that an installation collects its files into, and about whose absence its server would warn."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def fresh_cache():
    """What one test put into the cache is no business of the next: keys of rows are used again."""
    cache.clear()


@pytest.fixture(autouse=True)
def plain_words():
    """The language and zone in which one test's last reader read are no business of the next."""
    translation.deactivate()
    timezone.deactivate()


@pytest.fixture(scope="module")
def cast_of_a_module(django_db_setup, django_db_blocker):
    """A buyer and its factory with eleven lines between them, recorded once for a module."""
    # reason: models load once pytest has the settings, after this file
    from tests.site.desk.cast import Cast
    from tests.site.record import kept_for_a_module

    with kept_for_a_module(django_db_blocker):
        yield Cast()


@pytest.fixture
def cast(cast_of_a_module, db):
    """The module's buyer and factory and who looks at them, as they were recorded, whatever a test did to its own."""
    return deepcopy(cast_of_a_module)


@pytest.fixture(scope="module")
def gathered(django_db_setup, django_db_blocker):
    """The cast of ten and its record, made once for a module; what a test changes is taken back after it."""
    # reason: models load once pytest has the settings, after this file
    from tests.cast import gather
    from tests.site.record import kept_for_a_module

    with kept_for_a_module(django_db_blocker):
        yield gather()
