"""Closing a meeting: attendance becomes a promise kept or broken, and the other side confirms or contests it."""

from datetime import datetime
from typing import cast
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth.commitments.lifecycle import Event, legal_moves
from troth.commitments.outcomes import Side
from troth.communication.minutes import Invited, attendance
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import commitments
from troth_site.actions.communication.meetings import MeetingRefused, tell_people
from troth_site.actions.communication.meetings_minutes import held, note
from troth_site.models import Commitment, Meeting
from troth_site.models.choices import MeetingState
from troth_site.queries.communication.agendas import items_of
from troth_site.queries.communication.meetings_minutes import CAME, earlier_promises, problems, progress_of
from troth_site.queries.communication.meetings_people import Asked, asked_to


class NotYet(MeetingRefused):
    """Something keeps the meeting from being closed; the page names each thing."""


def close(*, by: Actor, meeting: int, now: datetime | None = None) -> None:
    """Close a meeting: each side's promise to come is kept where one of its people came, and broken where nobody did.

    Raises:
        NotYet: An earlier promise has no status, or it is not known who came.
        MeetingRefused: It has not begun, or is closed or cancelled.
    """
    moment = now or timezone.now()
    seen = access.of_relationship(by, Meeting, meeting, "record")
    if seen.state == MeetingState.CLOSED:
        return
    with transaction.atomic():
        row = held(seen.pk, moment)
        side = access.side_of(by, seen.relationship)
        people = asked_to(row.pk)
        if problems(earlier_promises(row, items_of(row.pk), our_side=side), people):
            raise NotYet(gettext_noop("Something is still missing: see what is named above."))
        row.state, row.closed_at, row.closed_by_id = MeetingState.CLOSED, moment, by.person
        row.revision += 1
        row.save(update_fields=["state", "closed_at", "closed_by", "revision"])
        _settle(by, row, people, moment)
        note(by, seen, "meeting.closed")
        tell_people(row, by=by, change=gettext_noop("closed"))


def answer_closing(
    *, by: Actor, meeting: int, confirms: bool, reason: str = "", now: datetime | None = None
) -> None:  # fmt: skip
    """Confirm who came as the other side wrote it down, or contest it.

    Raises:
        MeetingRefused: Nothing waits for an answer, or a contest gives no reason.
        troth.commitments.lifecycle.MoveError: The days to contest are over.
    """
    moment = now or timezone.now()
    seen = access.of_relationship(by, Meeting, meeting, "answer")
    side = cast(Side, access.side_of(by, seen.relationship))
    event: Event = "confirm" if confirms else "dispute"
    if not confirms and not reason.strip():
        raise MeetingRefused(gettext_noop("Say what is wrong: the other side reads it beside the closing."))
    with transaction.atomic():
        keys = {each.commitment for each in asked_to(seen.pk) if each.commitment}
        rows = Commitment.objects.filter(pk__in=keys, confirmed_on=None).order_by("pk")
        waiting = [row.pk for row in rows if event in legal_moves(progress_of(row), by=side)]
        if not waiting:
            raise MeetingRefused(gettext_noop("Nothing waits for an answer of your side here."))
        for pk in waiting:
            commitments.step(by=by, commitment=pk, event=event, evidence=reason.strip(), on=moment.date())
        note(by, seen, "meeting.confirmed" if confirms else "meeting.contested")


def _settle(by: Actor, row: Meeting, people: tuple[Asked, ...], now: datetime) -> None:
    """Close each side's promise to come; what was never promised is not counted."""
    invited = [Invited(person=each.name, side=each.side, came=CAME.get(each.state)) for each in people]
    promised = {each.side: each.commitment for each in people if each.commitment}
    for told in attendance(invited):
        pk = promised.get(told.side)
        if pk is None or told.came is None:
            continue
        day = row.starts_at.astimezone(ZoneInfo(Commitment.objects.get(pk=pk).zone or "UTC")).date()
        came = [each.name for each in people if each.side == told.side and each.state == "came"]
        shown = gettext_noop("Came: %(names)s") % {"names": ", ".join(came)} if came else gettext_noop("Nobody came.")
        commitments.step(
            by=by, commitment=pk, event="close_kept" if told.came else "close_broken", evidence=shown,
            done_on=day if told.came else None, on=now.date(),
        )  # fmt: skip
