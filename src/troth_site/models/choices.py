"""Words that rows may hold, in one leaf file so that every model can use them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    """What an organisation is; it may still stand on either side of a relationship."""

    BUYER = "buyer", _("Buyer")
    FACTORY = "factory", _("Factory")
    AGENCY = "agency", _("Agency")
    SERVICE = "service", _("Service")


class Role(models.TextChoices):
    """What a person does in an organisation."""

    MANAGER = "manager", _("Manager")
    SOURCING = "sourcing", _("Sourcing")
    QUALITY = "quality", _("Quality")
    FINANCE = "finance", _("Finance")
    SALES = "sales", _("Sales")
    OWNER = "owner", _("Owner")
    REPRESENTATIVE = "representative", _("Representative")
    INSPECTOR = "inspector", _("Inspector")
    OPERATOR = "operator", _("Operator")


class Party(models.TextChoices):
    """The side of a relationship that promised."""

    FACTORY = "factory", _("Factory")
    BUYER = "buyer", _("Buyer")


class Visibility(models.TextChoices):
    """Who reads a note."""

    SHARED = "shared", _("Both sides")
    SIDE = "side", _("Our side only")
    PRIVATE = "private", _("Only you")


class Finding(models.TextChoices):
    """What a side found a red flag to be; nothing said is neither right nor wrong."""

    CONFIRMED = "confirmed", _("It was right")
    NOT_SO = "not so", _("It was not so")
    CANNOT_SAY = "cannot say", _("We cannot say")


class Mover(models.TextChoices):
    """Who moved a promised day."""

    FIRST = "", _("First promise")
    FACTORY = "factory", _("Moved by the factory")
    BUYER = "buyer", _("Moved by the buyer")
    AGREED = "agreed", _("Moved by both")
    FORCE_MAJEURE = "force_majeure", _("Force majeure")
    UNKNOWN = "unknown", _("Moved, nobody has said by whom")


class BatchState(models.TextChoices):
    """How far an import has come."""

    UPLOADED = "uploaded", _("Reading")
    ASKING = "asking", _("Waiting for your answers")
    READY = "ready", _("Ready to import")
    CHECKING = "checking", _("Checking")
    CHECKED = "checked", _("Checked, nothing saved yet")
    APPLYING = "applying", _("Importing")
    DONE = "done", _("Imported")
    REFUSED = "refused", _("Refused")
    UNDONE = "undone", _("Undone")


def one_of(field: str, values: list[str], *, name: str) -> models.CheckConstraint:
    """Return a constraint that a column holds one of the given words."""
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": values}), name=name)
