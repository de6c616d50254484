"""What tests of planning ahead have in common."""

import pytest


@pytest.fixture
def pair(gathered):
    """The buyer and the factory of the cast of ten."""
    # reason: models load once pytest has the settings, after this file
    from tests.site.demand.pairs import Pair

    return Pair(gathered)
