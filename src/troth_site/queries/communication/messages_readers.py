"""Who is told of what is said to a side."""

from django.db.models import Q, QuerySet

from troth_site.access import ROLE_MAY
from troth_site.models import ContactRole, Membership, Message, Person, Relationship
from troth_site.prepared import Prepared, given

READING_ROLES = tuple(role for role, verbs in ROLE_MAY.items() if "see" in verbs)


def told_of(message: Message) -> list[int]:
    """Return whom a message is addressed to: the people named for its topic on the other side, else all of it."""
    other = "factory" if message.side == "buyer" else "buyer"
    return people_for(message.relationship, side=other, topic=message.thread.topic)


def people_for(relationship: Relationship, *, side: str, topic: str) -> list[int]:
    """Return the people of a side named for a topic who still sit there; everybody of it where nobody is."""
    organisation = relationship.buyer_id if side == "buyer" else relationship.factory_id
    named = _NAMED.rows(organisation=organisation, relationship=relationship.pk, side=side, topic=topic)
    return [person for (person,) in named or _SEATED.rows(organisation=organisation)]


def _seated() -> QuerySet[Membership, tuple[int]]:
    return (
        Membership.objects.filter(
            organisation=given("organisation"), active=True, role__in=READING_ROLES, person__is_active=True
        )
        .order_by("person")
        .values_list("person")
    )


def _named() -> QuerySet[Membership, tuple[int]]:
    roles = ContactRole.objects.filter(relationship=given("relationship"), side=given("side"), topic=given("topic"))
    return _seated().filter(Q(person__in=roles.values("person")) | Q(person__in=roles.values("deputy")))


# Who is told is asked several times in each act that tells both sides.
_SEATED, _NAMED = Prepared(_seated), Prepared(_named)


def languages_for(message: Message) -> list[str]:
    """Return the languages of those who are told of a message, without the message's own, in the order of codes."""
    spoken = Person.objects.filter(pk__in=told_of(message)).values_list("language", flat=True)
    return sorted({language for language in spoken if language} - {message.language})
