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
