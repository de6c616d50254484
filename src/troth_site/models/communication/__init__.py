"""What two sides say to each other: messages, requests, contacts, meetings, calendars, customs, boards."""

from troth_site.models.communication.boards import Card, LiveEvent, StatusPlan, StatusReport
from troth_site.models.communication.calendars import SiteDay, WorkWeek
from troth_site.models.communication.charters import ChangeRequest, Charter
from troth_site.models.communication.contacts import ContactPolicy, ContactRole, PersonFile, PreferenceCard
from troth_site.models.communication.customs import CustomNote, QuizAnswer, QuizQuestion
from troth_site.models.communication.hospitality import (
    Hospitality,
    HospitalityApproval,
    HospitalityLimit,
    MealPlan,
    TableNeeds,
)
from troth_site.models.communication.mail import Attachment, MailBatch, Mailbox, OutgoingMail, UnplacedMail
from troth_site.models.communication.meetings import AgendaItem, Attendance, CalendarFeed, Meeting, MeetingSeries
from troth_site.models.communication.requests import OneTapLink, ReplyRequest, ResponseSummary
from troth_site.models.communication.threads import (
    Decision,
    GlossaryTerm,
    Message,
    MessageTranslation,
    ReadMark,
    Thread,
)
from troth_site.models.communication.visit_feedback import VisitFinding, VisitRating

__all__ = [
    "AgendaItem",
    "Attachment",
    "Attendance",
    "CalendarFeed",
    "Card",
    "ChangeRequest",
    "Charter",
    "ContactPolicy",
    "ContactRole",
    "CustomNote",
    "Decision",
    "GlossaryTerm",
    "Hospitality",
    "HospitalityApproval",
    "HospitalityLimit",
    "LiveEvent",
    "MailBatch",
    "Mailbox",
    "MealPlan",
    "Meeting",
    "MeetingSeries",
    "Message",
    "MessageTranslation",
    "OneTapLink",
    "OutgoingMail",
    "PersonFile",
    "PreferenceCard",
    "QuizAnswer",
    "QuizQuestion",
    "ReadMark",
    "ReplyRequest",
    "ResponseSummary",
    "SiteDay",
    "StatusPlan",
    "StatusReport",
    "TableNeeds",
    "Thread",
    "UnplacedMail",
    "VisitFinding",
    "VisitRating",
    "WorkWeek",
]
