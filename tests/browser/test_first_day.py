"""The first day: set up, bring a history in, look at what it says, check it, and take it back."""

import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser import files
from tests.shared import shared_path

pytestmark = pytest.mark.browser
ANA = {"email": "ana@first.example", "name": "Ana Petrova", "organisation": "First Day Outfitters"}
SCMS = "data/01_scms/SCMS_Delivery_History_Dataset.csv"
LONG_MS = 90_000


@pytest.fixture(scope="module")
def set_up_site(empty_site, chromium):
    """The site after its first person came, who has signed out again."""
    context = chromium.new_context(base_url=empty_site.address)
    tab = context.new_page()
    tab.goto("/")
    tab.wait_for_url("**/set-up/")
    tab.get_by_label("Your company’s name").fill(ANA["organisation"])
    tab.get_by_label("Its country").select_option("GB")
    tab.get_by_label("Your name").fill(ANA["name"])
    tab.get_by_label("Your e-mail address").fill(ANA["email"])
    tab.get_by_role("button", name="Begin").click()
    tab.wait_for_url("**/imports/")
    context.close()
    return empty_site


def sign_in_by_mail(tab, site):
    known = len(site.mailed_links())
    tab.goto("/")
    tab.get_by_label("Your e-mail address").fill(ANA["email"])
    tab.get_by_role("button", name="Mail me a link").click()
    tab.wait_for_url("**/sign-in/sent/")
    tab.goto(site.next_mailed_link(known))
    tab.get_by_role("button", name="Sign in").click()
    tab.wait_for_url(f"{site.address}/")


def drop(tab, path):
    tab.goto("/imports/")
    tab.get_by_label("Orders: what was promised for when, and when it came").check()
    tab.get_by_label("Choose a file").set_input_files(path)
    tab.get_by_role("button", name="Read the file").click()
    tab.get_by_text("Which column names the factory?").wait_for(timeout=LONG_MS)


def check(tab):
    tab.get_by_role("button", name="Check the whole file").click()
    tab.get_by_text("What importing this file would do").wait_for(timeout=LONG_MS)
    return counts(tab)


def bring_in(tab):
    tab.get_by_role("button", name=re.compile(r"Import [\d,]+ lines?")).click()
    tab.get_by_text("What this import did").wait_for(timeout=LONG_MS)
    return counts(tab)


def counts(tab):
    tab.wait_for_load_state()
    found = tab.locator(".t-counts").first
    names, numbers = found.locator("dt").all_inner_texts(), found.locator("dd").all_inner_texts()
    return {name: int(re.sub(r"\D", "", number)) for name, number in zip(names, numbers, strict=True)}


def sums_up(tab):
    """Tell start, every step, what time took between them, and the score of a page that says why."""

    def points(text):
        return float(text.replace("−", "-").replace("+", ""))

    found = [points(text) for text in tab.locator(".t-why > li > .t-why-points").all_inner_texts()]
    passed = [points(re.search(r"[+−-]?[\d.]+", text)[0]) for text in tab.locator(".t-why-passed").all_inner_texts()]
    return found[0], found[1:-1] + passed, found[-1]


def test_first_person_sets_up_once(set_up_site, opened):
    opened.expected.append("404")
    tab = opened(set_up_site)
    assert tab.goto("/set-up/").status == 404


def test_from_an_empty_site_to_a_record_and_back(set_up_site, opened, tmp_path):
    site, today = set_up_site, timezone.localdate()
    tab = opened(site)
    uid = _import(tab, site, files.history(tmp_path, today=today))
    _look_at_partners(tab)
    tab.get_by_role("link", name="Rosewater Knitting").click()
    _look_at_a_partner(tab, past=(today - timedelta(days=250)).isoformat())
    _keep_a_copy(tab, site, tmp_path)

    tab.goto(f"/imports/{uid}/undo/")
    tab.get_by_role("button", name="Take it back").click()
    tab.get_by_text("This import was taken back").wait_for(timeout=LONG_MS)
    tab.goto("/partners/")
    expect(tab.locator("#partners tbody tr")).to_have_count(0)


def _import(tab, site, path):
    sign_in_by_mail(tab, site)
    drop(tab, path)
    tab.get_by_role("radio", name=re.compile("Supplier")).check()
    tab.get_by_label("Set aside the rows where").first.select_option(label="Supplier = Central Warehouse (40 rows)")
    assert check(tab) == {"Rows read": 120, "New": 80, "Changed": 0, "Unchanged": 0, "Refused": 0, "Set aside": 40}
    assert bring_in(tab)["New"] == 80
    return tab.url.rstrip("/").split("/")[-1]


def _look_at_partners(tab):
    tab.get_by_role("link", name="Look at the partners").click()
    rows = tab.locator("#partners tbody tr")
    expect(rows).to_have_count(2)
    tab.get_by_role("link", name="Partner", exact=True).click()
    expect(rows.locator("th")).to_contain_text(sorted(files.SUPPLIERS[:2]))
    tab.wait_for_url("**order=**")
    tab.get_by_label("Name, in any script").press_sequentially("rosew", delay=20)
    tab.wait_for_url("**q=rosew**")
    expect(rows).to_have_count(1)


def _look_at_a_partner(tab, *, past):
    tab.get_by_text("On-time delivery of Rosewater Knitting").wait_for()
    now = tab.locator(".t-tile").nth(1).inner_text()
    assert "alarm" in now
    partner = tab.url
    tab.get_by_role("link", name="why this number").first.click()
    tab.locator(".t-why").first.wait_for()
    tab.wait_for_load_state()
    start, steps, score = sums_up(tab)
    assert steps
    # Each is shown to one place, so each may be off by a twentieth.
    assert abs(start + sum(steps) - score) <= 0.05 * (len(steps) + 2)

    tab.goto(partner)
    tab.get_by_text("As of today").click()
    tab.locator("#as-of").fill(past)
    tab.locator("#as-of").press("Enter")
    tab.wait_for_url("**as_of=**")
    expect(tab.locator(".t-as-of").first).to_be_visible()
    expect(tab.locator(".t-tile").nth(1)).not_to_have_text(now, use_inner_text=True)
    expect(tab.locator(".t-tile").nth(1)).not_to_contain_text("alarm")

    tab.goto(partner)


def _keep_a_copy(tab, site, tmp_path):
    tab.get_by_role("link", name="Verify the record").click()
    expect(tab.get_by_text("intact")).to_be_visible()
    with tab.expect_navigation():
        tab.get_by_role("button", name="Check now").click()
    expect(tab.get_by_text("intact")).to_be_visible()
    with tab.expect_download() as download:
        tab.get_by_role("link", name="Download a copy to check yourself").click()
    copy = tmp_path / "copy.jsonl"
    download.value.save_as(copy)
    assert "Rosewater Knitting" in copy.read_text("utf-8").splitlines()[0]
    site.command("ledger", "verify", str(copy))
    altered = tmp_path / "altered.jsonl"
    altered.write_text(copy.read_text("utf-8").replace("Item 003", "Item 004"), "utf-8")
    assert verdict(altered) == 1


def verdict(copy):
    command = [str(Path(sys.executable).with_name("troth")), "ledger", "verify", str(copy)]
    return subprocess.run(command, capture_output=True, check=False).returncode


@pytest.mark.shared
def test_a_real_history_of_ten_thousand_lines(set_up_site, opened):
    tab = opened(set_up_site)
    sign_in_by_mail(tab, set_up_site)
    drop(tab, shared_path(SCMS))
    tab.get_by_role("radio", name=re.compile("^Vendor (?!INCO)")).check()
    choices = tab.get_by_label("Set aside the rows where").first.locator("option").all_inner_texts()
    rule = next(text for text in choices if "Vendor = SCMS from RDC" in text)
    tab.get_by_label("Set aside the rows where").first.select_option(label=rule)
    found = check(tab)
    assert (found["Rows read"], found["Set aside"], found["Changed"]) == (10_324, 5_404, 0)
    assert bring_in(tab)["New"] == found["New"]
    tab.get_by_role("link", name="Look at the partners").click()
    expect(tab.locator("#partners tbody tr")).to_have_count(50)
    tab.locator(".t-pager a[rel=next]").click()
    tab.wait_for_url("**page=2**")
