"""Addresses of the API, its description for machines and its page for people."""

from troth_site.api import imports, ledger, notes, orders, partners, people, trust
from troth_site.api.communication import calendars, customs, meetings, messages, requests
from troth_site.api.frame.entry import Api, Session, Token, refuse
from troth_site.api.frame.limits import PerToken
from troth_site.api.frame.page import Page

ABOUT = (
    "Everything the pages show, for programs. It reads and changes nothing.\n\n"
    "Send a personal token as “Authorization: Bearer TOKEN”; make one under Settings, API tokens. Whoever "
    "asks sees what they see on the pages: a relationship that is not theirs does not exist.\n\n"
    "Rates and forecasts are fractions, standings 0 to 100, days are written 2026-03-12, money and quantities are "
    "decimals written as text."
)

api = Api(
    title="Troth",
    version="1",
    description=ABOUT,
    urls_namespace="api",
    auth=[Token(), Session()],
    throttle=PerToken(),
    docs=Page(),
)
refuse(api)
for room in (partners, ledger, orders, trust, notes, imports, people, calendars, customs, requests, meetings, messages):
    api.add_router("", room.router)
