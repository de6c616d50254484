"""Work that was taken along before the pack told what is measured goes on as it was, and loses nothing."""

import pytest
from playwright.sync_api import expect

from tests.browser import field_work as field
from tests.browser.test_field import OFFLINE

pytestmark = pytest.mark.browser
# As a phone keeps a pack of an earlier release.
OLDER = """async () => {
  const open = indexedDB.open((await indexedDB.databases())[0].name);
  const database = await new Promise((done) => { open.onsuccess = () => done(open.result); });
  const packs = database.transaction("packs", "readwrite").objectStore("packs");
  const asked = packs.getAll();
  const all = await new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  for (const pack of all) for (const row of pack.requirements) delete row.measured;
  await Promise.all(all.map((pack) => new Promise((done) => { packs.put(pack).onsuccess = done; })));
  database.close();
  return all.flatMap((pack) => pack.requirements).length;
}"""


def test_an_older_pack_is_measured_as_it_was(site, opened):
    opened.expected += OFFLINE
    uid = field.plan(site, "Older lot")
    tab = opened(site, as_="inspector", **field.TOUCH)
    field.take(tab, uid)
    assert tab.evaluate(OLDER) == 1
    tab.context.set_offline(True)
    field.open_one(tab, uid)
    field.go(tab, "measure")
    tab.fill("#measure-length-value", "62")
    tab.tap("#requirements form button")
    expect(tab.locator("#requirements li")).to_have_count(1)
    tab.context.set_offline(False)
    field.until_sent(tab)
    assert len(field.record(site, uid)["measurements"]) == 1
