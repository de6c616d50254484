"""Where words of papers are read again, on orders, phones and reports: in the reader's language where they are."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import Max

from troth_site import access
from troth_site.access import Actor
from troth_site.models import Inspection, WordingTranslation
from troth_site.queries.quality.order_checkpoints import OrderCheckpoints
from troth_site.queries.quality.reports import OneReport
from troth_site.queries.quality.shipped_words import is_ours
from troth_site.queries.quality.wordings import AS_WRITTEN, Reading, reading

_CHECKPOINT = ("name", "method", "limits", "evidence")
_REQUIREMENT = ("name", "words", "method")
Values = Mapping[str, Any]


def read_order(found: OrderCheckpoints) -> OrderCheckpoints:
    """Return the checkpoints of an order with their words as the reader reads them."""
    texts = [getattr(row, name) for row in found.rows for name in _CHECKPOINT]
    words = reading(found.partnership.pk, texts)
    rows = tuple(words.whole(row, *_CHECKPOINT) for row in found.rows)
    return replace(found, rows=rows, holding=tuple(map(words.of, found.holding)))


def read_pack(by: Actor, uid: UUID, pack: Values) -> Reading:
    """Return the words of an inspection's requirements as the one who carries it reads them.

    Raises:
        access.NotThere: It is not this person's.
    """
    row = access.inspection(by, uid, "answer")
    return reading(row.relationship.pk, _texts_of(pack["plan"].get("requirements") or ()))


def read_content(found: OneReport, language: str = "") -> dict[str, Any]:
    """Return what a report says with the words of its specification as a reader reads them.

    Args:
        found: The version; what was hashed stays as it is.
        language: The reader's where left out.
    """
    words = _words_of(found, language)
    measured = [row | {"name": words.of(row["name"])} for row in found.content["measurements"]]
    answers = [row | {"label": _label(row["label"], words)} for row in found.content["answers"]]
    return found.content | {"measurements": measured, "answers": answers}


def stamp(found: OneReport) -> str:
    """Return what stands for all that a paper of a report tells: its words, and their translations until now."""
    mine = Inspection.objects.filter(pk=found.inspection).values("relationship")
    made = WordingTranslation.objects.filter(relationship__in=mine).aggregate(last=Max("made_at"))["last"]
    return found.told if made is None else sha256(f"{found.told} {made.isoformat()}".encode()).hexdigest()


def _words_of(found: OneReport, language: str) -> Reading:
    named = [row["name"] for row in found.content["measurements"]]
    asked = [row["label"].get("en", "") for row in found.content["answers"] if set(row["label"]) == {"en"}]
    own = [text for text in (*named, *asked) if text]
    if not own or all(map(is_ours, own)):
        return reading(0, own, language) if own else AS_WRITTEN
    # Whoever inspects for others has no part in the partnership, and reads its words all the same.
    known = found.partnership.pk if found.partnership else None
    mine = known or Inspection.objects.values_list("relationship", flat=True).get(pk=found.inspection)
    return reading(mine, own, language)


def _label(label: Values, words: Reading) -> Values:
    return {"en": words.of(label["en"])} if set(label) == {"en"} else label


def _texts_of(rows: list[Values] | tuple[()]) -> Iterator[str]:
    yield from (str(row.get(name) or "") for row in rows for name in _REQUIREMENT)
