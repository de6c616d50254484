"""A due day on which whoever has to keep it is closed: the form asks back, and changes nothing by itself."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from troth.basis.findings import Finding
from troth_site.desk.forms import DeskForm
from troth_site.queries.communication.calendars import due_proposal
from troth_site.templatetags.troth_parts import day as day_in_words

TAKE, KEEP = "take_day", "keep_day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asks:
    """What a form asks back: the next open day, or the one that was meant."""

    asked: date
    proposed: date
    sentence: str


def ask_back(form: DeskForm, field: str, *, organisation: int) -> Asks | None:
    """Return the question about a closed day, None where there is none or it is answered.

    Call it before the form acts, and hand what it returns to desk/communication/calendars/closed_day.html inside the
    form. Whoever takes the proposed day finds it in the form's cleaned data; whoever keeps theirs is believed.

    Args:
        form: A bound form.
        field: Its field with the due day.
        organisation: Whoever has to keep the day.
    """
    if not form.is_valid():
        return None
    asked: date | None = form.cleaned_data.get(field)
    # What lies behind is recorded as it was; only what is still to be kept can be placed better.
    if asked is None or asked < timezone.localdate() or form.data.get(KEEP) == asked.isoformat():
        return None
    found = due_proposal(organisation, asked, language=get_language() or "en")
    if found.finding is None:
        return None
    if form.data.get(TAKE) == found.proposed.isoformat():
        form.cleaned_data[field] = found.proposed
        return None
    asks = Asks(asked=asked, proposed=found.proposed, sentence=_sentence(found.finding))
    form.add_error(field, _("Choose one of the two days below."))
    return asks


def _sentence(found: Finding) -> str:
    shown = {name: day_in_words(value) if isinstance(value, date) else value for name, value in found.params.items()}
    return _(found.message) % shown
