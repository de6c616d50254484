"""Words that come with Troth, known again in whichever of its languages they were taken over, and read in another."""

from collections.abc import Iterator, Mapping
from functools import cache

from django.conf import settings
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from troth.quality.checkpoints import STAGES
from troth.quality.defect_catalogue import SHIPPED
from troth_site.queries.quality.shipped_checklists import sections, shipped, usual_answers
from troth_site.queries.quality.starting_plans import texts

Words = Mapping[str, str]


def read_as(text: str, language: str = "") -> str:
    """Return a text in a language where it is one of ours, taken over unaltered; anybody's own words as they stand.

    Args:
        text: As it was kept.
        language: The reader's where left out.
    """
    known = _known().get(text.strip())
    wanted = language or get_language() or "en"
    # One language may say two things alike; a reader of that language loses nothing by what it says.
    return text if known is None or any(each.get(wanted) == text for each in known) else known[0].get(wanted) or text


def is_ours(text: str) -> bool:
    """Tell whether a text is one of ours, in any language."""
    return text.strip() in _known()


@cache
def _known() -> Mapping[str, tuple[Words, ...]]:
    known: dict[str, list[Words]] = {}
    for words in _all():
        for text in set(words.values()):
            known.setdefault(text, []).append(words)
    return {text: tuple(found) for text, found in known.items()}


def _all() -> Iterator[Words]:
    yield from texts()
    yield from (_said(name) for name in STAGES.values())
    yield from sections().values()
    yield from (choice.label for choice in usual_answers())
    for each in shipped().values():
        yield each.name
        yield from (item.label for item in each.items)
    for kind in SHIPPED.values():
        yield from (_said(words) for words in (kind.name, kind.description) if words)


def _said(message: str) -> Words:
    said = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            said[language] = _(message)
    return said
