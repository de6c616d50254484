"""Imported files: the batch, its mapping and counts, saved profiles, and what undoing needs."""

import uuid

from django.db import models

from troth_site.models.choices import BatchState, one_of


class ImportProfile(models.Model):
    """A saved mapping: which column of a file is what."""

    organisation = models.ForeignKey(
        "troth_site.Organisation", on_delete=models.CASCADE, related_name="import_profiles"
    )
    name = models.CharField(max_length=120)
    mapping = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="import_profile_once")]

    def __str__(self) -> str:
        return self.name


class ImportBatch(models.Model):
    """One file on its way in; it can be undone as a whole."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey("troth_site.Organisation", on_delete=models.PROTECT, related_name="import_batches")
    person = models.ForeignKey("troth_site.Person", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=BatchState.choices)
    file_name = models.CharField(max_length=300)
    file_hash = models.CharField(max_length=64)
    mapping = models.JSONField(null=True, blank=True)
    study = models.JSONField(null=True, blank=True)
    counts = models.JSONField(null=True, blank=True)
    problem = models.JSONField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    notes_repeats = models.BooleanField(default=True)

    class Meta:
        constraints = [one_of("state", BatchState.values, name="import_batch_state")]

    def __str__(self) -> str:
        return f"#{self.pk} {self.file_name}"


class LineChange(models.Model):
    """What a line looked like before an import changed it, and what that import said of it."""

    batch = models.ForeignKey("troth_site.ImportBatch", on_delete=models.CASCADE, related_name="changes")
    line = models.ForeignKey("troth_site.OrderLine", on_delete=models.CASCADE, related_name="+")
    before = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "line"], name="line_change_once")]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.line_id}"


class RepeatedLines(models.Model):
    """Lines of which a part of a file told what was known already: they stay when the import that made them is undone.

    Their keys are packed (queries.imports_repeated): a file tells of a million lines again each week. The number of the
    last change before them says whose word they repeat.
    """

    batch = models.ForeignKey("troth_site.ImportBatch", on_delete=models.CASCADE, related_name="repeats")
    entered_on = models.DateField()
    after_change = models.BigIntegerField()
    lines = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.batch_id}: after {self.after_change}"
