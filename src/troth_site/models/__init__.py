"""Rows and their constraints; nothing clever lives here.

A million lines notice every index: a foreign key has none of its own (db_index=False) where another index begins with
it, or where nothing is ever asked by it.
"""

from troth_site.models.audit_trail import AuditEntry
from troth_site.models.commitments import Commitment
from troth_site.models.imports import ImportBatch, ImportProfile, LineChange
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
    "ApiToken",
    "AuditEntry",
    "Commitment",
    "FlagAnswer",
    "ForecastFit",
    "ImportBatch",
    "ImportProfile",
    "Judgement",
    "LedgerEntry",
    "LineChange",
    "Membership",
    "Note",
    "NoteVersion",
    "Order",
    "OrderDelay",
    "OrderLine",
    "Organisation",
    "Person",
    "PromisedDate",
    "PulseAnswer",
    "Receipt",
    "RedFlag",
    "Relationship",
    "SeenHead",
    "SignInLink",
    "Site",
    "Tally",
]
