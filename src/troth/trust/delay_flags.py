"""The flags of a portfolio's spells of delays: counted all at once, put into words one by one when they are read."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import groupby
from operator import itemgetter

from troth.basis.text import gettext_noop
from troth.trust.actions import CONSISTENT_DELAYS_REACTION, OWNERS
from troth.trust.delay_spells import IN_QUARTERS, Spell
from troth.trust.red_flags import RedFlag
from troth.trust.sentences import Sentence
from troth.trust.tallies import Floats, Integers, day_of

RULE = "consistent_delays"

FIRST_REACTION = timedelta(days=min(action.due_days for action in CONSISTENT_DELAYS_REACTION))
"""How soon something has to be done about a flag."""

MISSED_IN_QUARTERS = gettext_noop(
    "The target of %(target)s %% was missed in at least 2 of 3 quarters: %(kept)s of %(n)s kept since %(since)s."
)
LATE_IN_A_RUN = gettext_noop(
    "Misses come closer together than chance explains at a target of %(target)s %%: "
    "%(kept)s of %(n)s kept since %(since)s."
)


class DelayFlags(Mapping[int, tuple[RedFlag, ...]]):
    """For each group that has any, its flags of consistent delays, oldest first.

    A portfolio of thousands has thousands of flags, and who asks reads a few of them.

    >>> import numpy as np
    >>> spell = Spell(cause=IN_QUARTERS, began=20_000, raised=20_100)
    >>> counted = {"lines": np.array([9]), "kept": np.array([4]), "false_alarm_probability": np.array([0.01])}
    >>> flags = DelayFlags([(7, spell)], **counted, target=0.95)
    >>> list(flags), flags[7][0].kept, flags[7][0].reason.params["since"]
    ([7], 4, '2024-10-04')
    """

    __slots__ = ("_chance", "_kept", "_lines", "_places", "_spells", "_target")

    def __init__(
        self,
        spells: Sequence[tuple[int, Spell]],
        *,
        lines: Integers,
        kept: Integers,
        false_alarm_probability: Floats,
        target: float,
    ) -> None:
        """Keep what was found.

        Args:
            spells: Group and spell, in order of the groups, each group's oldest first.
            lines: Lines due from the beginning of each spell until it was raised.
            kept: Those kept.
            false_alarm_probability: Chance of each, a fraction.
            target: The target missed, a fraction.
        """
        self._spells, self._lines, self._kept, self._chance = spells, lines, kept, false_alarm_probability
        self._target = f"{100 * target:.4g}"
        at = enumerate(group for group, _spell in spells)
        self._places = {group: [place for place, _group in its] for group, its in groupby(at, key=itemgetter(1))}

    def __getitem__(self, group: int) -> tuple[RedFlag, ...]:
        """Return the flags of a group."""
        return tuple(self._flag(place) for place in self._places[group])

    def __iter__(self) -> Iterator[int]:
        """Go through the groups that have any."""
        return iter(self._places)

    def __len__(self) -> int:
        """Count the groups that have any."""
        return len(self._places)

    def _flag(self, place: int) -> RedFlag:
        spell, lines, kept = self._spells[place][1], int(self._lines[place]), int(self._kept[place])
        began_on, raised_on = day_of(spell.began), day_of(spell.raised)
        return RedFlag(
            rule=RULE,
            cause=spell.cause,
            began_on=began_on,
            raised_on=raised_on,
            closed_on=None if spell.closed is None else day_of(spell.closed),
            lines=lines,
            kept=kept,
            false_alarm_probability=float(self._chance[place]),
            reason=Sentence(
                template=MISSED_IN_QUARTERS if spell.cause == IN_QUARTERS else LATE_IN_A_RUN,
                params={"target": self._target, "kept": kept, "n": lines, "since": began_on.isoformat()},
            ),
            owners=OWNERS,
            actions=CONSISTENT_DELAYS_REACTION,
            due_on=raised_on + FIRST_REACTION,
        )
