"""Deciding whether two partners are one firm: confirmed or rejected by who asks, contested by who inherits, settled."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth.commitments import contest
from troth_site.access import Actor, NotAllowed, Verb
from troth_site.actions import audit, ledger
from troth_site.actions.bridges import notices
from troth_site.actions.communication.keeping import cleaned
from troth_site.actions.firms import inheriting
from troth_site.actions.firms.watching import JUDGE_OF
from troth_site.actions.ledger import NewEntry
from troth_site.models import FirmLink, Organisation, Relationship
from troth_site.queries.communication.messages_readers import people_for
from troth_site.queries.firms.links import link_row

LONGEST = 2_000


class LinkRefused(Exception):
    """It cannot be decided like this; the message says what lacks."""


@dataclass(frozen=True, slots=True)
class _Held:
    """A link whose organisation, records and row are locked."""

    link: FirmLink
    later: Relationship
    reason: str
    by: Actor
    on: date


def confirm(*, by: Actor, link: int, reason: str, on: date | None = None) -> None:
    """Confirm that two partners are one firm: the later record inherits, and the partner is told.

    Raises:
        LinkRefused: No reason is given, it was decided otherwise before, the later record inherits from another one
            already, or the earlier one inherits from it.
    """
    with transaction.atomic():
        held = _hold(by, link, reason, on, side="judge")
        if held.link.state == "confirmed":
            return
        if held.link.state != "proposed":
            raise LinkRefused(gettext_noop("This was decided before: ask again first, if you have learnt more."))
        _refuse_two_ways(held.link)
        _decide(held, "confirmed")
        _note(held, "firm.confirmed", {"earlier": getattr(held.link.earlier, held.link.side).name})
        inheriting.inherit(held.link, held.later, by=by, on=held.on)
        _tell(held, "firm.confirmed", side=held.link.side)


def reject(*, by: Actor, link: int, reason: str, on: date | None = None) -> None:
    """Say that two partners are not one firm: nothing follows, and nobody else learns that it was asked.

    Raises:
        LinkRefused: No reason is given, or it was decided otherwise before.
    """
    with transaction.atomic():
        held = _hold(by, link, reason, on, side="judge")
        if held.link.state == "rejected":
            return
        if held.link.state != "proposed":
            raise LinkRefused(gettext_noop("This was decided before: ask again first, if you have learnt more."))
        _decide(held, "rejected")
        audit.record("firm.rejected", by=by, organisation=held.link.judge_id, subject=f"firm link {held.link.pk}")


def ask_again(*, by: Actor, link: int, reason: str, on: date | None = None) -> None:
    """Open a question again that was answered with no, or whose yes was taken back.

    Raises:
        LinkRefused: No reason is given, or the firms are linked.
    """
    with transaction.atomic():
        held = _hold(by, link, reason, on, side="judge")
        if held.link.state == "proposed":
            return
        if held.link.state == "confirmed":
            raise LinkRefused(gettext_noop("They are linked: undo the link first."))
        held.link.contested_on = held.link.contested_by = held.link.settled_on = None
        held.link.contest = held.link.settlement = ""
        _decide(held, "proposed")
        audit.record("firm.asked_again", by=by, organisation=held.link.judge_id, subject=f"firm link {held.link.pk}")


def undo(*, by: Actor, link: int, reason: str, on: date | None = None) -> None:
    """Undo a confirmed link: from that day the later record stands alone; what was known before stays readable.

    Raises:
        LinkRefused: No reason is given, or nothing is confirmed.
    """
    with transaction.atomic():
        held = _hold(by, link, reason, on, side="judge")
        if held.link.state == "undone":
            return
        if held.link.state != "confirmed":
            raise LinkRefused(gettext_noop("Nothing is linked that could be undone."))
        _decide(held, "undone")
        _note(held, "firm.undone", {})
        inheriting.change_carried(
            held.link, held.later, "firm.undone",
            lambda outcome: contest.withdrawn(outcome, withdrawn_on=held.on), by=by, on=held.on,
        )  # fmt: skip
        _tell(held, "firm.undone", side=held.link.side)


def contest_link(*, by: Actor, link: int, reason: str, on: date | None = None) -> None:
    """Say that one is not that firm: half of what was carried over is withheld for 30 days, once.

    Raises:
        LinkRefused: No reason is given, nothing is confirmed, or it was contested before.
    """
    with transaction.atomic():
        held = _hold(by, link, reason, on, side="partner")
        if held.link.state != "confirmed":
            raise LinkRefused(gettext_noop("Nothing is linked that could be contested."))
        if held.link.contested_on is not None:
            if held.link.contest == held.reason:
                return
            raise LinkRefused(gettext_noop("This was contested before. Write to the other side to settle it."))
        held.link.contested_on, held.link.contested_by_id, held.link.contest = held.on, by.person, held.reason
        held.link.save(update_fields=["contested_on", "contested_by", "contest"])
        _note(held, "firm.contested", {})
        inheriting.change_carried(
            held.link, held.later, "firm.contested",
            lambda outcome: contest.contested(outcome, contested_on=held.on), by=by, on=held.on,
        )  # fmt: skip
        _tell(held, "firm.contested", side=JUDGE_OF[held.link.side])


def uphold(*, by: Actor, link: int, reason: str, on: date | None = None) -> None:
    """Answer a contest by holding on to the link: what was withheld counts again from that day.

    Raises:
        LinkRefused: No reason is given, or nothing is contested.
    """
    with transaction.atomic():
        held = _hold(by, link, reason, on, side="judge")
        if held.link.settled_on is not None and held.link.settlement == held.reason:
            return
        if held.link.state != "confirmed" or held.link.contested_on is None or held.link.settled_on is not None:
            raise LinkRefused(gettext_noop("Nothing is contested that could be settled."))
        held.link.settled_on, held.link.settlement = held.on, held.reason
        held.link.save(update_fields=["settled_on", "settlement"])
        _note(held, "firm.upheld", {})
        inheriting.change_carried(
            held.link, held.later, "firm.upheld",
            lambda outcome: contest.resolved(outcome, resolved_on=held.on), by=by, on=held.on,
        )  # fmt: skip
        _tell(held, "firm.upheld", side=held.link.side)


def _hold(by: Actor, pk: int, reason: str, on: date | None, *, side: str) -> _Held:
    verb: Verb = "settle" if side == "judge" else "answer"
    seen = link_row(by, pk, verb)
    own = seen.judge_id if side == "judge" else getattr(seen.relationship, f"{seen.side}_id")
    if own not in by.organisations(verb):
        raise NotAllowed
    said = cleaned(reason).strip()
    if not said:
        raise LinkRefused(gettext_noop("Say why: it stands beside the decision."))
    if len(said) > LONGEST:
        raise LinkRefused(gettext_noop("That is too long for a reason: 2,000 characters at most."))
    # The organisation first, as the nightly comparison does, so that the two never wait for each other.
    Organisation.objects.select_for_update().get(pk=seen.judge_id)
    later = ledger.lock_many([seen.relationship_id, seen.earlier_id])[seen.relationship_id]
    link = (
        FirmLink.objects.select_for_update(of=("self",)).select_related("earlier__buyer", "earlier__factory").get(pk=pk)
    )
    return _Held(link, later, said, by, on or timezone.localdate())


def _refuse_two_ways(link: FirmLink) -> None:
    """Evidence must come by one way only, and never round in a circle."""
    above = dict(FirmLink.objects.filter(judge=link.judge_id, state="confirmed").values_list("relationship", "earlier"))
    if link.relationship_id in above:
        raise LinkRefused(
            gettext_noop("This partner inherits from another record already: link those two with each other instead.")
        )
    at: int | None = link.earlier_id
    while at is not None:
        if at == link.relationship_id:
            raise LinkRefused(gettext_noop("The earlier record inherits from this one: undo that link first."))
        at = above.get(at)


def _decide(held: _Held, state: str) -> None:
    link = held.link
    link.state, link.reason, link.decided_on, link.decided_by_id = state, held.reason, held.on, held.by.person
    link.save()


def _note(held: _Held, kind: str, more: dict[str, Any]) -> None:
    side = held.link.side
    entry = NewEntry(
        kind=kind, side=side, dimension=inheriting.DIMENSION, person=held.by.person, happened_on=held.on,
        recorded_on=held.on, content={"link": held.link.pk, "reason": held.reason, **more},
    )  # fmt: skip
    ledger.append(held.later, [entry])
    audit.record(kind, by=held.by, relationship=held.later, subject=f"firm link {held.link.pk}")


def _tell(held: _Held, kind: str, *, side: str) -> None:
    told = [person for person in people_for(held.later, side=side, topic="orders") if person != held.by.person]
    notices.notify(
        event="firm", relationship=held.later.pk, subject=f"{kind} {held.link.pk} {held.on.isoformat()}",
        path=f"/firm-links/{held.link.pk}/", to=told,
        data={"subject": getattr(held.later, held.link.side).name},
    )  # fmt: skip
