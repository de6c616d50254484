"""What was decided, asked to be changed, translated and agreed to mean: each side's steps."""

from decimal import Decimal
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Field

from troth.communication.requests_process import LocalConstraint, Trial
from troth_site.actions.communication import changes, changes_answering, decisions, glossary, translations
from troth_site.api.communication.messages_writing import router
from troth_site.api.frame.forms import Key
from troth_site.api.frame.writing import (
    Done,
    Given,
    Language,
    Line,
    LineOrNothing,
    LongText,
    Words,
    WordsOrNothing,
    asker,
    done,
    writes,
    written,
)

DECIDED = decisions.DecisionRefused
CHANGED = changes.ChangeRefused
Version = Annotated[int, Field(ge=1, le=10**6, description="The version of the words that you read.")]
Measure = Annotated[Decimal, Field(max_digits=18, decimal_places=6)]


class DecisionGiven(Given):
    """What was decided in a thread."""

    text: Annotated[Words, Field(max_length=2000)]
    message: Key | None = Field(None, description="The message in which it stands, if in one.")


class VersionGiven(Given):
    """Which words of a decision are meant."""

    version: Version


class DecisionChanged(VersionGiven):
    """Other words of a decision."""

    text: Annotated[Words, Field(max_length=2000)]


class ChangeGiven(Given):
    """A change that your side asks for."""

    thing: Line
    attribute: Line
    value: Line
    why: Words
    is_process: bool = False
    limit: LineOrNothing = Field("", description="Of a process: what the result must meet, with its unit.")
    thread: Key | None = None


class ConstraintGiven(Given):
    """What binds a place."""

    kind: Literal["law", "custom", "climate", "equipment"]
    text: Words
    source: Line


class OfferGiven(Given):
    """Another way to the same end, and what binds the place where something does."""

    alternative: WordsOrNothing = ""
    constraint: ConstraintGiven | None = None


class ReasonGiven(Given):
    """Why something is not possible."""

    reason: Words


class TrialGiven(Given):
    """A trial that shows whether another way meets the limit."""

    sample_size: int = Field(ge=1, le=10**9)
    measured: Measure
    limit: Measure
    higher_is_better: bool
    record: Line


class TranslationGiven(Given):
    """A translation of a message."""

    language: Language
    text: LongText


class LanguageGiven(Given):
    """A language."""

    language: Language


class TermGiven(Given):
    """A term of a relationship with its words by the code of their language."""

    term: Annotated[Line, Field(max_length=200)]
    words: dict[Language, Annotated[LineOrNothing, Field(max_length=200)]] = {}
    meaning: Annotated[WordsOrNothing, Field(max_length=2000)] = ""


@router.post("threads/{thread}/decisions", response=written(), operation_id="propose_decision", url_name="decide")
@writes(DECIDED, blames="text")
def propose(request: HttpRequest, thread: Key, given: DecisionGiven) -> Done:
    """Write down what was decided; it stands once the other side has confirmed the same words."""
    pk = decisions.propose(by=asker(request), thread=thread, text=given.text, message=given.message)
    return done(pk, "thread", thread=thread)


@router.post("decisions/{decision}/confirm", response=written(), operation_id="confirm_decision", url_name="confirm")
@writes(conflicts=(DECIDED,), blames="version")
def confirm(request: HttpRequest, decision: Key, given: VersionGiven) -> Done:
    """Confirm the words of a decision for your side."""
    thread = decisions.step(by=asker(request), decision=decision, event="confirm", version=given.version)
    return done(decision, "thread", thread=thread)


@router.post(
    "decisions/{decision}/withdraw", response=written(), operation_id="withdraw_decision", url_name="withdraw-decision"
)
@writes(conflicts=(DECIDED,), blames="version")
def withdraw(request: HttpRequest, decision: Key, given: VersionGiven) -> Done:
    """Take a decision off the table; its words stay readable."""
    thread = decisions.step(by=asker(request), decision=decision, event="withdraw", version=given.version)
    return done(decision, "thread", thread=thread)


@router.post("decisions/{decision}/words", response=written(), operation_id="change_decision", url_name="reword")
@writes(conflicts=(DECIDED,), blames="version")
def reword(request: HttpRequest, decision: Key, given: DecisionChanged) -> Done:
    """Change the words of a decision; both sides confirm the new ones, yours has."""
    thread = decisions.step(
        by=asker(request), decision=decision, event="change", version=given.version, text=given.text
    )  # fmt: skip
    return done(decision, "thread", thread=thread)


@router.post("partners/{partner}/changes", response=written(), operation_id="ask_change", url_name="changes")
@writes(CHANGED)
def ask(request: HttpRequest, partner: Key, given: ChangeGiven) -> Done:
    """Ask the other side for a change."""
    pk = changes.ask(by=asker(request), relationship=partner, wish=changes.Wish(**given.model_dump()))
    return done(pk, "changes", partner=partner)


@router.post("changes/{change}/accept", response=written(), operation_id="accept_change", url_name="accept-change")
@writes(CHANGED)
def accept(request: HttpRequest, change: Key) -> Done:
    """Accept a change as it was asked for."""
    changes_answering.accept(by=asker(request), change=change)
    return done(change)


@router.post("changes/{change}/accept-way", response=written(), operation_id="accept_way", url_name="accept-way")
@writes(CHANGED)
def accept_way(request: HttpRequest, change: Key) -> Done:
    """Accept the other way that was offered."""
    changes_answering.answer(by=asker(request), change=change, verdict="accepted")
    return done(change)


@router.post("changes/{change}/withdraw", response=written(), operation_id="withdraw_change", url_name="unask-change")
@writes(CHANGED)
def take_back(request: HttpRequest, change: Key) -> Done:
    """Take back a change that your side asked for."""
    changes.withdraw(by=asker(request), change=change)
    return done(change)


@router.post("changes/{change}/offer", response=written(), operation_id="offer_way", url_name="offer-way")
@writes(CHANGED, blames="alternative")
def offer(request: HttpRequest, change: Key, given: OfferGiven) -> Done:
    """Offer another way to the same end, and say what binds you where something does."""
    bound = given.constraint and LocalConstraint(**given.constraint.model_dump())
    changes_answering.offer(by=asker(request), change=change, alternative=given.alternative, constraint=bound)
    return done(change)


@router.post("changes/{change}/decline", response=written(), operation_id="decline_change", url_name="decline-change")
@writes(CHANGED, blames="reason")
def decline(request: HttpRequest, change: Key, given: ReasonGiven) -> Done:
    """Decline a change with a reason."""
    changes_answering.decline(by=asker(request), change=change, reason=given.reason)
    return done(change)


@router.post("changes/{change}/reject", response=written(), operation_id="reject_way", url_name="reject-way")
@writes(CHANGED)
def reject(request: HttpRequest, change: Key, given: TrialGiven) -> Done:
    """Reject the other way with a trial that missed the limit."""
    trial = Trial(**given.model_dump())
    changes_answering.answer(by=asker(request), change=change, verdict="rejected", trial=trial)
    return done(change)


@router.post("messages/{message}/translations", response=written(), operation_id="translate", url_name="translate")
@writes(translations.TranslationRefused, blames="text")
def translate(request: HttpRequest, message: Key, given: TranslationGiven) -> Done:
    """Translate a message; the original counts."""
    thread = translations.translate(by=asker(request), message=message, language=given.language, text=given.text)
    return done(message, "thread", thread=thread)


@router.post(
    "messages/{message}/translations/confirm", response=written(), operation_id="confirm_translation",
    url_name="confirm-translation",
)  # fmt: skip
@writes(translations.TranslationRefused, blames="language")
def confirm_translation(request: HttpRequest, message: Key, given: LanguageGiven) -> Done:
    """Confirm that a translation says what your side meant."""
    thread = translations.confirm(by=asker(request), message=message, language=given.language)
    return done(message, "thread", thread=thread)


@router.post("partners/{partner}/glossary", response=written(), operation_id="write_term", url_name="glossary")
@writes(glossary.TermRefused, blames="term")
def write_term(request: HttpRequest, partner: Key, given: TermGiven) -> Done:
    """Add a term to the glossary of a relationship."""
    pk = glossary.write(
        by=asker(request), relationship=partner, term=given.term, words=given.words, meaning=given.meaning
    )  # fmt: skip
    return done(pk, "glossary", partner=partner)


@router.post("terms/{term}/remove", response=written(), operation_id="remove_term", url_name="remove-term")
@writes(glossary.TermRefused)
def remove_term(request: HttpRequest, term: Key) -> Done:
    """Remove a term."""
    return done(None, "glossary", partner=glossary.remove(by=asker(request), term=term))
