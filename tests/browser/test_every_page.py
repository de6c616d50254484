"""Every page as it looks: nothing axe finds, nothing to scroll sideways, in light and dark, wide and on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import resolve

from tests.browser.conftest import PHONE, WIDE
from tests.browser.planning_pages import PLANNING
from tests.browser.quality_pages import QUALITY
from tests.browser.talking_pages import TALKING

pytestmark = pytest.mark.browser
AXE = Axe()
GONE = "not there"
# Who looks, and at what of the record of Kestrel & Dale with Rosewater.
PAGES = {
    "today": ("buyer", "/"),
    "partners": ("buyer", "/partners/"),
    "partners of a past day": ("buyer", "/partners/?as_of=2026-06-01"),
    "no partner found": ("buyer", "/partners/?q=nobody+has+this+name"),
    "partner": ("buyer", "/partners/{ours}/"),
    "partner's pace": ("buyer", "/partners/{ours}/?show=pace"),
    "partner's lateness": ("buyer", "/partners/{ours}/?show=lateness"),
    "partner of a past day": ("buyer", "/partners/{ours}/?as_of=2026-06-01"),
    "partner with nothing": ("representative", "/partners/"),
    "why": ("buyer", "/partners/{ours}/why/factory/delivery/"),
    "why there is nothing": ("buyer", "/partners/{ours}/why/buyer/quality/"),
    "verify": ("buyer", "/partners/{ours}/verify/"),
    "entry": ("buyer", "/partners/{ours}/entries/3/"),
    "propose": ("buyer", "/partners/{ours}/promise/"),
    "promise": ("sales", "/promises/{proposed}/"),
    "contest": ("sales", "/promises/{line}/contest/"),
    "line": ("buyer", "/lines/{line}/"),
    "open line": ("buyer", "/lines/{open_line}/"),
    "action": ("buyer", "/actions/{action}/"),
    "flag": ("buyer", "/flags/{flag}/"),
    "imports": ("buyer", "/imports/"),
    "import done": ("buyer", "/imports/{batch}/"),
    "import checked": ("buyer", "/imports/{refused}/"),
    "mapping": ("buyer", "/imports/{refused}/?change=1"),
    "undo": ("buyer", "/imports/{batch}/undo/"),
    "settings": ("buyer", "/settings/"),
    "tokens": ("buyer", "/settings/tokens/"),
    "revoke a token": ("buyer", "/settings/tokens/{token}/revoke/"),
    "no token": ("inspector", "/settings/tokens/"),
    "import profiles": ("buyer", "/settings/import-profiles/"),
    "import profile": ("buyer", "/settings/import-profiles/{profile}/"),
    "delete a profile": ("buyer", "/settings/import-profiles/{profile}/delete/"),
    "no import profile": ("other buyer", "/settings/import-profiles/"),
    "factory's today": ("sales", "/"),
    "factory's partner": ("sales", "/partners/{ours}/"),
    "nothing yet": ("inspector", "/"),
    "closed": ("sales", "/imports/"),
    GONE: ("buyer", "/nowhere/"),
    "about the API": ("buyer", "/api/v1/docs"),
    "sign in": (None, "/sign-in/"),
    "letter sent": (None, "/sign-in/sent/"),
    "link": (None, "/sign-in/never-made/"),
    "password": (None, "/account/login/"),
    "forgotten": (None, "/account/password/reset/"),
    "own password": ("buyer", "/account/password/change/"),
    "second step": ("buyer", "/account/2fa/"),
} | TALKING
PAGES |= QUALITY | PLANNING
# Files, streams, and what only leads on.
NO_PAGES = {
    "attachment", "calendar-feed", "corrective-8d", "corrective-of-promise", "disclosure-of-promise", "evidence",
    "evidence-preview", "field-helper", "field-manifest", "field-pack", "field-worker", "hospitality-export",
    "hospitality-workbook", "idea-of-promise", "import-refused", "ledger-copy", "live-events", "live-since",
    "large-order-of-promise", "look-of-promise", "meeting-file", "person-photo", "person-voice",
    "quality-report-content", "request-of-promise", "reservation-of-promise", "status-of-promise",
    "trainee-certificate", "training-certificate",
    "training-of-promise",
    # It has browser tests of its own, on its phone.
    "field-inspection",
}  # fmt: skip
# What is longest in each language: bars, tables, forms.
LONGEST = [
    "today", "partners", "partner", "settings", "thread", "answers", "board", "meetings", "meeting", "both calendars",
    "people", "channels", "portal", "sign in", "open answer", "open invitation",
]  # fmt: skip
# The pages about both, as they are to the other side; what is closed to it is a page as well.
ACROSS = {
    f"{name} from across": ({"buyer": "sales", "sales": "buyer"}[who], address)
    for name, (who, address) in PAGES.items()
    if who in ("buyer", "sales") and "{" in address
}
SIZES = {"wide": WIDE, "phone": PHONE}
EVERY = [(size, theme) for size in SIZES for theme in ("light", "dark")]
# In the quick run each page is looked at once: every other one wide and light, the rest on a phone and dark.
_NAMED = list(PAGES.items())
HALVES = (("wide", "light", dict(_NAMED[::2])), ("phone", "dark", dict(_NAMED[1::2])))
TOO_WIDE = """[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1
  && !e.parentElement.closest(".t-scroll, .t-tabs, svg")).slice(0, 4).map(e => e.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize(("size", "theme", "pages"), HALVES, ids=["wide-light", "phone-dark"])
def test_every_page_has_no_barrier_and_fits(site, chromium, size, theme, pages):
    assert _wrong(site, chromium, size, theme, pages) == {}


@pytest.mark.long
@pytest.mark.parametrize(("size", "theme"), EVERY)
def test_every_page_has_no_barrier_and_fits_in_every_size_and_theme(site, chromium, size, theme):
    assert _wrong(site, chromium, size, theme, PAGES) == {}


@pytest.mark.parametrize("language", ["zh-hans", "vi", "es", "tr", "bn"])
def test_no_page_is_too_wide_for_a_phone_in_any_language(site, chromium, language):
    assert _too_wide(site, chromium, language) == {}


@pytest.mark.long
@pytest.mark.parametrize("language", ["zh-hans", "bn"])
@pytest.mark.parametrize(("size", "theme"), EVERY)
def test_every_page_has_no_barrier_in_other_languages(site, chromium, size, theme, language):
    assert _wrong(site, chromium, size, theme, PAGES, language) == {}


@pytest.mark.long
@pytest.mark.parametrize("language", ["en", "zh-hans", "bn"])
@pytest.mark.parametrize(("size", "theme"), EVERY)
def test_every_page_has_no_barrier_for_the_side_across_from_it(site, chromium, size, theme, language):
    """What one side is shown of a page, the other may be shown otherwise: forms, marks, next steps."""
    assert _wrong(site, chromium, size, theme, ACROSS, language) == {}


def _too_wide(site, chromium, language):
    found = {}
    context = chromium.new_context(base_url=site.address, viewport=PHONE)
    tab = context.new_page()
    for name in LONGEST:
        who, address = PAGES[name]
        context.add_cookies([{"name": "django_language", "value": language, "url": site.address}])
        if who is not None:
            context.add_cookies([{"name": "sessionid", "value": site.made["cookies"][who], "url": site.address}])
        tab.goto(address.format(**site.made))
        assert tab.locator("html").get_attribute("lang") == language
        found[name] = tab.evaluate(TOO_WIDE)
    context.close()
    return {name: wide for name, wide in found.items() if wide}


def _wrong(site, chromium, size, theme, pages, language="en"):
    """Return what is wrong with each page that has something wrong."""
    options = {"base_url": site.address, "viewport": SIZES[size], "color_scheme": theme, "bypass_csp": True}
    found = {}
    for who in sorted({reader for reader, _address in pages.values()}, key=str):
        # axe puts a script of its own into the page, which our policy rightly refuses.
        context = chromium.new_context(**options)
        context.add_cookies([{"name": "django_language", "value": language, "url": site.address}])
        if who is not None:
            context.add_cookies([{"name": "sessionid", "value": site.made["cookies"][who], "url": site.address}])
        tab = context.new_page()
        for name, (reader, address) in pages.items():
            if reader == who:
                answer = tab.goto(address.format(**site.made))
                # A page that broke has few barriers.
                found[name] = _look(tab) + ([("status", answer.status)] if answer.status >= 405 else [])
        context.close()
    return {name: wrong for name, wrong in found.items() if wrong}


def test_pages_that_nobody_named_here_have_no_barrier_either(site, chromium):
    """A new page is looked at before somebody thinks of it: the matrix knows where it is, and who may open it."""
    addresses = [address.format(**site.made).split("?")[0] for name, (_who, address) in PAGES.items() if name != GONE]
    looked_at = {resolve(address).url_name for address in addresses}
    rest = {name: one for name, one in site.made["pages"].items() if name not in looked_at | NO_PAGES}

    assert _wrong(site, chromium, "phone", "dark", rest) == {}


def test_a_barrier_and_a_page_too_wide_are_noticed(site, chromium):
    context = chromium.new_context(base_url=site.address, viewport=PHONE, bypass_csp=True)
    tab = context.new_page()
    tab.goto("/sign-in/")
    assert _look(tab) == []
    tab.evaluate("document.querySelector('label[for=email]').remove()")
    tab.evaluate("document.querySelector('h1').style.width = '500px'")
    assert [one[0] for one in _look(tab)] == ["label", "too wide"]
    context.close()


def _look(tab):
    if tab.locator("[data-chart]").count():
        tab.wait_for_selector("[data-chart] canvas, [data-chart] svg")
    wrong = [
        (one["id"], [node["html"][:120] for node in one["nodes"]][:3]) for one in AXE.run(tab).response["violations"]
    ]
    over = tab.evaluate("document.documentElement.scrollWidth - innerWidth")
    return wrong + ([("too wide", over, tab.evaluate(TOO_WIDE))] if over > 0 else [])


def test_every_page_keeps_our_policy_and_asks_no_other_host(site, opened):
    opened.expected += ["404", "403"]
    tabs = {who: opened(site, as_=who) for who in {who for who, _path in PAGES.values()}}
    for who, path in PAGES.values():
        tabs[who].goto(path.format(**site.made), wait_until="load")
