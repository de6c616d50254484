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
_BETWEEN = re.compile(r"[,;\n\uff0c\uff1b\u3001]")


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


def read_origin(line: str, suppliers: str, *, most: int, longest: int) -> Made:
    """Read what was typed: names parted by commas or semicolons of any script, each kept once.

    Args:
        line: As typed.
        suppliers: As typed.
        most: Names that are kept, 1 or more; those after them are not.
        longest: Characters of a name that are kept, 1 or more.

    Source: own rule; nobody can be asked again once an inspection is handed in, so it is shortened and not refused.

    >>> read_origin(" Line  2", "Hongfa, Lida; hongfa", most=40, longest=120)
    Made(line='Line 2', suppliers=('Hongfa', 'Lida'))
    """
    named = named_once(name[:longest] for name in _BETWEEN.split(suppliers))
    return Made(line=" ".join(line.split())[:longest], suppliers=named[:most])
