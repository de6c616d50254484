"""Organisations, their sites, and the relationships between two of them."""

import uuid

from django.db import models

from troth_site.models.choices import OrganisationKind, one_of


class Organisation(models.Model):
    """A buyer, factory, agency or service."""

    kind = models.CharField(max_length=20, choices=OrganisationKind.choices)
    name = models.CharField(max_length=300)
    name_latin = models.CharField(max_length=300, blank=True)
    search = models.TextField(blank=True)
    country = models.CharField(max_length=2, blank=True)
    zone = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [one_of("kind", OrganisationKind.values, name="organisation_kind")]
        indexes = [models.Index(fields=["name"], name="organisation_name")]

    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """A place of an organisation."""

    organisation = models.ForeignKey("troth_site.Organisation", on_delete=models.CASCADE, related_name="sites")
    name = models.CharField(max_length=300)
    name_latin = models.CharField(max_length=300, blank=True)
    address = models.TextField(blank=True)
    country = models.CharField(max_length=2, blank=True)
    zone = models.CharField(max_length=64, blank=True)
    # In degrees, where somebody said: photos and answers of an inspection are compared with it.
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Relationship(models.Model):
    """A buyer and a factory that keep a record together; it carries the head of its ledger."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    buyer = models.ForeignKey("troth_site.Organisation", on_delete=models.PROTECT, related_name="as_buyer")
    factory = models.ForeignKey("troth_site.Organisation", on_delete=models.PROTECT, related_name="as_factory")
    # What the buyer's own records call the factory, where the factory calls itself otherwise; files are matched by it.
    known_as = models.CharField(max_length=300, blank=True, default="", db_default="")
    site = models.ForeignKey("troth_site.Site", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    owner_buyer = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    owner_factory = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    started_on = models.DateField(null=True, blank=True)
    last_contact_on = models.DateField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    phase = models.PositiveSmallIntegerField(default=0)
    # Begun by an import that was undone: its ledger stays, pages leave it out until something is recorded again.
    hidden = models.BooleanField(default=False)
    head_seq = models.PositiveIntegerField(default=0)
    head_hash = models.BinaryField(max_length=32, default=b"")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["buyer", "factory"], name="relationship_once"),
            models.CheckConstraint(condition=~models.Q(buyer=models.F("factory")), name="relationship_of_two"),
        ]
        # How many partners somebody has, and which, is read in these alone: names are then looked through.
        indexes = [
            models.Index(fields=["buyer", "hidden", "factory"], name="relationship_of_buyer"),
            models.Index(fields=["factory", "hidden", "buyer"], name="relationship_of_factory"),
        ]

    def __str__(self) -> str:
        return f"{self.buyer_id}–{self.factory_id}"
