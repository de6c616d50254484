"""What two sides say to each other: messages, requests, contacts, meetings, calendars, customs, boards."""

from troth_site.models.communication.boards import Card, LiveEvent, StatusPlan, StatusReport
from troth_site.models.communication.calendars import SiteDay, WorkWeek
from troth_site.models.communication.charters import ChangeRequest, Charter
from troth_site.models.communication.contacts import ContactRole, PreferenceCard
from troth_site.models.communication.customs import CustomNote, Hospitality, HospitalityLimit
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

__all__ = [
    "AgendaItem",
    "Attachment",
    "Attendance",
    "CalendarFeed",
    "Card",
    "ChangeRequest",
    "Charter",
    "ContactRole",
    "CustomNote",
    "Decision",
    "GlossaryTerm",
    "Hospitality",
    "HospitalityLimit",
    "LiveEvent",
    "MailBatch",
    "Mailbox",
    "Meeting",
    "MeetingSeries",
    "Message",
    "MessageTranslation",
    "OneTapLink",
    "OutgoingMail",
    "PreferenceCard",
    "ReadMark",
    "ReplyRequest",
    "ResponseSummary",
    "SiteDay",
    "StatusPlan",
    "StatusReport",
    "Thread",
    "UnplacedMail",
    "WorkWeek",
]
