"""What two readers may read in two ways, found before a message is sent. Advice only: nothing is ever held back."""

from collections.abc import Collection
from datetime import date

from troth.communication.ambiguity_amounts import currencies, missing_units
from troth.communication.ambiguity_colours import colours
from troth.communication.ambiguity_days import numeric_days, relative_days, weekdays
from troth.communication.ambiguity_hours import hours
from troth.communication.ambiguity_phrases import approximations, same_as_before, vague_times
from troth.communication.ambiguity_scan import scan
from troth.communication.ambiguity_separators import separators
from troth.communication.folding import LANGUAGES
from troth.communication.remarks import Remark, apart

MOST_CHARACTERS = 20_000
"""Longer texts are pasted documents: their beginning alone is looked at, so that writing never has to wait."""


def ambiguities(text: str, *, written_on: date, languages: Collection[str] = LANGUAGES) -> tuple[Remark, ...]:
    """Find what two readers of a text may read in two ways.

    Days such as 03/04, years of two digits, weekdays alone, "soon", "tomorrow", hours without a zone, numbers without
    a unit, numbers such as 1.000, signs shared by currencies, colours without a code, "approximately" and "same as
    last time". Order and part numbers, addresses, telephone numbers and quoted lines are left alone.

    Args:
        text: A message as written.
        written_on: The writer's day; readings without a year are the nearest to it.
        languages: Whose words to look for, of LANGUAGES. People mix languages, so by default all.

    Returns:
        Remarks in the order of the text; they never overlap.

    Source: `domain.md` S2-02 and S1-03.

    >>> [remark.rule for remark in ambiguities("Ship 500 pcs by 03/04, soon.", written_on=date(2026, 3, 2))]
    ['ambiguity.day-or-month', 'ambiguity.vague-time']
    >>> ambiguities("Ship 500 pcs by 2026-04-03.", written_on=date(2026, 3, 2))
    ()
    """
    read = scan(text[:MOST_CHARACTERS], written_on=written_on)
    remarks = [remark for rule in (numeric_days, weekdays, relative_days, hours) for remark in rule(read)]
    remarks += [remark for rule in (missing_units, separators, currencies, colours) for remark in rule(read)]
    for spoken in (vague_times, approximations, same_as_before):
        remarks += spoken(read, languages=languages)
    return apart(remarks)
