"""The main steps of a first day with scripts switched off."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser import files

pytestmark = pytest.mark.browser


def test_a_history_comes_in_is_read_and_taken_back(site, opened, tmp_path):
    tab = opened(site, as_="other buyer", java_script_enabled=False)
    tab.goto("/imports/")
    tab.check("input[name=kind][value=orders]")
    tab.set_input_files("#file", files.history(tmp_path, today=timezone.localdate(), lines=60))
    tab.click("text=Read the file")
    _until(tab, "text=Which column names the factory?")
    tab.locator("input[name=factory]").nth(_position(tab, "Supplier")).check()
    tab.click("text=Check the whole file")
    _until(tab, "text=What importing this file would do")
    tab.locator("button", has_text=re.compile("Import 60 lines")).click()
    _until(tab, "text=What this import did")
    done = tab.url

    tab.click("text=Look at the partners")
    tab.fill("#filter-q", "blackthorn")
    tab.click("button:has-text('Show')")
    expect(tab.locator("#partners tbody tr")).to_have_count(1)
    tab.click("#partners >> text=Blackthorn Footwear")
    tab.click("text=The same as a table")
    tab.wait_for_selector("th >> text=P-0000")
    tab.click("text=As of today")
    tab.fill("#as-of", "2026-01-05")
    tab.locator("#as-of").press("Enter")
    tab.wait_for_url("**as_of=2026-01-05**")
    expect(tab.locator(".t-as-of").first).to_be_visible()

    tab.goto(f"{done.rstrip('/')}/undo/")
    tab.click("text=Take it back >> visible=true")
    _until(tab, "text=This import was taken back")


def _until(tab, sign):
    """Wait as the page itself does without scripts: it loads again by itself."""
    tab.wait_for_selector(sign, timeout=90_000)
    tab.wait_for_load_state()


def _position(tab, name):
    labels = tab.locator("label:has(input[name=factory]) strong").all_inner_texts()
    return labels.index(name)
