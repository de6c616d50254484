"""The pages of the field: nothing axe finds, 360 pixels, light and dark, targets for a thumb, an app of the phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser import field_work as field

pytestmark = pytest.mark.browser
AXE = Axe()
SECTIONS = ("plan", "units", "checks", "defects", "measure", "photos", "summary", "sign")
SMALL = """[...document.querySelectorAll("button, summary, nav a, .f-thumb a, select, .f-choices label")]
  .filter(one => one.checkVisibility())
  .map(one => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.height < 44 || box.width < 44)).map(([html]) => html)"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_section_has_no_barrier_fits_and_is_made_for_a_thumb(site, chromium, theme):
    uid = field.plan(site, f"Looked at in the {theme}")
    context = chromium.new_context(base_url=site.address, color_scheme=theme, bypass_csp=True, **field.TOUCH)
    context.add_cookies([{"name": "sessionid", "value": site.made["cookies"]["inspector"], "url": site.address}])
    tab = context.new_page()
    field.take(tab, uid)
    wrong = {"list": look(tab)}
    field.open_one(tab, uid)
    field.camera(tab, field.photo(5))
    for section in SECTIONS:
        field.go(tab, section)
        if section == "defects":
            tab.tap("#catalogue button >> nth=0")
        wrong[section] = look(tab)
    field.go(tab, "photos")
    tab.tap("#photos figure button >> nth=0")
    wrong["marking"] = look(tab)
    context.close()
    assert {name: said for name, said in wrong.items() if said} == {}


def look(tab):
    tab.wait_for_timeout(200)
    found = [(one["id"], one["nodes"][0]["html"][:140]) for one in AXE.run(tab).response["violations"]]
    over = tab.evaluate("document.documentElement.scrollWidth - innerWidth")
    return found + ([("too wide", over)] if over > 0 else []) + [("small", html) for html in tab.evaluate(SMALL)]


def test_it_can_be_put_on_the_home_screen(site, chromium):
    context = chromium.new_context(base_url=site.address)
    context.add_cookies([{"name": "sessionid", "value": site.made["cookies"]["inspector"], "url": site.address}])
    tab = context.new_page()
    tab.goto("/field/")
    field.ready(tab)
    below = context.new_cdp_session(tab)
    told = below.send("Page.getAppManifest")
    assert told["errors"] == []
    reasons = [one["errorId"] for one in below.send("Page.getInstallabilityErrors")["installabilityErrors"]]
    # A private window, as tests use, can never install anything; nothing else stands in the way.
    assert [one for one in reasons if one != "in-incognito"] == []
    scopes = tab.evaluate(
        "navigator.serviceWorker.getRegistrations().then(all => all.map(one => new URL(one.scope).pathname))"
    )
    assert scopes == ["/field/"]
    context.close()
