"""Specifications of products, for programs: read, written, signed, withdrawn."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from troth.quality.specifications import Requirement, Specification
from troth.quality.verdicts import DefectClass
from troth_site.actions.quality import specifications as acts
from troth_site.actions.quality.papers import PaperMoved, PaperRefused
from troth_site.api.frame.forms import Key, Side, answers
from troth_site.api.frame.writing import Done, Given, Line, LineOrNothing, WordsOrNothing, asker, done, writes, written
from troth_site.queries.quality import papers

router = Router(tags=["Quality"])
Number = Annotated[int, Field(ge=1, le=10**6)]
Revision = Annotated[
    int, Field(ge=0, le=10**9, description="Of the open version you read; 0 where there was none to read.")
]
Limit = Annotated[float, Field(allow_inf_nan=False)]


class SignatureShown(Schema):
    """Who signed for a side, and when."""

    side: Side
    person: str
    at: datetime


class ChangeShown(Schema):
    """One thing in which a version differs from the one before."""

    change: Literal["added", "removed", "changed"]
    item: str = Field(description="Code of the requirement or name of the checkpoint; empty for the paper as a whole.")
    part: str
    before: str
    after: str


class VersionShown(Schema):
    """One version of a specification or plan."""

    number: int
    state: Literal["draft", "offered", "active", "replaced", "withdrawn"]
    made_by: str
    made_for: Side
    made_at: datetime
    active_from: datetime | None
    revision: int
    digest: str = Field(description="SHA-256 of its one written form; name it when you sign.")
    says: dict[str, Any] = Field(description="What it says, in the written form over which the digest is taken.")
    signatures: list[SignatureShown]
    lacks: list[str] = Field(description="What lacks before it can be signed.")
    changes: list[ChangeShown] = Field(description="In what it differs from the version both signed before it.")


class RequirementGiven(Given):
    """One thing a unit must be."""

    code: Annotated[Line, Field(max_length=40)]
    name: Annotated[Line, Field(max_length=200)]
    kind: Literal["measured", "attribute", "test", "packing"]
    defect_class: Literal["critical", "major", "minor"]
    target: Limit | None = None
    lower: Limit | None = None
    upper: Limit | None = None
    unit: Annotated[LineOrNothing, Field(max_length=20)] = ""
    words: Annotated[WordsOrNothing, Field(max_length=500)] = ""
    method: LineOrNothing = ""
    readings: int = Field(0, ge=0, le=1000)


class SpecificationGiven(Given):
    """A specification as a whole; it holds nothing until both sides have signed it."""

    revision: Revision
    summary: WordsOrNothing = ""
    packing: WordsOrNothing = ""
    requirements: list[RequirementGiven] = Field([], max_length=200)


class DigestGiven(Given):
    """What is signed."""

    digest: str = Field(pattern=r"^[0-9a-f]{64}$", description="The digest of the version you read.")


@router.get(
    "products/{product}/specification",
    response=answers(list[VersionShown], 404, 422),
    operation_id="specification",
    url_name="specification",
)
def specification(request: HttpRequest, product: Key) -> list[VersionShown]:
    """List the versions of a specification, the newest first."""
    return [version_shown(each) for each in papers.specifications(asker(request), product).versions]


@router.post(
    "products/{product}/specification", response=written(), operation_id="write_specification",
    url_name="specification",
)  # fmt: skip
@writes(PaperRefused, conflicts=(PaperMoved,), blames="requirements")
def write(request: HttpRequest, product: Key, given: SpecificationGiven) -> Done:
    """Write the open version, or begin one; whoever signed it before signs again."""
    said = Specification(
        summary=given.summary, packing=given.packing,
        requirements=tuple(
            Requirement(**each.model_dump() | {"defect_class": DefectClass(each.defect_class)})
            for each in given.requirements
        ),
    )  # fmt: skip
    number = acts.write(by=asker(request), product=product, given=said, revision=given.revision)
    return done(number, "specification", product=product)


@router.post(
    "products/{product}/specification/{number}/sign", response=written(), operation_id="sign_specification",
    url_name="sign-specification",
)  # fmt: skip
@writes(PaperRefused, conflicts=(PaperMoved,), blames="digest")
def sign(request: HttpRequest, product: Key, number: Number, given: DigestGiven) -> Done:
    """Sign a version for your side."""
    acts.sign(by=asker(request), product=product, number=number, digest=given.digest)
    return done(number, "specification", product=product)


@router.post(
    "products/{product}/specification/{number}/withdraw", response=written(), operation_id="withdraw_specification",
    url_name="withdraw-specification",
)  # fmt: skip
@writes(PaperRefused)
def withdraw(request: HttpRequest, product: Key, number: Number) -> Done:
    """Take an open version back; only the side that began it can."""
    acts.withdraw(by=asker(request), product=product, number=number)
    return done(number, "specification", product=product)


def version_shown(each: papers.PaperVersion) -> VersionShown:
    """Return a version as programs read it."""
    same = ("number", "state", "made_by", "made_for", "made_at", "active_from", "revision", "digest")
    return VersionShown(
        **{name: getattr(each, name) for name in same}, says=dict(each.written),
        signatures=[
            SignatureShown(side=side, person=signed.person, at=signed.at) for side, signed in each.signed.items()
        ],
        lacks=[finding.sentence(_) for finding in each.lacks],
        changes=[
            ChangeShown(change=one.change, item=one.item, part=one.part, before=one.before, after=one.after)
            for one in each.changes
        ],
    )  # fmt: skip
