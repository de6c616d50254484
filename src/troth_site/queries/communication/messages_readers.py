"""Who is told of what is said to a side."""

from django.db.models import Q

from troth_site.access import ROLE_MAY
from troth_site.models import ContactRole, Membership, Message, Person, Relationship

READING_ROLES = tuple(role for role, verbs in ROLE_MAY.items() if "see" in verbs)


def told_of(message: Message) -> list[int]:
    """Return whom a message is addressed to: the people named for its topic on the other side, else all of it."""
    other = "factory" if message.side == "buyer" else "buyer"
    return people_for(message.relationship, side=other, topic=message.thread.topic)


def people_for(relationship: Relationship, *, side: str, topic: str) -> list[int]:
    """Return the people of a side named for a topic who still sit there; everybody of it where nobody is."""
    organisation = relationship.buyer_id if side == "buyer" else relationship.factory_id
    seated = Membership.objects.filter(
        organisation=organisation, active=True, role__in=READING_ROLES, person__is_active=True
    )
    named = ContactRole.objects.filter(relationship=relationship, side=side, topic=topic)
    wanted = Q(person__in=named.values("person")) | Q(person__in=named.values("deputy"))
    found = list(seated.filter(wanted).order_by("person").values_list("person", flat=True))
    return found or list(seated.order_by("person").values_list("person", flat=True))


def languages_for(message: Message) -> list[str]:
    """Return the languages of those who are told of a message, without the message's own, in the order of codes."""
    spoken = Person.objects.filter(pk__in=told_of(message)).values_list("language", flat=True)
    return sorted({language for language in spoken if language} - {message.language})
