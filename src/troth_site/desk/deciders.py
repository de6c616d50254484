"""Who may do what the reader may not: named where the button would stand, with a way to write to them."""

from typing import Any
from urllib.parse import quote

from django.urls import reverse

from troth.commitments.outcomes import Side
from troth_site.access import Actor, Verb
from troth_site.desk import words
from troth_site.queries.partners import Partnership
from troth_site.queries.people import roles_that_may, who_may


def deciders(by: Actor, found: Partnership, *, side: Side, verb: Verb, about: str) -> dict[str, Any]:
    """Return who may do something on a side, and how somebody is seated where nobody may.

    Args:
        by: Who reads the page, and may not.
        found: With whom.
        side: On whose behalf it is done.
        verb: What it takes.
        about: What a letter to a colleague is about; the other side is written to within the record.
    """
    organisation, is_ours = found.organisation(side), side == found.our_side
    thread = reverse("new-thread", args=[found.pk])
    people = [
        {
            "name": one.name, "role": words.ROLES[one.role],
            "url": f"mailto:{one.email}?subject={quote(about)}" if is_ours else thread,
        }
        for one in who_may(organisation, verb)
    ]  # fmt: skip
    may_seat = is_ours and organisation in by.organisations("people")
    return {
        "people": people, "organisation": found.name(side), "is_ours": is_ours, "write_url": thread,
        "seat_url": reverse("members", args=[organisation]) if may_seat else "",
        "roles": ", ".join(str(words.ROLES[role]) for role in roles_that_may(verb)),
        "keepers": () if people or not is_ours or may_seat else who_may(organisation, "people"),
    }  # fmt: skip
