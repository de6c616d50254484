"""What a tap finds and leaves on a phone: sections made ready, lists as long as the eye goes, words said anew."""

import pytest
from playwright.sync_api import expect

from tests.browser import field_work as field
from tests.browser.test_field import OFFLINE

pytestmark = pytest.mark.browser


@pytest.fixture
def at_work(site, opened):
    """Open an inspection that is on the phone, without a network."""
    opened.expected += OFFLINE

    def begin(name):
        uid = field.plan(site, name)
        tab = opened(site, as_="inspector", **field.TOUCH)
        field.take(tab, uid)
        tab.context.set_offline(True)
        field.open_one(tab, uid)
        return tab

    return begin


def test_a_long_list_grows_as_far_as_the_eye_goes(at_work, tmp_path):
    tab = at_work("Long list lot")
    files = [tmp_path / f"{number}.png" for number in range(40)]
    for number, path in enumerate(files):
        path.write_bytes(field.photo(number, side=8))
    tab.set_input_files("#pictures", files)
    expect(tab.locator("[data-fill=photos-to-send]")).to_have_text("40")
    field.go(tab, "photos")
    figures = tab.locator("#photos figure")
    expect(figures).to_have_count(12)
    for many in (24, 36, 40):
        figures.last.scroll_into_view_if_needed()
        expect(figures).to_have_count(many)


def test_the_whole_catalogue_comes_as_far_as_the_eye_goes(at_work):
    tab = at_work("Catalogue lot")
    (pack,) = field.kept(tab, "packs")
    field.go(tab, "defects")
    kinds, many = tab.locator("#catalogue button"), len(pack["catalogue"])
    assert many > 24
    expect(kinds).to_have_count(24)
    kinds.last.scroll_into_view_if_needed()
    expect(kinds).to_have_count(min(many, 48))


def test_the_address_follows_the_finger_and_the_way_back_leads_through_the_sections(at_work):
    tab = at_work("Way back lot")
    for section in ("checks", "defects"):
        field.go(tab, section)
        tab.wait_for_url(f"**/#{section}")
    tab.go_back()
    expect(tab.locator("[data-section=checks]")).to_be_visible()
    expect(tab.locator("[data-section=defects]")).to_be_hidden()


def test_what_is_said_is_shown_each_time_it_is_said(at_work):
    tab = at_work("Said lot")
    for number in (1, 2):
        tab.tap("[data-next-unit]")
        expect(tab.locator("#said")).to_have_text(f"Unit {number} is counted.")
        assert tab.locator("#said").evaluate("one => getComputedStyle(one).opacity") == "1"
        expect(tab.locator("#said")).to_have_text("")


def test_the_unit_that_is_measured_is_the_one_in_hand(at_work):
    tab = at_work("In hand lot")
    field.go(tab, "measure")
    expect(tab.locator("#measure-length-unit")).to_have_value("1")
    for _unit in range(2):
        tab.tap("[data-next-unit]")
    expect(tab.locator("#measure-length-unit")).to_have_value("3")
    tab.fill("#measure-length-value", "62")
    tab.tap("#requirements form button")
    expect(tab.locator("#measure-length-unit")).to_have_value("4")
