"""What is said of who a firm is, and which of an organisation's partners are confirmed to be one firm."""

from django.db import models
from django.db.models import Q

from troth_site.models.choices import FactKind, FactSource, FirmLinkState, Party, one_of


class FirmFact(models.Model):
    """One fact about an organisation: who said it, on what grounds, and what the organisation answered.

    Without a relationship it is the organisation's own word to all its partners; with one it stands between those two
    alone. Nothing is overwritten: what is not so any more is taken back. An owner's name is personal data and
    therefore stands in no hashed entry.
    """

    organisation = models.ForeignKey("troth_site.Organisation", on_delete=models.CASCADE, related_name="facts")
    relationship = models.ForeignKey(
        "troth_site.Relationship", on_delete=models.CASCADE, null=True, blank=True, related_name="facts"
    )
    said_by = models.ForeignKey("troth_site.Organisation", on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=20, choices=FactKind.choices)
    value = models.CharField(max_length=500)
    source = models.CharField(max_length=20, choices=FactSource.choices)
    said_on = models.DateField()
    person = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    # What the organisation itself answers to what another says of it.
    is_right = models.BooleanField(null=True, blank=True)
    answer = models.TextField(blank=True, default="", db_default="")
    answered_on = models.DateField(null=True, blank=True)
    taken_back_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            one_of("kind", FactKind.values, name="firm_fact_kind"),
            one_of("source", FactSource.values, name="firm_fact_source"),
            models.CheckConstraint(condition=~Q(value=""), name="firm_fact_says_something"),
            models.CheckConstraint(
                condition=Q(relationship__isnull=False) | Q(said_by=models.F("organisation")), name="firm_fact_own_word"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.organisation_id}"


class FirmLink(models.Model):
    """Two partners of one organisation that may be, or are confirmed to be, the same firm.

    relationship is the later of the two: it inherits. Until the judge confirms it, nobody else knows of it.
    """

    relationship = models.ForeignKey("troth_site.Relationship", on_delete=models.CASCADE, related_name="firm_links")
    earlier = models.ForeignKey("troth_site.Relationship", on_delete=models.CASCADE, related_name="+")
    judge = models.ForeignKey("troth_site.Organisation", on_delete=models.CASCADE, related_name="+")
    side = models.CharField(max_length=7, choices=Party.choices)
    grade = models.CharField(max_length=10)
    signs = models.JSONField()
    state = models.CharField(max_length=10, choices=FirmLinkState.choices)
    proposed_on = models.DateField()
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    reason = models.TextField(blank=True)
    contested_on = models.DateField(null=True, blank=True)
    contested_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    contest = models.TextField(blank=True)
    settled_on = models.DateField(null=True, blank=True)
    settlement = models.TextField(blank=True)
    carried_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            one_of("side", Party.values, name="firm_link_side"),
            one_of("state", FirmLinkState.values, name="firm_link_state"),
            models.UniqueConstraint(fields=["relationship", "earlier"], name="firm_link_once"),
            # Evidence that came by two ways would count twice.
            models.UniqueConstraint(
                fields=["relationship"], condition=Q(state="confirmed"), name="firm_link_one_ancestor"
            ),
            models.CheckConstraint(condition=~Q(relationship=models.F("earlier")), name="firm_link_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.earlier_id} is {self.relationship_id}: {self.state}"
