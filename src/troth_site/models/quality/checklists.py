"""Checklists as data: shipped ones, and those imported from XLSForm files."""

from django.db import models
from django.db.models import Q


class Checklist(models.Model):
    """A list of questions; a version is never changed, a new one takes its place."""

    organisation = models.ForeignKey(
        "troth_site.Organisation", on_delete=models.CASCADE, null=True, blank=True, related_name="checklists"
    )
    code = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    category = models.CharField(max_length=40, blank=True)
    # Where it came from: "shipped", or the name of the file.
    source = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code", "number"], name="checklist_once"),
            models.UniqueConstraint(
                fields=["code", "number"], condition=Q(organisation__isnull=True), name="shipped_checklist_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ChecklistItem(models.Model):
    """One question; it has no default answer."""

    checklist = models.ForeignKey("troth_site.Checklist", on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=120)
    section = models.CharField(max_length=200, blank=True)
    # Text by language code, so that each person reads their own.
    label = models.JSONField()
    hint = models.JSONField(default=dict, blank=True)
    # "choice", "choices", "whole", "number", "text", "day", "moment", "photo", "place", "note".
    kind = models.CharField(max_length=10)
    choices = models.JSONField(default=list, blank=True)
    required = models.BooleanField(default=False)
    # Shown only where this holds of earlier answers; as the XLSForm wrote it.
    relevant = models.CharField(max_length=500, blank=True)
    constraint = models.CharField(max_length=500, blank=True)
    lower = models.FloatField(null=True, blank=True)
    upper = models.FloatField(null=True, blank=True)
    step = models.FloatField(null=True, blank=True)
    defect_class = models.CharField(max_length=8, blank=True)
    # Answers of a choice that fail the item.
    failing = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["checklist", "code"], name="checklist_item_once")]

    def __str__(self) -> str:
        return self.code
