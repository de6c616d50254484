"""Files that prove something: photos of samples and defects, counter-evidence, certificates of instruments."""

import uuid

from django.db import models


class EvidenceFile(models.Model):
    """A file kept as it came, with its hash; what it says of place and time is kept and compared, never corrected."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True)
    relationship = models.ForeignKey("troth_site.Relationship", on_delete=models.CASCADE, related_name="evidence")
    name = models.CharField(max_length=300)
    media_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    # Below the installation's folder of files; the smaller picture that pages show stands beside it.
    path = models.CharField(max_length=300)
    preview = models.CharField(max_length=300, blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    difference_hash = models.CharField(max_length=16, blank=True)
    # As the file itself says; None where it says nothing.
    taken_at = models.DateTimeField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    camera = models.CharField(max_length=200, blank=True)
    # What was noticed: codes of findings with their values.
    noticed = models.JSONField(default=list, blank=True)
    side = models.CharField(max_length=7)
    kept_by = models.ForeignKey("troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["sha256"], name="evidence_hash")]

    def __str__(self) -> str:
        return self.name
