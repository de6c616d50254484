"""What a program says of a file's columns, and what in it does not go together."""

from typing import Annotated, Literal

from django.utils.translation import gettext as _
from ninja import Field

from troth_site.api.frame.problems import Problem
from troth_site.api.frame.writing import Given
from troth_site.sheets import inspection_importing
from troth_site.sheets.centuries import window_of
from troth_site.sheets.mapping import FIELDS, REQUIRED

READINGS = ("day-first", "month-first", "year-first", "point", "comma")
FieldName = Literal[
    "factory", "order", "line", "promised", "delivered", "recorded", "quantity", "value", "currency", "item",
    "ordered", "unit", "lot", "day", "source", "lot_size", "inspected", "critical", "major", "minor", "verdict",
    "inspector", "family", "suppliers", "defect", "class", "count",
]  # fmt: skip
Column = Annotated[str, Field(max_length=1000)]


class RowsAside(Given):
    """Rows that are no order lines: those with a value in a column."""

    column: Column
    value: Column


class MappingGiven(Given):
    """What the columns of a file are, and the answers to what it leaves open."""

    fields: dict[FieldName, Column] = Field(
        description="For each field its column; of orders factory and promised are needed, of inspections factory, "
        "lot and day."
    )
    key: list[Column] = Field([], max_length=20, description="Columns that name a line together.")
    set_aside: list[RowsAside] = Field([], max_length=100)
    answers: dict[Column, Column] = Field({}, description="For each column asked about, the answer, such as day-first.")
    save_as: Annotated[str, Field(max_length=120)] = Field("", description="Keeps the mapping under this name.")


def check_mapping(kind: str, header: list[str], given: MappingGiven) -> None:
    """Refuse a mapping that does not go together, before the file is read under it.

    Raises:
        Problem: It says which field is to be mended, and how.
    """
    is_results = kind == inspection_importing.KIND
    needed, names = (
        (inspection_importing.REQUIRED, inspection_importing.FIELDS) if is_results else (REQUIRED, FIELDS)
    )  # fmt: skip
    for name in set(given.fields) - set(names):
        told = _("“%(field)s” is no field of a file of this kind.")
        raise Problem(422, told % {"field": name}, where=f"fields.{name}")
    for name in needed:
        if name not in given.fields:
            told = _("Say which column is “%(field)s”: without it there is no promise to keep.")
            if is_results:
                told = _("Say which column is “%(field)s”: without it nobody knows what was inspected.")
            raise Problem(422, told % {"field": _(names[name])}, where=f"fields.{name}")
    if not is_results and not given.key and "order" not in given.fields:
        raise Problem(422, _("Name the columns that together name a line, such as order number and line."), where="key")
    _check_columns(header, given)
    _check_answers(given.answers)


def _check_columns(header: list[str], given: MappingGiven) -> None:
    named = list(given.fields.values())
    rules = [rule.column for rule in given.set_aside]
    for where, columns in {"fields": named, "key": given.key, "set_aside": rules, "answers": given.answers}.items():
        for column in set(columns) - set(header):
            told = _("The file has no column “%(column)s”. Its columns stand in the study of the import.")
            raise Problem(422, told % {"column": column}, where=where)
    for column in named:
        if named.count(column) > 1:
            raise Problem(
                422, _("“%(column)s” is named for two fields. Keep one.") % {"column": column}, where="fields"
            )


def _check_answers(given: dict[str, str]) -> None:
    for column, said in given.items():
        if not all(token in READINGS or window_of(token) for token in said.split()):
            told = _("“%(answer)s” is no answer to a question of the study.")
            raise Problem(422, told % {"answer": said}, where=f"answers.{column}")
