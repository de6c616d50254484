"""How people work, in their own words, and what was given or shared at table. Never an input to a number."""

from django.db import models

from troth_site.models.choices import CustomCategory, Party, one_of


class CustomNote(models.Model):
    """One note on how an organisation works, with its author, source and date; its own people write it first of all."""

    about = models.ForeignKey("troth_site.Organisation", on_delete=models.CASCADE, related_name="customs")
    # The organisation that wrote it; equal to `about` for what people write of themselves.
    written_for = models.ForeignKey("troth_site.Organisation", on_delete=models.CASCADE, related_name="+")
    # Notes about oneself are read by every partner; notes about a partner by the two sides of one relationship.
    relationship = models.ForeignKey(
        "troth_site.Relationship", on_delete=models.CASCADE, null=True, blank=True, related_name="customs"
    )
    category = models.CharField(max_length=12, choices=CustomCategory.choices)
    text = models.TextField()
    language = models.CharField(max_length=12, blank=True)
    source = models.CharField(max_length=300)
    dated_on = models.DateField()
    author = models.ForeignKey("troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [one_of("category", CustomCategory.values, name="custom_note_category")]

    def __str__(self) -> str:
        return self.text[:80]


class Hospitality(models.Model):
    """A meal or gift given by one side to the other; above the giver's or the receiver's limit somebody approves it."""

    relationship = models.ForeignKey("troth_site.Relationship", on_delete=models.CASCADE, related_name="hospitality")
    given_by = models.CharField(max_length=7, choices=Party.choices)
    day = models.DateField()
    what = models.CharField(max_length=300)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    currency = models.CharField(max_length=3)
    people = models.CharField(max_length=500, blank=True)
    needs = models.CharField(max_length=500, blank=True)
    # The limit it exceeded or could not be compared with, and whose it was; empty where nobody needs to approve it.
    limit = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    limit_currency = models.CharField(max_length=3, blank=True)
    limit_of = models.CharField(max_length=7, choices=Party.choices, blank=True)
    recorded_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            one_of("given_by", Party.values, name="hospitality_side"),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="hospitality_amount"),
        ]

    def __str__(self) -> str:
        return self.what


class HospitalityLimit(models.Model):
    """Up to which amount an organisation's people give or accept a meal or gift without asking."""

    organisation = models.OneToOneField(
        "troth_site.Organisation", on_delete=models.CASCADE, related_name="hospitality_limit"
    )
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    currency = models.CharField(max_length=3)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(amount__gte=0), name="hospitality_limit_amount")]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"
