"""What people can be told of."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Event:
    """One kind of event: what the page of choices calls it, and what the letter or card says.

    Attributes:
        called: How the page of choices names it.
        says: One whole sentence with named placeholders, filled from the notification's data.
        is_urgent: Told at once, also in the night of whoever is told.
    """

    called: str | Promise
    says: str | Promise
    is_urgent: bool = False


EVENTS = {
    "message": Event(_("A new message"), _("%(who)s wrote to you: %(subject)s")),
    "request": Event(_("A question that waits for your answer"), _("%(who)s asks “%(subject)s”, by %(due)s.")),
    "critical": Event(
        _("A safety or critical question"), _("%(who)s asks at once: “%(subject)s”, by %(due)s."), is_urgent=True
    ),
    "answer": Event(_("An answer to your question"), _("%(who)s answered: %(subject)s")),
    "bounced": Event(
        _("A letter of yours that came back"),
        _("The letter to %(who)s about “%(subject)s” came back: tell them otherwise."),
    ),
    "escalated": Event(_("A question handed on to you"), _("Nobody has answered “%(subject)s” yet. Please help.")),
    "decision": Event(_("A decision that waits for your side"), _("%(who)s wrote down a decision: %(subject)s")),
    "change": Event(
        _("A change that waits for your side"), _("%(who)s asks for a change, or answers one: %(subject)s")
    ),
    "paper": Event(
        _("A specification or plan that waits for your signature"),
        _("%(who)s signed what %(subject)s must be, or how it is checked: read it and sign, or change it."),
    ),
    "checkpoint": Event(
        _("A checkpoint of an order found red, or waived"), _("%(who)s settled “%(subject)s”: read what was found.")
    ),
    "meeting": Event(_("A meeting planned, moved or cancelled"), _("%(subject)s: %(change)s, %(when)s")),
    "promise": Event(_("A promise that falls due"), _("%(subject)s is due on %(due)s.")),
    "action": Event(_("An action opened"), _("%(subject)s, to be done by %(due)s.")),
    "flag": Event(_("A red flag raised"), _("%(subject)s")),
    "firm": Event(
        _("Two of your partners may be one firm, or a decision about that"),
        _("Whether %(subject)s is a firm that is known already: look at what agrees, and what was decided."),
    ),
    "contest": Event(
        _("An entry of the record contested, or a contest answered"),
        _("%(who)s on the entry “%(subject)s”: %(reason)s"),
    ),
    "board": Event(_("A card moved on a board"), _("%(who)s moved “%(subject)s” to %(column)s.")),
    "greeting": Event(_("A holiday of a partner"), _("%(partner)s celebrates %(subject)s on %(day)s.")),
    "quiet": Event(_("A partner you have not talked to for a while"), _("All is well with %(partner)s, and quiet.")),
    "channel": Event(
        _("A place that can no longer be told"), _("“%(subject)s” is told of nothing any more. %(reason)s")
    ),
    "inspection": Event(_("An inspection that is yours"), _("%(who)s asks you to inspect “%(subject)s” on %(day)s.")),
    "inspected": Event(_("An inspection handed in"), _("“%(subject)s” was inspected: %(verdict)s.")),
    "programme": Event(
        _("Regular inspections proposed, agreed or ended"), _("%(who)s changed the regular inspection of %(subject)s.")
    ),
    "look-overdue": Event(
        _("A regular inspection that is overdue"), _("The regular inspection of %(subject)s was due on %(due)s.")
    ),
    "lot-presented": Event(
        _("A lot presented, where some are skipped"),
        _("“%(subject)s” was presented: the draw has decided whether it is looked at."),
    ),
    "sampling-stopped": Event(
        _("Inspection that stands still after refused lots"),
        _("Five lots were refused on tightened inspection, “%(subject)s” last. Show that corrective action works."),
    ),
    "sampling-resumed": Event(
        _("Inspection to be taken up again"),
        _("%(who)s asked or answered whether inspection that stands still is taken up again."),
    ),
    "corrective": Event(_("Something new in a corrective action"), _("Corrective action %(subject)s has moved on.")),
    "corrective-opened": Event(
        _("A corrective action opened"), _("Corrective action %(subject)s was opened. Say what is done at once.")
    ),
    "corrective-back": Event(
        _("A problem that came back"), _("It came back: %(subject)s. The action is open again, from containment on.")
    ),
    "disclosure": Event(_("A problem told of or found"), _("A problem was told of, found or answered: %(subject)s.")),
    "idea": Event(_("An idea, or an answer to one"), _("An idea was proposed or answered: %(subject)s.")),
    "training": Event(
        _("A training planned, agreed or held"), _("A training was planned, answered or held: %(subject)s.")
    ),
    "reservation": Event(
        _("A request to reserve capacity, or an answer to one"), _("%(who)s asked or answered about reserved capacity.")
    ),
    "demand": Event(
        _("A forecast, an order or new terms of planning"), _("%(who)s told what is needed, or how you plan together.")
    ),
    "status": Event(_("A weekly status that is due"), _("The weekly status is due on %(due)s: %(subject)s.")),
    "report": Event(
        _("A report of an inspection"), _("The inspection of %(lot)s is reported: both sides can read it now.")
    ),
    "report-version": Event(
        _("A new version of a report"), _("%(who)s made version %(number)s of the report of %(lot)s: %(why)s")
    ),
    "report-remark": Event(_("Words on a report"), _("%(who)s wrote about the report of %(lot)s.")),
    "second-look": Event(
        _("An answer to what asks for a second look"), _("%(who)s answered what asks for a second look.")
    ),
    "second-look-asked": Event(
        _("Something about an inspection of yours that asks for a second look"),
        _(
            "Something about your inspection of “%(subject)s” is odd enough to look again. Most of it has a plain "
            "reason: say it there."
        ),
    ),
    "second-look-record": Event(
        _("Something about all your inspections with a partner that asks for a second look"),
        _("How your lots went is odd enough to look again. Most of it has a plain reason: say it there."),
    ),
    "lot-decision": Event(
        _("A decision about a lot"), _("%(who)s decided about %(lot)s. The reason stands beside it.")
    ),
}
CHOSEN = tuple(name for name in EVENTS if name != "channel")
"""What a person chooses places for; that one of them fails is told inside, and by mail."""
WAIT_FOR_YOU = ("request", "critical", "escalated")
"""What mail is proposed for."""
