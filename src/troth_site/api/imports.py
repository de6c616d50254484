"""Files on their way in: taken in, their columns named, looked at, let in or taken back."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Field, File, Form, Router, Schema, UploadedFile

from troth_site.access import Actor, NotAllowed, NotThere
from troth_site.actions import imports as steps
from troth_site.api.frame.forms import Key, answers
from troth_site.api.frame.problems import Problem
from troth_site.api.frame.writing import Given, LineOrNothing, asker, writes, written
from troth_site.queries import imports as known
from troth_site.sheets import describing
from troth_site.sheets.centuries import window_of
from troth_site.sheets.mapping import FIELDS, REQUIRED

router = Router(tags=["Imports"])
MEGABYTE = 1024**2
READINGS = ("day-first", "month-first", "year-first", "point", "comma")
FieldName = Literal[
    "factory", "order", "line", "promised", "delivered", "recorded", "quantity", "value", "currency", "item",
    "ordered", "unit",
]  # fmt: skip
Column = Annotated[str, Field(max_length=1000)]


class Counts(Schema):
    """Rows of a file by what became of them."""

    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    set_aside: int = 0


class ShortNotice(Schema):
    """A large order of the file that comes with less notice than was agreed with its factory."""

    factory: str
    order: str
    quantity: Decimal
    limit: float = Field(description="Units above which an order is large.")
    wanted_on: date
    given: int = Field(description="Days.")
    required: int = Field(description="Days.")
    keeps_from: date = Field(description="First day on which it may be wanted so that the notice is whole.")


class Import(Schema):
    """One imported file."""

    id: UUID
    organisation: str
    person: str
    file_name: str
    state: str = Field(description="uploaded, asking, ready, checking, checked, applying, done, refused or undone.")
    counts: Counts | None
    short_notice: list[ShortNotice] = Field([], description="Known once the file is checked, before it is let in.")
    problem: dict[str, Any] | None = Field(description="Why it was refused or stopped: what, where, how to mend it.")
    created_at: datetime
    applied_at: datetime | None
    undone_at: datetime | None


class Reading(Schema):
    """One way in which a column can be read."""

    answer: str
    meaning: str


class Question(Schema):
    """What a file leaves open; no answer is chosen before somebody chose it."""

    kind: str
    column: str
    asks: str
    answers: list[Reading]


class Study(Schema):
    """What was found in a file before anything of it is taken in."""

    sheets: list[str] = Field(description="Sheets among which one is to be named; empty where that is clear.")
    columns: list[str] = Field(description="As the file names them.")
    proposed: dict[str, str] = Field(description="Which field each column seems to be: a proposal.")
    key: list[str] = Field(description="Columns that seem to name a line together.")
    questions: list[Question]


class Received(Schema):
    """A file that was taken in, or the import that goes on."""

    id: UUID
    see: str


class SheetGiven(Given):
    """The sheet to be read."""

    sheet: LineOrNothing = ""


class RowsAside(Given):
    """Rows that are no order lines: those with a value in a column."""

    column: Column
    value: Column


class MappingGiven(Given):
    """What the columns of a file are, and the answers to what it leaves open."""

    fields: dict[FieldName, Column] = Field(description="For each field its column; factory and promised are needed.")
    key: list[Column] = Field([], max_length=20, description="Columns that name a line together.")
    set_aside: list[RowsAside] = Field([], max_length=100)
    answers: dict[Column, Column] = Field({}, description="For each column asked about, the answer, such as day-first.")
    save_as: Annotated[str, Field(max_length=120)] = Field("", description="Keeps the mapping under this name.")


@router.get("imports", response=answers(list[Import]), operation_id="imports")
def imports(request: HttpRequest) -> list[Import]:
    """List the latest imports of your organisations, the newest first."""
    return [_import(row) for row in known.batches(request.auth)]


@router.get("imports/{uid}", response=answers(Import, 404, 422), operation_id="import")
def one(request: HttpRequest, uid: UUID) -> Import:
    """Show one import."""
    return _import(known.batch(request.auth, str(uid)))


@router.get("imports/{uid}/study", response=answers(Study, 404, 422), operation_id="import_study", url_name="study")
def study(request: HttpRequest, uid: UUID) -> Study:
    """Show what was found in a file: its columns, a proposal, and what somebody has to answer."""
    found: dict[str, Any] = known.batch(asker(request), str(uid)).study or {}
    return Study(
        sheets=[name for name, _rows in found.get("sheets", [])],
        columns=found.get("header", []),
        proposed={name: each["column"] for name, each in found.get("proposed", {}).items()},
        key=found.get("key", []),
        questions=[_question(each) for each in found.get("open", found.get("questions", []))],
    )


@router.post("imports", response=written(Received), operation_id="receive_import", url_name="imports")
@writes(steps.ImportRefused, blames="file")
def receive(request: HttpRequest, file: File[UploadedFile], organisation: Form[Key | None] = None) -> Received:
    """Take a file of order lines in; nothing of it is recorded before it was looked at and confirmed."""
    by = asker(request)
    received = steps.receive(
        by=by, organisation=_chosen(by, organisation), file_name=file.name or "table", parts=file.chunks(MEGABYTE)
    )
    return _going_on(UUID(received.uid))


@router.post("imports/{uid}/sheet", response=written(Received), operation_id="read_import_again", url_name="read-again")
@writes(conflicts=(steps.ImportRefused,))
def study_again(request: HttpRequest, uid: UUID, given: SheetGiven) -> Received:
    """Read a file once more from its beginning, from the sheet named where it has several."""
    steps.study_again(by=_importer(request), uid=str(uid), sheet=given.sheet)
    return _going_on(uid)


@router.post("imports/{uid}/mapping", response=written(Received), operation_id="map_import", url_name="map-import")
@writes(conflicts=(steps.ImportRefused,))
def answer(request: HttpRequest, uid: UUID, given: MappingGiven) -> Received:
    """Say what the columns are, and have the whole file checked under it; still nothing is recorded."""
    by = _importer(request)
    batch = known.batch(by, str(uid))
    header = (batch.study or {}).get("header")
    if header is None:
        raise Problem(409, _("The file is not read yet, or a sheet is to be named first. Look at the import again."))
    _check(header, given)
    aside = [[rule.column, rule.value] for rule in given.set_aside]
    mapping: dict[str, Any] = {
        "fields": dict(given.fields), "key": given.key, "set_aside": aside, "answers": given.answers
    }  # fmt: skip
    if sheet := (batch.mapping or {}).get("sheet"):
        mapping["sheet"] = sheet
    steps.answer(by=by, uid=str(uid), mapping=mapping, profile=given.save_as)
    return _going_on(uid)


@router.post("imports/{uid}/confirm", response=written(Received), operation_id="confirm_import", url_name="let-in")
@writes(conflicts=(steps.ImportRefused,))
def confirm(request: HttpRequest, uid: UUID) -> Received:
    """Let a checked file in."""
    steps.confirm(by=_importer(request), uid=str(uid))
    return _going_on(uid)


@router.post("imports/{uid}/undo", response=written(Received), operation_id="undo_import", url_name="undo-import")
@writes(conflicts=(steps.ImportRefused,))
def undo(request: HttpRequest, uid: UUID) -> Received:
    """Take an import back as a whole; the ledger keeps that it was here."""
    steps.ask_undo(by=_importer(request), uid=str(uid))
    return _going_on(uid)


def _seats(by: Actor) -> list[int]:
    """Return where this person may import: in a buyer's seat, since an order history is a buyer's record."""
    may = by.organisations("import")
    return [seat.organisation for seat in by.seats if seat.organisation in may and seat.kind == "buyer"]


def _importer(request: HttpRequest) -> Actor:
    by = asker(request)
    if not _seats(by):
        raise NotAllowed
    return by


def _chosen(by: Actor, organisation: int | None) -> int:
    seats = _seats(by)
    if not seats:
        raise NotAllowed
    if organisation is None and len(seats) > 1:
        raise Problem(422, _("Say for which of your organisations the file is."), where="organisation")
    if organisation is not None and organisation not in seats:
        raise NotThere
    return organisation or seats[0]


def _check(header: list[str], given: MappingGiven) -> None:
    """Refuse a mapping that does not go together, before the file is read under it."""
    for name in REQUIRED:
        if name not in given.fields:
            told = _("Say which column is “%(field)s”: without it there is no promise to keep.")
            raise Problem(422, told % {"field": _(FIELDS[name])}, where=f"fields.{name}")
    if not given.key and "order" not in given.fields:
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


def _question(asked: dict[str, Any]) -> Question:
    return Question(
        kind=asked["kind"],
        column=asked["column"] or "",
        asks=describing.spoken(asked["message"], _),
        answers=[
            Reading(answer=each["answer"], meaning=describing.spoken(each["meaning"], _)) for each in asked["readings"]
        ],
    )


def _going_on(uid: UUID) -> Received:
    return Received(id=uid, see=reverse("api:one", kwargs={"uid": uid}))


def _import(row: known.Batch) -> Import:
    return Import(
        id=UUID(row.uid),
        organisation=row.organisation_name,
        person=row.person_name,
        file_name=row.file_name,
        state=row.state,
        counts=None if row.counts is None else Counts(**row.counts),
        short_notice=[ShortNotice(**each) for each in (row.study or {}).get("short_notice", [])],
        problem=row.problem,
        created_at=row.created_at,
        applied_at=row.applied_at,
        undone_at=row.undone_at,
    )
