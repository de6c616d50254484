"""Reports in versions that both sides see at the same moment, what each says of them, and what the buyer decides."""

from django.db import models

from troth_site.models.choices import Party, one_of
from troth_site.models.quality.choices import LotChoice, LotVerdict


class InspectionReport(models.Model):
    """One version of a report; a later edit is a new version beside it."""

    inspection = models.ForeignKey(
        "troth_site.Inspection", on_delete=models.CASCADE, related_name="reports", db_index=False
    )
    number = models.PositiveIntegerField()
    verdict = models.CharField(max_length=12, choices=LotVerdict.choices)
    # All that the report says, frozen; its hash is what anybody can check.
    content = models.JSONField()
    sha256 = models.CharField(max_length=64, unique=True)
    why = models.CharField(max_length=500, blank=True)
    made_by = models.ForeignKey("troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # The one moment at which both sides could see it.
    visible_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="report_number_once"),
            one_of("verdict", LotVerdict.values, name="report_verdict"),
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id} v{self.number}"


class ReportPaper(models.Model):
    """A version of a report as a PDF in two languages, kept so that a copy can be told from one that was changed."""

    report = models.ForeignKey(
        "troth_site.InspectionReport", on_delete=models.CASCADE, related_name="papers", db_index=False
    )
    language = models.CharField(max_length=10)
    beside = models.CharField(max_length=10)
    # Remarks and decisions it tells of; a later one makes another paper.
    told = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64, unique=True)
    path = models.CharField(max_length=300)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "language", "beside", "told"], name="report_paper_once"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} in {self.language} and {self.beside}"


class ReportRemark(models.Model):
    """What a side says of a report, with the files that speak against it or for it."""

    report = models.ForeignKey("troth_site.InspectionReport", on_delete=models.CASCADE, related_name="remarks")
    side = models.CharField(max_length=7, choices=Party.choices)
    person = models.ForeignKey("troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    text = models.TextField()
    # Which part of the report it speaks of; empty for the whole.
    about = models.CharField(max_length=120, blank=True)
    contests = models.BooleanField(default=False)
    files = models.ManyToManyField("troth_site.EvidenceFile", blank=True, related_name="+")
    said_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.text[:80]


class LotDecision(models.Model):
    """What the buyer decided about a lot, named and reasoned; the latest stands, all are kept."""

    inspection = models.ForeignKey("troth_site.Inspection", on_delete=models.CASCADE, related_name="decisions")
    report = models.ForeignKey("troth_site.InspectionReport", on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(max_length=10, choices=LotChoice.choices)
    reason = models.TextField()
    person = models.ForeignKey("troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [one_of("choice", LotChoice.values, name="lot_decision_choice")]

    def __str__(self) -> str:
        return self.choice
