"""Keys that the phones of the demonstration give: the same of every filling."""

from uuid import NAMESPACE_URL, uuid5

from troth_site.models import Inspection


def uid_of(row: Inspection, name: str) -> str:
    """Return the key a phone gave to something of an inspection; the same of every filling."""
    return str(uuid5(NAMESPACE_URL, f"{row.relationship_id}/{row.lot_name}/{name}"))
