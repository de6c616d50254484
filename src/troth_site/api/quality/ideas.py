"""Ideas, problems told of and kinds of defects: read and written."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Field, Schema

from troth_site.actions.quality import disclosures, ideas
from troth_site.api.frame.forms import Key, answers
from troth_site.api.frame.writing import Done, Given, Line, OnDay, Words, WordsOrNothing, asker, done, writes, written
from troth_site.api.quality.corrective import Percent, router
from troth_site.queries.partners import partnership
from troth_site.queries.quality import catalogue
from troth_site.queries.quality import disclosures as told
from troth_site.queries.quality import ideas as rows

Money = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=4)]


class IdeaShown(Schema):
    """An idea of either side."""

    id: int
    side: str
    kind: str
    title: str
    text: str
    product: str
    saving_per_unit: Decimal | None
    units_a_year: int | None
    cost: Decimal | None
    currency: str
    answer_due_on: date
    state: str
    answer: str
    proposer_share: Decimal | None
    adopted_on: date | None
    saved: Decimal | None = Field(description="On order lines since it was adopted; null where it is not known.")


class IdeaGiven(Given):
    """An idea to propose."""

    kind: Literal["design", "material", "process", "packing", "machinery", "checkpoint", "training"]
    title: Line
    text: Words
    product: Key | None = None
    saving_per_unit: Money | None = None
    units_a_year: Annotated[int, Field(ge=0, le=2_000_000_000)] | None = None
    cost: Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)] | None = None
    currency: Annotated[str, Field(max_length=3)] = ""
    quality_risk: WordsOrNothing = ""


class IdeaAnswered(Given):
    """An answer to an idea of the other side."""

    state: Literal["trial", "adopted", "declined"]
    text: WordsOrNothing = ""
    share: Percent | None = None
    saving_per_unit: Annotated[Decimal, Field(max_digits=14, decimal_places=4)] | None = None
    adopted_on: OnDay | None = None


class DisclosureShown(Schema):
    """A problem told of by the side that caused it, or found by the other."""

    id: int
    side: str
    title: str
    text: str
    occurred_on: date
    known_on: date | None
    told_on: date | None
    found_on: date | None
    answer: str
    answered_at: datetime | None
    how: str = Field(description="told, found or hidden; empty while only one side has spoken.")


class ProblemTold(Given):
    """A problem that your side caused."""

    title: Line
    text: Words
    occurred_on: OnDay
    known_on: OnDay | None = None
    order: Key | None = None
    corrective: Key | None = None


class ProblemFound(Given):
    """A problem that the other side caused and your side found."""

    title: Line
    text: Words
    occurred_on: OnDay
    found_on: OnDay
    because: Words = Field(description="What shows that it was found then.")
    order: Key | None = None
    inspection: Key | None = None


class ProblemAnswered(Given):
    """What your side says of a problem that was told of or found."""

    text: WordsOrNothing = ""
    found_on: OnDay | None = Field(None, description="Of one told of: the day on which your side had found it.")
    because: WordsOrNothing = Field("", description="What shows that it was found then.")
    inspection: Key | None = None
    knew: bool | None = Field(None, description="Of one found: whether your side knew of it.")
    known_on: OnDay | None = Field(None, description="Since when it knew.")


class DefectShown(Schema):
    """A kind of defect of the catalogue."""

    code: str
    category: str
    name: str
    description: str
    defect_class: str


@router.get("partners/{partner}/ideas", response=answers(list[IdeaShown], 404, 422), operation_id="ideas",
            url_name="ideas")  # fmt: skip
def list_ideas(request: HttpRequest, partner: Key) -> list[IdeaShown]:
    """List the ideas with a partner, those that wait for an answer first."""
    names = [name for name in IdeaShown.model_fields if name not in ("id", "saved")]
    return [
        IdeaShown(id=row.pk, saved=row.saving.amount if row.saving else None, **{n: getattr(row, n) for n in names})
        for row in rows.ideas(asker(request), partner).ideas
    ]


@router.post("partners/{partner}/ideas", response=written(), operation_id="propose_idea", url_name="ideas")
@writes(ideas.IdeaRefused, blames="title")
def propose(request: HttpRequest, partner: Key, given: IdeaGiven) -> Done:
    """Propose an idea; the other side owes an answer within ten working days."""
    made = ideas.propose(by=asker(request), relationship=partner, given=ideas.NewIdea(**given.model_dump()))
    return done(made, "ideas", partner=partner)


@router.post("ideas/{idea}/answer", response=written(), operation_id="answer_idea", url_name="answer_idea")
@writes(ideas.IdeaRefused, blames="state")
def answer(request: HttpRequest, idea: Key, given: IdeaAnswered) -> Done:
    """Try, adopt or decline an idea of the other side."""
    by = asker(request)
    partner = rows.idea(by, idea).partnership.pk
    ideas.answer(by=by, idea=idea, given=ideas.IdeaAnswer(**given.model_dump()))
    return done(idea, "ideas", partner=partner)


@router.post("ideas/{idea}/withdraw", response=written(), operation_id="withdraw_idea", url_name="withdraw-idea")
@writes(ideas.IdeaRefused)
def withdraw(request: HttpRequest, idea: Key) -> Done:
    """Take back an idea of your side that was not answered."""
    by = asker(request)
    partner = rows.idea(by, idea).partnership.pk
    ideas.withdraw(by=by, idea=idea)
    return done(idea, "ideas", partner=partner)


@router.get("partners/{partner}/disclosures", response=answers(list[DisclosureShown], 404, 422),
            operation_id="disclosures", url_name="disclosures")  # fmt: skip
def list_disclosures(request: HttpRequest, partner: Key) -> list[DisclosureShown]:
    """List the problems told of and found, the newest first."""
    names = [name for name in DisclosureShown.model_fields if name != "id"]
    _found, listed = told.disclosures(asker(request), partner)
    return [DisclosureShown(id=row.pk, **{name: getattr(row, name) for name in names}) for row in listed]


@router.post("partners/{partner}/disclosures", response=written(), operation_id="tell_problem",
             url_name="disclosures")  # fmt: skip
@writes(disclosures.DisclosureRefused, blames="title")
def tell(request: HttpRequest, partner: Key, given: ProblemTold) -> Done:
    """Tell of a problem that your side caused, before the other side finds it."""
    problem = disclosures.Problem(**given.model_dump())
    made = disclosures.tell(by=asker(request), relationship=partner, given=problem)
    return done(made, "disclosures", partner=partner)


@router.post("partners/{partner}/disclosures/found", response=written(), operation_id="found_problem",
             url_name="found-problem")  # fmt: skip
@writes(disclosures.DisclosureRefused, blames="found_on")
def found(request: HttpRequest, partner: Key, given: ProblemFound) -> Done:
    """Record a problem that the other side caused and your side found; that side says whether it knew."""
    problem = disclosures.Problem(**given.model_dump())
    made = disclosures.found(by=asker(request), relationship=partner, given=problem)
    return done(made, "disclosures", partner=partner)


@router.post("disclosures/{disclosure}/answer", response=written(), operation_id="answer_problem",
             url_name="answer-problem")  # fmt: skip
@writes(disclosures.DisclosureRefused, blames="text")
def answer_problem(request: HttpRequest, disclosure: Key, given: ProblemAnswered) -> Done:
    """Answer for your side a problem that was told of or found, once."""
    by = asker(request)
    partner = told.disclosure(by, disclosure).partnership.pk
    disclosures.answer(by=by, disclosure=disclosure, given=disclosures.Answer(**given.model_dump()))
    return done(disclosure, "disclosures", partner=partner)


@router.get("partners/{partner}/defects", response=answers(list[DefectShown], 404, 422), operation_id="defects",
            url_name="defects")  # fmt: skip
def list_defects(request: HttpRequest, partner: Key) -> list[DefectShown]:
    """List the kinds of defects that may be counted: the shipped ones and those of both sides."""
    found = partnership(asker(request), partner)
    names = list(DefectShown.model_fields)
    listed = catalogue.catalogue((found.buyer, found.factory))
    return [DefectShown(**{name: getattr(entry, name) for name in names}) for entry in listed]
