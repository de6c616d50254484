"""Requests about how a factory works: the buyer's reason, the factory's alternative, and an answer with data."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from troth.basis.findings import Finding, Severity
from troth.basis.text import gettext_noop

ConstraintKind = Literal["law", "custom", "climate", "equipment"]
Verdict = Literal["accepted", "rejected"]

_NO_METHOD = gettext_noop("Say what should be done differently.")
_NO_REASON = gettext_noop("Say why: which result the method is meant to secure.")
_NO_LIMIT = gettext_noop("Say which limit the result must meet, so that another way can be measured against it.")
_BOUND_BY_LAW = gettext_noop("The method asked for meets a limit of local law: %(constraint)s. Change the request.")


class RejectedWithoutData(ValueError):
    """An alternative was to be rejected without an equivalence trial, or against what the trial showed."""


class NothingToAnswer(ValueError):
    """There is no alternative, or it was answered before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalConstraint:
    """Hold what binds a place, with where it is written or who says so."""

    kind: ConstraintKind
    text: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """Hold an equivalence trial of an alternative.

    Attributes:
        sample_size: Units tried, 1 or more.
        measured: The result.
        limit: What it had to meet.
        higher_is_better: Whether the limit is the least or the most allowed.
        record: Where the data lie.
    """

    sample_size: int
    measured: Decimal
    limit: Decimal
    higher_is_better: bool
    record: str

    @property
    def meets_limit(self) -> bool:
        """Whether the result is on the right side of the limit, the limit itself included."""
        return self.measured >= self.limit if self.higher_is_better else self.measured <= self.limit

    @property
    def is_data(self) -> bool:
        """Whether something was tried and can be looked up."""
        return self.sample_size >= 1 and bool(self.record.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessRequest:
    """Hold one request about a process and what became of it.

    Attributes:
        method: What the asking side wants done.
        why: What the method is meant to secure.
        limit: The limit the result must meet, in words with its unit.
        alternative: The other side's own way to the same result, empty while there is none.
        constraint: What binds the place, or None.
        verdict: How the alternative was answered, None while open.
        trial: The data the answer rests on.
    """

    method: str
    why: str
    limit: str
    alternative: str = ""
    constraint: LocalConstraint | None = None
    verdict: Verdict | None = None
    trial: Trial | None = None


def gaps_in_process_request(request: ProcessRequest) -> tuple[Finding, ...]:
    """Find what a process request lacks, or what stands against it.

    Args:
        request: As written so far.

    Returns:
        Findings in the order method, why, limit, local law; empty when it can be sent.

    Source: `domain.md` S1-36, S1-37, S2-20.

    >>> [gap.code for gap in gaps_in_process_request(ProcessRequest(method="Tumble dry", why="", limit="3 %"))]
    ['process.why']
    """
    fields = {
        "process.method": (request.method, _NO_METHOD),
        "process.why": (request.why, _NO_REASON),
        "process.limit": (request.limit, _NO_LIMIT),
    }
    found = [
        Finding(code=code, severity=Severity.WARNING, message=message)
        for code, (text, message) in fields.items()
        if not text.strip()
    ]
    if request.constraint is not None and request.constraint.kind == "law":
        params = {"constraint": request.constraint.text}
        found.append(Finding(code="process.law", severity=Severity.SERIOUS, message=_BOUND_BY_LAW, params=params))
    return tuple(found)


def answer_alternative(request: ProcessRequest, *, verdict: Verdict, trial: Trial | None = None) -> ProcessRequest:
    """Answer the factory's own way of reaching the same result.

    Accepting needs no trial. Rejecting needs one that shows the limit is missed: a method is not better for being ours.

    Args:
        request: With an alternative not answered yet.
        verdict: Whether the alternative may be used.
        trial: The equivalence trial.

    Returns:
        The request with its answer.

    Raises:
        NothingToAnswer: There is no alternative, or it was answered before.
        RejectedWithoutData: It is rejected without a trial, or although the trial met the limit, or although local
            law leaves no other way.

    Source: `domain.md` S1-36: "Rejecting an alternative without data is not allowed".

    >>> asked = ProcessRequest(method="Tumble dry", why="Shrinkage", limit="3 %", alternative="Line dry, relaxed 24 h")
    >>> answer_alternative(asked, verdict="accepted").verdict
    'accepted'
    """
    if not request.alternative.strip() or request.verdict is not None:
        raise NothingToAnswer("There is no alternative open: one is proposed first, and answered once.")
    if verdict == "rejected":
        _check_rejection(request, trial)
    return replace(request, verdict=verdict, trial=trial)


def _check_rejection(request: ProcessRequest, trial: Trial | None) -> None:
    if request.constraint is not None and request.constraint.kind == "law":
        raise RejectedWithoutData(f"Local law leaves no other way ({request.constraint.source}); change the request.")
    if trial is None or not trial.is_data:
        raise RejectedWithoutData("An alternative is rejected with data alone: add a trial with its size and record.")
    if trial.meets_limit:
        raise RejectedWithoutData(f"The trial met the limit ({trial.measured} against {trial.limit}); accept it.")
