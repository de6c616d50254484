"""The append-only ledger of each relationship, and the heads each side has seen."""

from django.db import models


class LedgerEntry(models.Model):
    """One entry: what was recorded, hashed over the entry before it; its outcome, if it has one, feeds the tallies.

    The content can be withheld or erased; its salted hash stays, so the chain still verifies. Who acted is outside the
    hashed content, because personal data must be erasable.
    """

    relationship = models.ForeignKey(
        "troth_site.Relationship", on_delete=models.PROTECT, related_name="ledger", db_index=False
    )
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    side = models.CharField(max_length=7, blank=True)
    dimension = models.CharField(max_length=20, blank=True)
    commitment = models.ForeignKey(
        "troth_site.Commitment", on_delete=models.PROTECT, null=True, blank=True, related_name="entries"
    )
    batch = models.ForeignKey(
        "troth_site.ImportBatch", on_delete=models.PROTECT, null=True, blank=True, related_name="entries"
    )
    person = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    happened_on = models.DateField()
    recorded_on = models.DateField()
    entered_at = models.DateTimeField()
    content = models.TextField(null=True, blank=True)  # noqa: DJ001  reason: erased content is null, never ""
    salt = models.BinaryField(max_length=16)
    content_hash = models.BinaryField(max_length=32)
    entry_hash = models.BinaryField(max_length=32)
    counted_on = models.DateField(null=True, blank=True)
    counted_from = models.DateField(null=True, blank=True)
    lines = models.SmallIntegerField(default=0)
    kept = models.SmallIntegerField(default=0)
    excused = models.SmallIntegerField(default=0)
    scored_on = models.DateField(null=True, blank=True)
    scored_from = models.DateField(null=True, blank=True)
    kept_weight = models.FloatField(default=0)
    broken_weight = models.FloatField(default=0)
    excused_weight = models.FloatField(default=0)
    held = models.FloatField(default=0)
    held_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["relationship", "seq"], name="ledger_seq_once")]
        # What was known last is found without walking through all that ever was.
        indexes = [models.Index(fields=["relationship", "recorded_on", "seq"], name="ledger_newest")]

    def __str__(self) -> str:
        return f"{self.relationship_id}/{self.seq} {self.kind}"


class SeenHead(models.Model):
    """A head of a ledger that a side has seen; later copies must still contain it."""

    relationship = models.ForeignKey("troth_site.Relationship", on_delete=models.CASCADE, related_name="seen_heads")
    organisation = models.ForeignKey("troth_site.Organisation", on_delete=models.CASCADE, related_name="+")
    seq = models.PositiveIntegerField()
    head_hash = models.BinaryField(max_length=32)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["relationship", "organisation", "seq"], name="seen_head_once")]

    def __str__(self) -> str:
        return f"{self.relationship_id}/{self.seq}"
