"""What people eat and drink, and do not: told by each person about themselves alone, shown to very few, soon gone."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from troth.basis.findings import Finding, Severity
from troth.basis.text import gettext_noop

LONGEST_WORDS = 300

Need = Literal[
    "vegetarian", "vegan", "no-pork", "no-beef", "no-shellfish", "no-nuts", "no-gluten", "no-dairy", "halal",
    "kosher", "jain", "fasting",
]  # fmt: skip
NEEDS: dict[Need, str] = {
    "vegetarian": gettext_noop("vegetarian"),
    "vegan": gettext_noop("vegan"),
    "no-pork": gettext_noop("no pork"),
    "no-beef": gettext_noop("no beef"),
    "no-shellfish": gettext_noop("no fish or shellfish"),
    "no-nuts": gettext_noop("no nuts"),
    "no-gluten": gettext_noop("no gluten"),
    "no-dairy": gettext_noop("no milk"),
    "halal": gettext_noop("halal"),
    "kosher": gettext_noop("kosher"),
    "jain": gettext_noop("no roots, as Jains eat"),
    "fasting": gettext_noop("fasting at this time"),
}
Drink = Literal["none", "little", "gladly"]
DRINKS: dict[Drink, str] = {
    "none": gettext_noop("no alcohol, please"),
    "little": gettext_noop("a little alcohol is fine, without being pressed"),
    "gladly": gettext_noop("gladly drinks with others"),
}

_UNKNOWN = gettext_noop("“%(name)s” is none of the needs that can be chosen.")
_TOO_LONG = gettext_noop("Keep it to %(most)s characters.")


class NotAboutYourself(PermissionError):
    """Somebody told what another person eats or drinks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableNeeds:
    """Hold what one person told about themselves.

    Attributes:
        owner: Key of the person; nobody else may write or erase it.
        needs: Keys of NEEDS.
        drink: Key of DRINKS, empty where nothing was said.
        words: Anything else, in their own words.
    """

    owner: str
    needs: tuple[str, ...] = ()
    drink: str = ""
    words: str = ""


def told(*, by: str, needs: TableNeeds) -> TableNeeds:
    """Return needs as they are kept, each once and in one order.

    Raises:
        NotAboutYourself: Somebody told of another person.

    Source: `domain.md` S3-36; Regulation (EU) 2016/679, article 9: of faith and health by the person's own word alone.

    >>> told(by="bao", needs=TableNeeds(owner="bao", needs=("no-nuts", "halal", "halal"))).needs
    ('no-nuts', 'halal')
    """
    if by != needs.owner:
        raise NotAboutYourself("Only the person themselves tells what they eat and drink.")
    chosen = tuple(key for key in NEEDS if key in needs.needs)
    strange = tuple(key for key in dict.fromkeys(needs.needs) if key not in NEEDS)
    return TableNeeds(owner=needs.owner, needs=chosen + strange, drink=needs.drink, words=needs.words.strip())


def gaps_in_needs(needs: TableNeeds) -> tuple[Finding, ...]:
    """Find what in somebody's needs cannot be meant.

    >>> gaps_in_needs(TableNeeds(owner="bao", needs=("halal",), drink="none"))
    ()
    """
    strange = [key for key in needs.needs if key not in NEEDS]
    strange += [needs.drink] if needs.drink and needs.drink not in DRINKS else []
    found = [
        Finding(code="table.unknown", severity=Severity.WARNING, message=_UNKNOWN, params={"name": key})
        for key in strange
    ]
    if len(needs.words) > LONGEST_WORDS:
        params = {"most": LONGEST_WORDS}
        found.append(Finding(code="table.long", severity=Severity.WARNING, message=_TOO_LONG, params=params))
    return tuple(found)


def may_read(
    *, reader: str, attending: Collection[str], planning: Collection[str], ends: datetime, now: datetime
) -> bool:
    """Tell whether somebody may read the needs of those who come to one meeting.

    Args:
        reader: Key of who wants to read.
        attending: Keys of the people who are asked to the meeting.
        planning: Keys of those who plan it, or what is eaten there.
        ends: When the meeting ends.
        now: Moment at which it is read.

    Returns:
        True for those who plan alone, and for nobody once it is over: then it has served its purpose.

    Source: Regulation (EU) 2016/679, article 5 (1) b and e: for its purpose alone, and no longer.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    >>> may_read(reader="lin", attending={"bao"}, planning={"lin"}, ends=noon, now=noon)
    False
    """
    return bool(attending) and reader in planning and now < ends


def summed(needs: Iterable[TableNeeds]) -> Mapping[str, int]:
    """Count who needs what, in the order of NEEDS and DRINKS: what a cook asks for, without a name.

    >>> dict(summed([TableNeeds(owner="a", needs=("halal",), drink="none"), TableNeeds(owner="b", drink="none")]))
    {'halal': 1, 'none': 2}
    """
    rows = list(needs)
    counts = {key: sum(key in row.needs for row in rows) for key in NEEDS}
    counts |= {key: sum(row.drink == key for row in rows) for key in DRINKS}  # type: ignore[misc]
    return {key: number for key, number in counts.items() if number}
