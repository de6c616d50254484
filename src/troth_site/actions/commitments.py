"""Promises made by hand: proposed, accepted, closed with evidence, confirmed or contested by the other side."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, cast

from django.db import transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth.basis.working_time import WorkCalendar
from troth.commitments import contest
from troth.commitments.evidence import QUALITY
from troth.commitments.lifecycle import CLOSINGS, Event, Progress, State, Step, move
from troth.commitments.outcomes import DIMENSIONS, Outcome, Side
from troth.orders.duties import outcome_of_duty
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit, confirmations, ledger
from troth_site.actions.bridges import notices
from troth_site.actions.ledger import NewEntry, outcome_content
from troth_site.actions.trust import judging
from troth_site.models import Commitment, Relationship
from troth_site.queries.communication.calendars import work_calendar_of
from troth_site.queries.communication.messages_readers import people_for
from troth_site.queries.orders import latest_outcome
from troth_site.unseen import told_of

TOPIC_OF = {"quality": "quality", "money": "finance", "ethics": "ethics"}
"""Who is told of a contest: whoever answers for the topic of its dimension, else for orders."""


class PromiseRefused(Exception):
    """The promise cannot be made like this; the message says what lacks."""


def propose(
    *, by: Actor, relationship: int, dimension: str, what: str, due_on: date | None, on: date | None = None
) -> int:
    """Propose a promise of one's own side; it scores only once the other side has accepted it and it is closed.

    Raises:
        PromiseRefused: It says neither what nor by when, or names no dimension.
    """
    if not what.strip() or due_on is None or dimension not in DIMENSIONS:
        raise PromiseRefused("A promise says what, by which day, and what it is about.")
    row = access.relationship(by, relationship, "record")
    side = access.side_of(by, row)
    today = on or timezone.localdate()
    with transaction.atomic():
        locked = ledger.lock(row.pk)
        commitment = Commitment.objects.create(
            relationship=locked, side=side, dimension=dimension, kind="promise", what=what.strip()[:300], due_on=due_on,
            state="proposed", proposed_by_id=by.person, quality=QUALITY["unconfirmed"],
        )  # fmt: skip
        _note(by, locked, commitment, "commitment.proposed", today, {"due": due_on})
        audit.record("commitment.proposed", by=by, relationship=locked, subject=f"commitment {commitment.pk}")
    return commitment.pk


def step(
    *, by: Actor, commitment: int, event: Event, evidence: str = "", done_on: date | None = None, on: date | None = None
) -> None:
    """Take one step in the life of a promise made by hand.

    Raises:
        troth.commitments.lifecycle.MoveError: The step is not legal now, or not for this side.
        PromiseRefused: It was done on a day still to come.
    """
    _take(by, commitment, _Asked(event, evidence.strip(), done_on, on or timezone.localdate()))


def settle_dispute(
    *, by: Actor, commitment: int, event: Event, found: State, evidence: str = "", on: date | None = None
) -> None:
    """End a dispute about a closing with what it is found to be: conceded by who closed it, or decided by evidence.

    Raises:
        troth.commitments.lifecycle.MoveError: Nothing is disputed, or this side may not settle it.
    """
    _take(by, commitment, _Asked(event, evidence.strip(), None, on or timezone.localdate(), found))


@dataclass(frozen=True, slots=True)
class _Asked:
    event: Event
    evidence: str
    done_on: date | None
    on: date
    found: State | None = None


def _take(by: Actor, pk: int, asked: _Asked) -> None:
    event, today = asked.event, asked.on
    # Where the other person is, tomorrow may have begun.
    if asked.done_on is not None and asked.done_on > today + timedelta(days=1):
        raise PromiseRefused(gettext_noop("That day has not come yet: say when it was done once it is."))
    row = access.commitment(by, pk, "answer" if event in {"accept", "confirm", "dispute"} else "record")
    with transaction.atomic():
        locked = ledger.lock(row.relationship_id)
        row = Commitment.objects.select_for_update().get(pk=row.pk)
        side = access.side_of(by, locked)
        evidence_count = 1 if asked.evidence else 0
        calendar = _calendar(locked, side, today) if event in CLOSINGS else None
        taken = Step(
            event=event, by=side, on=today, evidence_count=evidence_count, found=asked.found, contest_calendar=calendar
        )
        closed_on = (asked.done_on or today) if event in CLOSINGS else row.closed_on
        _keep(row, move(_progress(row), taken), evidence=asked.evidence, closed_on=closed_on)
        standing, outcome = latest_outcome(row.pk), _outcome(row, event, today)
        content = {"event": event, "by": side, "evidence": asked.evidence, "due": row.due_on, "done": row.closed_on}
        if outcome is not None:
            content["outcome"] = outcome_content(outcome)
        entry = _entry(by, row, f"commitment.{event}", today, content)
        ledger.append(locked, [replace(entry, outcome=outcome, supersedes=standing if outcome else None)])
        if outcome is not None:
            judging.judge([locked.pk], as_of=timezone.localdate())
        audit.record(f"commitment.{event}", by=by, relationship=locked, subject=f"commitment {row.pk}")


def confirm(*, by: Actor, commitment: int, on: date | None = None) -> None:
    """Confirm what the other side's record says of a line: its evidence now weighs 0.9 instead of 0.6."""
    _answer(by, commitment, confirming=True, reason="", on=on)


def contest_entry(*, by: Actor, commitment: int, reason: str, on: date | None = None) -> None:
    """Contest what the other side's record says of a line: half of its weight is withheld for 30 days, once.

    Raises:
        PromiseRefused: No reason is given, or it was confirmed or contested before.
    """
    if not reason.strip():
        raise PromiseRefused(
            gettext_noop("Say what is wrong with this entry: the other side will read it beside the entry.")
        )
    _answer(by, commitment, confirming=False, reason=reason.strip(), on=on)


def answer_contest(*, by: Actor, commitment: int, is_right: bool, reason: str, on: date | None = None) -> None:
    """Answer a contest of an entry of one's own record: hold to the entry, or take it back.

    An entry that is held to weighs whole again from that day. One that is taken back counts for nothing from then on;
    what is right can be recorded anew. Once answered, it stays so.

    Args:
        by: Who answers.
        commitment: What the entry is about.
        is_right: Whether the entry stands as it was recorded.
        reason: Why; the other side reads it beside the entry.
        on: Day of the answer, today if left out.

    Raises:
        PromiseRefused: No reason is given, it is not one's own record, or nobody contested it.
    """
    row, today = access.commitment(by, commitment, "record"), on or timezone.localdate()
    if not reason.strip():
        raise PromiseRefused(gettext_noop("Say why: the other side reads it beside the entry."))
    with transaction.atomic():
        locked = ledger.lock(row.relationship_id)
        row = Commitment.objects.select_for_update().get(pk=row.pk)
        if row.accepted_by != "record" or access.side_of(by, locked) != "buyer":
            raise PromiseRefused(gettext_noop("Only the side whose record it is answers a contest of it."))
        standing = latest_outcome(row.pk)
        if standing is None or not contest.is_contested(standing):
            raise PromiseRefused(gettext_noop("Nobody contests this entry."))
        if not standing.held:
            return
        outcome = (
            contest.resolved(standing, resolved_on=today)
            if is_right
            else contest.withdrawn(standing, withdrawn_on=today)
        )
        kind = "entry.held_to" if is_right else "entry.taken_back"
        content = {"by": "buyer", "reason": reason.strip(), "outcome": outcome_content(outcome)}
        ledger.append(locked, [replace(_entry(by, row, kind, today, content), outcome=outcome, supersedes=standing)])
        judging.judge([locked.pk], as_of=timezone.localdate())
        audit.record(kind, by=by, relationship=locked, subject=f"commitment {row.pk}", data={"reason": reason.strip()})
        _tell_of_contest(by, row, locked, side="factory", reason=reason.strip())


def _answer(by: Actor, pk: int, *, confirming: bool, reason: str, on: date | None) -> None:
    row = access.commitment(by, pk, "answer")
    today = on or timezone.localdate()
    with transaction.atomic():
        locked = ledger.lock(row.relationship_id)
        row = Commitment.objects.select_for_update().get(pk=row.pk)
        side = access.side_of(by, locked)
        if row.accepted_by != "record" or side == "buyer":
            raise PromiseRefused("Only the side that did not report an entry can confirm or contest it.")
        standing = latest_outcome(row.pk)
        if standing is None:
            return
        if row.confirmed_on is not None:
            if confirming:
                return
            raise PromiseRefused(
                gettext_noop("Your side confirmed this entry before. Write to the other side to settle it.")
            )
        outcome = _answered(standing, row, confirming=confirming, today=today)
        kind = "entry.confirmed" if confirming else "entry.contested"
        content = {"by": side, "reason": reason, "outcome": outcome_content(outcome)}
        entry = _entry(by, row, kind, today, content)
        ledger.append(locked, [replace(entry, outcome=outcome, supersedes=standing)])
        judging.judge([locked.pk], as_of=timezone.localdate())
        audit.record(kind, by=by, relationship=locked, subject=f"commitment {row.pk}", data={"reason": reason})
        if not confirming:
            _tell_of_contest(by, row, locked, side="buyer", reason=reason)


def _tell_of_contest(by: Actor, row: Commitment, locked: Relationship, *, side: Side, reason: str) -> None:
    topic = TOPIC_OF.get(row.dimension, "orders")
    people = [person for person in people_for(locked, side=side, topic=topic) if person != by.person]
    notices.notify(
        event="contest", relationship=locked.pk, subject=f"contest {row.pk} {side}", path=f"/promises/{row.pk}/",
        to=told_of(row, people, relationship=locked.pk),
        data={"who": by.name, "subject": row.what, "reason": reason},
    )  # fmt: skip


def _answered(standing: Outcome, row: Commitment, *, confirming: bool, today: date) -> Outcome:
    if confirming:
        confirmations.keep(row, confirmed_on=today)
        return contest.confirmed(standing, confirmed_on=today)
    try:
        outcome = contest.contested(standing, contested_on=today)
    except contest.ContestError as error:
        raise PromiseRefused(
            gettext_noop("This entry was contested before. Write to the other side to settle it.")
        ) from error
    row.contested_on = today
    row.save(update_fields=["contested_on"])
    return outcome


def _outcome(row: Commitment, event: Event, today: date) -> Outcome | None:
    """Return the outcome a step leaves behind; a promise nobody accepted never has one."""
    if not row.accepted_by or row.due_on is None:
        return None
    if event in {"accept", "bind_by_contract"}:
        return _settled(row, done_on=None, recorded_on=today)
    if event in CLOSINGS:
        closed = _settled(row, done_on=None if row.state == "broken" else row.closed_on, recorded_on=today)
        # Until the other side's days to contest are over, the closing stands in the ledger but not yet in a number.
        since = (row.contest_until or today) + timedelta(days=1)
        return replace(closed, counted_from=max(closed.counted_from, since), scored_from=max(closed.scored_from, since))
    standing = latest_outcome(row.pk)
    if standing is None:
        return None
    if event == "confirm":
        now = replace(standing, counted_from=today, scored_from=today)
        return contest.confirmed(now, confirmed_on=today)
    if event == "dispute":
        return contest.contested(standing, contested_on=today)
    if event in {"concede", "drop", "decide"}:
        return contest.resolved(standing, resolved_on=today)
    return contest.withdrawn(standing, withdrawn_on=today) if event == "waive" else None


def _settled(row: Commitment, *, done_on: date | None, recorded_on: date) -> Outcome:
    return outcome_of_duty(
        due_on=cast(date, row.due_on), done_on=done_on, recorded_on=recorded_on,
        weight=row.stake * row.quality, side=cast(Side, row.side),
    )  # fmt: skip


def _progress(row: Commitment) -> Progress:
    return Progress(
        promisor=cast(Side, row.side), state=cast(Any, row.state), accepted_by=cast(Any, row.accepted_by or None),
        found=cast(Any, row.found or None), closed_by=cast(Any, row.closed_by or None),
        contest_until=row.contest_until, confirmed_on=row.confirmed_on, was_disputed=row.was_disputed,
    )  # fmt: skip


def _keep(row: Commitment, after: Progress, *, evidence: str, closed_on: date | None) -> None:
    row.state, row.accepted_by, row.found = after.state, after.accepted_by or "", after.found or ""
    row.closed_by, row.contest_until = after.closed_by or "", after.contest_until
    row.confirmed_on, row.was_disputed, row.closed_on = after.confirmed_on, after.was_disputed, closed_on
    row.evidence = evidence.strip() or row.evidence
    row.save()


def _note(by: Actor, locked: Relationship, row: Commitment, kind: str, on: date, content: dict[str, Any]) -> None:
    ledger.append(locked, [_entry(by, row, kind, on, content)])


def _entry(by: Actor, row: Commitment, kind: str, on: date, content: dict[str, Any]) -> NewEntry:
    return NewEntry(
        kind=kind, side=row.side, dimension=row.dimension, commitment=row.pk, person=by.person, happened_on=on,
        recorded_on=on, content={"what": row.what, "commitment": row.pk, **content},
    )  # fmt: skip


def _calendar(row: Relationship, closed_by: Side, today: date) -> WorkCalendar:
    """Return the working days of the side that may contest what the other one closed."""
    contesting = row.factory_id if closed_by == "buyer" else row.buyer_id
    return work_calendar_of(contesting, today)
