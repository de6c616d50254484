"""Rows and their constraints; nothing clever lives here.

A million lines notice every index: a foreign key has none of its own (db_index=False) where another index begins with
it, or where nothing is ever asked by it.
"""

from troth_site.models.audit_trail import AuditEntry
from troth_site.models.bridges import Channel, Delivery, Notification, OutsideBoard, Subscription
from troth_site.models.commitments import Commitment
from troth_site.models.communication import (
    AgendaItem,
    Attachment,
    Attendance,
    CalendarFeed,
    Card,
    ChangeRequest,
    Charter,
    ContactRole,
    CustomNote,
    Decision,
    GlossaryTerm,
    Hospitality,
    HospitalityLimit,
    LiveEvent,
    MailBatch,
    Meeting,
    MeetingSeries,
    Message,
    MessageTranslation,
    OneTapLink,
    OutgoingMail,
    PreferenceCard,
    ReadMark,
    ReplyRequest,
    ResponseSummary,
    SiteDay,
    StatusReport,
    Thread,
    WorkWeek,
)
from troth_site.models.imports import ImportBatch, ImportProfile, LineChange
from troth_site.models.invitations import Invitation
from troth_site.models.ledger import LedgerEntry, SeenHead
from troth_site.models.notes import Note, NoteVersion
from troth_site.models.orders import Order, OrderDelay, OrderLine, PromisedDate, Receipt
from troth_site.models.partners import Organisation, Relationship, Site
from troth_site.models.people import ApiToken, Membership, Person, SignInLink
from troth_site.models.pulse import PulseAnswer
from troth_site.models.trust import Action, ActionLine, FlagAnswer, ForecastFit, Judgement, RedFlag, Tally

__all__ = [
    "Action",
    "ActionLine",
    "AgendaItem",
    "ApiToken",
    "Attachment",
    "Attendance",
    "AuditEntry",
    "CalendarFeed",
    "Card",
    "ChangeRequest",
    "Channel",
    "Charter",
    "Commitment",
    "ContactRole",
    "CustomNote",
    "Decision",
    "Delivery",
    "FlagAnswer",
    "ForecastFit",
    "GlossaryTerm",
    "Hospitality",
    "HospitalityLimit",
    "ImportBatch",
    "ImportProfile",
    "Invitation",
    "Judgement",
    "LedgerEntry",
    "LineChange",
    "LiveEvent",
    "MailBatch",
    "Meeting",
    "MeetingSeries",
    "Membership",
    "Message",
    "MessageTranslation",
    "Note",
    "NoteVersion",
    "Notification",
    "OneTapLink",
    "Order",
    "OrderDelay",
    "OrderLine",
    "Organisation",
    "OutgoingMail",
    "OutsideBoard",
    "Person",
    "PreferenceCard",
    "PromisedDate",
    "PulseAnswer",
    "ReadMark",
    "Receipt",
    "RedFlag",
    "Relationship",
    "ReplyRequest",
    "ResponseSummary",
    "SeenHead",
    "SignInLink",
    "Site",
    "SiteDay",
    "StatusReport",
    "Subscription",
    "Tally",
    "Thread",
    "WorkWeek",
]
