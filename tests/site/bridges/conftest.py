"""The server on loopback, and people who are told of things."""

import pytest


@pytest.fixture(scope="session")
def running(tmp_path_factory):
    """One server for all tests."""
    from tests.site.bridges import loopback  # reason: the settings come first

    found = loopback.start(tmp_path_factory.mktemp("loopback"))
    yield found
    found.server.closing.set()
    found.server.shutdown()
    found.server.server_close()


@pytest.fixture
def outer(running):
    """The server, with nothing said to it yet."""
    from tests.site.bridges.loopback import Reply

    running.said.clear()
    running.server.dialled.clear()
    running.answer(Reply())
    return running


@pytest.fixture
def pair(db):
    """A buyer in London and a factory in Dongguan."""
    from tests.site.bridges.places import Pair

    return Pair()


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    """A folder of one's own for the installation's keys."""
    settings.TROTH_HOME = tmp_path
