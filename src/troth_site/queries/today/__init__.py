"""What is owed on both sides over all relationships, and what asks for an answer."""

from troth_site.queries.today.asking import Asking, asking
from troth_site.queries.today.beginning import Beginning, beginning
from troth_site.queries.today.contested import Contested, ContestedEntry, contested
from troth_site.queries.today.first import COUNTED, First, FirstOwed, first_owed
from troth_site.queries.today.owed import ImportRow, Owed, Side, has_partners, imports, owed
from troth_site.queries.today.waiting import AllWaiting, Waiting, waiting

__all__ = [
    "COUNTED",
    "AllWaiting",
    "Asking",
    "Beginning",
    "Contested",
    "ContestedEntry",
    "First",
    "FirstOwed",
    "ImportRow",
    "Owed",
    "Side",
    "Waiting",
    "asking",
    "beginning",
    "contested",
    "first_owed",
    "has_partners",
    "imports",
    "owed",
    "waiting",
]
