"""Taking what an undone import told out of a relationship: lines that no other file tells of leave, the others stay."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import batched

from django.utils import timezone

from troth.commitments.contest import withdrawn
from troth.commitments.outcomes import NEVER_RECORDED
from troth_site.access import Actor
from troth_site.actions.ledger import NewEntry, outcome_content
from troth_site.actions.orders import retelling
from troth_site.among import among
from troth_site.models import Commitment, ImportBatch, LineChange, OrderLine
from troth_site.queries.imports_repeated import STANDING, FirstRepeats, Repeat, repeats_of
from troth_site.queries.orders import latest_outcomes

PART = 2000


def take_out(
    *, by: Actor, batch: ImportBatch, relationship: int, told_again: FirstRepeats
) -> Iterator[list[NewEntry]]:  # fmt: skip
    """Take an import's word out of a relationship's lines, and yield the ledger's entries to be appended, in parts.

    Args:
        by: Who undoes it.
        batch: The import.
        relationship: Its lines are locked.
        told_again: Of the lines the import made, who told of each again.
    """
    changes = _changes(batch, relationship)
    yield from _told_otherwise(by, batch, changes)
    made = batch.lines.filter(relationship=relationship).exclude(among("pk", changes)).order_by("pk")
    for part in batched(made.values_list("pk", "key", "ordered_on", "completed_on"), PART):
        staying = {pk: repeat for pk, *_rest in part if (repeat := told_again.of(pk)) is not None}
        days = {pk: (ordered_on, completed_on) for pk, _key, ordered_on, completed_on in part}
        yield from _told_alike(by, batch, {pk: repeat for pk, repeat in staying.items() if not any(days[pk])})
        _hand_over({pk: repeat for pk, repeat in staying.items() if any(days[pk])})
        gone = [(pk, key) for pk, key, *_days in part if pk not in staying]
        yield _withdrawing(by, batch, gone)
        _remove([pk for pk, _key in gone])


def _changes(batch: ImportBatch, relationship: int) -> dict[int, list[LineChange]]:
    """Return, of each line the import made or changed, all changes by imports that stand, oldest first."""
    standing = LineChange.objects.filter(line__relationship=relationship, batch__state__in=STANDING).order_by("pk")
    ours = set(batch.changes.filter(line__relationship=relationship).values_list("line", flat=True))
    ours |= set(standing.filter(line__batch=batch).values_list("line", flat=True))
    found: dict[int, list[LineChange]] = defaultdict(list)
    for change in standing.filter(among("line_id", ours)).select_related("line__commitment", "line__order"):
        found[change.line_id].append(change)
    return dict(sorted(found.items()))


def _told_otherwise(by: Actor, batch: ImportBatch, changes: dict[int, list[LineChange]]) -> Iterator[list[NewEntry]]:
    repeats = repeats_of(batch.pk, changes)
    for pk, told in changes.items():
        line = told[0].line
        entries = retelling.without(by, line, batch=batch.pk, changes=told, told_again=repeats.get(pk, []))
        if entries is None:
            yield _withdrawing(by, batch, [(pk, line.key)])
            _remove([pk])
        else:
            yield entries


def _told_alike(by: Actor, batch: ImportBatch, staying: dict[int, Repeat]) -> Iterator[list[NewEntry]]:
    """Let others have made lines that name no day of their own: they may be known from another day on."""
    lines = OrderLine.objects.filter(among("pk", staying)).select_related("commitment", "order").order_by("pk")
    for line in lines:
        yield retelling.without(by, line, batch=batch.pk, changes=(), told_again=[staying[line.pk]]) or []


def _hand_over(staying: dict[int, Repeat]) -> None:
    """Let others have made lines of which they told the same."""
    lines: dict[int, list[int]] = defaultdict(list)
    for pk, repeat in staying.items():
        lines[repeat.batch].append(pk)
    for batch, theirs in lines.items():
        OrderLine.objects.filter(among("pk", theirs)).update(batch=batch)


def _withdrawing(by: Actor, batch: ImportBatch, lines: Sequence[tuple[int, str]]) -> list[NewEntry]:
    standing = latest_outcomes([pk for pk, _key in lines])
    entries = []
    for pk, key in lines:
        before = standing[pk]
        nothing = withdrawn(before)
        entries.append(
            NewEntry(
                kind=retelling.UNDONE,
                side="factory",
                dimension="delivery",
                commitment=pk,
                batch=batch.pk,
                person=by.person,
                happened_on=timezone.localdate(),
                recorded_on=NEVER_RECORDED,
                content={"key": key, "withdrawn": True, "outcome": outcome_content(nothing)},
                outcome=nothing,
                supersedes=before,
            )
        )
    return entries


def _remove(lines: Sequence[int]) -> None:
    OrderLine.objects.filter(among("pk", lines)).delete()
    Commitment.objects.filter(among("pk", lines)).update(state="withdrawn")
