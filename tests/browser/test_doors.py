"""What stands behind a mailed door, on the device of whoever opens it."""

import pytest

pytestmark = pytest.mark.browser


def test_the_zone_of_the_device_stands_there_to_be_changed(site, opened):
    tab = opened(site, timezone_id="Asia/Shanghai", locale="zh-CN")
    tab.goto(site.made["doors"]["seat"])

    assert tab.locator("[name=zone]").input_value() == "Asia/Shanghai"
    assert tab.locator("[name=country]").input_value() == ""
