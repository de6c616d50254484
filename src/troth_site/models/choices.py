"""Words that rows may hold, in one leaf file so that every model can use them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OrganisationKind(models.TextChoices):
    """What an organisation is; it may still stand on either side of a relationship."""

    BUYER = "buyer", _("Buyer")
    FACTORY = "factory", _("Factory")
    AGENCY = "agency", _("Agency")
    SERVICE = "service", _("Service")


class Role(models.TextChoices):
    """What a person does in an organisation."""

    MANAGER = "manager", _("Manager")
    SOURCING = "sourcing", _("Sourcing")
    QUALITY = "quality", _("Quality")
    FINANCE = "finance", _("Finance")
    SALES = "sales", _("Sales")
    OWNER = "owner", _("Owner")
    REPRESENTATIVE = "representative", _("Representative")
    INSPECTOR = "inspector", _("Inspector")
    OPERATOR = "operator", _("Operator")


class Party(models.TextChoices):
    """The side of a relationship that promised."""

    FACTORY = "factory", _("Factory")
    BUYER = "buyer", _("Buyer")


class Visibility(models.TextChoices):
    """Who reads a note."""

    SHARED = "shared", _("Both sides")
    SIDE = "side", _("Our side only")
    PRIVATE = "private", _("Only you")


class Finding(models.TextChoices):
    """What a side found a red flag to be; nothing said is neither right nor wrong."""

    CONFIRMED = "confirmed", _("It was right")
    NOT_SO = "not so", _("It was not so")
    CANNOT_SAY = "cannot say", _("We cannot say")


class FactKind(models.TextChoices):
    """What a fact about a firm tells."""

    REGISTRATION = "registration", _("Registration number")
    ADDRESS = "address", _("Registered address")
    OWNER = "owner", _("Owner or legal representative")
    PHONE = "phone", _("Telephone")
    DOMAIN = "domain", _("Website or e-mail domain")


class FactSource(models.TextChoices):
    """On what grounds a fact is told."""

    OWN_WORD = "own word", _("The firm’s own word")
    LICENCE = "licence", _("Business licence")
    REGISTRY = "registry", _("Public register")
    PAPERS = "papers", _("Contract or invoice")
    VISIT = "visit", _("Seen on a visit")
    LETTERS = "letters", _("Letters and messages")


class FirmLinkState(models.TextChoices):
    """Where the question stands whether two partners are one firm."""

    PROPOSED = "proposed", _("May be the same firm")
    CONFIRMED = "confirmed", _("Confirmed to be the same firm")
    REJECTED = "rejected", _("Found not to be the same firm")
    UNDONE = "undone", _("No longer held to be the same firm")


class Mover(models.TextChoices):
    """Who moved a promised day."""

    FIRST = "", _("First promise")
    FACTORY = "factory", _("Moved by the factory")
    BUYER = "buyer", _("Moved by the buyer")
    AGREED = "agreed", _("Moved by both")
    FORCE_MAJEURE = "force_majeure", _("Force majeure")
    UNKNOWN = "unknown", _("Moved, nobody has said by whom")


class BatchState(models.TextChoices):
    """How far an import has come."""

    UPLOADED = "uploaded", _("Reading")
    ASKING = "asking", _("Waiting for your answers")
    READY = "ready", _("Ready to import")
    CHECKING = "checking", _("Checking")
    CHECKED = "checked", _("Checked, nothing saved yet")
    APPLYING = "applying", _("Importing")
    DONE = "done", _("Imported")
    REFUSED = "refused", _("Refused")
    UNDONE = "undone", _("Undone")


class Topic(models.TextChoices):
    """What a thread or a contact is about."""

    ORDERS = "orders", _("Orders")
    QUALITY = "quality", _("Quality")
    FINANCE = "finance", _("Finance")
    LOGISTICS = "logistics", _("Logistics")
    ETHICS = "ethics", _("Ethics")


class Severity(models.TextChoices):
    """How much hangs on an answer: safety and critical ones run on the wall clock."""

    MINOR = "minor", _("Minor")
    NORMAL = "normal", _("Normal")
    MAJOR = "major", _("Major")
    CRITICAL = "critical", _("Critical")
    SAFETY = "safety", _("Safety")


class MessageOrigin(models.TextChoices):
    """By which way a message came."""

    PAGE = "page", _("Written here")
    LINK = "link", _("By one-tap link")
    MAIL = "mail", _("By e-mail")
    FILE = "file", _("From a file of mail")
    API = "api", _("By a program")


class MailState(models.TextChoices):
    """How far a dropped file of mail has come."""

    READING = "reading", _("Reading")
    ASKING = "asking", _("Read, nothing saved yet")
    APPLYING = "applying", _("Taking in")
    DONE = "done", _("Taken in")
    REFUSED = "refused", _("Refused")
    UNDONE = "undone", _("Undone")


class UnplacedWhy(models.TextChoices):
    """Why a letter that came by mail stands in no thread."""

    NO_TOKEN = "no token", _("It answers none of our letters")
    EXPIRED = "expired", _("It answers a letter that is too old")
    FOREIGN = "foreign", _("It answers a letter to somebody else")
    CLOSED = "closed", _("Its writer may not write in this record any more")
    TOO_MANY = "too many", _("Too many letters came from its writer within a day")
    TOO_LONG = "too long", _("It is larger than a letter may be")


class TranslationState(models.TextChoices):
    """How far a translation can be trusted; the original always decides."""

    MACHINE = "machine", _("Machine translation")
    HUMAN = "human", _("Translated by a person")
    CONFIRMED = "confirmed", _("Confirmed translation")


class MeetingState(models.TextChoices):
    """Where a meeting stands."""

    PLANNED = "planned", _("Planned")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled")


class AttendanceState(models.TextChoices):
    """Whether a person comes, came, or did not."""

    ASKED = "asked", _("Asked")
    COMING = "coming", _("Coming")
    DECLINED = "declined", _("Cannot come")
    CAME = "came", _("Came")
    MISSED = "missed", _("Missed")


class MeetingWay(models.TextChoices):
    """By which way both sides meet."""

    CALL = "call", _("Call")
    VIDEO = "video", _("Video call")
    VISIT = "visit", _("Visit, in person")


class Received(models.TextChoices):
    """What became of a meal or gift on the side that received it."""

    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    RETURNED = "returned", _("Given back")


class Drink(models.TextChoices):
    """What a person said of alcohol; the library has the words for it."""

    NONE = "none", "none"
    LITTLE = "little", "little"
    GLADLY = "gladly", "gladly"


class PersonFileKind(models.TextChoices):
    """What a person may add to their card."""

    PHOTO = "photo", _("Photo")
    VOICE = "voice", _("Voice note")


class AgendaPart(models.TextChoices):
    """The three parts of every agenda, and the time together of a visit."""

    PROGRESS = "progress", _("Progress")
    CHALLENGES = "challenges", _("Challenges")
    FEEDBACK = "feedback", _("Feedback")
    INFORMAL = "informal", _("Time together")


class SiteDayKind(models.TextChoices):
    """How a place differs from its country's calendar on some days."""

    CLOSED = "closed", pgettext_lazy("a day or a place of work", "Closed")
    OPEN = "open", pgettext_lazy("a day or a place of work", "Open")
    # The place works through a public holiday of this name, every year.
    REMOVED = "removed", _("Holiday not kept")


class CustomCategory(models.TextChoices):
    """What a note on how people work is about."""

    HIERARCHY = "hierarchy", _("Who decides")
    INDIRECT = "indirect", _("How a no sounds")
    NAMES = "names", _("Names and titles")
    GREETING = "greeting", _("Greeting")
    GIFTS = "gifts", _("Gifts")
    MEALS = "meals", _("Meals and toasts")
    CARDS = "cards", _("Business cards")
    SEATING = "seating", _("Seating")
    HOURS = "hours", _("Breaks and working hours")
    DRESS = "dress", _("Dress and uniforms")
    PRAYER = "prayer", _("Prayer times")
    HOLIDAYS = "holidays", _("Holidays")
    OTHER = "other", _("Anything else")


class CardColumn(models.TextChoices):
    """The columns of a board."""

    TODO = "todo", _("To do")
    DOING = "doing", _("In work")
    WAITING = "waiting", _("Waiting for the other side")
    DONE = "done", _("Done")


class ChangeState(models.TextChoices):
    """Where a wish to change something stands."""

    OPEN = "open", _("Open")
    ACCEPTED = "accepted", _("Accepted")
    ALTERNATIVE = "alternative", _("Alternative offered")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ChannelKind(models.TextChoices):
    """By which way somebody is told."""

    EMAIL = "email", _("E-mail")
    PUSH = "push", _("This browser")
    SLACK = "slack", "Slack"
    TEAMS = "teams", "Microsoft Teams"
    WECOM = "wecom", "WeCom"
    DINGTALK = "dingtalk", "DingTalk"
    FEISHU = "feishu", "Feishu"
    WEBHOOK = "webhook", _("Webhook")


def one_of(field: str, values: list[str], *, name: str) -> models.CheckConstraint:
    """Return a constraint that a column holds one of the given words."""
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": values}), name=name)
