"""What goes wrong on a phone: no photo, a full disk, wild numbers, files of others; told, and nothing lost."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser import field_work as field
from tests.browser.test_field import OFFLINE, hashes

pytestmark = pytest.mark.browser
# As a browser answers once the disk is full: the transaction fails, and nothing of it is kept.
FULL = """() => {
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (row, ...key) {
    if (this.name === "photos") throw new DOMException("full", "QuotaExceededError");
    return put.call(this, row, ...key);
  };
}"""


@pytest.fixture
def phone(site, opened):
    """Open the phone of the inspector."""
    opened.expected += (*OFFLINE, "400")
    return lambda **options: opened(site, as_="inspector", **(field.TOUCH | options))


@pytest.fixture
def at_work(site, phone):
    """Open an inspection that is on the phone, without a network."""

    def begin(name, **options):
        uid = field.plan(site, name)
        tab = phone(**options)
        field.take(tab, uid)
        tab.context.set_offline(True)
        field.open_one(tab, uid)
        return tab, uid

    return begin


def test_what_is_no_photo_and_no_number_is_told_and_not_kept(at_work):
    tab, _uid = at_work("Nonsense lot")
    before = len(field.kept(tab, "items"))
    field.go(tab, "photos")
    for name, kind, raw in (
        ("a.txt", "text/plain", b"no photo"),
        ("b.png", "image/png", b""),
        ("c.jpg", "image/jpeg", b"no"),
    ):
        tab.set_input_files("#pictures", [{"name": name, "mimeType": kind, "buffer": raw}])
        expect(tab.locator("#banners")).to_contain_text(f"“{name}” is no photo")
    field.go(tab, "units")
    count = tab.locator("#classes [data-key=major] input")
    for nonsense in ("-1", "81", "1.5", "many", "1e9"):
        count.fill(nonsense)
        count.blur()
        expect(count).to_have_attribute("aria-invalid", "true")
    field.go(tab, "measure")
    tab.fill("#measure-length-unit", "0")
    tab.fill("#measure-length-value", "62")
    tab.tap("#requirements form button")
    expect(tab.locator("#measure-length-unit")).to_have_attribute("aria-invalid", "true")
    field.go(tab, "sign")
    tab.tap("summary >> text=The buyer’s side")
    tab.tap("form[data-side=buyer] button[type=submit]")
    wrong = tab.locator("form[data-side=buyer] [data-fill=wrong]")
    expect(wrong).to_have_text("Choose who signs.")
    tab.locator("#who-buyer").select_option("other")
    tab.fill("#name-buyer", "Mr Rahman of the line")
    tab.tap("form[data-side=buyer] button[type=submit]")
    expect(wrong).to_contain_text("Only those on the list can sign here: Buyer of the Cast")
    field.go(tab, "defects")
    tab.fill("#defect-search", "nothing is called so <b>")
    expect(tab.locator("#catalogue-none")).to_be_visible()
    tab.tap("summary >> text=Another defect")
    tab.tap("#other-defect button")
    assert len(field.kept(tab, "items")) == before


def test_what_only_pretends_to_be_a_photo_stays_on_the_phone_with_the_reason(at_work):
    tab, _uid = at_work("Pretending lot")
    field.camera(tab, b"\x89PNG\r\n\x1a\n and no photo at all")
    field.go(tab, "photos")
    expect(tab.locator("#photos figure")).to_have_count(1)
    tab.context.set_offline(False)
    expect(tab.locator("#photos figure")).to_contain_text("Not taken:")
    # What is told afterwards does not make it a photo that came.
    tab.tap("[data-next-unit]")
    field.until_sent(tab)
    expect(tab.locator("#photos figure")).to_contain_text("Not taken:")
    expect(tab.locator("#photos figure")).not_to_contain_text("Sent whole")


def test_units_alike_are_no_more_than_the_sample_and_have_no_number(site, at_work):
    tab, uid = at_work("Alike lot")
    field.go(tab, "defects")
    tab.tap("#catalogue button >> nth=0")
    alike = tab.locator("#defect-now [data-whole=units]")
    alike.fill("81")
    alike.blur()
    expect(alike).to_have_attribute("aria-invalid", "true")
    expect(tab.locator("#said")).to_contain_text("80 at most")
    alike.fill("7")
    alike.blur()
    expect(tab.locator("#defect-now [data-whole=unit]")).to_have_value("")
    expect(tab.locator("#tally [data-key=major] strong")).to_have_text("7")
    tab.context.set_offline(False)
    field.until_sent(tab)
    assert [one[1:] for one in field.record(site, uid)["defects"]] == [["major", None, False]]


def test_a_picture_this_browser_cannot_show_is_kept_whole(at_work):
    tab, _uid = at_work("HEIC lot")
    raw = b"\0\0\0\x18ftypheic" + bytes(2000)
    tab.set_input_files("#pictures", [{"name": "IMG_1.HEIC", "mimeType": "", "buffer": raw}])
    field.go(tab, "photos")
    expect(tab.locator("#photos figure")).to_have_count(1)
    (kept,) = [one for one in field.kept(tab, "items") if one["kind"] == "photos"]
    assert [kept["data"]["sha256"], kept["data"]["size"]] == [*hashes([raw]), len(raw)]


def test_a_full_phone_says_so_and_the_work_is_saved_as_a_file_that_another_phone_reads(site, at_work, phone, tmp_path):
    tab, uid = at_work("Full lot")
    tab.evaluate(FULL)
    photos = [field.photo(seed, size=900_000) for seed in (31, 32)]
    field.camera(tab, *photos)
    expect(tab.locator("#banners")).to_contain_text("This phone is full.")
    with tab.expect_download() as coming:
        tab.tap("#banners a")
    saved = tmp_path / "unsent.json"
    coming.value.save_as(saved)
    lines = [json.loads(line) for line in saved.read_text("utf-8").splitlines()]
    assert [lines[0]["troth"], lines[0]["inspection"]] == ["troth-field", uid]
    assert len([line for line in lines if "photo" in line]) == 2

    other = phone()
    field.take(other, uid)
    for _twice in range(2):
        other.set_input_files("#file", saved)
        expect(other.locator("#banners")).to_contain_text("Read from the file of Full lot")
    field.open_one(other, uid)
    field.until_sent(other)
    found = field.record(site, uid)
    assert sorted(one[0] for one in found["photos"]) == sorted(hashes(photos))
    assert all(digest == kept for digest, _come, kept, *_rest in found["photos"])


def test_a_file_is_taken_by_the_servers_own_form_as_often_as_one_likes(site, at_work, phone, tmp_path):
    tab, uid = at_work("Form lot")
    tab.tap("[data-next-unit]")
    raw = field.photo(41)
    field.camera(tab, raw)
    field.go(tab, "summary")
    with tab.expect_download() as coming:
        tab.tap("#save-file")
    saved = tmp_path / "unsent.json"
    coming.value.save_as(saved)
    desk = phone(java_script_enabled=False)
    for _twice in range(2):
        desk.goto(f"/field/{uid}/")
        desk.evaluate("document.querySelector('[data-section=summary]').hidden = false")
        desk.set_input_files("#sent-file", saved)
        desk.locator("form[enctype] button").evaluate("button => button.form.submit()")
        desk.wait_for_load_state()
        expect(desk.locator(".t-messages")).to_contain_text("Taken from the file")
    found = field.record(site, uid)
    assert len(found["entries"]) == 3
    assert [(one[0], one[2]) for one in found["photos"]] == [(*hashes([raw]), *hashes([raw]))]


def test_a_file_that_is_none_of_ours_or_cut_short_is_told(phone, tmp_path):
    tab = phone()
    tab.goto("/field/")
    field.ready(tab)
    wrong = tmp_path / "wrong.json"
    for text in (
        '{"a": 1}',
        "not json",
        "",
        '{"troth": "troth-field", "version": 1, "inspection": "x"}\n{"item": {"uid',
    ):
        wrong.write_text(text, "utf-8")
        tab.set_input_files("#file", wrong)
        expect(tab.locator("#banners")).to_contain_text("This is no file of unsent work.")
        tab.evaluate("document.querySelector('#banners').replaceChildren()")


def test_a_defect_is_taken_back_with_a_reason_and_stays_in_the_record(site, at_work):
    tab, uid = at_work("Taken back lot")
    field.go(tab, "defects")
    tab.tap("#catalogue button >> nth=0")
    tab.tap("[data-remove]")
    tab.tap("#defect-now form button")
    expect(tab.locator("#tally [data-key=major] strong")).to_have_text("1")
    tab.fill("#defect-now form input", "It was a loose thread")
    tab.tap("#defect-now form button")
    expect(tab.locator("#tally [data-key=major] strong")).to_have_text("0")
    tab.context.set_offline(False)
    field.until_sent(tab)
    assert [one[1:] for one in field.record(site, uid)["defects"]] == [["major", 1, True]]


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
def test_photos_are_hashed_beside_the_page_without_a_network_and_on_it_where_there_is_no_helper(at_work, locale):
    tab, _uid = at_work(f"Helped lot {locale}", locale=locale)
    raws = [field.photo(seed) for seed in (51, 52, 53)]
    with tab.expect_worker() as helper:
        field.camera(tab, raws[0])
    assert helper.value.url.endswith("/field/helper.js")
    field.go(tab, "photos")
    expect(tab.locator("#photos figure")).to_have_count(1)
    tab.reload()
    field.ready(tab)
    tab.evaluate("document.body.dataset.helper = '/field/no-such-helper.js'")
    field.camera(tab, *raws[1:])
    expect(tab.locator("#photos figure")).to_have_count(3)
    kept = [one for one in field.kept(tab, "items") if one["kind"] == "photos"]
    assert sorted(one["data"]["sha256"] for one in kept) == sorted(hashes(raws))
