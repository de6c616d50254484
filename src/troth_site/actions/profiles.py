"""Saved mappings of files: renamed and deleted; imports save them."""

from django.db import transaction

from troth.basis.text import gettext_noop
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit
from troth_site.models import ImportProfile

LONGEST = 120


class ProfileRefused(Exception):
    """The profile cannot be called that; the message says why."""


def rename(*, by: Actor, profile: int, name: str) -> None:
    """Give a saved mapping another name.

    Raises:
        ProfileRefused: The name says nothing, is too long, or another profile of the organisation has it.
    """
    wanted = " ".join(name.split())
    if not wanted:
        raise ProfileRefused(gettext_noop("Write a name by which everybody knows the file."))
    if len(wanted) > LONGEST:
        raise ProfileRefused(gettext_noop("A name has at most 120 characters."))
    with transaction.atomic():
        row = _locked(by, profile)
        others = ImportProfile.objects.filter(organisation=row.organisation_id).exclude(pk=row.pk)
        if wanted.casefold() in {other.casefold() for other in others.values_list("name", flat=True)}:
            raise ProfileRefused(gettext_noop("Another profile has this name. Choose a different one."))
        before, row.name = row.name, wanted
        if before == wanted:
            return
        row.save(update_fields=["name"])
        audit.record("profile.renamed", by=by, organisation=row.organisation_id, subject=f"profile {row.pk}",
                     data={"before": before, "after": wanted})  # fmt: skip


def delete(*, by: Actor, profile: int) -> None:
    """Delete a saved mapping; what was imported with it stays as it is."""
    with transaction.atomic():
        row = _locked(by, profile)
        audit.record("profile.deleted", by=by, organisation=row.organisation_id, subject=f"profile {row.pk}",
                     data={"name": row.name, "mapping": row.mapping})  # fmt: skip
        row.delete()


def _locked(by: Actor, profile: int) -> ImportProfile:
    """Lock the organisation's profiles: two of them cannot take one name at the same moment."""
    found = access.import_profile(by, profile)
    rows = list(ImportProfile.objects.select_for_update().filter(organisation=found.organisation_id).order_by("pk"))
    row = next((row for row in rows if row.pk == profile), None)
    if row is None:
        raise access.NotThere
    return row
