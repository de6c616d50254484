"""Words that rows of quality may hold."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DefectClass(models.TextChoices):
    """How much a defect matters."""

    CRITICAL = "critical", pgettext_lazy("class of defects", "Critical")
    MAJOR = "major", pgettext_lazy("class of defects", "Major")
    MINOR = "minor", pgettext_lazy("class of defects", "Minor")


class PaperState(models.TextChoices):
    """How far a version of a specification or plan has come."""

    DRAFT = "draft", _("Draft")
    OFFERED = "offered", _("Waiting for a signature")
    ACTIVE = "active", _("Signed by both sides")
    REPLACED = "replaced", _("Replaced by a later version")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class RequirementKind(models.TextChoices):
    """What a requirement is about."""

    MEASURED = "measured", _("Measured")
    ATTRIBUTE = "attribute", _("Looked at")
    TEST = "test", _("Tested")
    PACKING = "packing", _("Packing")


class SampleKind(models.TextChoices):
    """At which stage a sample was approved."""

    PRE_PRODUCTION = "pre-production", _("Pre-production sample")
    SIZE_SET = "size-set", _("Size set")
    LIMIT = "limit", _("Limit sample")
    FIRST_ARTICLE = "first-article", _("First article")
    SHIPMENT = "shipment", _("Shipment sample")


class CheckpointKind(models.TextChoices):
    """At which stage quality is checked."""

    MATERIAL = "material", _("Incoming material")
    PRE_PRODUCTION = "pre-production", _("Pre-production sample")
    READINESS = "readiness", _("Pre-production meeting")
    FIRST_ARTICLE = "first-article", _("First article")
    IN_LINE = "in-line", _("In-line")
    FINAL = "final", _("Final")
    PACKING = "packing", _("Packing")
    LOADING = "loading", _("Container loading")


class SamplingMethod(models.TextChoices):
    """How many units a checkpoint looks at."""

    AQL = "aql", _("By AQL")
    ZERO = "zero", _("None accepted, sized by risk")
    SEQUENTIAL = "sequential", _("Sequential")
    CONTINUOUS = "continuous", _("Continuous (CSP-1)")
    VARIABLES = "variables", _("By measurement")
    FIXED = "fixed", _("A fixed number")
    EVERY_UNIT = "every-unit", _("Every unit")
    NONE = "none", _("Nothing is drawn")


class CheckpointState(models.TextChoices):
    """How far a checkpoint of an order has come."""

    OPEN = "open", _("Open")
    BOOKED = "booked", _("Booked")
    GREEN = "green", _("Green")
    RED = "red", _("Red")
    WAIVED = "waived", _("Waived")


class InspectionState(models.TextChoices):
    """How far an inspection has come."""

    PLANNED = "planned", _("Planned")
    TAKEN = "taken", _("Taken offline")
    WORKING = "working", _("Being carried out")
    HANDED_IN = "handed-in", _("Handed in")
    REPORTED = "reported", _("Reported")
    CANCELLED = "cancelled", _("Cancelled")
    SKIPPED = "skipped", _("Skipped by the draw")


class RateSource(models.TextChoices):
    """Where units were looked at; rates of different sources are never added."""

    IN_LINE = "in-line", _("In-line")
    FINAL = "final", _("Final")
    ARRIVAL = "arrival", _("On arrival")
    CUSTOMER = "customer", _("Customers")


class LotVerdict(models.TextChoices):
    """What the frozen plan says of a lot."""

    ACCEPTED = "accepted", _("Accepted")
    NOT_ACCEPTED = "not-accepted", _("Not accepted")
    PENDING = "pending", _("Pending")


class LotChoice(models.TextChoices):
    """What the buyer decides about a lot; the verdict stands beside it."""

    SHIP = "ship", _("Ship")
    REWORK = "rework", _("Rework")
    REINSPECT = "re-inspect", _("Inspect again")
    WAIVER = "waiver", _("Accept under waiver")
    REFUSE = "refuse", _("Refuse")


class CauseSide(models.TextChoices):
    """Whose a cause is."""

    FACTORY = "factory", _("The factory's")
    BUYER = "buyer", _("The buyer's")
    BOTH = "both", _("Of both")
    THIRD = "third", _("A third party's")


class CorrectiveState(models.TextChoices):
    """How far a corrective action has come."""

    OPEN = "open", _("Open")
    WATCHED = "watched", _("Done, its effect is watched")
    CLOSED = "closed", _("Closed, shown to work")
    REOPENED = "reopened", _("Opened again")
    DROPPED = "dropped", _("Taken back")


class CorrectiveStage(models.TextChoices):
    """The parts of a corrective action, in their order."""

    CONTAINMENT = "containment", _("Containment")
    CAUSE = "cause", _("Cause")
    CORRECTION = "correction", _("Correction")
    PREVENTION = "prevention", _("Prevention")


class CorrectiveDutyKind(models.TextChoices):
    """What a side owes beside its steps, or what came of the action for it."""

    ANSWER = "answer", _("Answer")
    TAKE = "take", _("Take on or decline")
    CONFIRM = "confirm", _("Confirm")
    CAUSE = "cause", _("Cause")
    EFFECT = "effect", _("Effect")


class IdeaKind(models.TextChoices):
    """What an idea would change."""

    DESIGN = "design", _("Design")
    MATERIAL = "material", _("Material")
    PROCESS = "process", _("Process")
    PACKING = "packing", _("Packing")
    MACHINERY = "machinery", _("Machinery")
    CHECKPOINT = "checkpoint", _("Quality checkpoint")
    TRAINING = "training", _("Training")


class IdeaState(models.TextChoices):
    """What came of an idea."""

    PROPOSED = "proposed", _("Waiting for an answer")
    TRIAL = "trial", _("On trial")
    ADOPTED = "adopted", _("Adopted")
    DECLINED = "declined", _("Declined, with a reason")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ProgrammeState(models.TextChoices):
    """How far regular inspections have come."""

    PROPOSED = "proposed", _("Proposed")
    AGREED = "agreed", _("Agreed")
    ENDED = "ended", _("Ended")


class IntervalUnit(models.TextChoices):
    """What an interval between two inspections is counted in."""

    DAYS = "days", _("Days")
    LOTS = "lots", _("Lots")


class LotOutcome(models.TextChoices):
    """What the draw of a lot came to, where some lots are skipped."""

    INSPECTED = "inspected", _("Inspected")
    SKIPPED = "skipped", _("Skipped")


class TrainingState(models.TextChoices):
    """How far a training has come."""

    PLANNED = "planned", _("Waiting for the other side")
    AGREED = "agreed", _("Agreed by both sides")
    HELD = "held", _("Held")
    DECLINED = "declined", _("Declined")
    CANCELLED = "cancelled", _("Cancelled")


class ResumptionAnswer(models.TextChoices):
    """What the buyer answers where inspection stands still."""

    RESUMED = "resumed", _("Taken up again")
    DECLINED = "declined", _("Not yet")
