"""Files on their way in: taken in, their columns named, looked at, let in or taken back."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Field, File, Form, Router, Schema, UploadedFile

from troth_site.access import Actor, NotAllowed, NotThere, Verb
from troth_site.actions import imports as steps
from troth_site.api.frame.forms import Key, answers
from troth_site.api.frame.problems import Problem
from troth_site.api.frame.writing import Given, LineOrNothing, asker, writes, written
from troth_site.api.imports_mapped import MappingGiven, check_mapping
from troth_site.queries import imports as known
from troth_site.queries import imports_repeated
from troth_site.sheets import describing

router = Router(tags=["Imports"])
MEGABYTE = 1024**2


class Counts(Schema):
    """Rows of a file by what became of them."""

    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    set_aside: int = 0
    inspections: int | None = Field(None, description="Of a file of results: inspections its rows tell of.")
    left: int | None = Field(None, description="Once undone: lines it had added that left the record.")
    stayed: int | None = Field(None, description="Once undone: lines it had added of which other files tell too.")
    different: int | None = Field(None, description="Inspections of which the record says something else; it stays.")


class FileCount(Schema):
    """Lines of which what stands is the word of another file."""

    file_name: str
    lines: int


class Undoing(Schema):
    """What undoing an import would do to the order lines it told of."""

    leave: int = Field(description="Lines it added that leave the record.")
    stay: list[FileCount] = Field(description="Lines it added that stay: another file tells of them too.")
    put_back: int = Field(description="Lines it corrected that become what they were before.")
    remain: list[FileCount] = Field(description="Lines it corrected that stay as they are: another file says so.")
    unnoted: list[str] = Field(
        description="Files that came in before it was kept which lines a file repeats: let them in again first."
    )


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
    kind: str = Field(description="orders or inspections")
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
def receive(
    request: HttpRequest, file: File[UploadedFile], organisation: Form[Key | None] = None,
    kind: Form[Literal["orders", "inspections"]] = "orders",
) -> Received:  # fmt: skip
    """Take a file of order lines or of inspection results in; nothing is recorded before it was confirmed."""
    by = asker(request)
    chosen = _chosen(by, organisation, steps.VERB_OF[kind])
    received = steps.receive(
        by=by, organisation=chosen, file_name=file.name or "table", parts=file.chunks(MEGABYTE),
        kind=kind,
    )  # fmt: skip
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
    check_mapping(batch.kind, header, given)
    aside = [[rule.column, rule.value] for rule in given.set_aside]
    mapping: dict[str, Any] = {
        "fields": dict(given.fields), "key": given.key, "set_aside": aside, "answers": given.answers
    }  # fmt: skip
    mapping |= {name: kept for name in ("kind", "sheet") if (kept := (batch.mapping or {}).get(name))}
    steps.answer(by=by, uid=str(uid), mapping=mapping, profile=given.save_as)
    return _going_on(uid)


@router.post("imports/{uid}/confirm", response=written(Received), operation_id="confirm_import", url_name="let-in")
@writes(conflicts=(steps.ImportRefused,))
def confirm(request: HttpRequest, uid: UUID) -> Received:
    """Let a checked file in."""
    steps.confirm(by=_importer(request), uid=str(uid))
    return _going_on(uid)


@router.get(
    "imports/{uid}/undoing", response=answers(Undoing, 404, 422), operation_id="import_undoing", url_name="undoing"
)
def undoing(request: HttpRequest, uid: UUID) -> Undoing:
    """Say what undoing an import of order lines would do, without doing it."""
    found = imports_repeated.undoing(known.batch(_importer(request), str(uid)).pk)
    return Undoing(
        leave=found.leave, stay=_by_file(found.stay), put_back=found.put_back, remain=_by_file(found.remain),
        unnoted=list(found.unnoted),
    )  # fmt: skip


@router.post("imports/{uid}/undo", response=written(Received), operation_id="undo_import", url_name="undo-import")
@writes(conflicts=(steps.ImportRefused,))
def undo(request: HttpRequest, uid: UUID) -> Received:
    """Take an import back as a whole; the ledger keeps that it was here."""
    steps.ask_undo(by=_importer(request), uid=str(uid))
    return _going_on(uid)


def _seats(by: Actor, verb: Verb = "results") -> list[int]:
    """Return where this person may import: in a buyer's seat, since it is a buyer's record."""
    may = by.organisations(verb)
    return [seat.organisation for seat in by.seats if seat.organisation in may and seat.kind == "buyer"]


def _importer(request: HttpRequest) -> Actor:
    by = asker(request)
    if not _seats(by):
        raise NotAllowed
    return by


def _chosen(by: Actor, organisation: int | None, verb: Verb) -> int:
    seats = _seats(by, verb)
    if not seats:
        raise NotAllowed
    if organisation is None and len(seats) > 1:
        raise Problem(422, _("Say for which of your organisations the file is."), where="organisation")
    if organisation is not None and organisation not in seats:
        raise NotThere
    return organisation or seats[0]


def _question(asked: dict[str, Any]) -> Question:
    return Question(
        kind=asked["kind"],
        column=asked["column"] or "",
        asks=describing.spoken(asked["message"], _),
        answers=[
            Reading(answer=each["answer"], meaning=describing.spoken(each["meaning"], _)) for each in asked["readings"]
        ],
    )


def _by_file(counted: tuple[tuple[str, int], ...]) -> list[FileCount]:
    return [FileCount(file_name=name, lines=count) for name, count in counted]


def _going_on(uid: UUID) -> Received:
    return Received(id=uid, see=reverse("api:one", kwargs={"uid": uid}))


def _import(row: known.Batch) -> Import:
    return Import(
        id=UUID(row.uid),
        organisation=row.organisation_name,
        person=row.person_name,
        file_name=row.file_name,
        kind=row.kind,
        state=row.state,
        counts=None if row.counts is None else Counts(**row.counts),
        short_notice=[ShortNotice(**each) for each in (row.study or {}).get("short_notice", [])],
        problem=row.problem,
        created_at=row.created_at,
        applied_at=row.applied_at,
        undone_at=row.undone_at,
    )
