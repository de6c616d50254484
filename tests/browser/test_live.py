"""Open pages follow the record: a card moved on one screen moves on the other, by a stream or by asking."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import WIDE

pytestmark = pytest.mark.browser


def opened(site, chromium, who):
    context = chromium.new_context(base_url=site.address, viewport=WIDE)
    context.add_cookies([{"name": "sessionid", "value": site.made["cookies"][who], "url": site.address}])
    return context.new_page()


COLUMN_AFTER = {"lets streams through": "doing", "forbids streams": "waiting", "keeps what streams say": "done"}


@pytest.mark.parametrize("proxy", list(COLUMN_AFTER))
def test_card_moved_on_one_screen_moves_on_the_other(site, chromium, proxy):
    mover, watcher = opened(site, chromium, "buyer"), opened(site, chromium, "sales")
    if proxy == "forbids streams":
        watcher.route("**/live/*/?since=*", lambda route: route.fulfill(status=503))
    if proxy == "keeps what streams say":
        kept = {"status": 200, "content_type": "text/event-stream", "body": "retry: 60000\n\n"}
        watcher.route("**/live/*/?since=*", lambda route: route.fulfill(**kept))
    board, card = f"/partners/{site.made['ours']}/board/", f"#card-{site.made['keys']['card']}"
    target = COLUMN_AFTER[proxy]
    watcher.goto(board)
    mover.goto(board)

    mover.locator(f"{card} select").select_option(target)
    mover.locator(f"{card} button").click()

    expect(watcher.locator(f'section[aria-labelledby="column-{target}"] {card}')).to_be_visible(timeout=15_000)
    mover.context.close()
    watcher.context.close()
