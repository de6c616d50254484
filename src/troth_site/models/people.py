"""People, what they do where, their one-time sign-in links, and the keys of their programs."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from troth_site.models.choices import Role, one_of


class PersonManager(BaseUserManager["Person"]):
    """Finds people by their e-mail address in any case of letters."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Return the person with this address."""
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "Person":
        """Create a person; without a password they sign in by link."""
        person = self.model(email=self.normalize_email(email), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody who signs in. Names stand in the order the person gave."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    name_latin = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=12, blank=True)
    zone = models.CharField(max_length=64, blank=True)
    is_active = models.BooleanField(default=True)
    is_operator = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="person_email_any_case")]

    def __str__(self) -> str:
        return self.name or self.email


class Membership(models.Model):
    """A person's place in an organisation."""

    person = models.ForeignKey("troth_site.Person", on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey("troth_site.Organisation", on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "organisation"], name="membership_once"),
            one_of("role", Role.values, name="membership_role"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.organisation_id}"


class SignInLink(models.Model):
    """A one-time door: the token itself is never stored, only its hash."""

    person = models.ForeignKey("troth_site.Person", on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=20, default="sign-in")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.purpose} link of {self.person_id}"


class ApiToken(models.Model):
    """A key with which a person's own program reads what they may see, and writes where they let it.

    Only its hash is kept.
    """

    person = models.ForeignKey("troth_site.Person", on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=120, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    writes = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"token {self.name} of {self.person_id}"


class ApiAnswer(models.Model):
    """What a program was answered under a key of its own, so that what it sends again is done once."""

    person = models.ForeignKey("troth_site.Person", on_delete=models.CASCADE, related_name="+", db_index=False)
    token = models.ForeignKey("troth_site.ApiToken", null=True, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    asked_hash = models.CharField(max_length=64)
    answer = models.JSONField(null=True)
    made_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="api_answer_once", condition=models.Q(token=None)),
            models.UniqueConstraint(
                fields=["token", "key"], name="api_answer_once_a_token", condition=models.Q(token__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"answer to {self.key} of {self.person_id}"
