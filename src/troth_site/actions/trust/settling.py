"""What people do about actions and red flags: take them, do them, answer them. What numbers do is in followup."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit, ledger
from troth_site.actions.ledger import NewEntry
from troth_site.models import Action, FlagAnswer, Judgement, Membership, RedFlag, Relationship
from troth_site.models.choices import Finding

TO_DO = ("open", "reopened")


class SettlingRefused(Exception):
    """It cannot be settled like this; the message says what lacks."""


def complete_action(*, by: Actor, action: int, evidence: str, on: date | None = None) -> None:
    """Say that an action is done, with what shows it; its effect is checked on the lines that come due from now on.

    Raises:
        SettlingRefused: No evidence is given, or the action is closed.
    """
    if not evidence.strip():
        raise SettlingRefused("Say what shows that it is done: both sides read it, and the check refers to it.")
    seen = access.action(by, action, "settle")
    today = on or timezone.localdate()
    with transaction.atomic():
        relationship = ledger.lock(seen.relationship_id)
        row = Action.objects.select_for_update().get(pk=seen.pk)
        if row.state == "done" and row.evidence == evidence.strip():
            return
        if row.state not in TO_DO:
            raise SettlingRefused("This action is not open any more.")
        row.state, row.evidence, row.done_on = "done", evidence.strip(), today
        row.lines_at_done = _lines_so_far(row)
        row.save(update_fields=["state", "evidence", "done_on", "lines_at_done"])
        _note(
            by, relationship, row, "action.done", today, {"action": row.pk, "kind": row.kind, "evidence": row.evidence}
        )
        audit.record("action.done", by=by, relationship=relationship, subject=f"action {row.pk}")


def own_action(*, by: Actor, action: int, person: int) -> None:
    """Make somebody of one's own organisation the owner of an action on one's own side.

    Raises:
        SettlingRefused: The person is not of this organisation.
    """
    seen = access.action(by, action, "settle")
    with transaction.atomic():
        relationship = ledger.lock(seen.relationship_id)
        side = _own_side(by, relationship, person)
        row = Action.objects.select_for_update().get(pk=seen.pk)
        if getattr(row, f"owner_{side}_id") == person:
            return
        setattr(row, f"owner_{side}_id", person)
        row.save(update_fields=[f"owner_{side}"])
        audit.record(
            "action.owned", by=by, relationship=relationship, subject=f"action {row.pk}", data={"person": person}
        )


def own_flag(*, by: Actor, flag: int, person: int) -> None:
    """Make somebody of one's own organisation the one who looks after a flag.

    Raises:
        SettlingRefused: The person is not of this organisation.
    """
    seen = access.flag(by, flag, "settle")
    with transaction.atomic():
        relationship = ledger.lock(seen.relationship_id)
        _own_side(by, relationship, person)
        row = RedFlag.objects.select_for_update().get(pk=seen.pk)
        if row.owner_id == person:
            return
        row.owner_id = person
        row.save(update_fields=["owner"])
        audit.record("flag.owned", by=by, relationship=relationship, subject=f"flag {row.pk}", data={"person": person})


def acknowledge_flag(*, by: Actor, flag: int, on: date | None = None) -> None:
    """Say that a flag was seen by one's own side; it stays open. The first of a side who says so is kept.

    The side that judges by the flag acknowledges it, which keeps it from being escalated; the flagged side reads it.
    """
    seen = access.flag(by, flag, "settle")
    with transaction.atomic():
        relationship = ledger.lock(seen.relationship_id)
        row = RedFlag.objects.select_for_update().get(pk=seen.pk)
        is_judge = access.side_of(by, relationship) != row.side
        days, people = ("acknowledged_on", "acknowledged_by") if is_judge else ("read_on", "read_by")
        if getattr(row, days) is not None:
            return
        setattr(row, days, on or timezone.localdate())
        setattr(row, f"{people}_id", by.person)
        row.save(update_fields=[days, people])
        verb = "flag.acknowledged" if is_judge else "flag.read"
        audit.record(verb, by=by, relationship=relationship, subject=f"flag {row.pk}")


def answer_flag(*, by: Actor, flag: int, answer: str, finding: str = "", on: date | None = None) -> None:
    """Answer a flag for one's own side: what was found, what is done about it, and whether it was right.

    Only numbers close a flag; the answer of each side stands beside that of the other.

    Raises:
        SettlingRefused: Nothing is said, or the flag is closed.
    """
    said = answer.strip()
    if not said:
        raise SettlingRefused("Say what was found and what is done about it: the other side reads it here.")
    if finding not in ("", *Finding.values):
        raise SettlingRefused("Say whether the flag was right: it was right, it was not so, or we cannot say.")
    seen = access.flag(by, flag, "settle")
    today = on or timezone.localdate()
    with transaction.atomic():
        relationship = ledger.lock(seen.relationship_id)
        row = RedFlag.objects.select_for_update().get(pk=seen.pk)
        side = access.side_of(by, relationship)
        if FlagAnswer.objects.filter(flag=row, side=side, text=said, finding=finding).exists():
            return
        if row.closed_on is not None:
            raise SettlingRefused("This flag is closed already.")
        given = {"text": said, "finding": finding, "person_id": by.person, "answered_on": today}
        FlagAnswer.objects.update_or_create(flag=row, side=side, defaults=given)
        content = {"flag": row.pk, "rule": row.rule, "by": side, "answer": said, "finding": finding}
        _note(by, relationship, row, "flag.answered", today, content)
        audit.record("flag.answered", by=by, relationship=relationship, subject=f"flag {row.pk}")


def _lines_so_far(row: Action) -> int:
    numbers = Judgement.objects.filter(relationship=row.relationship_id, side=row.side, dimension=row.dimension)
    return numbers.values_list("lines", flat=True).first() or 0


def _own_side(by: Actor, relationship: Relationship, person: int) -> str:
    side = access.side_of(by, relationship)
    ours = relationship.buyer_id if side == "buyer" else relationship.factory_id
    if not Membership.objects.filter(organisation=ours, person=person, active=True).exists():
        raise SettlingRefused("Choose somebody of your own organisation: the other side names its own owner.")
    return side


def _note(
    by: Actor, relationship: Relationship, row: Action | RedFlag, kind: str, on: date, content: dict[str, Any]
) -> None:
    entry = NewEntry(
        kind=kind, side=row.side, dimension=row.dimension, person=by.person, happened_on=on, recorded_on=on,
        content=content,
    )  # fmt: skip
    ledger.append(relationship, [entry])
