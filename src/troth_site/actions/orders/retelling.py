"""Taking one file's word out of a line: what others told, and what people did, is told again as if it had never come.

The ledger keeps what was: new versions stand in the place of the old ones, from the days from which those stood.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils import timezone

from troth.commitments.contest import contest_carried, withdrawn
from troth.commitments.evidence import QUALITY
from troth.commitments.outcomes import Outcome, recorded_anew
from troth_site.access import Actor
from troth_site.actions import confirmations
from troth_site.actions.ledger import NewEntry, outcome_content
from troth_site.actions.orders import repeats
from troth_site.actions.orders.corrected import Telling, tell
from troth_site.actions.orders.histories import UNDONE, Block, Version, blocks_of, heir_of, with_leader
from troth_site.actions.orders.made_anew import make
from troth_site.actions.orders.pictures import (
    keep_receipts_of_people,
    picture,
    put_back,
    receipts_of_people,
    said_as_data,
)
from troth_site.actions.orders.settled import entry_of, known_since, settled_outcome
from troth_site.models import LineChange, OrderLine
from troth_site.queries.imports_repeated import Repeat
from troth_site.queries.orders import latest_outcome

_SEEN = ("due_on", "completed_on", "quantity")


@dataclass(slots=True)
class _Line:
    """A line of which is told again: the version that stands, and the entries so far.

    Attributes:
        now: What it looked like before anything was taken back.
    """

    by: Actor
    undone: int
    row: OrderLine
    standing: Outcome | None
    now: dict[str, Any]
    entries: list[NewEntry] = field(default_factory=list)

    def add(self, entry: NewEntry, *, batch: int | None) -> None:
        self.entries.append(replace(entry, batch=batch, supersedes=self.standing))
        self.standing = entry.outcome

    def restate(self, outcome: Outcome, *, is_act: bool = False) -> None:
        """Add a version that was there before; one that people's acts brought is the word of no import."""
        content = {"key": self.row.key, "outcome": outcome_content(outcome)}
        self.add(entry_of(UNDONE, self.by, self.row, outcome, content), batch=None if is_act else self.undone)

    def looks_as(self, seen: dict[str, Any]) -> bool:
        """Say whether what matters for a confirmation is as a picture shows it."""
        return all(OrderLine._meta.get_field(name).to_python(seen[name]) == getattr(self.row, name) for name in _SEEN)


def without(
    by: Actor, line: OrderLine, *, batch: int, changes: Sequence[LineChange], told_again: Sequence[Repeat]
) -> list[NewEntry] | None:
    """Take what an import told of a line out of it, and return the ledger's entries, each on top of the one before.

    Args:
        by: Who undoes the import.
        line: With its commitment and its order.
        batch: The import.
        changes: All changes of the line by imports that stand and by this one, oldest first.
        told_again: Who told of the line what was known, this import left out.

    Returns:
        None where no other file tells of the line: it has to leave the record.
    """
    blocks = blocks_of(line, changes, told_again)
    first = next(at for at, block in enumerate(blocks) if block.batch == batch)
    left = _left(blocks, batch)
    if not any(block is not None for block in left):
        return None
    confirmed_on, quality = line.commitment.confirmed_on, line.commitment.quality
    told = _Line(by, batch, line, latest_outcome(line.pk), picture(line))
    if left[0] is not None and left[0].batch != blocks[0].batch and not _known_by_coming(line, blocks[0]):
        # Who tells of it makes no difference to what is known of it.
        OrderLine.objects.filter(pk=line.pk).update(batch=left[0].batch)
        line.batch_id = left[0].batch
        first = next((at for at, block in enumerate(blocks) if at and block.batch == batch), len(blocks))
    if first < len(blocks):
        _tell_again(told, blocks, left, first)
        _end(told)
        if told.looks_as(told.now):
            line.commitment.confirmed_on, line.commitment.quality = confirmed_on, quality
            line.commitment.save(update_fields=["confirmed_on", "quality"])
    return told.entries


def _left(blocks: Sequence[Block], batch: int) -> list[Block | None]:
    """Return the blocks without an import's word: as who repeated it tells them, or None where nothing is left."""
    left: list[Block | None] = []
    standing: Block | None = None
    for block in blocks:
        told: Block | None = block
        if block.batch == batch:
            heir = heir_of(block, blocks)
            told = with_leader(block, heir) if heir is not None else None
        if told is not None and standing is not None and told.mark == standing.mark:
            # What lay between is gone: it only repeats now what was said before it.
            told = None
        left.append(told)
        standing = told or standing
    return left


def _known_by_coming(line: OrderLine, block: Block) -> bool:
    """Say whether a line is known only since the file that made it came: it names no day of its own."""
    if line.ordered_on is not None or block.said.delivered is not None or block.version is None:
        return False
    return block.version.outcome.recorded_on == block.entered_on


def _tell_again(told: _Line, blocks: Sequence[Block], left: Sequence[Block | None], first: int) -> None:
    gone = told.standing
    if first:
        _restore(told, blocks[first])
    for at in range(first, len(blocks)):
        was, block = blocks[at], left[at]
        if first == 0 and all(each is None for each in left[:at]):
            if block is not None:
                made = make(told.by, told.row, block, gone=gone, undone=told.undone)
                for entry in made:
                    told.add(entry, batch=entry.batch)
                _forget(was)
                _carry_contest(told, was)
                keep_receipts_of_people(told.row, receipts_of_people(_end_of(told, was)))
            else:
                _forget(was)
                continue
        else:
            if block is not None:
                _tell(told, was, block)
            else:
                _drop(told, was)
            _receive_again(told, was, before=blocks[at - 1])
        _do_again(told, was)


def _restore(told: _Line, block: Block) -> None:
    """Put the line back as it was before a block, and its version of then in the place of all since."""
    change = block.change
    put_back(told.row, change.before)
    keep_receipts_of_people(told.row, receipts_of_people(change.before))
    if block.before and block.version is not None:
        own = block.version.outcome
        if block.before[0].outcome.recorded_on > own.recorded_on:
            told.restate(withdrawn(own))
        for version in block.before:
            stood = version.outcome
            told.restate(stood if stood.reaches_all_before else recorded_anew(stood, own.recorded_on))
        return
    # Of what was kept of changes earlier, it tells from which day the import's version stood.
    until = date.fromisoformat(change.before["until"]) if "until" in change.before else timezone.localdate()
    since = date.fromisoformat(change.before["known"]) if "known" in change.before else date.min
    outcome = settled_outcome(told.row, until, since=since, acts_by=until)
    if outcome is not None:
        told.restate(outcome)


def _tell(told: _Line, was: Block, block: Block) -> None:
    change = block.change
    change.before = picture(told.row) | said_as_data(block.said, entered_on=block.entered_on)
    change.batch_id = block.batch
    change.save(update_fields=["before", "batch"])
    telling = Telling(block.said, block.mark, block.entered_on)
    entry = tell(told.by, told.row, telling, standing=told.standing, acts_by=block.entered_on)
    told.add(entry, batch=block.batch)
    _carry_contest(told, was)


def _drop(told: _Line, block: Block) -> None:
    """Let go of a change that is none any more; whose it was, unless it is undone, repeats what was said before."""
    change = block.change
    if block.batch is not None and block.batch != told.undone:
        repeats.keep([told.row.pk], batch=block.batch, entered_on=block.entered_on, after_change=change.pk)
    change.delete()


def _forget(block: Block) -> None:
    if block.change is not None:
        block.change.delete()


def _carry_contest(told: _Line, was: Block) -> None:
    if was.version is not None and told.entries and told.entries[-1].outcome is not None:
        outcome = contest_carried(was.version.outcome, told.entries[-1].outcome)
        told.entries[-1] = replace(told.entries[-1], outcome=outcome)
        told.standing = outcome


def _receive_again(told: _Line, was: Block, *, before: Block) -> None:
    """Add what people received in the time of a block to what they had received until then, as it reads now.

    A file that told of a receipt took theirs out: without it, or before it, theirs stand.
    """
    came = Counter(receipts_of_people(_end_of(told, was)))
    if was.said.delivered is None:
        came -= Counter(receipts_of_people(_end_of(told, before)))
    if came:
        keep_receipts_of_people(told.row, [*receipts_of_people(picture(told.row)), *came.elements()])


def _end_of(told: _Line, was: Block) -> dict[str, Any]:
    return told.now if was.after is None else was.after


def _do_again(told: _Line, was: Block) -> None:
    """Let people's acts of a time follow once more, each from the day on which it was recorded."""
    end = _end_of(told, was)
    acts = [act for at, act in enumerate(was.acts) if not _same_day(act, was.acts[at + 1 :])]
    if not acts or told.standing is None:
        return
    last = acts[-1].outcome.recorded_on
    settled_outcome(told.row, last, since=last, acts_by=last)
    is_same = told.looks_as(end)
    for act in acts:
        day = act.outcome.recorded_on
        if is_same:
            _confirm_as(told, act)
        if is_same and not _weighs(act.outcome):
            outcome: Outcome | None = withdrawn(told.standing, withdrawn_on=day)
        else:
            since = known_since(told.standing, day)
            outcome = settled_outcome(told.row, day, since=since, acts_by=act.outcome.recorded_on)
        if outcome is not None:
            told.restate(replace(outcome, held=act.outcome.held, held_until=act.outcome.held_until), is_act=True)


def _same_day(act: Version, later: Sequence[Version]) -> bool:
    return bool(later) and later[0].outcome.recorded_on == act.outcome.recorded_on


def _weighs(outcome: Outcome) -> float:
    return outcome.kept_weight + outcome.broken_weight + outcome.excused_weight


def _confirm_as(told: _Line, act: Version) -> None:
    """Let the line be confirmed from an act on, or not, as its weight says."""
    commitment, weight = told.row.commitment, _weighs(act.outcome)
    if not weight:
        return
    is_confirmed = weight > commitment.stake * (confirmations.CONFIRMED + QUALITY["unconfirmed"]) / 2
    if is_confirmed and commitment.confirmed_on is None:
        confirmations.keep(commitment, confirmed_on=act.outcome.recorded_on)
    elif not is_confirmed:
        confirmations.lapse(commitment)


def _end(told: _Line) -> None:
    """Settle the line from all that is recorded of it now; where that says otherwise, it stands from today."""
    standing = told.standing
    if standing is None:
        return
    day = standing.recorded_on
    outcome = settled_outcome(told.row, day, since=known_since(standing, day))
    if outcome is not None and (standing.lines or _weighs(standing)) and _says(outcome) != _says(standing):
        told.restate(contest_carried(standing, recorded_anew(outcome, max(day, timezone.localdate()))), is_act=True)


def _says(outcome: Outcome) -> tuple[Any, ...]:
    weights = (outcome.kept_weight, outcome.broken_weight, outcome.excused_weight)
    return (outcome.counted_on, outcome.lines, outcome.kept, outcome.scored_on, *(round(each, 9) for each in weights))
