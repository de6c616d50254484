"""Taking inspection up again where it stands still: either side shows that action works, the buyer agrees."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth.quality.switching import Stage, resume
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit, ledger
from troth_site.actions.bridges import notices
from troth_site.actions.communication import live
from troth_site.actions.communication.keeping import cleaned
from troth_site.actions.ledger import NewEntry
from troth_site.models import CorrectiveAction, Relationship, SamplingResumption, SamplingState
from troth_site.models.quality.choices import ResumptionAnswer
from troth_site.queries.communication.messages_readers import people_for
from troth_site.queries.quality.switching_lots import read

LONGEST = 4000
OTHER = {"buyer": "factory", "factory": "buyer"}


class SwitchingRefused(Exception):
    """Inspection cannot be taken up again like this; the text says why."""


def ask(*, by: Actor, state: int, shown: str, corrective: int | None = None, at: datetime | None = None) -> int:
    """Show the buyer that corrective action works, and ask to take inspection up again; the same twice is one.

    Args:
        by: Somebody of either side who may record.
        state: A class that stands still.
        shown: What shows it.
        corrective: The corrective action it speaks of, of the same partner.
        at: When; now where nothing is said.

    Raises:
        SwitchingRefused: It does not stand still, nothing is said, or somebody has asked already.
        access.NotThere: There is no such class, or no such corrective action, for this person.
    """
    seen, words, now = access.of_relationship(by, SamplingState, state, "record"), _said(shown), at or timezone.now()
    _check_corrective(by, seen.relationship_id, corrective)
    with transaction.atomic():
        locked, row = _stopped(seen)
        waiting = row.resumptions.filter(answer="").first()
        if waiting is not None:
            if (waiting.person_id, waiting.shown, waiting.corrective_id) == (by.person, words, corrective):
                return waiting.pk
            raise SwitchingRefused(gettext_noop("Somebody has asked already: it waits for the buyer’s answer."))
        made = SamplingResumption.objects.create(
            state=row, side=access.side_of(by, locked), person_id=by.person, shown=words, corrective_id=corrective,
            asked_at=now,
        )  # fmt: skip
        _enter(locked, row, "sampling.resume_asked", by=by, now=now, content={"shown": words, "asked": made.pk})
    return made.pk


def answer(*, by: Actor, resumption: int, resumes: bool, words: str, at: datetime | None = None) -> None:
    """Answer for the buyer whether inspection is taken up again, with a reason; the same twice is one.

    Raises:
        SwitchingRefused: It was answered otherwise, nothing is said, or inspection goes on already.
        access.NotAllowed: The factory's people, and seats that decide nothing, do not answer.
        access.NotThere: Nobody asked that of this person.
    """
    asked = SamplingResumption.objects.filter(pk=resumption).first()
    if asked is None:
        raise access.NotThere
    seen = _decided(by, asked.state_id)
    words, now = _said(words), at or timezone.now()
    with transaction.atomic():
        locked, row = _locked(seen)
        found = SamplingResumption.objects.select_for_update().get(pk=asked.pk)
        wanted = str(ResumptionAnswer.RESUMED if resumes else ResumptionAnswer.DECLINED)
        if found.answer:
            if (found.answer, found.words, found.answered_by_id) == (wanted, words, by.person):
                return
            raise SwitchingRefused(gettext_noop("It was answered meanwhile: read the answer first."))
        if resumes:
            _check_stopped(row)
        found.answer, found.words, found.answered_by_id, found.answered_at = wanted, words, by.person, now
        found.save(update_fields=["answer", "words", "answered_by", "answered_at"])
        _follow(locked, row, found, by=by, now=now)


def take_up(*, by: Actor, state: int, because: str, corrective: int | None = None, at: datetime | None = None) -> int:
    """Take inspection up again for the buyer without being asked, with what shows that corrective action works.

    Raises:
        SwitchingRefused: It goes on already, no reason is given, or somebody has asked: then that is answered.
        access.NotAllowed: The factory's people, and seats that decide nothing, do not take it up.
        access.NotThere: There is no such class, or no such corrective action, for this person.
    """
    seen, words, now = _decided(by, state), _said(because), at or timezone.now()
    _check_corrective(by, seen.relationship_id, corrective)
    with transaction.atomic():
        locked, row = _locked(seen)
        last = row.resumptions.order_by("-asked_at", "-pk").first()
        if row.stage != Stage.DISCONTINUED and last and _is_same(last, by, words, corrective):
            return last.pk
        _check_stopped(row)
        if last is not None and not last.answer:
            raise SwitchingRefused(gettext_noop("Somebody has asked for it: answer that."))
        made = SamplingResumption.objects.create(
            state=row, side="buyer", person_id=by.person, shown=words, corrective_id=corrective, asked_at=now,
            answer=ResumptionAnswer.RESUMED, answered_by_id=by.person, answered_at=now,
        )  # fmt: skip
        _follow(locked, row, made, by=by, now=now)
    return made.pk


def _is_same(row: SamplingResumption, by: Actor, words: str, corrective: int | None) -> bool:
    return (row.shown, row.answered_by_id, row.corrective_id) == (words, by.person, corrective)


def _decided(by: Actor, state: int) -> SamplingState:
    seen = access.of_relationship(by, SamplingState, state, "settle")
    if seen.relationship.buyer_id not in by.organisations("settle"):
        raise access.NotAllowed
    return seen


def _said(text: str) -> str:
    words = cleaned(text).strip()
    if not words:
        raise SwitchingRefused(
            gettext_noop("Say what shows that the corrective action works, or what lacks: both sides read it.")
        )
    if len(words) > LONGEST:
        raise SwitchingRefused(gettext_noop("These words are longer than 4,000 characters: shorten them."))
    return words


def _check_corrective(by: Actor, relationship: int, corrective: int | None) -> None:
    if corrective is None:
        return
    if access.of_relationship(by, CorrectiveAction, corrective).relationship_id != relationship:
        raise access.NotThere


def _locked(seen: SamplingState) -> tuple[Relationship, SamplingState]:
    locked = ledger.lock(seen.relationship_id)
    return locked, SamplingState.objects.select_for_update(of=("self",)).get(pk=seen.pk)


def _stopped(seen: SamplingState) -> tuple[Relationship, SamplingState]:
    locked, row = _locked(seen)
    _check_stopped(row)
    return locked, row


def _check_stopped(row: SamplingState) -> None:
    if row.stage != Stage.DISCONTINUED:
        raise SwitchingRefused(gettext_noop("Inspection of this class goes on already."))


def _follow(
    locked: Relationship, row: SamplingState, found: SamplingResumption, *, by: Actor, now: datetime
) -> None:  # fmt: skip
    """Let inspection go on where the buyer agreed, and enter the answer for both sides."""
    content = {"asked": found.pk, "words": found.words or found.shown}
    if found.answer == ResumptionAnswer.DECLINED:
        _enter(locked, row, "sampling.resume_declined", by=by, now=now, content=content)
        return
    standing = resume(read(row).standing)
    row.stage, row.score, row.recent, row.refused = str(standing.stage), 0, [], 0
    row.changed_at = now
    row.save(update_fields=["stage", "score", "recent", "refused", "changed_at"])
    _enter(locked, row, "sampling.resumed", by=by, now=now, content=content)


def _enter(
    locked: Relationship, row: SamplingState, kind: str, *, by: Actor, now: datetime, content: dict[str, object]
) -> None:  # fmt: skip
    day, side = timezone.localdate(now), access.side_of(by, locked)
    told = {"family": row.family, "site": row.site_id, "stage": row.kind, "class": row.defect_class, **content}
    entry = NewEntry(
        kind=kind, side=side, dimension="quality", person=by.person, happened_on=day, recorded_on=day, content=told
    )
    ledger.append(locked, [entry])
    audit.record(kind, by=by, relationship=locked, subject=f"sampling {row.pk}")
    live.tell(locked.pk, "quality", f"sampling {row.pk}")
    notices.notify(
        event="sampling-resumed", relationship=locked.pk, subject=f"{kind} {content['asked']}",
        path=f"/switching/{row.pk}/",
        to=[one for one in people_for(locked, side=OTHER[side], topic="quality") if one != by.person],
        data={"who": by.name},
    )  # fmt: skip
