"""What a partner inherits from the firm it is confirmed to be: its record as one weight, and its open flags."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from troth.basis.text import gettext_noop
from troth.commitments.outcomes import Outcome
from troth.trust.actions import OWNERS, Action
from troth.trust.policy import DimensionPolicy
from troth.trust.sentences import Sentence
from troth.trust.standing import Standings

RULE = "same_firm"

SEVERITIES = ("minor", "serious", "critical")
"""From the least to the worst."""

SETTLE_FIRST = Action(
    kind="settle_inherited",
    title=gettext_noop("Settle what stood open with the firm under its earlier name"),
    due_days=14,
    evidence=gettext_noop("Which of the earlier flags were settled, and what shows it."),
    owners=OWNERS,
)

INHERITS = gettext_noop(
    "Confirmed to be the same firm as %(name)s: %(n)s red flags that stand open there stand here too."
)
INHERITS_ONE = gettext_noop(
    "Confirmed to be the same firm as %(name)s: the red flag that stands open there stands here too."
)
INHERITS_CONTESTED = gettext_noop(
    "Held to be the same firm as %(name)s, which is contested. Red flags that stand open there, and here as contested: "
    "%(n)s."
)

_NOTHING, _UNMOVED = 1e-9, 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFlag:
    """A flag that stands open in the earlier record.

    Attributes:
        rule: Stable name of its rule.
        severity: One of SEVERITIES; any other counts as the least.
    """

    rule: str
    severity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InheritedFlag:
    """The one flag that stands for all inherited ones.

    Attributes:
        severity: That of the worst of them.
        n: How many they are.
        reason: What it says, as a translatable sentence.
        action: What it asks for.
    """

    severity: str
    n: int
    reason: Sentence
    action: Action


def inherited_flag(flags: Sequence[OpenFlag], *, name: str, is_contested: bool) -> InheritedFlag | None:
    """Return the flag a partner carries because of what stands open in the record of the firm it is.

    Args:
        flags: Those that stand open in the earlier record, as of one day.
        name: What that firm is called there.
        is_contested: The partner says it is not that firm, and nobody has settled it yet.

    Returns:
        None where nothing stands open: to be the same firm is no fault. A contested flag stands as long as an
        uncontested one, and says that it is contested; it never weighs more than the worst it stands for.

    Source: method a.9 of the domain report (link and inherit flags); design section 2 (a contested entry).

    >>> flags = [OpenFlag(rule="consistent_delays", severity="serious")]
    >>> found = inherited_flag(flags, name="Qiming", is_contested=False)
    >>> found.severity, found.n, found.reason.text()[:42]
    ('serious', 1, 'Confirmed to be the same firm as Qiming: t')
    >>> inherited_flag([], name="Qiming", is_contested=False) is None
    True
    """
    if not flags:
        return None
    worst = max((SEVERITIES.index(flag.severity) if flag.severity in SEVERITIES else 0) for flag in flags)
    template = INHERITS_CONTESTED if is_contested else INHERITS if len(flags) > 1 else INHERITS_ONE
    params: dict[str, str | int] = {"name": name, "n": len(flags)}
    return InheritedFlag(
        severity=SEVERITIES[worst],
        n=len(flags),
        reason=Sentence(template=template, params=params),
        action=SETTLE_FIRST,
    )


def inherited_outcome(found: Standings, *, group: int, on: date) -> Outcome | None:
    """Return the earlier record of one side and dimension as one outcome of the later one.

    Both records speak of one firm, so they are counted together: what was kept and what was broken before weighs in
    the later record what it weighs in the earlier one, no more, no less, and goes on fading at the same pace, because
    2 ** (-a / h) x 2 ** (-b / h) = 2 ** (-(a + b) / h). The lower of the two standings would be no law: it would
    forget the evidence as soon as the later record falls below it, and count a single new break the less the worse
    the old record is. It touches no rate, no count and no test: those are of the promises made in the later record.

    Args:
        found: Standings of the earlier record as of the day.
        group: Which of them.
        on: Day on which the record is carried over; it ages from there.

    Returns:
        An outcome that counts no line; None where the earlier record has no weight. Of light promises what counts of
        them is carried.

    Source: method a.9 of the domain report (link and inherit); a.3 for the ageing.

    >>> from troth.commitments.outcomes import TallyRow
    >>> from troth.trust.policy import DEFAULT_POLICY
    >>> from troth.trust.standing import standings
    >>> from troth.trust.tallies import Tallies
    >>> day, policy = date(2026, 3, 2), DEFAULT_POLICY.of("delivery")
    >>> tallies = Tallies.from_rows([TallyRow(happened_on=day, known_on=day, kept_weight=8.0, broken_weight=1.0)])
    >>> carried = inherited_outcome(standings(tallies, groups=1, as_of=day, policy=policy), group=0, on=day)
    >>> carried.lines, carried.kept_weight, carried.broken_weight
    (0, 8.0, 1.0)
    """
    kept = float(found.r[group])
    broken = max(float(found.n_eff[group]) - kept, 0.0)
    if kept + broken < _NOTHING:
        return None
    return Outcome(
        recorded_on=on, counted_on=on, counted_from=on, lines=0, kept=0, excused=0, scored_on=on, scored_from=on,
        kept_weight=kept, broken_weight=broken, excused_weight=0.0,
    )  # fmt: skip


def is_grown(carried: Outcome | None, now: Outcome | None, *, policy: DimensionPolicy) -> bool:
    """Say whether the earlier record changed since it was carried over, by more than the passing of time.

    Args:
        carried: What was carried over, None where nothing was.
        now: What would be carried over today, None where there is nothing.
        policy: Half-lives.

    >>> from dataclasses import replace
    >>> from troth.trust.policy import DEFAULT_POLICY
    >>> day, later, policy = date(2026, 3, 2), date(2027, 3, 2), DEFAULT_POLICY.of("delivery")
    >>> then = Outcome(recorded_on=day, counted_on=day, counted_from=day, lines=0, kept=0, excused=0, scored_on=day,
    ...                scored_from=day, kept_weight=8.0, broken_weight=0.0, excused_weight=0.0)
    >>> aged = replace(then, scored_on=later, kept_weight=8.0 * 2 ** (-365 / policy.half_life_kept_days))
    >>> is_grown(then, aged, policy=policy), is_grown(then, then, policy=policy), is_grown(None, then, policy=policy)
    (False, False, True)
    """
    if carried is None or now is None:
        return carried is not now
    days = (now.scored_on - carried.scored_on).days
    kept = carried.kept_weight * 2.0 ** (-days / policy.half_life_kept_days)
    broken = carried.broken_weight * 2.0 ** (-days / policy.half_life_broken_days)
    scale = 1.0 + kept + broken
    return bool(abs(kept - now.kept_weight) + abs(broken - now.broken_weight) > _UNMOVED * scale)
