"""Who did what, when."""

from django.db import models


class AuditEntry(models.Model):
    """One act of a person; only ever added."""

    at = models.DateTimeField()
    verb = models.CharField(max_length=60)
    person = models.ForeignKey("troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    as_operator = models.BooleanField(default=False)
    organisation = models.ForeignKey(
        "troth_site.Organisation", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    relationship = models.ForeignKey(
        "troth_site.Relationship", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    subject = models.CharField(max_length=60, blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["organisation", "at"], name="audit_by_organisation")]

    def __str__(self) -> str:
        return self.verb
