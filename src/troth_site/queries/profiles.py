"""Saved mappings: what each says of a file's columns."""

from dataclasses import dataclass
from typing import Any

from troth_site import access
from troth_site.access import Actor
from troth_site.models import ImportProfile


@dataclass(frozen=True, slots=True)
class Profile:
    """A saved mapping.

    Attributes:
        fields: Column by field, such as promised: "Promised day".
        key: Columns that together name a line.
        set_aside: Pairs of column and value whose rows do not count.
        answers: Answers by column, such as "day-first".
    """

    pk: int
    name: str
    organisation: int
    organisation_name: str
    fields: dict[str, str]
    key: tuple[str, ...]
    set_aside: tuple[tuple[str, str], ...]
    answers: dict[str, str]


def profiles(by: Actor) -> tuple[Profile, ...]:
    """Return the saved mappings of the organisations for which the person may import, by name."""
    rows = access.import_profiles(by).select_related("organisation").order_by("name", "pk")
    return tuple(map(_profile, rows))


def profile(by: Actor, pk: int) -> Profile:
    """Return one saved mapping."""
    return _profile(access.import_profile(by, pk))


def _profile(row: ImportProfile) -> Profile:
    saved: dict[str, Any] = row.mapping
    return Profile(
        pk=row.pk,
        name=row.name,
        organisation=row.organisation_id,
        organisation_name=row.organisation.name,
        fields=dict(saved.get("fields", {})),
        key=tuple(saved.get("key", ())),
        set_aside=tuple((column, value) for column, value in saved.get("set_aside", ())),
        answers=dict(saved.get("answers", {})),
    )
