"""The pieces in a real Chromium: our policy, the theme, menus, charts, a phone's width."""

import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import PHONE, WIDE
from tests.site.parts import shown

pytestmark = pytest.mark.browser
EXPECTED = "the server responded with a status of 404"  # the sample's progress bar asks an address nobody serves


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("gallery")
    static = shown.SITE / "static"
    assert (static / "vendor" / "tabler.css").exists(), "Run `make front` first."
    shutil.copytree(static, folder / "static")
    (folder / "index.html").write_text(shown.page(""), "utf-8")
    server = shown.serve(folder)
    yield f"http://127.0.0.1:{server.server_port}/index.html"
    server.shutdown()
    server.server_close()


@pytest.fixture
def tab(chromium, request):
    """Open a tab that keeps what the console said; parameters go to the browser."""
    opened = chromium.new_page(**{"viewport": WIDE, **getattr(request, "param", {})})
    opened.said = []
    opened.on("console", lambda message: opened.said.append(message.text))
    opened.on("pageerror", lambda error: opened.said.append(str(error)))
    yield opened
    opened.close()


def test_policy_refuses_nothing_and_the_chart_is_drawn(tab, address):
    tab.goto(address)
    tab.wait_for_selector("[data-chart] canvas")

    assert [text for text in tab.said if EXPECTED not in text] == []


@pytest.mark.parametrize("tab", [{"viewport": PHONE}], indirect=True)
def test_phone_never_scrolls_sideways(tab, address):
    tab.goto(address)
    tab.wait_for_selector("[data-chart] canvas")

    assert tab.evaluate("document.documentElement.scrollWidth - innerWidth") == 0


@pytest.mark.parametrize("tab", [{"viewport": PHONE}], indirect=True)
def test_phone_has_its_navigation_at_the_thumb(tab, address):
    tab.goto(address)
    boxes = [link.bounding_box() for link in tab.query_selector_all(".t-nav a")]

    assert min(box["height"] for box in boxes) >= 48
    assert min(box["width"] for box in boxes) >= 48
    assert min(box["y"] for box in boxes) > 600


@pytest.mark.parametrize("tab", [{"viewport": PHONE, "java_script_enabled": False}], indirect=True)
def test_page_works_without_javascript(tab, address):
    tab.goto(address)

    tab.click(".t-as-of-choice > summary")
    assert tab.is_visible("#as-of")
    tab.click("text=The same as a table >> nth=0")
    assert tab.is_visible("th >> text=PO-1100 line 1")
    assert tab.is_visible(".t-calibration th >> text=90.0")


@pytest.mark.parametrize("tab", [{"color_scheme": "dark"}, {"color_scheme": "light"}], indirect=True)
def test_page_follows_the_system_until_a_theme_is_chosen(tab, address):
    tab.goto(address)
    ground = "getComputedStyle(document.body).backgroundColor"
    system = tab.evaluate(ground)
    dark = tab.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")

    tab.click("details.t-menu:has([data-theme-choice]) > summary")
    tab.click("button[name=theme][value=light]" if dark else "button[name=theme][value=dark]")

    assert system == ("rgb(13, 19, 33)" if dark else "rgb(247, 248, 250)")
    assert tab.evaluate(ground) == ("rgb(247, 248, 250)" if dark else "rgb(13, 19, 33)")
    assert ("theme=light" if dark else "theme=dark") in tab.evaluate("document.cookie")


def test_menu_closes_on_escape_and_gives_the_focus_back(tab, address):
    tab.goto(address)
    tab.click(".t-as-of-choice > summary")
    tab.focus("#as-of")
    tab.keyboard.press("Escape")

    assert not tab.is_visible("#as-of")
    assert tab.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_definition_of_a_column_opens_beside_it(tab, address):
    tab.goto(address)
    tab.click("button[popovertarget=define-on-time]")

    assert tab.is_visible("#define-on-time")


def test_part_that_cannot_be_fetched_becomes_the_whole_page(tab, address):
    tab.goto(address)
    tab.evaluate("document.querySelector('.t-pager a[rel=next]').setAttribute('hx-get', '/gone/')")
    tab.evaluate("htmx.process(document.querySelector('.t-pager a[rel=next]'))")
    tab.click(".t-pager a[rel=next]")
    tab.wait_for_url("**/gone/**")

    assert "404" in tab.content()


@pytest.mark.parametrize(
    "tab",
    [
        {"viewport": viewport, "color_scheme": scheme, "bypass_csp": True}
        for viewport in (WIDE, PHONE)
        for scheme in ("light", "dark")
    ],
    indirect=True,
    ids=["wide-light", "wide-dark", "phone-light", "phone-dark"],
)
def test_axe_finds_nothing(tab, address):
    tab.goto(address)
    tab.wait_for_selector("[data-chart] canvas")
    found = Axe().run(tab).response["violations"]

    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
