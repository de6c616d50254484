"""What is said about a file: a sentence to translate, its values, and the refusal of a whole file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from troth.basis.text import BETWEEN_SENTENCES, gettext_noop

Translate = Callable[[str], str]


def _unchanged(sentence: str) -> str:
    return sentence


@dataclass(frozen=True, slots=True)
class Said:
    """A whole sentence with named placeholders, kept apart from its values until somebody reads it."""

    template: str
    params: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    def text(self, translate: Translate = _unchanged) -> str:
        """Return the sentence in the language of `translate`, normally Django's gettext."""
        values = {name: _worded(value, translate) for name, value in self.params.items()}
        return translate(self.template) % values

    def __str__(self) -> str:
        return self.text()


def _worded(value: Any, translate: Translate) -> Any:
    """Return a value as it stands in a sentence: a day as the reader's language writes it, ISO where nobody reads."""
    if isinstance(value, Said):
        return value.text(translate)
    if isinstance(value, date) and translate is not _unchanged:
        return _day(value)
    return value


def _day(day: date) -> str:
    # A backtest reads files where no site is set up, and nobody reads its sentences in a language of theirs.
    from django.utils.formats import date_format  # noqa: PLC0415  reason: as above
    from django.utils.translation import pgettext  # noqa: PLC0415  reason: as above

    return date_format(day, pgettext("a day without its weekday, in the letters of Django's date filter", "j M Y"))


def said(template: str, **params: Any) -> Said:
    """Join a sentence marked with gettext_noop and its values."""
    return Said(template, params)


def at_row(number: int) -> Said:
    """Name a row of the file, counted as a spreadsheet counts it, from 1."""
    return said(gettext_noop("Row %(row)s."), row=number)


def at_cell(cell: str) -> Said:
    """Name a cell of a workbook, such as C7."""
    return said(gettext_noop("Cell %(cell)s."), cell=cell)


WHOLE_FILE = said(gettext_noop("The whole file."))


class UnreadableFile(Exception):
    """A file that cannot be trusted as a whole: what is wrong, where, and how to mend it."""

    def __init__(self, message: Said, *, place: Said = WHOLE_FILE, mend: Said) -> None:
        super().__init__(str(message), str(place), str(mend))
        self.message, self.place, self.mend = message, place, mend

    def text(self, translate: Translate = _unchanged) -> str:
        """Return what is wrong, where, and how to mend it, as three sentences on one line."""
        parts = [self.message] if self.place is WHOLE_FILE else [self.message, self.place]
        return translate(BETWEEN_SENTENCES).join(part.text(translate) for part in [*parts, self.mend])

    def __str__(self) -> str:
        return self.text()


class ChooseSheet(UnreadableFile):
    """A workbook with several sheets of data: nobody but its owner can say which one is meant."""

    def __init__(self, sheets: tuple[tuple[str, int], ...]) -> None:
        self.sheets = sheets
        super().__init__(
            said(gettext_noop("Several sheets hold data: %(sheets)s."), sheets=", ".join(name for name, _ in sheets)),
            mend=said(gettext_noop("Say which sheet to read.")),
        )
