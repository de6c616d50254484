"""Doors into the house: an invitation to take a seat, for one person, once."""

from django.db import models

from troth_site.models.choices import Role, one_of


class Invitation(models.Model):
    """An invitation by mail or QR code; the token itself is never stored, only its hash.

    Without an e-mail address (a QR code) whoever holds it may take the seat, and the inviting side confirms who came.
    """

    relationship = models.ForeignKey(
        "troth_site.Relationship", on_delete=models.CASCADE, null=True, blank=True, related_name="invitations"
    )
    organisation = models.ForeignKey("troth_site.Organisation", on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=12, blank=True)
    role = models.CharField(max_length=20, choices=Role.choices)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey("troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [one_of("role", Role.values, name="invitation_role")]

    def __str__(self) -> str:
        return f"invitation to {self.organisation_id}"
