"""A browser, sites to visit, and what every visit must keep: our policy, no other host, a quiet console."""

import socket
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser import sites
from tests.chromium import chromium_path

# Milliseconds: what is waited for comes at once, but on a machine that does much else. Only what fails takes so long.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def empty_site(tmp_path_factory):
    """A site nobody has set up yet."""
    site = sites.start(tmp_path_factory.mktemp("empty"), port=_free_port())
    yield site
    site.stop()


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """A site with the cast of ten and its record."""
    site = sites.start(tmp_path_factory.mktemp("cast"), cast=True, port=_free_port())
    yield site
    site.stop()


@pytest.fixture
def opened(chromium):
    """Open tabs, each with its own cookies; at the end nothing may have gone wrong in any of them."""
    contexts, wrong, expected, loud = [], [], [], {"error", "warning"}

    def open_tab(site, *, as_=None, **options):
        context = chromium.new_context(base_url=site.address, **{"viewport": WIDE, **options})
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        tab = context.new_page()
        host = urlsplit(site.address).netloc
        tab.on("request", lambda asked: _own_host(asked.url, host) or wrong.append(f"asked {asked.url}"))
        tab.on("console", lambda said: said.type in loud and wrong.append(f"{said.text} {said.location}"))
        tab.on("pageerror", lambda error: wrong.append(str(error)))
        if as_ is not None:
            context.add_cookies([{"name": "sessionid", "value": site.made["cookies"][as_], "url": site.address}])
        return tab

    open_tab.expected = expected
    yield open_tab
    for context in contexts:
        context.close()
    assert [said for said in wrong if not any(word in said for word in expected)] == []


def _own_host(url: str, host: str) -> bool:
    return url.startswith(("data:", "blob:", "about:")) or urlsplit(url).netloc == host
