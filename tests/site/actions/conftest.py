"""The small world on which acts are done, for the tests of undoing."""

import pytest
from django.utils import timezone


@pytest.fixture
def world(tmp_path, monkeypatch):
    # reason: models load once pytest has the settings, after this file
    from tests.site.actions.any_acts import World

    world = World(tmp_path)
    monkeypatch.setattr(timezone, "now", world.now)
    return world
