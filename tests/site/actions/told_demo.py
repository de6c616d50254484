"""What the demonstration's ledgers say, summed again without the tallies and set side by side without keys of rows."""

import re
from collections import Counter, defaultdict

from troth.commitments.outcomes import Outcome, rows_of_versions
from troth.trust.tallies import day_number
from troth_site.models import LedgerEntry
from troth_site.queries.orders import OUTCOME_FIELDS

KEYS_OF_ROWS = re.compile(
    r'"(?:commitment|action|flag|note|request|message|thread|meeting|decision|change|charter|series|status|report|point'
    r'|answer|batch|product|checkpoint|sample|order|programme|terms|training|reservation|finding)":\d+|#\d+'
    # An inspection's name and the secrets of its draws are random, and a report's hash covers them; the word that is
    # said to a lot's draw is chosen so that the story stays.
    r'|"inspection":"[0-9a-f-]{36}"|"(?:draw|lot_draw|promise|secret|nonce|seed|sha256)":"[0-9a-f]{16,64}"'
    r'|"word":"[^"]*"'
)
MEASURES = ("lines", "kept", "excused", "kept_weight", "broken_weight", "excused_weight", "light_weight")


def told_again():
    """Sum what every ledger entry said, version after version, without the tallies."""
    versions, sums = defaultdict(list), Counter()
    rows = LedgerEntry.objects.filter(counted_on__isnull=False).order_by("relationship_id", "seq")
    for row in rows.values_list("relationship_id", "side", "dimension", "commitment_id", *OUTCOME_FIELDS):
        versions[row[:4]].append(Outcome(**dict(zip(OUTCOME_FIELDS, row[4:], strict=True))))
    for (*owner, _commitment), told in versions.items():
        for tallied in rows_of_versions(told):
            for name in MEASURES:
                key = (*owner, day_number(tallied.happened_on), day_number(tallied.known_on), name)
                sums[key] += getattr(tallied, name)
    return {key: value for key, value in sums.items() if abs(value) > 1e-9}


def told_by_the_ledgers():
    """What all ledgers say, without salts, times and keys of rows."""
    columns = (
        "relationship__factory__name", "seq", "kind", "side", "dimension", "happened_on", "recorded_on", "counted_on",
        "lines", "kept", "excused", "kept_weight", "broken_weight", "held", "content",
    )  # fmt: skip
    rows = LedgerEntry.objects.order_by("relationship__factory__name", "seq").values_list(*columns)
    return [(*row[:-1], KEYS_OF_ROWS.sub("", row[-1])) for row in rows]
