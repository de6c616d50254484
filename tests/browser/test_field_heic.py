"""Photos of an iPhone where the browser cannot show them: kept whole, told, and shown once the server has them."""

from io import BytesIO

import pytest
from PIL import Image
from pillow_heif import register_heif_opener
from playwright.sync_api import expect

from tests.browser import field_work as field
from tests.browser.test_field import OFFLINE, hashes

pytestmark = pytest.mark.browser
register_heif_opener(thumbnails=False)


def heic() -> bytes:
    exif, out = Image.Exif(), BytesIO()
    exif[0x0112] = 6
    Image.linear_gradient("L").resize((64, 48)).convert("RGB").save(out, "HEIF", exif=exif.tobytes())
    return out.getvalue()


def test_a_photo_of_an_iphone_is_kept_whole_and_comes_back_small(site, opened):
    opened.expected += OFFLINE
    uid, raw = field.plan(site, "iPhone lot"), heic()
    tab = opened(site, as_="inspector", **field.TOUCH)
    field.take(tab, uid)
    tab.context.set_offline(True)
    field.open_one(tab, uid)
    field.go(tab, "photos")
    tab.set_input_files("#pictures", [{"name": "IMG_1.HEIC", "mimeType": "image/heic", "buffer": raw}])

    tile = tab.locator("#photos figure button")
    expect(tile).to_contain_text("Kept whole.")
    expect(tile.locator("img")).to_be_hidden()
    tile.tap()
    expect(tab.locator("#mark-unseen")).to_be_visible()
    expect(tab.locator("#mark-keep")).to_be_disabled()
    tab.tap("#mark-leave")

    tab.context.set_offline(False)
    field.until_sent(tab)
    image = tile.locator("img")
    expect(image).to_be_visible()
    assert image.evaluate("image => [image.naturalWidth, image.naturalHeight]") == [48, 64]
    (kept,) = [one for one in field.kept(tab, "items") if one["kind"] == "photos"]
    assert [kept["data"]["sha256"], kept["data"]["size"]] == [*hashes([raw]), len(raw)]
    tile.tap()
    expect(tab.locator("#mark-unseen")).to_be_hidden()
    tab.tap("#mark-middle")
    tab.tap("#mark-keep")
    expect(tab.locator("#photos figcaption")).to_contain_text("Marks: 1")
