"""Words that leave open when, how much, or which earlier thing is meant."""

from collections.abc import Collection, Iterator, Mapping

from troth.basis.text import gettext_noop
from troth.communication.ambiguity_scan import REFERENCE, Scan, compiled
from troth.communication.ambiguity_words import (
    APPROXIMATIONS,
    BEFORE_NUMBERS,
    NO_TIME_ASKED,
    SAME_AS_BEFORE,
    VAGUE_TIMES,
)
from troth.communication.folding import phrase_pattern
from troth.communication.remarks import Remark

_NO_DAY = gettext_noop("“%(quoted)s” may be an hour to one side and a month to the other.")
_GIVE_DAY = gettext_noop("Name the day and whose time counts, and say what it is needed for.")
_NO_LIMIT = gettext_noop("“%(quoted)s” leaves open how far the number may be off.")
_GIVE_LIMITS = gettext_noop("Give the lowest and the highest number you can accept, or write the exact one.")
_NO_SOURCE = gettext_noop("“%(quoted)s”: the two sides may remember different orders, or different versions.")
_GIVE_SOURCE = gettext_noop("Name the order, sample or specification you mean with its number and version.")


def vague_times(scan: Scan, *, languages: Collection[str]) -> Iterator[Remark]:
    """Find words such as "soon" that name no time.

    A greeting ("see you soon") and a condition ("as soon as the sample arrives") leave no time open.

    Args:
        scan: A text made ready.
        languages: Whose words to look for.

    >>> from datetime import date
    >>> from troth.communication.ambiguity_scan import scan
    >>> found = vague_times(scan("请尽快回复", written_on=date(2026, 3, 2)), languages={"zh"})
    >>> [remark.quoted for remark in found]
    ['尽快']
    """
    allowed = [found.span() for found in scan.each(phrase_pattern(NO_TIME_ASKED))]
    for found in scan.each(phrase_pattern(_words(VAGUE_TIMES, languages))):
        is_allowed = any(start <= found.start() and found.end() <= end for start, end in allowed) or compiled(
            r"^\s?\d"
        ).search(scan.around(found, reach=4)[1])
        if not is_allowed:
            yield scan.remark(found.span(), rule="ambiguity.vague-time", meaning=_NO_DAY, mend=_GIVE_DAY)


def approximations(scan: Scan, *, languages: Collection[str]) -> Iterator[Remark]:
    """Find words such as "approximately" that leave a number without its limits.

    A sentence that gives its limits (±, "between", "at least") is left alone.

    Args:
        scan: A text made ready.
        languages: Whose words to look for.

    >>> from datetime import date
    >>> from troth.communication.ambiguity_scan import scan
    >>> found = approximations(scan("About 500 pcs, roughly.", written_on=date(2026, 3, 2)), languages={"en"})
    >>> [remark.quoted for remark in found]
    ['roughly', 'About']
    """
    patterns = (
        phrase_pattern(_words(APPROXIMATIONS, languages)),
        phrase_pattern(BEFORE_NUMBERS) + r"(?=\s?[$€£¥]?\s?\d)",
    )
    for pattern in patterns:
        for found in scan.each(pattern):
            if not compiled(r"±|\+/-|(?<![a-z])(?:between|at least|at most)(?![a-z])").search(scan.sentence(found)):
                yield scan.remark(found.span(), rule="ambiguity.approximate", meaning=_NO_LIMIT, mend=_GIVE_LIMITS)


def same_as_before(scan: Scan, *, languages: Collection[str]) -> Iterator[Remark]:
    """Find words that point to an earlier order or agreement without naming it.

    Args:
        scan: A text made ready.
        languages: Whose words to look for.

    >>> from datetime import date
    >>> from troth.communication.ambiguity_scan import scan
    >>> text = "Packing as usual. Labels same as last order, PO-1182."
    >>> [remark.quoted for remark in same_as_before(scan(text, written_on=date(2026, 3, 2)), languages={"en"})]
    ['as usual']
    """
    for found in scan.each(phrase_pattern(_words(SAME_AS_BEFORE, languages))):
        if REFERENCE not in scan.sentence(found):
            yield scan.remark(found.span(), rule="ambiguity.same-as-before", meaning=_NO_SOURCE, mend=_GIVE_SOURCE)


def _words(lists: Mapping[str, tuple[str, ...]], languages: Collection[str]) -> tuple[str, ...]:
    return tuple(word for language, words in lists.items() if language in languages for word in words)
