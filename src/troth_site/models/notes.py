"""Notes of people about a partner, a line or a promise, and every version of their words."""

from django.db import models

from troth_site.models.choices import Party, Visibility, one_of


class Note(models.Model):
    """One note; who may read it was chosen when it was written and never changes.

    A shared note stands in the ledger; the others are known to nothing but this table.
    """

    relationship = models.ForeignKey("troth_site.Relationship", on_delete=models.CASCADE, related_name="notes")
    commitment = models.ForeignKey(
        "troth_site.Commitment", on_delete=models.CASCADE, null=True, blank=True, related_name="notes"
    )
    organisation = models.ForeignKey("troth_site.Organisation", on_delete=models.CASCADE, related_name="+")
    side = models.CharField(max_length=7, choices=Party.choices)
    author = models.ForeignKey("troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    visibility = models.CharField(max_length=7, choices=Visibility.choices)
    written_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            one_of("visibility", Visibility.values, name="note_visibility"),
            one_of("side", Party.values, name="note_side"),
        ]

    def __str__(self) -> str:
        return f"note {self.pk}"


class NoteVersion(models.Model):
    """The words of a note from a moment on; entry is their number in the ledger, of a shared note alone."""

    note = models.ForeignKey("troth_site.Note", on_delete=models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    text = models.TextField()
    written_at = models.DateTimeField()
    entry = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["note", "number"], name="note_version_once")]

    def __str__(self) -> str:
        return f"note {self.note_id}, version {self.number}"
