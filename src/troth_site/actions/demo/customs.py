"""How the demonstration's people work, in their own words, and what was given at table."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from troth_site import access
from troth_site.access import Actor
from troth_site.actions.communication import customs, hospitality
from troth_site.actions.communication.customs import CustomGiven
from troth_site.actions.communication.hospitality import HospitalityGiven
from troth_site.actions.demo import calendars
from troth_site.actions.demo.founding import Place
from troth_site.models import Person

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
LIMITS = ((BEATRICE, Decimal(60), "GBP"), ("zhiheng@hengyue-bags.example", Decimal(500), "CNY"))
# Days before today, the giver, what, how much, who took part, what they eat and drink.
TABLE = (
    ("buyer_caused", "xiaowen@hengyue-bags.example", 96, "factory", "Dinner after the visit", Decimal(380), "CNY",
     "Ingrid Halloran, Tomasz Wilk, 陈晓雯, 黄志恒", "Tomasz: no shellfish; tea instead of spirits"),
    ("buyer_caused", INGRID, 95, "buyer", "A book on Leith", Decimal(24), "GBP", "黄志恒", ""),
    ("steady", INGRID, 60, "buyer", "Lunch in Dhaka", Decimal(45), "GBP", "Rubina Yasmin, Anwar Hossain",
     "Halal, no alcohol"),
)  # fmt: skip


def work_together(places: dict[str, Place], *, today: date) -> None:
    """Tell how both sides work, which days they keep, and what was given at table."""
    for story in calendars.WEEKS:
        place = places[story]
        calendars.tell(story, by=place.person, organisation=place.organisation, today=today)
    for told in TOLD:
        given = CustomGiven(
            about_ourselves=told.about_ourselves, category=told.category, text=told.text, source=told.source,
            dated_on=today - timedelta(days=40), language=told.language,
        )  # fmt: skip
        customs.write(by=_actor(told.email), relationship=places[told.tells].relationship, given=given, on=today)
    for email, amount, currency in LIMITS:
        by = _actor(email)
        hospitality.set_limit(by=by, organisation=by.seats[0].organisation, amount=amount, currency=currency)
    for story, email, ago, side, what, worth, money, people, needs in TABLE:
        meal = HospitalityGiven(
            given_by=side, day=today - timedelta(days=ago), what=what, amount=worth, currency=money, people=people,
            needs=needs,
        )  # fmt: skip
        hospitality.record(by=_actor(email), relationship=places[story].relationship, given=meal, on=today)


def _actor(email: str) -> Actor:
    return access.actor(Person.objects.get(email=email))
