"""Signing in and reading the portfolio with the keyboard alone."""

import pytest

pytestmark = pytest.mark.browser
FOCUSED = """(() => { const e = document.activeElement; const box = e.getBoundingClientRect(); const style =
  getComputedStyle(e); return {tag: e.tagName, text: (e.innerText || e.value || e.name || "").trim(), id: e.id,
  seen: box.width > 0 && box.height > 0, ringed: style.outlineStyle !== "none" || style.boxShadow !== "none"}; })()"""
MOST_STEPS = 60


def tab_to(tab, wanted):
    """Press Tab until something is reached, and see the focus on all of the way."""
    for _step in range(MOST_STEPS):
        tab.keyboard.press("Tab")
        here = tab.evaluate(FOCUSED)
        assert here["seen"] or here["tag"] in {"BODY", "INPUT"}, here
        assert here["ringed"] or here["tag"] == "BODY", here
        if wanted(here):
            return here
    raise AssertionError("the keyboard does not reach it")


def test_signing_in_by_link_needs_no_mouse(site, opened):
    tab = opened(site)
    tab.goto("/")
    assert tab.evaluate(FOCUSED)["id"] == "email"
    tab.keyboard.type(site.made["people"]["manager"])
    known = len(site.mailed_links())
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/sign-in/sent/")
    tab.goto(site.next_mailed_link(known))
    assert tab.evaluate(FOCUSED)["text"] == "Sign in"
    tab.keyboard.press("Enter")
    tab.wait_for_url(f"{site.address}/")


def test_portfolio_is_searched_sorted_and_opened_by_keyboard(site, opened):
    tab = opened(site, as_="buyer")
    tab.goto("/partners/")
    tab.keyboard.press("Tab")
    skip = tab.evaluate(FOCUSED)
    assert "Skip" in skip["text"] or skip["tag"] == "A"
    tab_to(tab, lambda here: here["id"] == "filter-q")
    tab.keyboard.type("rosewater")
    tab.wait_for_url("**q=rosewater**")
    tab.locator("#partners tbody tr").nth(1).wait_for(state="detached")
    assert tab.evaluate(FOCUSED)["id"] == "filter-q"
    tab_to(tab, lambda here: here["text"] == "Standing")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**sort=standing**")
    tab_to(tab, lambda here: here["text"].startswith("Rosewater"))
    tab.keyboard.press("Enter")
    tab.wait_for_url(f"**/partners/{site.made['ours']}/**")
    tab_to(tab, lambda here: here["text"] == "Verify the record")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/verify/")
