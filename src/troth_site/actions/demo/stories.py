"""One story for each factory: what happened, in days before today, and what was recorded about it when."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from troth_site.actions.demo.buyer_side import Habits, duties_of
from troth_site.actions.demo.cast import Firm
from troth_site.actions.demo.closures import working_day
from troth_site.actions.demo.given import promises_by_hand
from troth_site.actions.demo.history import Stretch, lines_of, told_later
from troth_site.actions.demo.plans import Act, Answered, Came, Held, Line, Moved, Plan

OVERDUE_LINE_DAYS, OVERDUE_APPROVAL_DAYS = 9, 4
ALARM_DAYS, DONE_DAYS, CHECK_DAYS = 396, 390, 290
"""Days before today on which the recovering factory raised the alarm, mended its schedule, and was checked."""
STORM_MONTH, STORM_DAY, STORM_DAYS_LOST = 9, 6, 18
STORM = "Typhoon: the sewing hall was flooded and the district without power; photos attached."

STRETCHES: dict[str, tuple[Stretch, ...]] = {
    "steady": (
        Stretch(since=712, until=6, lines=140, late_share=0.02),
        Stretch(since=-9, until=-60, lines=6),
    ),
    "drifting": (
        Stretch(since=710, until=276, lines=56, late_share=0.03),
        Stretch(since=270, until=190, lines=14, late_share=0.2, late_days=(2, 5)),
        Stretch(since=185, until=95, lines=15, late_share=0.35, late_days=(4, 9)),
        Stretch(since=90, until=9, lines=14, late_share=0.5, late_days=(6, 14)),
        Stretch(since=-6, until=-48, lines=4),
    ),
    "recovering": (
        Stretch(since=716, until=605, lines=18, late_share=0.04),
        Stretch(since=598, until=418, lines=36, late_share=0.4, late_days=(3, 12)),
        Stretch(since=384, until=6, lines=64, late_share=0.012),
        Stretch(since=-12, until=-52, lines=4),
    ),
    "hiding": (
        Stretch(since=700, until=55, lines=78, late_share=0.3, late_days=(4, 16), recorded_after=(20, 42)),
        Stretch(since=OVERDUE_LINE_DAYS, until=OVERDUE_LINE_DAYS, lines=1),
        Stretch(since=-15, until=-55, lines=3),
    ),
    "new": (
        Stretch(since=64, until=14, lines=3),
        Stretch(since=-18, until=-40, lines=2),
    ),
    "buyer_caused": (
        Stretch(since=708, until=310, lines=46, late_share=0.02),
        Stretch(since=303, until=8, lines=50, late_share=0.22, late_days=(3, 12)),
        Stretch(since=-10, until=-58, lines=5),
    ),
    "typhoon": (
        Stretch(since=711, until=7, lines=118, late_share=0.02),
        Stretch(since=-8, until=-50, lines=5),
    ),
    "moved": (
        Stretch(since=706, until=12, lines=68),
        Stretch(since=-14, until=-56, lines=4),
    ),
    "split": (
        Stretch(since=704, until=9, lines=52, late_share=0.03),
        Stretch(since=-11, until=-45, lines=3),
    ),
    "confirmed": (
        Stretch(since=702, until=7, lines=60, late_share=0.035),
        Stretch(since=-16, until=-50, lines=4),
    ),
    "untouched": (Stretch(since=-33, until=-54, lines=2),),
    "silent": (Stretch(since=700, until=436, lines=27, late_share=0.04),),
}

MOVES: tuple[tuple[tuple[str, int, str], ...], ...] = (
    (("factory", 7, "The timber lot was too moist; the kiln needs another week."),),
    (("buyer", 10, "The warehouse in Leith is being rebuilt: please ship ten days later."),),
    (("agreed", 6, "Both sides agreed to ship with the next sailing from Tuticorin."),),
    (
        ("buyer", 5, "New care labels are printed; they arrive five days late."),
        ("factory", 14, "The finishing line is down; spare parts come next week."),
    ),
    (("force_majeure", 8, "The port was closed for flooding, by notice of the port authority."),),
    (("agreed", 9, "The assortment changed; both sides agreed on a new day."),),
)


@dataclass(frozen=True, slots=True)
class _Told:
    """What a story does with its lines before they are recorded."""

    lines: tuple[Line, ...]
    acts: tuple[Act, ...] = ()
    habits: Habits = field(default_factory=Habits)


def plan_of(firm: Firm, *, today: date) -> Plan:
    """Return everything one factory's story records, with its days counted back from today."""
    lines = lines_of(firm, STRETCHES[firm.tells], today=today)
    told = TELLERS.get(firm.tells, _as_listed)(firm, lines, today)
    real = _with_receipts(told)
    duties = duties_of(firm, real, habits=told.habits, today=today)
    given = promises_by_hand(firm.tells, today=today)
    return Plan(lines=told.lines, acts=told.acts, duties=tuple(duties), given=given)


def _with_receipts(told: _Told) -> list[Line]:
    """Return the lines with the days on which acts say that they came, which is what invoices follow."""
    last = {act.key: act for act in told.acts if isinstance(act, Came)}
    return [
        replace(line, delivered=last[line.key].day, recorded=last[line.key].on) if line.key in last else line
        for line in told.lines
    ]


def _as_listed(firm: Firm, lines: Sequence[Line], today: date) -> _Told:
    return _Told(tuple(lines))


def _hiding(firm: Firm, lines: Sequence[Line], today: date) -> _Told:
    """Leave the newest line that fell due without any word of it."""
    due = [line for line in lines if line.promised < today]
    return _Told(tuple(told_later(line) if line is due[-1] else line for line in lines))


def _buyer_caused(firm: Firm, lines: Sequence[Line], today: date) -> _Told:
    """Every late line waited for the buyer: its sample was approved late, which the buyer accepts as its own days."""
    since = today - timedelta(days=305)
    waited = [line for line in lines if line.late_days and line.promised >= since]
    acts = tuple(
        Held(line.known_on, line.key, "buyer", line.late_days,
             f"The sample of {line.order} was approved late; cutting could not start.")
        for line in waited
    )  # fmt: skip
    late = {line.order: line.late_days for line in waited}
    next_order = lines[-1].order
    # The newest order's sample should have been approved by now, whatever its lead time came to.
    ordered = today - timedelta(days=14 + OVERDUE_APPROVAL_DAYS)
    moved = tuple(
        replace(line, ordered=working_day(firm.country, ordered, step=-1)) if line.order == next_order else line
        for line in lines
    )
    return _Told(moved, acts, Habits(late_approvals=late, forgotten=frozenset({next_order})))


def storm_of(today: date) -> date:
    """Return the day of the last September's typhoon that lies far enough back for its lines to have come."""
    year = today.year if today >= date(today.year, 11, 15) else today.year - 1
    return date(year, STORM_MONTH, STORM_DAY)


def _typhoon(firm: Firm, lines: Sequence[Line], today: date) -> _Told:
    """What fell due in the weeks after the storm came late; the factory told so the day after."""
    storm = storm_of(today)
    told, acts = [], []
    for line in lines:
        after = (line.promised - storm).days
        if not 2 <= after <= 32 or line.delivered is None:
            told.append(line)
            continue
        came = working_day(firm.country, line.promised + timedelta(days=6 + after % 7), step=1)
        told.append(told_later(line))
        acts.append(Held(storm + timedelta(days=1), line.key, "force_majeure", STORM_DAYS_LOST, STORM))
        acts.append(Came(came, line.key, came))
    return _Told(tuple(told), tuple(acts))


def _moved(firm: Firm, lines: Sequence[Line], today: date) -> _Told:
    """Every fourth line was given new days, in turn by each side, by both, and by force majeure."""
    told, acts = [], []
    for at, line in enumerate(lines):
        if at % 4 or line.delivered is None:
            told.append(line)
            continue
        told.append(told_later(line))
        day = line.promised
        moves = MOVES[at // 4 % len(MOVES)]
        for place, (moved_by, days, reason) in enumerate(moves):
            on = line.promised - timedelta(days=16 - 7 * place)
            day = working_day(firm.country, line.promised + timedelta(days=days), step=1)
            acts.append(Moved(on, line.key, day, moved_by, reason))
        came = working_day(firm.country, min(day, today - timedelta(days=1)), step=-1)
        acts.append(Came(came, line.key, came))
    return _Told(tuple(told), tuple(acts))


def _split(firm: Firm, lines: Sequence[Line], today: date) -> _Told:
    """Every third line came in two parts, the second one on the day its whole was due or, where late, after it."""
    told, acts = [], []
    for at, line in enumerate(lines):
        if at % 3 or line.delivered is None:
            told.append(line)
            continue
        told.append(told_later(line))
        part = (line.quantity * 3 / 5).quantize(line.quantity)
        first = working_day(firm.country, line.delivered - timedelta(days=9), step=-1)
        acts.append(Came(first, line.key, first, part))
        acts.append(Came(line.known_on, line.key, line.delivered, line.quantity - part))
    return _Told(tuple(told), tuple(acts))


def _confirmed(firm: Firm, lines: Sequence[Line], today: date) -> _Told:
    """The factory went through the buyer's list: most of its newest lines confirmed, one contested."""
    came = [line for line in lines if line.delivered is not None]
    late = [line for line in came if line.late_days][-1]
    confirmed = [line for line in came[-22:] if line is not late]
    acts: list[Act] = [Answered(line.known_on + timedelta(days=2), line.key) for line in confirmed]
    reason = "Our forwarder's receipt shows the goods handed over two days earlier than listed here."
    acts.append(Answered(today - timedelta(days=6), late.key, reason))
    return _Told(tuple(lines), tuple(replace(act, on=min(act.on, today)) for act in acts))


TELLERS: dict[str, Callable[[Firm, Sequence[Line], date], _Told]] = {
    "hiding": _hiding,
    "buyer_caused": _buyer_caused,
    "typhoon": _typhoon,
    "moved": _moved,
    "split": _split,
    "confirmed": _confirmed,
}
