"""One record seen by both sides: the factory answers, the buyer sees it, numbers follow the rule; an action works."""

import json
import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
NUMBERS = """
import json, sys, django
django.setup()
from troth_site.models import Commitment, Judgement
pair = int(sys.argv[1])
judged = Judgement.objects.get(relationship=pair, side="factory", dimension="delivery")
print(json.dumps({
    "standing": judged.standing, "kept": judged.kept_evidence, "broken": judged.broken_evidence, "lines": judged.lines,
    "confirmed": Commitment.objects.filter(relationship=pair, line__isnull=False).exclude(confirmed_on=None).count(),
    "contested": Commitment.objects.filter(relationship=pair, line__isnull=False).exclude(contested_on=None).count(),
}))
"""
# A week later: the action was done six days ago, and ten lines that came due since came on time.
TEN_LATER = """
import sys, django
django.setup()
from datetime import timedelta
from django.utils import timezone
from troth_site import access
from troth_site.actions.orders.reported import Import, record_lines
from troth_site.actions.trust import judging, settling
from troth_site.models import Action, Organisation, Person
from troth_site.sheets.order_rows import OrderRow
from tests.cast import BUYER, FACTORY
today = timezone.localdate()
buyer = access.actor(Person.objects.get(email=sys.argv[1]))
lines = [
    OrderRow(number=at, key=f"KDR-T{at}-1", factory=FACTORY, promised=today - timedelta(days=1 + at % 5),
             delivered=today - timedelta(days=1 + at % 5), order=f"KDR-T{at}", line="1", item="Later cardigan")
    for at in range(10)
]
Action.objects.filter(pk=int(sys.argv[3])).update(done_on=today - timedelta(days=6))
house = Organisation.objects.get(name=BUYER).pk
record_lines(Import(by=buyer, buyer=house, batch=None, entered_on=today), lines)
judging.judge([int(sys.argv[2])], as_of=today)
print(Action.objects.get(pk=int(sys.argv[3])).state)
"""


def numbers(site):
    return json.loads(site.python(NUMBERS, str(site.made["ours"])).splitlines()[-1])


def _first_late(tab):
    tab.goto(tab.url.split("?")[0] + "?state=late&side=factory")
    return tab.locator(".t-entry").filter(has=tab.get_by_role("button", name=re.compile("^Contest"))).first


def test_factory_confirms_and_contests_and_the_buyer_sees_it(site, opened):
    before = numbers(site)
    factory, buyer = opened(site, as_="sales"), opened(site, as_="buyer")
    factory.goto(f"/partners/{site.made['ours']}/")
    assert "Kestrel & Dale Outfitters" in factory.locator("h1").inner_text()
    assert factory.get_by_text("We rely on Kestrel & Dale Outfitters").is_visible()
    assert "Blackthorn" not in factory.content()

    late = _first_late(factory)
    contested = late.locator("a").first.inner_text()
    late.get_by_role("button", name=re.compile("^Contest")).click()
    factory.get_by_label("What is wrong with this entry").fill("The lorry waited two days at your gate.")
    factory.get_by_role("button", name=re.compile("Contest")).click()
    factory.get_by_text("half of the weight of").wait_for()
    after_contest = numbers(site)

    factory.goto(f"/partners/{site.made['ours']}/?state=kept&side=factory")
    kept = factory.locator(".t-entry").filter(has=factory.get_by_role("button", name=re.compile("^Confirm"))).first
    kept.get_by_role("button", name=re.compile("^Confirm")).click()
    factory.get_by_text("now counts as both sides’ record").wait_for()
    after_both = numbers(site)

    buyer.goto(f"/partners/{site.made['ours']}/?state=contested")
    assert contested in buyer.locator("#ledger, .t-ledger, main").first.inner_text()
    assert buyer.get_by_role("button", name=re.compile("^Confirm")).count() == 0
    # Contesting a late line withholds half of its weight against the factory; confirming a kept one adds to it.
    assert after_contest["broken"] < before["broken"]
    assert after_contest["standing"] > before["standing"]
    assert after_both["kept"] > after_contest["kept"]
    assert after_both["standing"] > after_contest["standing"]
    assert after_both["lines"] == before["lines"]
    assert (after_both["confirmed"], after_both["contested"]) == (before["confirmed"] + 1, before["contested"] + 1)


def test_action_is_done_with_evidence_and_ten_lines_later_it_worked(site, opened):
    action = site.made["action"]
    tab = opened(site, as_="sales")
    tab.goto(f"/actions/{action}/")
    assert tab.get_by_role("heading", name="Review production schedules").first.is_visible()
    assert tab.locator("tbody tr").count() > 5
    tab.get_by_label("What shows that it is done").fill("Second shift since Monday; the new plan is signed by both.")
    tab.get_by_role("button", name="It is done").click()
    tab.get_by_text("say whether it worked").wait_for()
    expect(tab.get_by_role("button", name="It is done")).to_have_count(0)

    buyer = opened(site, as_="buyer")
    assert site.python(TEN_LATER, site.made["people"]["buyer"], str(site.made["ours"]), str(action)).split() == [
        "worked"
    ]
    buyer.goto(f"/actions/{action}/")
    assert "worked" in buyer.locator(".t-action").inner_text()
    assert buyer.get_by_text("Second shift since Monday").is_visible()
