"""Who may own an action or a red flag."""

from troth_site.models import Membership


def people_of(organisation: int) -> list[tuple[int, str]]:
    """Return the people who may own something on an organisation's side."""
    rows = Membership.objects.filter(organisation=organisation, active=True, person__is_active=True)
    rows = rows.filter(person__is_operator=False).select_related("person").order_by("person__name")
    return [(row.person_id, str(row.person)) for row in rows]
