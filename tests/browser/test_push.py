"""A message pushed to a real browser: what our sender made, shown by the worker, and the page it opens.

The push service of the browser's maker cannot be reached from a test. What stands in its place does its part alone: it
takes the letter as our sender sealed it, and the unsealed one is handed to the worker, as Chromium does by itself once
a letter has come. Only the press of a finger on the desktop's own notification cannot be made; its event is.
"""

import base64
import json

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import expect

from tests.browser.conftest import WIDE

pytestmark = pytest.mark.browser
AUTH = b"0123456789abcdef"
SAYS = "林晓梅 wrote to you: Lab dips"
SENDS = """
import base64, django, sys
django.setup()
from django.utils import timezone
from troth_site.actions.bridges import push
from troth_site.actions.bridges.letters import Letter, Line
from troth_site.actions.bridges.outcomes import Opened
endpoint, p256dh, auth, says, url = sys.argv[1:]
now = timezone.now()
letter = Letter(uid="0198-push", title=says, lines=(Line("1", "message", says, url, now),), more=0, rest="",
                home=url, is_urgent=False)
opened = Opened(row=None, secrets={"url": endpoint, "p256dh": p256dh, "auth": auth})
made = push.call(letter, opened, now)
print(base64.b64encode(made.body).decode())
"""


def sent(site, url):
    """Let the installation seal a letter for a browser's keys, and return what that browser alone can read of it."""
    private = ec.generate_private_key(ec.SECP256R1())
    point = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    keys = [base64.urlsafe_b64encode(raw).rstrip(b"=").decode() for raw in (point, AUTH)]
    printed = site.python(SENDS, "https://fcm.googleapis.com/fcm/send/abc", *keys, SAYS, url)
    sealed = base64.b64decode(printed.splitlines()[-1])
    assert SAYS.encode() not in sealed
    return http_ece.decrypt(sealed, private_key=private, auth_secret=AUTH, version="aes128gcm").decode()


@pytest.fixture
def browser(site, chromium):
    """A tab of somebody who allows notifications, and what drives the browser from below."""
    context = chromium.new_context(base_url=site.address, viewport=WIDE)
    context.grant_permissions(["notifications"], origin=site.address)
    context.add_cookies([{"name": "sessionid", "value": site.made["cookies"]["buyer"], "url": site.address}])
    tab = context.new_page()
    yield tab, context
    context.close()


def worker_of(tab, context):
    """Register the worker as the page of places does, and return it with its registration's key."""
    below = context.new_cdp_session(tab)
    found = []
    below.on("ServiceWorker.workerRegistrationUpdated", lambda told: found.extend(told["registrations"]))
    below.send("ServiceWorker.enable")
    tab.goto("/settings/channels/")
    form = tab.locator("form[data-push]")
    expect(form.get_by_role("button")).to_be_visible()
    with context.expect_event("serviceworker") as coming:
        form.get_by_role("button").click()
    worker = coming.value
    worker.evaluate("() => self.registration.active ? 1 : new Promise(go => self.addEventListener('activate', go))")
    tab.wait_for_timeout(300)
    keys = [one["registrationId"] for one in found if worker.url.startswith(one["scopeURL"])]
    return below, worker, keys[-1]


def push(below, site, key, said):
    below.send("ServiceWorker.deliverPushMessage", {"origin": site.address, "registrationId": key, "data": said})


def shown(worker):
    """Return the notifications that stand, waiting for the first."""
    return worker.evaluate(
        """async () => {
          for (let tries = 0; tries < 100; tries++) {
            const found = await self.registration.getNotifications();
            if (found.length) return found.map(({ title, body, tag, data }) => ({ title, body, tag, data }));
            await new Promise((go) => setTimeout(go, 100));
          }
          return [];
        }"""
    )


def pushed(below, site, key, said, worker):
    """Push until it stands: a browser that is busy loses a letter, and the same one again takes its own place."""
    for _try in range(6):
        push(below, site, key, said)
        found = shown(worker)
        if found:
            return found
    return []


def test_what_our_sender_made_is_shown_and_opens_its_page(site, browser):
    tab, context = browser
    url = f"{site.address}/partners/{site.made['ours']}/"
    below, worker, key = worker_of(tab, context)
    found = pushed(below, site, key, sent(site, url), worker)

    assert found == [{"title": "Troth", "body": SAYS, "tag": "0198-push", "data": {"url": url}}]
    assert pressed(worker) == [url]
    assert shown_now(worker) == 0
    tab.goto(url)
    expect(tab).to_have_url(url)


def test_the_same_letter_again_takes_the_place_of_the_first(site, browser):
    tab, context = browser
    below, worker, key = worker_of(tab, context)
    said = sent(site, f"{site.address}/today/")
    for _once_more in range(2):
        push(below, site, key, said)
        tab.wait_for_timeout(300)

    assert len(shown(worker)) == 1


@pytest.mark.parametrize("url", ["https://elsewhere.example/", None])
def test_a_page_of_another_site_is_never_opened(site, browser, url):
    tab, context = browser
    below, worker, key = worker_of(tab, context)
    said = json.dumps({"title": "Troth", "body": "x", "tag": "t", "url": url})
    assert len(pushed(below, site, key, said, worker)) == 1
    assert pressed(worker) == []


def pressed(worker):
    """Press the notification that stands, as the desktop tells the worker, and return which pages it opens."""
    return worker.evaluate(
        """async () => {
          const opened = [];
          const really = self.clients.openWindow;
          // Chromium opens a window for a finger alone; what is asked of it is what counts.
          self.clients.openWindow = (url) => { opened.push(url); return Promise.resolve(null); };
          const [notification] = await self.registration.getNotifications();
          self.dispatchEvent(new NotificationEvent("notificationclick", { notification }));
          await new Promise((go) => setTimeout(go, 200));
          self.clients.openWindow = really;
          return opened;
        }"""
    )


def shown_now(worker):
    return worker.evaluate("async () => (await self.registration.getNotifications()).length")
