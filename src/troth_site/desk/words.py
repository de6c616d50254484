"""Words for what the library names: dimensions, actions, rules, kinds of entries."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.basis.findings import Finding, Severity
from troth.trust.actions import CONSISTENT_DELAYS_REACTION, MISSED_TARGET_ACTIONS, Action
from troth.trust.inherited_record import SETTLE_FIRST
from troth.trust.sentences import Sentence
from troth.trust.unquestioned import CHECK_A_SAMPLE
from troth_site.templatetags.troth_parts import short_day

DIMENSIONS = {
    "delivery": gettext_lazy("delivery"),
    "quality": gettext_lazy("quality"),
    "communication": gettext_lazy("answers"),
    "money": gettext_lazy("money"),
    "honesty": gettext_lazy("honesty"),
    "ethics": gettext_lazy("ethics"),
    "partnership": gettext_lazy("partnership"),
}
RULES = {
    "communication_decay": gettext_lazy("Communication decays"),
    "consistent_delays": gettext_lazy("Consistent delays"),
    "never_contested": gettext_lazy("Confirmed without question"),
    "same_firm": gettext_lazy("The same firm as before"),
}
TOPICS = {
    "orders": gettext_lazy("Orders"),
    "quality": gettext_lazy("Quality"),
    "finance": gettext_lazy("Finance"),
    "logistics": gettext_lazy("Logistics"),
    "ethics": gettext_lazy("Ethics"),
}
SIDES = {"buyer": gettext_lazy("buyer"), "factory": gettext_lazy("factory")}
ENTRIES = {
    "action.done": gettext_lazy("Action done"),
    "action.opened": gettext_lazy("Action opened"),
    "agenda.added": gettext_lazy("Point put on an agenda"),
    "agenda.feedback": gettext_lazy("Feedback for a meeting"),
    "agenda.removed": gettext_lazy("Point taken off an agenda"),
    "change.accepted": gettext_lazy("Change accepted"),
    "change.alternative": gettext_lazy("Alternative to a change offered"),
    "change.alternative_accepted": gettext_lazy("Alternative accepted"),
    "change.alternative_rejected": gettext_lazy("Alternative declined"),
    "change.asked": gettext_lazy("Change asked for"),
    "change.constraint": gettext_lazy("What stands in the way of a change"),
    "change.declined": gettext_lazy("Change declined"),
    "change.withdrawn": gettext_lazy("Change withdrawn"),
    "checkpoint.agreed": gettext_lazy("Checkpoint put on an order"),
    "checkpoint.green": gettext_lazy("Checkpoint found green"),
    "checkpoint.red": gettext_lazy("Checkpoint found red"),
    "checkpoint.taken_back": gettext_lazy("Checkpoint taken off an order"),
    "checkpoint.waived": gettext_lazy("Checkpoint waived"),
    "quality_plan.changed": gettext_lazy("Signed draft of a quality plan changed"),
    "quality_plan.signed": gettext_lazy("Quality plan signed"),
    "quality_plan.withdrawn": gettext_lazy("Draft of a quality plan withdrawn"),
    "sample.approved": gettext_lazy("Sample approved"),
    "sample.proposed": gettext_lazy("Sample proposed"),
    "sample.refused": gettext_lazy("Sample refused"),
    "sampling.resume_asked": gettext_lazy("Inspection asked to be taken up again"),
    "sampling.resume_declined": gettext_lazy("Inspection not taken up again yet"),
    "sampling.resumed": gettext_lazy("Inspection taken up again"),
    "second_look.asked": gettext_lazy("A second look asked for"),
    "second_look.answered": gettext_lazy("What asks for a second look answered"),
    "specification.changed": gettext_lazy("Signed draft of a specification changed"),
    "specification.signed": gettext_lazy("Specification signed"),
    "specification.withdrawn": gettext_lazy("Draft of a specification withdrawn"),
    "charter.proposed": gettext_lazy("Charter proposed"),
    "charter.signed": gettext_lazy("Charter signed"),
    "contact.named": gettext_lazy("Contact named"),
    "decision.changed": gettext_lazy("Decision changed"),
    "decision.confirmed": gettext_lazy("Decision confirmed"),
    "decision.proposed": gettext_lazy("Decision written down"),
    "decision.withdrawn": gettext_lazy("Decision withdrawn"),
    "demand.told": gettext_lazy("Forecast of demand told"),
    "firm_period.accepted": gettext_lazy("Change of a firm period accepted"),
    "firm_period.judged": gettext_lazy("Firm period counted"),
    "large_order.judged": gettext_lazy("Notice of a large order counted"),
    "large_order.withdrawn": gettext_lazy("Notice of a large order taken back"),
    "planning_terms.agreed": gettext_lazy("Terms of planning agreed"),
    "planning_terms.declined": gettext_lazy("Terms of planning declined"),
    "planning_terms.proposed": gettext_lazy("Terms of planning proposed"),
    "reservation.confirmed": gettext_lazy("Reserved capacity confirmed"),
    "reservation.done": gettext_lazy("Promise about reserved capacity done"),
    "reservation.promised": gettext_lazy("Promise about reserved capacity made"),
    "reservation.withdrawn": gettext_lazy("Promise about reserved capacity taken back"),
    "training.confirmed": gettext_lazy("Training confirmed"),
    "training.done": gettext_lazy("Training held"),
    "training.promised": gettext_lazy("Training agreed"),
    "training.withdrawn": gettext_lazy("Training cancelled"),
    "firm.carried": gettext_lazy("Record of the same firm counted too"),
    "firm.confirmed": gettext_lazy("Confirmed to be the same firm as a partner before"),
    "firm.contested": gettext_lazy("Link with a partner before contested"),
    "firm.undone": gettext_lazy("Link with a partner before undone"),
    "firm.upheld": gettext_lazy("Link with a partner before held to"),
    "flag.answered": gettext_lazy("Red flag answered"),
    "flag.closed": gettext_lazy("Red flag closed"),
    "flag.raised": gettext_lazy("Red flag raised"),
    "lot.decided": gettext_lazy("Decision about a lot"),
    "mail.imported": gettext_lazy("Mail taken in"),
    "mail.undone": gettext_lazy("Mail taken back"),
    "meeting.accepted": gettext_lazy("Promise of a meeting accepted"),
    "meeting.attendance": gettext_lazy("Attendance at a meeting"),
    "meeting.cancelled": gettext_lazy("Meeting cancelled"),
    "meeting.changed": gettext_lazy("Meeting changed"),
    "inspection.assigned": gettext_lazy("Inspector of an inspection named"),
    "inspection.cancelled": gettext_lazy("Inspection cancelled"),
    "inspection.handed-in": gettext_lazy("Lot inspected"),
    "inspection.import_undone": gettext_lazy("Imported result of an inspection taken back"),
    "inspection.imported": gettext_lazy("Result of an inspection imported"),
    "inspection.made": gettext_lazy("Line and sub-suppliers of a lot"),
    "inspection.planned": gettext_lazy("Inspection planned"),
    "inspection.presented": gettext_lazy("Lot presented, draw made"),
    "look.broken": gettext_lazy("Regular inspection given up"),
    "look.done": gettext_lazy("Regular inspection carried out"),
    "look.promised": gettext_lazy("Regular inspection promised"),
    "look.withdrawn": gettext_lazy("Day of a regular inspection moved"),
    "programme.agreed": gettext_lazy("Regular inspection agreed"),
    "programme.assigned": gettext_lazy("Inspector of a regular inspection named"),
    "programme.ended": gettext_lazy("Regular inspection ended"),
    "programme.proposed": gettext_lazy("Regular inspection proposed"),
    "meeting.agreed": gettext_lazy("Meeting agreed"),
    "meeting.closed": gettext_lazy("Meeting closed"),
    "meeting.confirmed": gettext_lazy("Closing of a meeting confirmed"),
    "meeting.contested": gettext_lazy("Closing of a meeting contested"),
    "meeting.minuted": gettext_lazy("Minutes written"),
    "meeting.planned": gettext_lazy("Meeting planned"),
    "meeting.promised": gettext_lazy("Promise made in a meeting"),
    "meeting.status": gettext_lazy("Status of an earlier promise"),
    "message.understood": gettext_lazy("Message understood"),
    "message.verified": gettext_lazy("Sender of a message confirmed"),
    "message.written": gettext_lazy("Message"),
    "note.deleted": gettext_lazy("Note deleted"),
    "note.edited": gettext_lazy("Note changed"),
    "note.written": gettext_lazy("Note"),
    "report.amended": gettext_lazy("New version of a report"),
    "report.contested": gettext_lazy("Part of a report contested"),
    "report.made": gettext_lazy("Report of an inspection"),
    "report.promised": gettext_lazy("Report on a lot promised"),
    "report.remarked": gettext_lazy("Words beside a report"),
    "request.answer_undone": gettext_lazy("Answer’s mail taken back"),
    "request.answered": gettext_lazy("Question answered"),
    "request.asked": gettext_lazy("Question asked"),
    "request.claimed": gettext_lazy("Said that a message answers"),
    "request.confirmed": gettext_lazy("Sender of an answer confirmed"),
    "request.denied": gettext_lazy("Said that a message does not answer"),
    "request.escalated": gettext_lazy("Question handed on"),
    "request.undone": gettext_lazy("Question’s mail taken back"),
    "request.withdrawn": gettext_lazy("Question taken back"),
    "series.cancelled": gettext_lazy("Series of meetings ended"),
    "series.changed": gettext_lazy("Series of meetings changed"),
    "status.agreed": gettext_lazy("Weekly status agreed"),
    "status.due": gettext_lazy("Weekly status due"),
    "status.ended": gettext_lazy("Weekly status ended"),
    "status.proposed": gettext_lazy("Weekly status proposed"),
    "status.told": gettext_lazy("Weekly status told"),
}
MOVERS = {
    "": gettext_lazy("first promise"),
    "factory": gettext_lazy("moved by the factory"),
    "buyer": gettext_lazy("moved by the buyer"),
    "agreed": gettext_lazy("moved by both"),
    "force_majeure": gettext_lazy("moved by force majeure"),
    "unknown": gettext_lazy("moved, nobody has said by whom"),
}
CAUSES = {
    "buyer": gettext_lazy("the buyer"),
    "carrier": gettext_lazy("the carrier"),
    "force_majeure": gettext_lazy("force majeure"),
    "factory": gettext_lazy("the factory"),
}
# Who reads a note: an icon and a word, because colour alone says nothing.
READERS: dict[str, dict[str, Any]] = {
    "shared": {
        "icon": "users",
        "word": gettext_lazy("both sides"),
        "label": gettext_lazy("Both sides read it, and it stands in the ledger"),
    },
    "side": {
        "icon": "building",
        "word": gettext_lazy("our side only"),
        "label": gettext_lazy("Our side only"),
    },
    "private": {"icon": "lock", "word": gettext_lazy("only you"), "label": gettext_lazy("Only me")},
}
FINDINGS = {
    "confirmed": gettext_lazy("It was right"),
    "not so": gettext_lazy("It was not so"),
    "cannot say": gettext_lazy("We cannot say"),
}
SPELLS = {"quarters": gettext_lazy("missed quarters"), "run": gettext_lazy("late days close together")}
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ACTIONS: dict[str, Action] = {
    action.kind: action
    for action in (*MISSED_TARGET_ACTIONS.values(), *CONSISTENT_DELAYS_REACTION, CHECK_A_SAMPLE, SETTLE_FIRST)
}


def dimension(name: str) -> str:
    """Return a dimension's word."""
    return str(DIMENSIONS.get(name, name))


def rule(name: str) -> str:
    """Return a red flag's title."""
    return str(RULES.get(name, name.replace("_", " ").capitalize()))


def action_title(kind: str) -> str:
    """Return what an action asks for."""
    known = _ACTIONS.get(kind)
    return _(known.title) if known else kind.replace("_", " ").capitalize()


def action_evidence(kind: str) -> str:
    """Return what shows that an action is done."""
    known = _ACTIONS.get(kind)
    return _(known.evidence) if known else ""


def entry(kind: str) -> str:
    """Return what a ledger entry without a promise is about."""
    return str(ENTRIES.get(kind, kind.replace(".", " ").replace("_", " ").capitalize()))


def sentence(stored: Mapping[str, Any] | None) -> str:
    """Return a sentence of the library stored as its template and values; empty where there is none."""
    if not stored or "template" not in stored:
        return ""
    if "code" in stored:
        return noticed(stored)
    return spoken(Sentence(template=stored["template"], params=stored.get("params", {})))


def spoken(said: Sentence) -> str:
    """Return a sentence of the library as read, its days written as the language writes them."""
    params = {name: _day(value) if isinstance(value, str) else value for name, value in said.params.items()}
    return Sentence(template=said.template, params=params).text(_)


def noticed(stored: Mapping[str, Any]) -> str:
    """Return a finding of the library stored as its template and values; its per cent signs stand for themselves."""
    params = {name: _day(str(value)) for name, value in stored.get("params", {}).items()}
    message = stored["template"]
    return Finding(code=stored.get("code", ""), severity=Severity.NOTE, message=message, params=params).sentence(_)


def found(finding: Finding) -> str:
    """Return a finding of the library as read, its days written as the language writes them."""
    return noticed({"code": finding.code, "template": finding.message, "params": finding.params})


def _day(value: str) -> str:
    return short_day(date.fromisoformat(value)) if _ISO_DAY.fullmatch(value) else value


ROLES = {
    "manager": gettext_lazy("Manager"),
    "sourcing": gettext_lazy("Sourcing"),
    "quality": gettext_lazy("Quality"),
    "finance": gettext_lazy("Finance"),
    "sales": gettext_lazy("Sales"),
    "owner": gettext_lazy("Owner"),
    "representative": gettext_lazy("Representative"),
    "inspector": gettext_lazy("Inspector"),
}
