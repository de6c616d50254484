"""What people answer to what asks for a second look, beside it and seen by both sides."""

from django.db import models

_PERSON = {"on_delete": models.SET_NULL, "null": True, "blank": True, "related_name": "+"}


class LookAnswer(models.Model):
    """An answer to what an inspection, or all lots of an inspector, ask for; nobody changes it afterwards."""

    relationship = models.ForeignKey("troth_site.Relationship", on_delete=models.CASCADE, related_name="look_answers")
    inspector = models.ForeignKey("troth_site.Person", **_PERSON)
    # Without an inspection it answers what is said of all lots of the inspector with this partner.
    inspection = models.ForeignKey(
        "troth_site.Inspection", on_delete=models.CASCADE, null=True, blank=True, related_name="look_answers"
    )
    # Who speaks: a side, or the inspector and those he works with.
    side = models.CharField(max_length=9)
    text = models.TextField()
    written_by = models.ForeignKey("troth_site.Person", **_PERSON)
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.text[:40]
