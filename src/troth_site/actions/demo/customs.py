"""How the demonstration's people work, in their own words, and what was given at table."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal

from troth.communication.contacts_cards import Card, Channel
from troth_site import access
from troth_site.access import Actor
from troth_site.actions.communication import customs, hospitality, preferences, quiz, table_needs
from troth_site.actions.communication.customs import CustomGiven
from troth_site.actions.communication.hospitality import HospitalityGiven
from troth_site.actions.demo import calendars
from troth_site.actions.demo.founding import Place
from troth_site.models import Person

XIAOWEN, ZHIHENG = "xiaowen@hengyue-bags.example", "zhiheng@hengyue-bags.example"
INGRID, BEATRICE = "ingrid.halloran@tarnholm.example", "beatrice.lindqvist@tarnholm.example"


@dataclass(frozen=True, slots=True)
class Told:
    """A note: the story of the partner, who wrote it, of whom, about what, in which language, from where."""

    tells: str
    email: str
    about_ourselves: bool
    category: str
    language: str
    source: str
    text: str


TOLD = (
    Told("buyer_caused", "xiaowen@hengyue-bags.example", True, "hierarchy", "zh-hans", "我们自己",
         "价格由黄总决定；交期和样品可以直接问陈晓雯。"),
    Told("buyer_caused", "xiaowen@hengyue-bags.example", True, "indirect", "en", "our own people",
         "When we say “we will try”, please ask once more: it often means that the day is too early."),
    Told("buyer_caused", "xiaowen@hengyue-bags.example", True, "hours", "en", "our own people",
         "We rest from 12:00 to 13:30. Please do not plan a call then."),
    Told("buyer_caused", INGRID, False, "meals", "en", "visit of last spring",
         "Toasts go round the table; tea is as good as spirits, nobody minds."),
    Told("steady", "rubina@sonali-suta.example", True, "prayer", "en", "our own people",
         "Friday is our day of rest. On working days we pray around 13:00 and 16:30; a meeting pauses for a quarter of "
         "an hour."),
    Told("steady", "rubina@sonali-suta.example", True, "holidays", "en", "our own people",
         "In Ramadan we work shorter days, from 9:00 to 15:30. Eid is for our families: please plan nothing then."),
    Told("steady", "rubina@sonali-suta.example", True, "names", "en", "our own people",
         "Please call me Rubina; of Mr Hossain say Anwar bhai, if you like."),
    Told("typhoon", "thuha@ben-song.example", True, "names", "vi", "người của chúng tôi",
         "Xin gọi chúng tôi bằng tên: chị Hà, anh Việt."),
    Told("steady", INGRID, True, "hierarchy", "en", "our own people",
         "I decide on days and quantities; above USD 80,000 Beatrice signs, which takes two working days."),
    Told("steady", INGRID, True, "holidays", "en", "our own people",
         "Our office is closed from Christmas to New Year; in August answers take a day longer."),
)  # fmt: skip
LIMITS = ((BEATRICE, Decimal(60), "GBP"), (ZHIHENG, Decimal(500), "CNY"))
# Days before today, who records it, the giver, what, how much, who took part, what the other side says of it and why,
# and who of theirs approves it before.
TABLE = (
    ("buyer_caused", XIAOWEN, 96, "factory", "Dinner after the visit", Decimal(380), "CNY",
     "Ingrid Halloran, Tomasz Wilk, 陈晓雯, 黄志恒", (INGRID, "accepted", "", BEATRICE)),
    ("buyer_caused", INGRID, 95, "buyer", "A book on Leith", Decimal(24), "GBP", "黄志恒",
     (XIAOWEN, "accepted", "", ZHIHENG)),
    ("buyer_caused", XIAOWEN, 20, "factory", "A tea set for the office", Decimal(1200), "CNY", "Ingrid Halloran",
     (INGRID, "refused", "It is above what we accept. Thank you all the same: the tea itself was enough.", "")),
    ("steady", INGRID, 60, "buyer", "Lunch in Dhaka", Decimal(45), "GBP", "Rubina Yasmin, Anwar Hossain", ()),
)  # fmt: skip
# Of whom, what they eat and do not, alcohol, and a word of their own.
EATEN = (
    ("tomasz.wilk@tarnholm.example", ("no-shellfish",), "none", "Tea is fine with me."),
    (INGRID, ("vegetarian",), "little", ""),
    ("rubina@sonali-suta.example", ("halal",), "none", ""),
)  # fmt: skip
# Whose card, the way they like best, their best hours, the languages they work in, in their own words.
CARDS: tuple[tuple[str, Channel, tuple[time, time], tuple[str, ...], str], ...] = (
    (INGRID, "call", (time(9), time(12)), ("en",), "Numbers first, the story after. I read everything twice a day."),
    (
        "tomasz.wilk@tarnholm.example",
        "message",
        (time(8), time(16)),
        ("en",),
        "A photo says more than a page. Tell me early, even if you are not sure.",
    ),
    (XIAOWEN, "chat", (time(8, 30), time(11, 30)), ("zh-hans", "en"), "请一次问一个问题；图纸和色卡请写编号。"),
    (
        "rubina@sonali-suta.example",
        "video",
        (time(10), time(12, 30)),
        ("bn", "en"),
        "Please do not call between 13:00 and 14:00. A short call is better than a long letter.",
    ),
)
# A question about a note: whose, how its note begins, the question, the answers, the place of their own.
ASKED = (
    (XIAOWEN, "When we say", "“We will try” about a day: what does it often mean?",
     ("Yes, surely", "The day is too early", "Ask the owner"), 1),
    ("rubina@sonali-suta.example", "Friday", "Which is a good hour for a call with us?", ("10:00", "13:00"), 0),
)  # fmt: skip
LINKS = {"Friday is our day": "https://en.wikipedia.org/wiki/Public_holidays_in_Bangladesh"}


def work_together(places: dict[str, Place], *, today: date) -> None:
    """Tell how both sides work, which days they keep, and what was given at table."""
    for story in calendars.WEEKS:
        place = places[story]
        calendars.tell(story, by=place.person, organisation=place.organisation, today=today)
    for told in TOLD:
        given = CustomGiven(
            about_ourselves=told.about_ourselves, category=told.category, text=told.text, source=told.source,
            dated_on=today - timedelta(days=40), language=told.language,
            link=next((link for begins, link in LINKS.items() if told.text.startswith(begins)), ""),
        )  # fmt: skip
        note = customs.write(by=_actor(told.email), relationship=places[told.tells].relationship, given=given, on=today)
        _ask(told, note, places)
    for email, amount, currency in LIMITS:
        by = _actor(email)
        hospitality.set_limit(by=by, organisation=by.seats[0].organisation, amount=amount, currency=currency)
    for email, needs, drink, words in EATEN:
        table_needs.tell(by=_actor(email), needs=needs, drink=drink, words=words)
    for email, channel, hours, languages, style in CARDS:
        by = _actor(email)
        card = Card(owner=str(by.person), channel=channel, best_hours=hours, languages=languages, style=style)
        preferences.write(by=by, card=card)
    _give(places, today)


def _ask(told: Told, note: int, places: dict[str, Place]) -> None:
    for email, begins, text, choices, right in ASKED:
        if told.email == email and told.text.startswith(begins):
            relationship = places[told.tells].relationship
            quiz.ask(by=_actor(email), relationship=relationship, note=note, text=text, choices=choices, right=right)


def _give(places: dict[str, Place], today: date) -> None:
    for story, email, ago, side, what, worth, money, people, answer in TABLE:
        relationship = places[story].relationship
        gift = HospitalityGiven(
            given_by=side, day=today - timedelta(days=ago), what=what, amount=worth, currency=money, people=people,
            word="given",
        )  # fmt: skip
        pk = hospitality.record(by=_actor(email), relationship=relationship, given=gift, on=today)
        if answer:
            who, word, because, approver = answer
            if approver:
                hospitality.decide(by=_actor(approver), relationship=relationship, hospitality=pk, approved=True)
            hospitality.say(
                by=_actor(who), relationship=relationship, hospitality=pk, word=word, because=because, on=today
            )  # fmt: skip


def _actor(email: str) -> Actor:
    return access.actor(Person.objects.get(email=email))
