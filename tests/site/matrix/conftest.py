import pytest
from django.db import transaction


@pytest.fixture(scope="module")
def visitors(django_db_setup, django_db_blocker):
    """The cast and its record, made once; every visit is rolled back, and all of it at the end."""
    # pytest reads this file before the settings are known, and these need models.
    from tests import cast as everybody
    from tests.site.matrix.rooms import furnish
    from tests.site.matrix.visits import Visitors

    with django_db_blocker.unblock(), transaction.atomic():
        yield Visitors(furnish(everybody.gather()))
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def cast(visitors):
    return visitors.cast
