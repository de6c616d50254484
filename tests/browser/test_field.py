"""An inspection on a phone: carried out without a network, and come whole whatever happens on the way."""

import hashlib

import pytest
from playwright.sync_api import expect

from tests.browser import field_work as field
from troth.quality.frozen_plans import ClassLimit, freeze
from troth.quality.verdicts import Count, DefectClass, lot_verdict

pytestmark = pytest.mark.browser
OFFLINE = (
    "ERR_INTERNET_DISCONNECTED",
    "ERR_FAILED",
    "ERR_ABORTED",
    "ERR_CONNECTION",
    "401",
    "403",
    "409",
    "Failed to fetch",
)
LIMITS = {
    DefectClass.CRITICAL: ClassLimit(aql=None),
    DefectClass.MAJOR: ClassLimit(aql="2.5"),
    DefectClass.MINOR: ClassLimit(aql="4.0"),
}


@pytest.fixture
def phone(site, opened):
    """Open the phone of the inspector; what a network that is gone says in the console is expected."""
    opened.expected += OFFLINE

    def open_phone(**options):
        return opened(site, as_="inspector", **(field.TOUCH | options))

    return open_phone


def hashes(photos):
    return [hashlib.sha256(raw).hexdigest() for raw in photos]


PHOTOS = [field.photo(1, size=700_000), field.photo(2), field.photo(3)]


def carry_out(tab):
    """Count, record a defect in three taps with its photo, mark it, measure, and answer the checklist."""
    tab.tap("#begin")
    for _unit in range(3):
        tab.tap("[data-next-unit]")
    # Three taps: Defect, its name, Photo.
    tab.tap(".f-thumb a")
    tab.tap("#catalogue button >> nth=0")
    with tab.expect_file_chooser() as chooser:
        tab.click("#defect-now [data-photo=camera]")
    chooser.value.set_files([{"name": "1.png", "mimeType": "image/png", "buffer": PHOTOS[0]}])
    field.camera(tab, *PHOTOS[1:])
    field.go(tab, "photos")
    expect(tab.locator("#photos figure")).to_have_count(3)
    field.mark_first(tab)
    field.go(tab, "measure")
    for value in ("62.4", "63.8", "62.0"):
        tab.fill("#measure-length-value", value)
        tab.tap("#requirements form button")
    expect(tab.locator("#requirements li.f-over")).to_have_count(1)
    field.go(tab, "checks")
    assert tab.locator("[data-section=checks] input:checked").count() == 0
    tab.locator("#questions label", has_text="No").first.tap()
    tab.fill("#answer-which-value", "Side mark")
    tab.locator("#answer-which-value").blur()
    field.go(tab, "units")
    for name in ("critical", "major", "minor"):
        count = tab.locator(f"#classes [data-key={name}] input")
        count.fill("80")
        count.blur()


def test_an_inspection_is_carried_out_offline_and_judged_as_the_library_judges(site, phone):
    uid = field.plan(site, "Offline lot")
    tab = phone()
    field.take(tab, uid)
    context = tab.context
    context.set_offline(True)
    field.open_one(tab, uid)
    carry_out(tab)
    # The browser is closed in the middle, without a network, and opened again.
    tab.close()
    tab = context.new_page()
    field.open_one(tab, uid)
    # A defect, an answer that fails and a reading beyond its limits: three units.
    expect(tab.locator("#tally [data-key=major] strong")).to_have_text("3")
    field.sign(tab, "factory", "Sales of the Cast")
    field.sign(tab, "third", "Inspector of the Cast")
    field.go(tab, "summary")
    expect(tab.locator("#lacks")).to_contain_text("is outside the limits, and no defect is written down for it")
    # What is missing is said first; only the second button hands it in all the same.
    tab.tap("#hand-in")
    expect(tab.locator("[data-fill=handing]")).to_contain_text("Still missing")
    expect(tab.locator("#hand-in")).to_be_hidden()
    tab.tap("#hand-in-anyway")
    expect(tab.locator("[data-fill=handing]")).to_contain_text("as soon as everything has come")
    context.set_offline(False)
    field.until_sent(tab)

    found = field.record(site, uid)
    assert sorted(one[0] for one in found["photos"]) == sorted(hashes(PHOTOS))
    assert all(come and digest == kept and not refused for digest, come, kept, refused, _marks in found["photos"])
    assert sorted(len(marks) for *_rest, marks in found["photos"]) == [0, 0, 1]
    assert found["measurements"] == [
        ["length", 4, 62.4, False], ["length", 5, 63.8, False], ["length", 6, 62.0, False],
    ]  # fmt: skip
    assert found["signatures"] == [
        ["factory", "Sales of the Cast", True, ""], ["third", "Inspector of the Cast", True, ""],
    ]  # fmt: skip
    assert [one for one in found["entries"] if not one[0].startswith("looked-at.")] == [
        ["started", True], ["marks", "no"], ["which", "Side mark"],
    ]  # fmt: skip
    assert [one[1:] for one in found["defects"]] == [["major", 4, False]]
    assert found["state"] == "reported"
    assert_judged_alike(found)


def assert_judged_alike(found):
    """The record's verdict is the library's, of the same counts."""
    plan = freeze(1_200, LIMITS)
    counts = {kind: Count(looked_at=80, found=3 if kind is DefectClass.MAJOR else 0) for kind in DefectClass}
    judged = lot_verdict(plan.plans, counts)
    assert found["verdict"] == judged.verdict
    assert found["classes"] == {
        str(kind): [80, counts[kind].found, plan.plans[kind].accept, plan.plans[kind].reject, judged.classes[kind]]
        for kind in DefectClass
    }


def test_three_disconnections_while_photos_go_lose_nothing_and_double_nothing(site, phone):
    uid = field.plan(site, "Shaky lot")
    tab = phone()
    field.take(tab, uid)
    tab.context.set_offline(True)
    field.open_one(tab, uid)
    photos = [field.photo(seed, size=1_500_000) for seed in range(10, 16)]
    field.camera(tab, *photos)
    field.go(tab, "photos")
    expect(tab.locator("#photos figure")).to_have_count(6)
    cuts = {3: "before", 7: "after", 11: "before"}
    asked = []

    def shaky(route):
        asked.append(route.request.url)
        cut = cuts.get(len(asked))
        if cut == "after":
            # It came, but the answer was lost on the way.
            route.fetch()
        if cut:
            return route.abort("connectionreset")
        return route.continue_()

    tab.context.route("**/field/photo/**", shaky)
    tab.context.set_offline(False)
    field.until_sent(tab, 120)
    found = field.record(site, uid)
    assert len(asked) > 11
    assert sorted(one[0] for one in found["photos"]) == sorted(hashes(photos))
    assert all(digest == kept for digest, _come, kept, *_rest in found["photos"])


def test_two_hundred_photos_come_through_three_disconnections_each_once(site, phone, tmp_path):
    uid = field.plan(site, "Large lot")
    tab = phone()
    field.take(tab, uid)
    tab.context.set_offline(True)
    field.open_one(tab, uid)
    photos = [field.photo(seed, side=16) for seed in range(200)]
    files = [tmp_path / f"{number}.png" for number in range(200)]
    for path, raw in zip(files, photos, strict=True):
        path.write_bytes(raw)
    tab.set_input_files("#pictures", files)
    for _unit in range(10):
        tab.tap("[data-next-unit]")
    to_send = tab.locator("[data-fill=photos-to-send]")
    expect(to_send).to_have_text("200", timeout=60_000)
    asked = []
    tab.context.on("request", lambda one: "/field/photo/" in one.url and asked.append(one.url))
    for cut in (20, 90, 160):
        tab.context.set_offline(False)
        while len(asked) < cut:
            tab.wait_for_timeout(20)
        tab.context.set_offline(True)
        expect(to_send).not_to_have_text("0")
    tab.context.set_offline(False)
    field.until_sent(tab, 180)
    found = field.record(site, uid)
    assert sorted(one[0] for one in found["photos"]) == sorted(hashes(photos))
    assert all(come and digest == kept and not refused for digest, come, kept, refused, _marks in found["photos"])
    assert [value for name, value in found["entries"] if name == "looked-at.major"] == list(range(1, 11))


def test_an_answer_lost_on_the_way_is_asked_for_again_and_nothing_doubles(site, phone):
    uid = field.plan(site, "Lost answer lot")
    tab = phone()
    field.take(tab, uid)
    tab.context.set_offline(True)
    field.open_one(tab, uid)
    field.go(tab, "defects")
    for _defect in range(3):
        tab.tap("[data-next-unit]")
        tab.tap("#catalogue button >> nth=1")
    lost = []

    def lose(route):
        lost.append(route.request.post_data_json["parcel"])
        if len(lost) == 1:
            route.fetch()
            return route.abort("connectionreset")
        return route.continue_()

    tab.context.route("**/sync/", lose)
    tab.context.set_offline(False)
    field.until_sent(tab)
    found = field.record(site, uid)
    assert lost[0] == lost[1]
    assert len(found["defects"]) == 3
    assert [value for name, value in found["entries"] if name == "looked-at.major"] == [1, 2, 3]


def test_an_expired_session_and_another_person_keep_what_is_unsent(site, phone):
    uid = field.plan(site, "Signed out lot")
    tab = phone()
    field.take(tab, uid)
    field.open_one(tab, uid)
    cookies = tab.context.cookies()
    tab.context.clear_cookies(name="sessionid")
    tab.tap("[data-next-unit]")
    expect(tab.locator("#banners a")).to_have_text("Sign in")
    assert tab.locator("#banners a").get_attribute("href") == f"/sign-in/?next=%2Ffield%2F{uid}%2F"
    # Signed out, the page still opens from the phone.
    tab.reload()
    field.ready(tab)
    expect(tab.locator("#tally [data-key=major]")).to_contain_text("1/80")

    other = [one | {"value": site.made["cookies"]["buyer"]} for one in cookies if one["name"] == "sessionid"]
    tab.context.add_cookies(other)
    tab.evaluate("dispatchEvent(new Event('online'))")
    expect(tab.locator("#banners")).to_contain_text("This is the work of")
    assert field.record(site, uid)["entries"] == []

    tab.context.add_cookies(cookies)
    tab.evaluate("dispatchEvent(new Event('online'))")
    field.until_sent(tab)
    assert sorted(field.record(site, uid)["entries"]) == [
        ["looked-at.critical", 1], ["looked-at.major", 1], ["looked-at.minor", 1],
    ]  # fmt: skip


def test_two_tabs_are_one_inspection(site, phone):
    uid = field.plan(site, "Two tabs lot")
    first = phone()
    field.take(first, uid)
    field.open_one(first, uid)
    second = first.context.new_page()
    field.open_one(second, uid)
    first.tap("[data-next-unit]")
    expect(second.locator("#tally [data-key=major]")).to_contain_text("1/80")
    second.tap("[data-next-unit]")
    expect(first.locator("#tally [data-key=major]")).to_contain_text("2/80")
    field.until_sent(first)
    values = [value for name, value in field.record(site, uid)["entries"] if name == "looked-at.major"]
    assert values == [1, 2]


def test_a_signed_out_person_is_sent_to_sign_in_and_a_strange_inspection_is_not_there(site, opened):
    opened.expected += (*OFFLINE, "404")
    tab = opened(site)
    tab.goto("/field/")
    assert "/sign-in/?next=/field/" in tab.url
    uid = field.plan(site, "Strange lot")
    other = opened(site, as_="other buyer")
    assert other.goto(f"/field/{uid}/").status == 404
