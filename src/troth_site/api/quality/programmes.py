"""Regular inspections, for programs: read with why they come so often, proposed, agreed, planned and ended."""

from datetime import date
from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from troth_site.actions.quality import programmes as acts
from troth_site.api.frame.forms import Key, answers
from troth_site.api.frame.writing import Done, Given, Line, LineOrNothing, asker, done, writes, written
from troth_site.api.quality.inspections import Kind, Units
from troth_site.api.quality.inspections_limits import Level
from troth_site.queries.quality import programmes as queries
from troth_site.queries.quality.programmes import ProgrammeRow

router = Router(tags=["Inspections"])
Aql = Annotated[
    str, Field(max_length=8, description="Of the series of 26, as text; above 10 defects are counted; 0 accepts none.")
]


class ProgrammeShown(Schema):
    """A regular inspection."""

    id: int
    name: str
    kind: str
    unit: str = Field(description="days or lots")
    base: int = Field(description="What both sides agreed.")
    interval: int | None = Field(description="How often now; null unless it is agreed.")
    reasons: list[str] = Field(description="Why the interval is not the agreed one, or has not grown yet.")
    due_on: date | None = Field(description="Null while finished lots are awaited, or nobody has agreed.")
    look: str = Field(description="later, soon, today or overdue")
    lots_finished: int | None = Field(description="Since the last look, where lots are counted.")
    last_look: int | None
    planned_look: int | None
    inspector: str
    side: str
    state: str
    proposed_side: str
    lot_size: int
    sampling: dict[str, str]


class ProgrammeGiven(Given):
    """A regular inspection to propose; how strictly has no default."""

    kind: Kind
    unit: Literal["days", "lots"]
    base: Annotated[int, Field(ge=1, le=1000)]
    lot_size: Units
    edition: Literal["iso2859-1", "mil-std-105e"]
    level: Level
    critical: Aql
    major: Aql
    minor: Aql
    product: Key | None = None
    family: Annotated[LineOrNothing, Field(max_length=120)] = ""
    inspector: Key | None = None

    def new(self) -> acts.NewProgramme:
        """Return it as the action takes it."""
        names = {"edition", "level", "critical", "major", "minor"}
        return acts.NewProgramme(**self.model_dump(exclude=names), sampling=self.model_dump(include=names))


class ProgrammeReasonGiven(Given):
    """Why."""

    reason: Annotated[Line, Field(max_length=300)]


class LookerGiven(Given):
    """Who looks."""

    inspector: Key


@router.get("partners/{partner}/programmes", response=answers(list[ProgrammeShown], 404, 422),
            operation_id="programmes", url_name="programmes")  # fmt: skip
def programmes(request: HttpRequest, partner: Key) -> list[ProgrammeShown]:
    """List the regular inspections with a partner, those due first, the ended ones last."""
    found = queries.programmes(asker(request), partner, today=timezone.localdate())
    return [_shown(row) for row in (*found.rows, *found.ended)]


@router.post("partners/{partner}/programmes", response=written(), operation_id="propose_programme",
             url_name="programmes")  # fmt: skip
@writes(acts.ProgrammeRefused)
def propose(request: HttpRequest, partner: Key, given: ProgrammeGiven) -> Done:
    """Propose a regular inspection; it counts once the other side agrees."""
    made = acts.propose(by=asker(request), relationship=partner, given=given.new())
    return done(made, "programmes", partner=partner)


@router.post("programmes/{programme}/agree", response=written(), operation_id="agree_programme",
             url_name="agree-programme")  # fmt: skip
@writes(conflicts=(acts.ProgrammeRefused,))
def agree(request: HttpRequest, programme: Key) -> Done:
    """Agree to what the other side proposed; the first look is promised."""
    acts.agree(by=asker(request), programme=programme)
    return _done(request, programme)


@router.post("programmes/{programme}/end", response=written(), operation_id="end_programme", url_name="end-programme")
@writes(acts.ProgrammeRefused, blames="reason")
def end(request: HttpRequest, programme: Key, given: ProgrammeReasonGiven) -> Done:
    """End a regular inspection, or decline one that was proposed; a look that is overdue stays broken."""
    acts.end(by=asker(request), programme=programme, reason=given.reason)
    return _done(request, programme)


@router.post("programmes/{programme}/inspector", response=written(), operation_id="assign_programme",
             url_name="assign-programme")  # fmt: skip
@writes(acts.ProgrammeRefused, blames="inspector")
def assign(request: HttpRequest, programme: Key, given: LookerGiven) -> Done:
    """Name who looks regularly."""
    acts.assign(by=asker(request), programme=programme, inspector=given.inspector)
    return _done(request, programme)


@router.post("programmes/{programme}/plan", response=written(), operation_id="plan_programme",
             url_name="plan-programme")  # fmt: skip
@writes(acts.ProgrammeRefused)
def plan_next(request: HttpRequest, programme: Key) -> Done:
    """Plan the inspection that is due next; asked again it answers with the one that is planned."""
    made = acts.plan_next(by=asker(request), programme=programme)
    return done(made, "inspection", inspection=made)


def _done(request: HttpRequest, programme: int) -> Done:
    return done(programme, "programmes", partner=queries.partner_of(asker(request), programme))


def _shown(row: ProgrammeRow) -> ProgrammeShown:
    found = row.next
    same = (
        "name", "kind", "unit", "base", "due_on", "inspector", "side", "state", "proposed_side", "lot_size",
    )  # fmt: skip
    return ProgrammeShown(
        id=row.pk, look=str(row.look), sampling=dict(row.sampling),
        interval=found.interval.length if found else None, lots_finished=found.lots if found else None,
        reasons=[reason.sentence(_) for reason in found.interval.reasons] if found else [],
        last_look=found.last.pk if found and found.last else None,
        planned_look=found.planned.pk if found and found.planned else None,
        **{name: getattr(row, name) for name in same},
    )  # fmt: skip
