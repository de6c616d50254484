"""The portfolio as one table: every partner with its numbers, sorted, filtered, a page at a time."""

from troth_site.queries.portfolio.current import table_today
from troth_site.queries.portfolio.past import table_of_past
from troth_site.queries.portfolio.rows import SORTS, STATES, Choice, PartnerRow, Table

__all__ = ["SORTS", "STATES", "Choice", "PartnerRow", "Table", "table_of_past", "table_today"]
