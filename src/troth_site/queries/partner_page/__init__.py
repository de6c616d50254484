"""One partner: the numbers of both sides, the lines behind them, and what is open."""

from troth_site.queries.partner_page.delivery import Provenance, TimelineLine, provenance, timeline
from troth_site.queries.partner_page.numbers import BothSides, both_sides
from troth_site.queries.partner_page.open_promises import OpenPromise, open_promises
from troth_site.queries.partner_page.reasons import ForecastParts, Moved, Reason, Way, forecast_parts, reasons, ways
from troth_site.queries.partner_page.shown import Shown, ShownSides, shown_sides
from troth_site.queries.partner_page.steadiness import Steadiness, steadiness

__all__ = [
    "BothSides",
    "ForecastParts",
    "Moved",
    "OpenPromise",
    "Provenance",
    "Reason",
    "Shown",
    "ShownSides",
    "Steadiness",
    "TimelineLine",
    "Way",
    "both_sides",
    "forecast_parts",
    "open_promises",
    "provenance",
    "reasons",
    "shown_sides",
    "steadiness",
    "timeline",
    "ways",
]
