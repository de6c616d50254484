"""An order history dropped in a real Chromium, with and without JavaScript; every page on the way looked at by axe."""

import os
import re
import subprocess
import sys
from itertools import count

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.shared import shared_path

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
WORK_SECONDS = 120_000
HISTORY = "data/01_scms/SCMS_Delivery_History_Dataset.csv"
HEADER = "Order,Line,Supplier,Due date,Delivered,Qty"
EMAIL = "ana@somewhere.example"
FILES = count(1)
FAILED = "<!doctype html><main>Something went wrong on our side</main>"


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TROTH_", "DJANGO_"))}
    return kept | {"TROTH_HOME": str(tmp_path_factory.mktemp("home")), "PYTHONUNBUFFERED": "1"}


def troth(environment, *arguments):
    command = [sys.executable, "-m", "troth_site.management.cli", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture(scope="module")
def address(environment):
    """Serve an installation of its own, as `troth serve` does: with its worker, and on a port that is free."""
    command = [sys.executable, "-m", "troth_site.management.cli", "serve", "--port", "8700"]
    served = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        found = next(match for line in served.stdout if (match := re.match(r"Troth is at (http://[\d.:]+)/", line)))
        yield found.group(1)
    finally:
        served.terminate()
        served.wait(60)
        served.stdout.close()


@pytest.fixture(scope="module")
def browser(chromium):
    """The one browser of all these tests: two drivers cannot run beside each other."""
    return chromium


@pytest.fixture(scope="module")
def set_up(browser, address):
    """Be the first who comes, as the page asks."""
    opened = browser.new_page(base_url=address)
    opened.goto("/sign-in/")
    opened.get_by_role("button", name="Begin").click()
    expect(opened.get_by_role("alert")).to_have_count(4)
    found = complaints(opened)
    opened.get_by_label("Your company’s name").fill("Nordlicht Textil GmbH")
    opened.get_by_label("Its country").select_option("DE")
    opened.get_by_label("Your name").fill("Ana Petrova")
    opened.get_by_label("Your e-mail address").fill(EMAIL)
    opened.get_by_role("button", name="Begin").click()
    expect(opened.get_by_role("heading", level=1)).to_have_text("Imports")
    opened.close()
    assert found == []


@pytest.fixture
def tab(browser, address, environment, set_up, request):
    """Open a tab in which the buyer is signed in by a link; parameters go to the browser."""
    context = browser.new_context(base_url=address, **getattr(request, "param", {}))
    opened = context.new_page()
    opened.said = []
    opened.on("console", lambda message: opened.said.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: opened.said.append(str(error)))
    opened.goto(address + re.sub("^http://[^/]+", "", troth(environment, "sign-in", EMAIL)))
    opened.get_by_role("button", name="Sign in").click()
    opened.wait_for_url(f"{address}/")
    opened.goto("/imports/")
    yield opened
    context.close()


def complaints(tab):
    found = Axe().run(tab).response["violations"]
    return [(rule["id"], [node["target"] for node in rule["nodes"]][:3]) for rule in found]


def scrolls_sideways(tab):
    return tab.evaluate("document.documentElement.scrollWidth > innerWidth")


def choose(tab, path):
    tab.get_by_label("Orders: what was promised for when, and when it came").check()
    tab.set_input_files("#file", str(path))
    tab.get_by_role("button", name="Read the file").click()
    tab.wait_for_url(re.compile(r"/imports/[\w-]{36}/$"))
    expect(tab.get_by_role("group", name="Which column names the factory?")).to_be_visible(timeout=WORK_SECONDS)


@pytest.fixture
def small(tmp_path):
    """Write a list of five rows which no earlier test has brought in."""
    path, number = tmp_path / "orders.csv", next(FILES)
    rows = [
        f"P{number}1,1,Kim Loi,2024-03-01,2024-02-28,100", f"P{number}1,2,Kim Loi,2024-03-01,2024-03-05,50",
        f"P{number}2,1,Bursa,2024-04-10,,70", f"P{number}3,1,Depot,2024-04-10,,70", f"P{number}4,1,Depot,2023-02-29,,5",
        f"P{number}5,1,Kim Loi,2023-02-29,,5",
    ]  # fmt: skip
    path.write_text("\n".join([HEADER, *rows]) + "\n")
    return path


@pytest.mark.parametrize(
    "tab",
    [{}, {"viewport": PHONE, "color_scheme": "dark"}, {"java_script_enabled": False}],
    ids=["wide", "phone in the dark", "no scripts"],
    indirect=True,
)
def test_file_goes_the_whole_way(tab, small, request):
    looked = {}
    scripts = "no scripts" not in request.node.callspec.id

    def look(name):
        if scripts:
            looked[name] = complaints(tab) + (["sideways"] if scrolls_sideways(tab) else [])

    look("list")
    choose(tab, small)
    look("mapping")
    tab.get_by_role("button", name="Check the whole file").click()
    expect(tab.get_by_role("alert")).to_contain_text("Say which column names the factory")
    look("problems")
    tab.get_by_role("radio", name=re.compile("^Supplier")).check()
    tab.get_by_role("combobox", name="Set aside the rows where").select_option(label="Supplier = Depot (2 rows)")
    tab.get_by_role("button", name="Check the whole file").click()
    expect(tab.get_by_role("main")).to_contain_text("Of 6 rows, 3 would be added", timeout=WORK_SECONDS)
    look("preview")
    tab.get_by_role("button", name="Import 3 lines").click()
    expect(tab.get_by_role("main")).to_contain_text("3 were added", timeout=WORK_SECONDS)
    look("done")
    tab.get_by_role("link", name="Take this import back …").click()
    look("undo")
    tab.get_by_role("button", name="Take it back").click()
    expect(tab.get_by_role("main")).to_contain_text("This import was taken back", timeout=WORK_SECONDS)

    assert looked == {name: [] for name in looked}
    assert [text for text in tab.said if "422" not in text] == []


def test_file_is_dropped_on_the_frame(tab, small):
    data = tab.evaluate_handle(
        """content => { const data = new DataTransfer();
        data.items.add(new File([content], "dropped.csv", {type: "text/csv"})); return data; }""",
        small.read_text(),
    )
    tab.dispatch_event("[data-drop-here]", "drop", {"dataTransfer": data})
    # What it holds is not guessed: the browser points at the question.
    expect(tab.locator("input[name=kind]:invalid").first).to_be_focused()
    tab.get_by_label("Orders: what was promised for when, and when it came").check()
    tab.dispatch_event("[data-drop-here]", "drop", {"dataTransfer": data})
    tab.wait_for_url(re.compile(r"/imports/[\w-]{36}/$"))

    expect(tab.get_by_role("heading", level=1)).to_have_text("dropped.csv")


def test_an_answer_that_failed_is_shown(tab, small):
    tab.route("**/imports/", lambda route: route.fulfill(status=500, body=FAILED, content_type="text/html"))
    tab.get_by_label("Orders: what was promised for when, and when it came").check()
    tab.set_input_files("#file", str(small))
    tab.get_by_role("button", name="Read the file").click()

    expect(tab.get_by_role("main")).to_have_text("Something went wrong on our side")


@pytest.mark.shared
def test_shared_history_goes_the_whole_way(tab):
    choose(tab, shared_path(HISTORY))
    tab.get_by_role("radio", name=re.compile("^Manufacturing Site")).check()
    tab.get_by_role("combobox", name="Set aside the rows where").select_option(
        label="Vendor = SCMS from RDC (5,404 rows)"
    )
    tab.get_by_role("button", name="Check the whole file").click()
    expect(tab.get_by_role("main")).to_contain_text("4,920 would be added", timeout=WORK_SECONDS)
    tab.get_by_role("button", name="Import 4,920 lines").click()
    expect(tab.get_by_role("main")).to_contain_text("4,920 were added", timeout=WORK_SECONDS)
