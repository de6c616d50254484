"""Actions and red flags: what opened them, who owns them, and what came of them."""

from troth_site.queries.settling.actions import action, actions, actions_of, first_actions
from troth_site.queries.settling.flags import flag, flags, flags_of, open_flags, rule_precision, whole
from troth_site.queries.settling.owners import people_of
from troth_site.queries.settling.rows import (
    LINES_ON_CARD,
    SHOWN,
    STANDING,
    AttachedLine,
    Counted,
    Flag,
    FlagAnswer,
    OpenAction,
    Pressing,
)

__all__ = [
    "LINES_ON_CARD",
    "SHOWN",
    "STANDING",
    "AttachedLine",
    "Counted",
    "Flag",
    "FlagAnswer",
    "OpenAction",
    "Pressing",
    "action",
    "actions",
    "actions_of",
    "first_actions",
    "flag",
    "flags",
    "flags_of",
    "open_flags",
    "people_of",
    "rule_precision",
    "whole",
]
