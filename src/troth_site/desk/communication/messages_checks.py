"""What we noticed in a message before it is sent. Advice: it can always be sent as it is."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from troth.basis.findings import Finding, Param
from troth.communication.ambiguity import ambiguities
from troth.communication.remarks import Remark, apart, plainly, said
from troth.communication.tone import tones
from troth_site.templatetags.troth_parts import day


def remarks_on(text: str, *, written_on: date) -> list[dict[str, Any]]:
    """Return what two readers may read in two ways, and what presses or blames, in the order of the text."""
    found = apart([*tones(text), *ambiguities(text, written_on=written_on)])
    return [_shown(remark) for remark in found]


def told(finding: Finding) -> str:
    """Return a finding of the library as read, its days written as the language writes them."""
    return said(finding, translate=_, show=_show)


def _shown(remark: Remark) -> dict[str, Any]:
    return {
        "is_tone": remark.rule.startswith("tone."),
        "quoted": remark.quoted,
        "says": told(remark.finding),
        "mend": told(remark.mend),
        "readings": [day(reading) for reading in remark.readings],
        "proposal": remark.proposal,
    }


def _show(value: Param) -> str:
    return day(value) if isinstance(value, date) else plainly(value)
