"""What every test run needs: settings for the site's tests alone, and what is left out on a machine that lacks it.

The library's tests run without Django installed, so nothing here imports it.
"""

import gc
import os
import tempfile
from collections import Counter
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.chromium import chromium_path
from tests.order import lengthy_first
from tests.shared import SHARED

IN_CI = bool(os.environ.get("CI"))
LEFT_OUT = pytest.StashKey[Counter]()
# As many new objects as a page makes are searched for garbage at once instead of ten times.
NEW_OBJECTS = 20_000
LIBRARY = (Path(__file__).parent / "library", Path(__file__).parents[1] / "src" / "troth")


def _only_the_library(config):
    paths = [Path(arg.split("::")[0]).resolve() for arg in config.args]
    return bool(paths) and all(any(path.is_relative_to(root) for root in LIBRARY) for path in paths)


def _use_the_sites_settings(config):
    """Point pytest-django at the settings, with a home folder of its own instead of the person's data."""
    if find_spec("pytest_django") is None:
        return
    if hasattr(config, "workerinput"):
        # Workers inherit the environment, but a cache of their own: clearing it must not touch a neighbour's test.
        caches = import_module("django.conf").settings.CACHES
        caches["default"]["LOCATION"] = Path(os.environ["TROTH_HOME"]) / "caches" / config.workerinput["workerid"]
        _hash_quickly()
        return
    home = tempfile.TemporaryDirectory(prefix="troth-tests-")
    config.add_cleanup(home.cleanup)
    os.environ["TROTH_HOME"] = home.name
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "troth_site.settings")
    # pytest-django read the environment before this file, and sets up no settings it did not see there.
    import_module("django").setup()
    _hash_quickly()
    # Playwright's synchronous driver runs an event loop in the thread that also reads the database.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def _hash_quickly():
    """Let a password cost next to nothing; those hashed as installations hash them are still read."""
    settings = import_module("django.conf").settings
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config):
    config.stash[LEFT_OUT] = Counter()
    # The order is ours: by the number of its tests, a file of two long ones would come last and alone.
    config.option.loadscopereorder = False
    if IN_CI and not SHARED.exists():
        raise pytest.UsageError(f"CI needs the shared files, and {SHARED} is absent: set TROTH_SHARED")
    if not _only_the_library(config):
        _use_the_sites_settings(config)


def _missing(item):
    """Say what this machine lacks for a test, or nothing."""
    if item.get_closest_marker("shared") and not SHARED.exists():
        return f"need the shared files ({SHARED} is absent; TROTH_SHARED names another folder)"
    if item.get_closest_marker("browser") and not IN_CI and chromium_path() is None:
        return "need Chromium (install it, or name it in TROTH_CHROMIUM)"
    if item.get_closest_marker("postgres") and not os.environ.get("TROTH_DATABASE"):
        return "need PostgreSQL (make test starts one; TROTH_DATABASE names another)"
    return None


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """Never search the tests themselves for garbage: they are more than all that they make, and stay to the end."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(NEW_OBJECTS)
        gc.enable()


def pytest_collection_modifyitems(config, items):
    lacking = {item: reason for item in items if (reason := _missing(item))}
    if lacking:
        config.stash[LEFT_OUT].update(lacking.values())
        config.hook.pytest_deselected(items=list(lacking))
        items[:] = [item for item in items if item not in lacking]
    if hasattr(config, "workerinput"):
        items[:] = lengthy_first(items)


def pytest_sessionfinish(session, exitstatus):
    """Tell the controller of a parallel run, and let a run of which everything was left out pass."""
    left_out = session.config.stash[LEFT_OUT]
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = dict(left_out)
    if exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED and left_out:
        session.exitstatus = pytest.ExitCode.OK


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node, error):
    # Every worker collects all tests, so one worker's count is the count.
    node.config.stash[LEFT_OUT] = Counter(getattr(node, "workeroutput", {}).get("left_out", {}))


def pytest_terminal_summary(terminalreporter, config):
    for reason, count in config.stash[LEFT_OUT].items():
        terminalreporter.write_line(f"left out: {count} tests {reason}")
