"""Chinese pages on a phone: nothing wider than the screen, in both themes, and the words in the person's language."""

import pytest

from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser
PHONE_360 = {**PHONE, "width": 360}


def places(made):
    ours = f"/partners/{made['ours']}/"
    of_partner = [ours, f"{ours}why/factory/delivery/", f"{ours}verify/", f"{ours}notes/", f"{ours}pulse/"]
    alone = [f"/lines/{made['line']}/", f"/actions/{made['action']}/", f"/flags/{made['flag']}/"]
    return ["/", "/partners/", *of_partner, *alone, "/settings/"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_chinese_fits_a_phone(site, opened, theme):
    tab = opened(site, as_="sales", viewport=PHONE_360)
    kept = {"django_language": "zh-hans", "theme": theme}
    tab.context.add_cookies([{"name": name, "value": value, "url": site.address} for name, value in kept.items()])
    seen = {}
    for place in places(site.made):
        tab.goto(place)
        seen[place] = (
            tab.evaluate("document.documentElement.lang"),
            tab.evaluate("document.documentElement.scrollWidth - innerWidth"),
        )

    assert seen == dict.fromkeys(places(site.made), ("zh-hans", 0))


def test_language_chosen_in_the_menu_stays(site, opened):
    tab = opened(site, as_="owner")
    tab.goto("/partners/")

    tab.goto("/settings/")
    tab.get_by_label("The language you read").select_option("zh-hans")
    tab.get_by_role("button", name="Remember").click()
    tab.get_by_role("heading", name="设置").wait_for()
    tab.goto("/partners/")

    assert tab.title() == "合作伙伴 · Troth"
    tab.goto("/settings/")
    tab.get_by_label("您阅读的语言").select_option("en")
    tab.get_by_role("button", name="记住").click()
    tab.get_by_role("heading", name="Settings").wait_for()


@pytest.mark.parametrize(("language", "named"), [("en", "United Kingdom"), ("zh-hans", "英国")])
def test_a_country_is_called_as_the_reader_calls_it(site, opened, language, named):
    tab = opened(site, as_="sales")
    tab.context.add_cookies([{"name": "django_language", "value": language, "url": site.address}])

    tab.goto(f"/partners/{site.made['ours']}/")
    tab.locator("[data-country]", has_text=named).wait_for()

    tab.goto("/partners/")
    assert named in tab.locator('select[name="country"]').inner_text().split("\n")
