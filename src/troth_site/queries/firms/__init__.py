"""Who a firm is said to be, and which of an organisation's partners are one firm."""

from troth_site.queries.firms.links import Link, LinkLine, firm_link, links_of
from troth_site.queries.firms.portfolio import carried_over, flags_to_inherit, partners_of, since_of
from troth_site.queries.firms.said import Fact, facts_between, facts_of_house

__all__ = [
    "Fact",
    "Link",
    "LinkLine",
    "carried_over",
    "facts_between",
    "facts_of_house",
    "firm_link",
    "flags_to_inherit",
    "links_of",
    "partners_of",
    "since_of",
]
