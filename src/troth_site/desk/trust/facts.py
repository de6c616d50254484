"""What a flag rests on, until when it is to be acknowledged, and what each side says of it."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from troth_site.desk import words
from troth_site.queries.settling import Flag
from troth_site.templatetags.troth_parts import count, day
from troth_site.world import city


def of_flag(flag: Flag) -> list[dict[str, str]]:
    """Return the data a flag was raised on, each with its name; what its rule did not keep is left out."""
    data = flag.data
    found = []
    if data.get("n") is not None and data.get("kept") is not None:
        kept = _("%(kept)s of %(n)s kept, from the day it began until the flag was raised")
        found.append({"name": _("Lines"), "value": kept % {"kept": count(data["kept"]), "n": count(data["n"])}})
    if data.get("began_on"):
        found.append({"name": _("Began about"), "value": day(date.fromisoformat(data["began_on"]))})
    if data.get("cause"):
        found.append({"name": _("Noticed by"), "value": str(words.SPELLS.get(data["cause"], data["cause"]))})
    return found


def deadline(flag: Flag) -> dict[str, Any] | None:
    """Return until when the judging side has to acknowledge a flag, in its zone and in the partner's."""
    if flag.acknowledge_by is None or flag.acknowledged_on is not None or flag.closed_on is not None:
        return None
    zone = ZoneInfo(flag.judge_zone or "UTC")
    is_over = flag.acknowledge_by <= timezone.now()
    return {
        "at": flag.acknowledge_by.astimezone(zone),
        "place": city(zone.key, get_language() or "en"),
        "left": _("over") if is_over else "",
        "state": "overdue" if is_over else "open",
    }


def answers(flag: Flag) -> list[dict[str, Any]]:
    """Return what each side says of a flag, the buyer first; a side that said nothing is told too."""
    found = []
    for side in ("buyer", "factory"):
        said = flag.answer_of(side)
        found.append(
            {
                "name": flag.partnership.name(side),  # type: ignore[arg-type]
                "side": side,
                "said": said,
                "finding": words.FINDINGS.get(said.finding, "") if said else "",
            }
        )
    return found
