"""Files on their way in: how far they are, and what they changed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema

from troth_site.api.frame.forms import answers
from troth_site.queries import imports as known

router = Router(tags=["Imports"])


class Counts(Schema):
    """Rows of a file by what became of them."""

    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    set_aside: int = 0


class Import(Schema):
    """One imported file."""

    id: UUID
    organisation: str
    person: str
    file_name: str
    state: str = Field(description="uploaded, asking, ready, checking, checked, applying, done, refused or undone.")
    counts: Counts | None
    problem: dict[str, Any] | None = Field(description="Why it was refused or stopped: what, where, how to mend it.")
    created_at: datetime
    applied_at: datetime | None
    undone_at: datetime | None


@router.get("imports", response=answers(list[Import]), operation_id="imports")
def imports(request: HttpRequest) -> list[Import]:
    """List the latest imports of your organisations, the newest first."""
    return [_import(row) for row in known.batches(request.auth)]


@router.get("imports/{uid}", response=answers(Import, 404, 422), operation_id="import")
def one(request: HttpRequest, uid: UUID) -> Import:
    """Show one import."""
    return _import(known.batch(request.auth, str(uid)))


def _import(row: known.Batch) -> Import:
    return Import(
        id=UUID(row.uid),
        organisation=row.organisation_name,
        person=row.person_name,
        file_name=row.file_name,
        state=row.state,
        counts=None if row.counts is None else Counts(**row.counts),
        problem=row.problem,
        created_at=row.created_at,
        applied_at=row.applied_at,
        undone_at=row.undone_at,
    )
