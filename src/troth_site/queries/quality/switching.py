"""How strictly lots are inspected, per site, family and class: what the lots left, and what is said of a standstill."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from troth.basis.findings import Finding
from troth.quality.switching import Stage
from troth.quality.switching_outlook import outlook
from troth_site import access
from troth_site.access import Actor
from troth_site.models import CorrectiveAction, Inspection, SamplingResumption, SamplingState
from troth_site.models.quality.choices import InspectionState
from troth_site.queries.partners import Partnership, as_partnership, partnership
from troth_site.queries.quality.switching_lots import Step, read, steps

OPEN = (InspectionState.PLANNED, InspectionState.TAKEN)
MOST_STEPS = 100
MOST_ACTIONS = 50
Series = tuple[int | None, str, str]
"""Site, stage at which lots are looked at, and product family."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one class of defects of a site and product family is inspected now.

    Attributes:
        site: Empty where the lots name none.
        family: Empty where they name no product.
        is_hidden: The reader takes a blind second look at one of its lots: nothing is told until it is handed in.
        kind: At which stage its lots are looked at.
        outlook: What the next lots change.
        skips: Whether some lots are skipped by a draw now.
        asked: Somebody asked to take inspection up again, and the buyer has not answered.
        outdated: Lots planned before inspection changed, and not begun: their plan is another than would be frozen now.
    """

    pk: int
    site: str
    family: str
    kind: str
    defect_class: str
    stage: str
    is_hidden: bool
    outlook: tuple[Finding, ...]
    score: int
    skips: bool
    changed_at: datetime
    asked: bool
    outdated: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Switching:
    """Every class of a partner's lots, those that stand still first, then the stricter ones."""

    partnership: Partnership
    rows: tuple[Standing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """One step of a class: a lot and what it left, or inspection taken up again.

    Attributes:
        inspection: None where inspection was taken up again.
        found: What was counted; None with it.
        stage: Under which plan the lot was looked at; how inspection went on where it was taken up again.
        led_to: The stage it led to, empty where it led to no other.
    """

    inspection: int | None
    lot: str
    at: datetime
    letter: str
    sample_size: int | None
    accept: int | None
    found: int | None
    verdict: str
    stage: str
    score: int
    led_to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What one side said shows that corrective action works, and what the buyer answered."""

    pk: int
    side: str
    name: str
    shown: str
    at: datetime
    corrective: int | None
    corrective_title: str
    answer: str
    words: str
    answered_by: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OneClass:
    """One class with everything that led to where it stands.

    Attributes:
        steps: The latest first, at most MOST_STEPS.
        earlier: How many more there are.
        asked: The latest first.
        correctives: Corrective actions of this partner that can be named.
        may_ask: The reader may say what shows that corrective action works.
        may_decide: The reader decides for the buyer.
    """

    partnership: Partnership
    row: Standing
    steps: tuple[Moved, ...]
    earlier: int
    asked: tuple[Asked, ...]
    correctives: tuple[tuple[int, str], ...]
    may_ask: bool
    may_decide: bool
    zones: tuple[str, str]

    @property
    def waiting(self) -> Asked | None:
        """What waits for the buyer's answer."""
        return next((one for one in self.asked if not one.answer), None)


def switching(by: Actor, pk: int) -> Switching:
    """Return how strictly a partner's lots are inspected.

    Raises:
        access.NotThere: There is none for this person.
    """
    found = partnership(by, pk)
    rows = list(SamplingState.objects.filter(relationship=pk).select_related("site").prefetch_related("resumptions"))
    hidden, planned = _hidden(by, pk), _planned(pk)
    shown = [_standing(row, hidden=hidden, planned=planned) for row in rows]
    return Switching(partnership=found, rows=tuple(sorted(shown, key=_first)))


def one_class(by: Actor, pk: int) -> OneClass:
    """Return one class, with the lots that moved it and what was said of a standstill.

    Raises:
        access.NotThere: There is none for this person.
    """
    row = access.of_relationship(by, SamplingState, pk)
    found = as_partnership(by, row.relationship)
    shown = _standing(row, hidden=_hidden(by, found.pk), planned=_planned(found.pk))
    place = (row.site_id, row.kind, row.family, row.defect_class)
    past = [] if shown.is_hidden else steps(found.pk, family=row.family).get(place, [])
    asked = row.resumptions.select_related("person", "answered_by", "corrective").order_by("-asked_at", "-pk")
    return OneClass(
        partnership=found, row=shown, steps=tuple(_moved(one) for one in past[:-MOST_STEPS - 1:-1]),
        earlier=max(0, len(past) - MOST_STEPS), asked=tuple(_asked(one) for one in asked),
        correctives=_correctives(by, found.pk),
        may_ask=found.organisation(found.our_side) in by.organisations("record"),
        may_decide=found.buyer in by.organisations("settle"),
        zones=(row.relationship.buyer.zone, row.relationship.factory.zone),
    )  # fmt: skip


def partner_of(by: Actor, state: int) -> int:
    """Return the partnership of a class.

    Raises:
        access.NotThere: There is none for this person.
    """
    return access.of_relationship(by, SamplingState, state).relationship_id


def state_of(by: Actor, resumption: int) -> int:
    """Return the class that somebody asked to take up again.

    Raises:
        access.NotThere: There is none for this person.
    """
    found = SamplingResumption.objects.filter(pk=resumption).values_list("state", flat=True).first()
    if found is None:
        raise access.NotThere
    partner_of(by, found)
    return found


def _hidden(by: Actor, pk: int) -> set[Series]:
    """Return the classes of lots that the reader looks at a second time, blind."""
    rows = Inspection.objects.filter(pk__in=by.unseen.inspections, relationship=pk)
    return set(rows.values_list("site", "kind", "family"))


def _planned(pk: int) -> Sequence[Inspection]:
    rows = Inspection.objects.filter(relationship=pk, state__in=OPEN, resubmitted_of=None, blind_of=None)
    return list(rows.order_by("planned_on", "pk").only("pk", "lot_name", "site", "kind", "family", "frozen"))


def _first(row: Standing) -> tuple[int, str, str, str]:
    order = [Stage.DISCONTINUED, Stage.TIGHTENED, Stage.NORMAL, Stage.REDUCED]
    return (order.index(Stage(row.stage)), row.family, row.site, f"{row.kind} {row.defect_class}")


def _standing(row: SamplingState, *, hidden: set[Series], planned: Sequence[Inspection]) -> Standing:
    stands = read(row)
    series = (row.site_id, row.kind, row.family)
    of_series = [one for one in planned if (one.site_id, one.kind, one.family) == series]
    is_hidden = series in hidden
    return Standing(
        pk=row.pk, site=row.site.name if row.site else "", family=row.family, kind=row.kind,
        defect_class=row.defect_class, stage=row.stage,
        is_hidden=is_hidden, outlook=() if is_hidden else outlook(stands.standing), score=row.score,
        skips=row.skip_phase == "skipping", changed_at=row.changed_at,
        asked=any(not one.answer for one in row.resumptions.all()),
        outdated=tuple((one.pk, one.lot_name) for one in of_series if _is_outdated(one, row)),
    )  # fmt: skip


def _is_outdated(one: Inspection, row: SamplingState) -> bool:
    kept = one.frozen.get("classes", {}).get(row.defect_class, {})
    return bool(kept.get("letter")) and kept["stage"] != row.stage


def _moved(one: Step) -> Moved:
    lot, sample = one.lot, one.sample
    led_to = str(one.after.standing.stage) if one.after.standing.stage is not one.before.standing.stage else ""
    counted = sample.defects if sample and _counts_defects(one) else sample.nonconforming if sample else None
    return Moved(
        inspection=lot.pk if lot else None, lot=lot.lot_name if lot else "", at=one.at,
        letter=sample.letter if sample else "", sample_size=sample.sample_size if sample else None,
        accept=sample.accept if sample else None, found=counted, verdict=sample.verdict if sample else "",
        stage=sample.stage if sample else str(one.after.standing.stage), score=one.after.standing.score, led_to=led_to,
    )  # fmt: skip


def _counts_defects(one: Step) -> bool:
    if one.lot is None or one.sample is None:
        return False
    return one.lot.frozen.get("classes", {}).get(one.sample.defect_class, {}).get("counting") == "defects"


def _asked(row: SamplingResumption) -> Asked:
    who, answered = row.person, row.answered_by
    return Asked(
        pk=row.pk, side=row.side, name=(who.name or who.email) if who else "", shown=row.shown, at=row.asked_at,
        corrective=row.corrective_id, corrective_title=row.corrective.title if row.corrective else "",
        answer=row.answer, words=row.words, answered_by=(answered.name or answered.email) if answered else "",
        answered_at=row.answered_at,
    )  # fmt: skip


def _correctives(by: Actor, pk: int) -> tuple[tuple[int, str], ...]:
    rows = CorrectiveAction.objects.filter(~Q(state="dropped"), relationship=pk)
    rows = rows.exclude(pk__in=by.unseen.correctives).order_by("-number")
    named = rows.values_list("pk", "number", "title")
    return tuple((one, f"{number} · {title}") for one, number, title in named[:MOST_ACTIONS])
