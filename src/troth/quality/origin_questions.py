"""What an inspector is asked about where a lot was made, where they can see it: line, and whose materials and work."""

import re
from dataclasses import dataclass

from troth.basis.text import gettext_noop
from troth.quality.checklists import Item, Kind
from troth.quality.replication import named_once

SECTION = gettext_noop("Where the lot was made")
LINE, SUPPLIERS = "made.line", "made.suppliers"
CODES = frozenset({LINE, SUPPLIERS})
STAGES = frozenset({"pre-production", "first-article", "in-line", "final"})
# A comma parts names too, yet not “Hongfa Co., Ltd.”: the form of a company belongs to the name before it.
_FORM = (
    r"(?:co\.?\s*,?\s*)?(?:ltd|limited|inc|incorporated|llc|llp|plc|corp|corporation|gmbh|jsc|pvt\.?\s*ltd|"
    r"s\.?\s*a\.?(?:\s*de\s*c\.?\s*v)?|s\.?\s*l|s\.?\s*r\.?\s*l|co)\.?\s*(?:[,\uff0c]|$)"
)
_BETWEEN = re.compile(rf"[;|\r\n\uff1b\u3001]|[,\uff0c](?!\s*{_FORM})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """Hold where a lot was made, as an inspector said it.

    Attributes:
        line: Line or machine, empty where nobody said.
        suppliers: Sub-suppliers of materials and work, each once.
    """

    line: str
    suppliers: tuple[str, ...]


def questions_of_origin(stage: str) -> tuple[Item, ...]:
    """Make the questions about where a lot was made; nobody has to answer them.

    Args:
        stage: What is inspected; material, meetings, packing and loading are asked nothing.

    Source: `domain.md` S3-32.

    >>> [item.code for item in questions_of_origin("final")], questions_of_origin("loading")
    (['made.line', 'made.suppliers'], ())
    """
    if stage not in STAGES:
        return ()
    line = gettext_noop("On which line or machine was the lot made?")
    suppliers = gettext_noop("Whose materials and work are in it? Put commas between the names.")
    return tuple(
        Item(code=code, kind=Kind.TEXT, label={"en": label}, hint={}, section=SECTION)
        for code, label in ((LINE, line), (SUPPLIERS, suppliers))
    )


def parted_names(text: str) -> tuple[str, ...]:
    """Part the names that stand in one field, each kept once.

    Commas and semicolons of any script, bars and new lines part names; a comma never before the form of a company, as
    in “Co., Ltd.”.

    Args:
        text: As typed or as it stands in a cell.

    Source: own rule.

    >>> parted_names("Hongfa Dyeing Co., Ltd., Lida Print; hongfa dyeing co., ltd.")
    ('Hongfa Dyeing Co., Ltd.', 'Lida Print')
    """
    return named_once(_BETWEEN.split(text))


def read_origin(line: str, suppliers: str, *, most: int, longest: int) -> Made:
    """Read what was typed, names parted as `parted_names` does, each kept once.

    Args:
        line: As typed.
        suppliers: As typed.
        most: Names that are kept, 1 or more; those after them are not.
        longest: Characters of a name that are kept, 1 or more.

    Source: own rule; nobody can be asked again once an inspection is handed in, so it is shortened and not refused.

    >>> read_origin(" Line  2", "Hongfa, Lida; hongfa", most=40, longest=120)
    Made(line='Line 2', suppliers=('Hongfa', 'Lida'))
    """
    named = named_once(name[:longest] for name in parted_names(suppliers))
    return Made(line=" ".join(line.split())[:longest], suppliers=named[:most])
