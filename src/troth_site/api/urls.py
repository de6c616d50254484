"""Addresses of the API, its description for machines and its page for people."""

from troth_site.api import (
    bridges,
    commitments,
    firms,
    imports,
    ledger,
    lines,
    notes,
    orders,
    partners,
    people,
    settling,
    trust,
)
from troth_site.api.communication import (
    boards,
    calendars,
    cards,
    customs,
    decisions,
    mail,
    meetings_visits,
    places,
    reading,
    requests_writing,
    series,
)
from troth_site.api.demand import ordering
from troth_site.api.frame.entry import Api, Session, Token
from troth_site.api.frame.limits import PerToken
from troth_site.api.frame.page import Page
from troth_site.api.frame.problems import refuse
from troth_site.api.quality import (
    ideas,
    inspections,
    lot_charts,
    lots_made,
    measures,
    products,
    programmes,
    reports,
    sampling,
    second_looks,
    specifications,
    switching,
    training,
    wordings,
)
from troth_site.api.quality import plans as quality_plans

ABOUT = (
    "What the pages show and do, for programs.\n\n"
    "Send a personal token as “Authorization: Bearer TOKEN”; make one under Settings, API tokens, and choose there "
    "whether it may write. Whoever asks sees and does what they see and do on the pages: a relationship that is not "
    "theirs does not exist.\n\n"
    "What writes is sent by POST with an “Idempotency-Key” of your own: sent again with the same content it is done "
    "once, and answered alike.\n\n"
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
# What is written where it is read stands in one router with it, which the last module to add to it hands on.
for room in (
    partners, ledger, orders, lines, trust, settling, notes, imports, people, commitments, calendars, customs, places,
    reading, cards,
    requests_writing, meetings_visits, series, mail, decisions, boards, bridges, sampling, products, specifications,
    quality_plans, measures, lot_charts, inspections, switching, lots_made, programmes, ideas, reports, firms,
    ordering, training, second_looks, wordings,
):  # fmt: skip
    api.add_router("", room.router)
