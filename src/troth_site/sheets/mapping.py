"""Which column is what: the choice a person makes once, saves as a profile and uses again."""

from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from troth.basis.text import gettext_noop
from troth_site.sheets.messages import UnreadableFile, said
from troth_site.sheets.tables import Table

# Every field an order list may have, with the name people see.
FIELDS: AnyMapping[str, str] = MappingProxyType(
    {
        "factory": gettext_noop("Factory"),
        "order": gettext_noop("Order number"),
        "line": gettext_noop("Order line"),
        "promised": gettext_noop("Promised day"),
        "delivered": gettext_noop("Delivered day"),
        "recorded": gettext_noop("Day the delivery was recorded"),
        "quantity": gettext_noop("Quantity"),
        "value": gettext_noop("Value"),
        "currency": gettext_noop("Currency"),
        "item": gettext_noop("Item"),
        "ordered": gettext_noop("Day of the order"),
        "unit": gettext_noop("Unit"),
    }
)
DATE_FIELDS = ("ordered", "promised", "delivered", "recorded")
NUMBER_FIELDS = ("quantity", "value")
REQUIRED = ("factory", "promised")
_NONE: AnyMapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Mapping:
    """Fields to headers, the columns that name a line, rows set aside, and answers by header.

    Equal to a saved profile: `as_json` and `from_json` go there and back.
    """

    fields: AnyMapping[str, str]
    key: tuple[str, ...] = ()
    set_aside: tuple[tuple[str, str], ...] = ()
    answers: AnyMapping[str, str] = field(default_factory=lambda: _NONE)

    def as_json(self) -> dict[str, Any]:
        """Return the profile as plain data."""
        return {
            "fields": dict(self.fields),
            "key": list(self.key),
            "set_aside": [list(rule) for rule in self.set_aside],
            "answers": dict(self.answers),
        }

    @classmethod
    def from_json(cls, data: AnyMapping[str, Any]) -> "Mapping":
        """Read a saved profile."""
        return cls(
            fields=dict(data["fields"]),
            key=tuple(data.get("key", ())),
            set_aside=tuple((column, value) for column, value in data.get("set_aside", ())),
            answers=dict(data.get("answers", {})),
        )


@dataclass(frozen=True, slots=True)
class Columns:
    """A mapping applied to one table: column indexes instead of names."""

    fields: AnyMapping[str, int]
    names: AnyMapping[str, str]  # field to the header as the file writes it
    key: tuple[int, ...]
    set_aside: tuple[tuple[int, str], ...]
    answers: AnyMapping[str, str]  # by the header as the file writes it


def apply(mapping: Mapping, table: Table) -> Columns:
    """Find the mapped columns in a table.

    Raises:
        UnreadableFile: A field is unknown, a required one has no column, or the file lacks a column.
    """
    for name in mapping.fields:
        if name not in FIELDS:
            raise _unknown_field(name)
    for name in REQUIRED:
        if name not in mapping.fields:
            raise _unmapped(name)
    fields = {name: find_column(table, column) for name, column in mapping.fields.items()}
    return Columns(
        fields=fields,
        names={name: table.header[index] for name, index in fields.items()},
        key=tuple(find_column(table, column) for column in mapping.key),
        set_aside=tuple((find_column(table, column), value) for column, value in mapping.set_aside),
        answers={table.header[find_column(table, column)]: answer for column, answer in mapping.answers.items()},
    )


def find_column(table: Table, column: str) -> int:
    """Return the index of a column by its header, or refuse with the headers there are."""
    try:
        return table.column(column)
    except KeyError:
        raise UnreadableFile(
            said(gettext_noop("The file has no column named %(column)s."), column=column),
            mend=said(gettext_noop("Choose among these columns: %(columns)s."), columns=", ".join(table.header)),
        ) from None


def _unknown_field(name: str) -> UnreadableFile:
    return UnreadableFile(
        said(gettext_noop("There is no field named %(field)s."), field=name),
        mend=said(gettext_noop("The fields are: %(fields)s."), fields=", ".join(FIELDS)),
    )


def _unmapped(name: str) -> UnreadableFile:
    return UnreadableFile(
        said(gettext_noop("No column is chosen for the field %(field)s."), field=name),
        mend=said(gettext_noop("Choose the column that holds it.")),
    )
