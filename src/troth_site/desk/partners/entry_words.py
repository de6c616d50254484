"""What an entry of the ledger records, in a sentence."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth_site.desk import words
from troth_site.queries.ledger import LedgerRow
from troth_site.templatetags.troth_parts import day

# Days stand in the content under their names; a sentence whose day is missing is not said.
TOLD = {
    "commitment.accept": gettext_lazy("The promise was accepted. From then on it counts."),
    "commitment.clear": gettext_lazy("The promise was said to be no longer at risk."),
    "commitment.close_broken": gettext_lazy("The promise was closed as broken."),
    "commitment.close_kept": gettext_lazy("The promise was closed as kept, on %(done)s."),
    "commitment.close_late": gettext_lazy("The promise was closed as kept late, on %(done)s."),
    "commitment.concede": gettext_lazy("The side that closed the promise agreed with what the other side says."),
    "commitment.confirm": gettext_lazy("The other side confirmed what came of the promise."),
    "commitment.decline": gettext_lazy("The promise was declined. It never counts."),
    "commitment.dispute": gettext_lazy("The other side contested what came of the promise."),
    "commitment.drop": gettext_lazy("The contest was dropped. The promise stays as it was closed."),
    "commitment.excuse": gettext_lazy("The promise was excused. It counts neither for nor against."),
    "commitment.proposed": gettext_lazy("The promise was made, due on %(due)s. It counts once it is accepted."),
    "commitment.waive": gettext_lazy("The promise was waived. It is not owed any more."),
    "commitment.warn": gettext_lazy("The promise was said to be at risk."),
    "commitment.withdraw": gettext_lazy("The promise was withdrawn. It never counts."),
    "corrective.confirmed": gettext_lazy("The other side confirmed that the step is done."),
    "corrective.done": gettext_lazy("The step, due on %(due)s, was reported done on %(done)s."),
    "corrective.promised": gettext_lazy("A step of a corrective action was promised for %(due)s."),
    "corrective.refused": gettext_lazy("The other side asked for more before the step is done."),
    "corrective.broken": gettext_lazy("The step was given up after its day had passed."),
    "corrective.withdrawn": gettext_lazy("The step fell away. It is not owed any more."),
    "corrective_word.promised": gettext_lazy("A corrective action asks for a word of one side by %(due)s."),
    "corrective_word.done": gettext_lazy("The word that was due on %(due)s was given on %(done)s."),
    "corrective_word.withdrawn": gettext_lazy("Nobody waits for that word any more."),
    "corrective_effect.held": gettext_lazy("The next lots have shown that the corrective action works."),
    "corrective_effect.back": gettext_lazy("The problem came back in a later lot."),
    "corrective_effect.gone": gettext_lazy("The lots that had shown it are gone from the record."),
    "corrective_cause.caused": gettext_lazy(
        "Both sides say that the buyer had its part in what was wrong with the lot."
    ),
    "corrective_cause.gone": gettext_lazy("Both sides no longer say that the buyer had its part in it."),
    "lot.caused": gettext_lazy("What both sides say of the cause was counted: the buyer’s part is excused."),
    "disclosure.found": gettext_lazy("Nobody had known of the problem: it says nothing about honesty."),
    "disclosure.hidden": gettext_lazy("A problem was found that had been known and not told."),
    "disclosure.told": gettext_lazy("A problem was told of before it was found."),
    "firm.carried": gettext_lazy("What the same firm had kept and broken under its earlier name was counted here too."),
    "firm.contested": gettext_lazy("The other side contested the link: half of what was carried over is withheld."),
    "firm.undone": gettext_lazy("The link was undone: what was carried over no longer counts."),
    "firm.upheld": gettext_lazy("The link was held to: what was withheld counts again."),
    "idea.done": gettext_lazy("The idea, due for an answer on %(due)s, was answered on %(done)s."),
    "idea.promised": gettext_lazy("An idea was proposed; its answer is due on %(due)s."),
    "idea.withdrawn": gettext_lazy("The idea was taken back. No answer is owed any more."),
    "look.broken": gettext_lazy("The regular inspection was given up after its day had passed."),
    "look.done": gettext_lazy("The regular inspection, due on %(due)s, was carried out on %(done)s."),
    "look.promised": gettext_lazy("The next regular inspection is due on %(due)s."),
    "look.withdrawn": gettext_lazy("The day of the next regular inspection moved, or it is not owed any more."),
    "sampling.resume_asked": gettext_lazy("One side asked to take inspection up again after refused lots."),
    "sampling.resume_declined": gettext_lazy("The buyer does not take inspection up again yet."),
    "sampling.resumed": gettext_lazy("The buyer took inspection up again, tightened."),
    "second_look.answered": gettext_lazy("Somebody answered what asks for a second look."),
    "programme.agreed": gettext_lazy("Both sides agreed on a regular inspection."),
    "programme.assigned": gettext_lazy("Somebody was named for a regular inspection."),
    "programme.ended": gettext_lazy("A regular inspection was ended."),
    "programme.proposed": gettext_lazy("One side proposed a regular inspection."),
    "demand.told": gettext_lazy("The buyer told what it expects to order."),
    "firm_period.accepted": gettext_lazy("The factory accepted the change of a firm period: it counts no more."),
    "firm_period.judged": gettext_lazy("A firm period ended as told, or was changed; that was counted."),
    "large_order.judged": gettext_lazy("A large order was placed; its notice was counted."),
    "large_order.withdrawn": gettext_lazy("The large order is gone or no longer large: its notice counts no more."),
    "planning_terms.agreed": gettext_lazy("Terms of planning were agreed. Orders are judged by them from then on."),
    "planning_terms.declined": gettext_lazy("Terms of planning were declined."),
    "planning_terms.proposed": gettext_lazy("Terms of planning were proposed."),
    "reservation.confirmed": gettext_lazy("The buyer ordered what was kept free: the promise is confirmed."),
    "reservation.done": gettext_lazy("What a reservation asked for by %(due)s was done on %(done)s."),
    "reservation.promised": gettext_lazy("A reservation of capacity brought a promise, due on %(due)s."),
    "reservation.withdrawn": gettext_lazy("What the reservation asked for is not owed any more."),
    "training.confirmed": gettext_lazy("The other side confirmed that the training was held."),
    "training.done": gettext_lazy("The training was held."),
    "training.promised": gettext_lazy("A training was agreed, to be held by %(due)s."),
    "training.withdrawn": gettext_lazy("The training was cancelled before its day. Nothing is owed any more."),
    "mistake.found": gettext_lazy("The problem itself: the other side had to find it, so it weighs whole."),
    "mistake.told": gettext_lazy("The problem itself: it was told of, so it weighs half."),
    "delivery.corrected": gettext_lazy("What had been recorded of the line was corrected."),
    "delivery.delay": gettext_lazy("Days of delay that somebody else caused were recorded for the line."),
    "delivery.delay_accepted": gettext_lazy("A delay that somebody else caused was accepted for the line."),
    "delivery.moved": gettext_lazy("The promised day of the line moved to %(promised)s."),
    "delivery.promised": gettext_lazy("The line was promised for %(promised)s."),
    "delivery.received": gettext_lazy("Goods of the line were received on %(delivered)s."),
    "delivery.reported": gettext_lazy("The line was promised for %(promised)s and delivered on %(delivered)s."),
    "duty.agreed": gettext_lazy("The duty was agreed, due on %(due)s."),
    "duty.done": gettext_lazy("The duty, due on %(due)s, was done on %(done)s."),
    "entry.confirmed": gettext_lazy("The other side confirmed what had been recorded."),
    "entry.contested": gettext_lazy("The other side contested what had been recorded."),
    "entry.held_to": gettext_lazy("The side whose record it is holds to it: the entry weighs whole again."),
    "entry.taken_back": gettext_lazy("The side whose record it is took the entry back: it counts no more."),
    "import.undone": gettext_lazy("The import of this was undone: this entry takes back what it had recorded."),
    "checkpoint.agreed": gettext_lazy("The checkpoint was put on the order by the signed plan, due on %(due)s."),
    "checkpoint.green": gettext_lazy("The checkpoint, due on %(due)s, was found green."),
    "checkpoint.red": gettext_lazy("The checkpoint, due on %(due)s, was found red. It is still owed."),
    "checkpoint.taken_back": gettext_lazy("The checkpoint was taken off the order. Nothing is owed any more."),
    "checkpoint.waived": gettext_lazy("The other side waived the checkpoint. Nothing is owed any more."),
    "quality_plan.changed": gettext_lazy("A quality plan one side had signed was changed; that signature is void."),
    "quality_plan.signed": gettext_lazy("One side signed a version of a quality plan."),
    "quality_plan.withdrawn": gettext_lazy("A version of a quality plan was withdrawn before both had signed it."),
    "sample.approved": gettext_lazy("One side approved a sample as the measure."),
    "sample.proposed": gettext_lazy("A sample was proposed as the measure."),
    "sample.refused": gettext_lazy("A sample was refused; the next one is proposed anew."),
    "specification.changed": gettext_lazy("A specification one side had signed was changed; that signature is void."),
    "specification.signed": gettext_lazy("One side signed a version of a specification."),
    "specification.withdrawn": gettext_lazy("A version of a specification was withdrawn before both had signed it."),
    "charter.proposed": gettext_lazy("A charter of talking was proposed and signed by one side."),
    "charter.signed": gettext_lazy("A charter of talking was signed."),
    "request.answer_undone": gettext_lazy("The mail that answered was taken back; the question stands as without it."),
    "request.answered": gettext_lazy("The question was answered."),
    "request.asked": gettext_lazy("A question was asked; its answer was agreed by %(due)s."),
    "request.claimed": gettext_lazy("A side said of a message that it answers the question."),
    "request.confirmed": gettext_lazy("The sender of the answer was confirmed."),
    "request.denied": gettext_lazy("A side said of a message that it does not answer the question."),
    "request.escalated": gettext_lazy("Nobody had answered, so the next person was asked to help."),
    "request.undone": gettext_lazy("The mail that asked was taken back; nothing was ever owed."),
    "request.withdrawn": gettext_lazy("The question was taken back. Nothing is owed any more."),
}
_DAYS = ("delivered", "done", "due", "promised")
_SAID = ("reason", "evidence", "answer", "text", "note")


def told(entry: LedgerRow) -> str:
    """Return what an entry records, its kind alone where nothing more is left of it."""
    content = entry.content or {}
    try:
        return str(TOLD[entry.kind]) % {name: _written(content, name) for name in _DAYS if content.get(name)}
    except KeyError:
        if entry.kind == "delivery.reported" and content.get("promised"):
            return _("The line was promised for %(promised)s.") % {"promised": _written(content, "promised")}
        return words.entry(entry.kind)


def said(entry: LedgerRow) -> str:
    """Return what somebody wrote with an entry, empty where nobody did."""
    content = entry.content or {}
    return next((str(content[name]) for name in _SAID if content.get(name)), "")


def _written(content: Mapping[str, Any], name: str) -> str:
    try:
        return day(date.fromisoformat(content[name]))
    except (TypeError, ValueError):
        # A day that is none was sealed as it came.
        return str(content[name])
