"""People: who has an address, who sits where."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from troth_site import access
from troth_site.access import Verb
from troth_site.models import Membership, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Somebody who holds a seat."""

    name: str
    email: str
    role: str


def by_email(email: str) -> Person | None:
    """Return the person with this address in any case of letters; for commands, which pass them to the gate."""
    return Person.objects.filter(email__iexact=email.strip(), is_active=True).first()


def is_set_up() -> bool:
    """Tell whether anybody but the local operator is here."""
    return Person.objects.filter(is_operator=False).exists()


def first_manager() -> Person | None:
    """Return who looked after a buyer's record first, for the link that a start prints."""
    return (
        Person.objects.filter(
            is_active=True, is_operator=False, memberships__role="manager", memberships__organisation__kind="buyer",
            memberships__active=True,
        )
        .order_by("pk")
        .first()
    )  # fmt: skip


def answering(organisation: int) -> dict[int, str]:
    """Return who has a seat in an organisation in which they may answer for it, by key."""
    return _named(organisation, [role for role, verbs in access.ROLE_MAY.items() if "answer" in verbs])


def seated(organisation: int) -> dict[int, str]:
    """Return who has a seat in an organisation, by key; the operator of the installation is nobody's colleague."""
    return _named(organisation, list(access.ROLE_MAY))


def who_may(organisation: int, verb: Verb) -> tuple[Holder, ...]:
    """Return who holds a seat in an organisation in which they may do something, by name; the operator is nobody's."""
    rows = _seats(organisation, roles_that_may(verb)).values_list("person__name", "person__email", "role")
    return tuple(Holder(name=name or email, email=email, role=role) for name, email, role in rows)


def roles_that_may(verb: Verb) -> tuple[str, ...]:
    """Return the seats in which somebody may do something, those of people."""
    return tuple(role for role, verbs in access.ROLE_MAY.items() if verb in verbs and role != "operator")


def _named(organisation: int, roles: Sequence[str]) -> dict[int, str]:
    rows = _seats(organisation, roles).values_list("person_id", "person__name", "person__email")
    return {pk: name or email for pk, name, email in rows}


def _seats(organisation: int, roles: Sequence[str]) -> QuerySet[Membership]:
    seats = Membership.objects.filter(organisation=organisation, active=True, person__is_active=True, role__in=roles)
    return seats.filter(person__is_operator=False).order_by("person__name", "person_id")
