"""Organisations: who judges whom."""

from django.db.models import Q

from troth_site.models import Organisation


def judging() -> list[int]:
    """Return the organisations that keep a record with somebody, in the order of their keys."""
    stands = Q(as_buyer__isnull=False) | Q(as_factory__isnull=False)
    return list(Organisation.objects.filter(stands).distinct().order_by("pk").values_list("pk", flat=True))
