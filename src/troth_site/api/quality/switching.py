"""How strictly a partner's lots are inspected, and taking up again what stands still, for programs."""

from datetime import datetime
from typing import Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from troth_site.actions.quality import switching as acts
from troth_site.api.frame.forms import Key, answers
from troth_site.api.frame.writing import Done, Given, Words, asker, done, writes, written
from troth_site.queries.quality import switching as queries

router = Router(tags=["Inspections"])


class SwitchingShown(Schema):
    """One class of defects of a site and product family; null is not told while one looks at its lots blind."""

    id: int
    site: str
    family: str
    kind: str = Field(description="At which stage its lots are looked at, such as final.")
    defect_class: str
    stage: str | None = Field(description="normal, tightened, reduced, or discontinued.")
    score: int | None
    skips: bool | None = Field(description="Whether some lots are skipped by a draw now.")
    next: list[str] = Field(description="What the next lots change, in sentences.")
    since: datetime | None
    asked: bool = Field(description="Somebody asked to take inspection up again, and the buyer has not answered.")
    outdated: list[int] = Field(description="Inspections planned before that changed, by another plan.")


class SwitchingStepShown(Schema):
    """A lot and what it left; or, without an inspection, inspection taken up again."""

    inspection: int | None
    lot: str
    at: datetime
    stage: str
    letter: str
    sample_size: int | None
    accept: int | None
    found: int | None
    verdict: str
    score: int
    led_to: str = Field(description="The stage it led to; empty where it led to no other.")


class ResumptionShown(Schema):
    """What one side said shows that corrective action works, and what the buyer answered."""

    id: int
    side: str
    name: str
    shown: str
    at: datetime
    corrective: int | None
    answer: Literal["", "resumed", "declined"]
    words: str
    answered_by: str
    answered_at: datetime | None


class SwitchingWhole(SwitchingShown):
    """One class with the latest lots that moved it and what was said of a standstill, the latest first."""

    steps: list[SwitchingStepShown]
    resumptions: list[ResumptionShown]


class ResumptionGiven(Given):
    """What shows that corrective action works."""

    shown: Words
    corrective: Key | None = None


class ResumptionAnswered(Given):
    """What the buyer answers."""

    resumes: bool
    words: Words


@router.get("partners/{partner}/switching", response=answers(list[SwitchingShown], 404, 422),
            operation_id="switching", url_name="switching")  # fmt: skip
def switching(request: HttpRequest, partner: Key) -> list[SwitchingShown]:
    """List how strictly each class of a partner's lots is inspected."""
    return [SwitchingShown(**_told(row)) for row in queries.switching(asker(request), partner).rows]


@router.get("switching/{state}", response=answers(SwitchingWhole, 404, 422), operation_id="switching_class",
            url_name="switching_class")  # fmt: skip
def one_class(request: HttpRequest, state: Key) -> SwitchingWhole:
    """Show one class with the lots that moved it."""
    seen = queries.one_class(asker(request), state)
    return SwitchingWhole(
        **_told(seen.row),
        steps=[SwitchingStepShown(**{name: getattr(one, name) for name in SwitchingStepShown.model_fields})
               for one in seen.steps],
        resumptions=[
            ResumptionShown(id=one.pk, **{name: getattr(one, name) for name in ResumptionShown.model_fields
                                          if name != "id"})
            for one in seen.asked
        ],
    )  # fmt: skip


@router.post("switching/{state}/ask", response=written(), operation_id="ask_to_resume", url_name="ask_to_resume")
@writes(acts.SwitchingRefused, blames="shown")
def ask(request: HttpRequest, state: Key, given: ResumptionGiven) -> Done:
    """Ask to take inspection up again, with what shows that corrective action works."""
    made = acts.ask(by=asker(request), state=state, shown=given.shown, corrective=given.corrective)
    return done(made, "switching_class", state=state)


@router.post("switching/{state}/take-up", response=written(), operation_id="take_up_inspection",
             url_name="take_up_inspection")  # fmt: skip
@writes(acts.SwitchingRefused, blames="shown")
def take_up(request: HttpRequest, state: Key, given: ResumptionGiven) -> Done:
    """Take inspection up again for the buyer, without being asked."""
    made = acts.take_up(by=asker(request), state=state, because=given.shown, corrective=given.corrective)
    return done(made, "switching_class", state=state)


@router.post("resumptions/{resumption}/answer", response=written(), operation_id="answer_resumption",
             url_name="answer_resumption")  # fmt: skip
@writes(acts.SwitchingRefused, blames="words")
def answer(request: HttpRequest, resumption: Key, given: ResumptionAnswered) -> Done:
    """Answer for the buyer whether inspection is taken up again."""
    by = asker(request)
    state = queries.state_of(by, resumption)
    acts.answer(by=by, resumption=resumption, resumes=given.resumes, words=given.words)
    return done(resumption, "switching_class", state=state)


def _told(row: queries.Standing) -> dict[str, object]:
    is_hidden = row.is_hidden
    return {
        "id": row.pk, "site": row.site, "family": row.family, "kind": row.kind,
        "defect_class": row.defect_class, "asked": row.asked,
        "next": [finding.sentence(_) for finding in row.outlook], "stage": None if is_hidden else row.stage,
        "score": None if is_hidden else row.score, "skips": None if is_hidden else row.skips,
        "since": None if is_hidden else row.changed_at,
        "outdated": [] if is_hidden else [pk for pk, _name in row.outdated],
    }  # fmt: skip
