"""The charter of talking: what is in force, what waits for a signature, and a new version."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from troth.commitments.outcomes import SIDES
from troth.communication.charter import Charter, shared_languages
from troth.communication.contacts import TOPIC_NAMES
from troth.communication.contacts_cards import CHANNELS
from troth.communication.escalation import NAMES
from troth_site.access import Actor, NotThere
from troth_site.actions.communication import charters as acts
from troth_site.desk.communication.messages_times import language
from troth_site.desk.communication.response_forms import IN_WORKING_HOURS, LANGUAGES_OF, SENT, CharterForm
from troth_site.desk.deciders import deciders
from troth_site.desk.door import signed_in
from troth_site.desk.forms import DeskForm
from troth_site.desk.tabs import tabs
from troth_site.queries.communication import charters as rows
from troth_site.queries.partners import may, partnership


@signed_in
def charter(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show the charter of a relationship and propose a new version."""
    posted = request.method == "POST"
    if posted:
        partnership(by, pk, "settle")
    seen = rows.charters(by, pk)
    newest = seen.draft or seen.in_force
    form = CharterForm(request.POST if posted else None, terms=newest.terms if newest else Charter())
    if posted and form.act(
        request,
        lambda: acts.propose(by=by, relationship=pk, terms=form.terms()),
        refusals=(acts.CharterRefused,),
    ):
        messages.success(request, SENT)
        return redirect("charter", pk)
    return _page(request, by, seen, form)


@require_POST
@signed_in
def sign(request: HttpRequest, by: Actor, pk: int, number: int) -> HttpResponse:
    """Sign one version."""
    seen = rows.charters(by, pk)
    version = next((each for each in seen.versions if each.number == number), None)
    if version is None:
        raise NotThere
    form = DeskForm(request.POST)
    if form.act(request, lambda: acts.sign(by=by, charter=version.pk), refusals=(acts.CharterRefused,)):
        messages.success(request, _("Signed."))
        return redirect("charter", pk)
    newest = seen.draft or seen.in_force
    fresh = CharterForm(terms=newest.terms if newest else Charter())
    return _page(request, by, seen, fresh, refused=form)


def _page(
    request: HttpRequest, by: Actor, seen: rows.Charters, form: CharterForm, *, refused: DeskForm | None = None
) -> HttpResponse:
    found, may_settle = seen.partnership, may(by, seen.partnership, "settle")
    is_ours = seen.draft is not None and found.our_side not in seen.draft.signed
    context = {
        "partner": found,
        "is_top": True,
        "tabs": tabs(found, "charter"),
        "in_force": _shown(seen.in_force, found) if seen.in_force else None,
        "draft": _shown(seen.draft, found) if seen.draft else None,
        "usual": _terms(Charter()),
        "earlier": [_shown(each, found) for each in seen.versions if not (each.is_in_force or each.is_draft)],
        "form": form if may_settle else None,
        "blank": DeskForm(),
        "refused": refused,
        "may_sign": is_ours and may_settle,
        "deciders": deciders(by, found, side=found.our_side, verb="settle", about=_("Charter"))
        if is_ours and not may_settle
        else None,
    }
    bad = refused is not None or form.is_bound
    return render(request, "desk/communication/charters/charter.html", context, status=422 if bad else 200)


def _shown(version: rows.Version, found: Any) -> dict[str, Any]:
    return {
        "version": version,
        "terms": _terms(version.terms),
        "signed": [
            {"side": side, "name": found.name(side), "signature": version.signed.get(side)}
            for side in ("buyer", "factory")
        ],
    }


def _answered(name: Any, hours: float) -> dict[str, str]:
    value = _("answered within %(hours)s working hours of the side that answers") % {"hours": f"{hours:g}"}
    return {"name": str(name), "value": value}


def _listed(codes: Sequence[str]) -> str:
    return ", ".join(language(code) for code in codes)


def _terms(terms: Charter) -> list[dict[str, str]]:
    """Return a charter as facts, each with its name."""
    channels = ", ".join(
        _("%(topic)s by %(channel)s") % {"topic": _(TOPIC_NAMES[topic]), "channel": _(CHANNELS[channel])}
        for topic, channel in terms.channels.items()
    )
    ladder = " → ".join(
        _("%(step)s %(hours)s h") % {"step": _(NAMES[step]), "hours": f"{hours:g}"}
        for step, hours in terms.ladder_hours.items()
    )
    critical = terms.reply_times["critical"].hours
    return [
        {"name": _("Critical and safety"),
         "value": _("answered within %(hours)s hours by the wall clock") % {"hours": f"{critical:g}"}},
        *(_answered(name, terms.reply_times[weight].hours) for weight, name in IN_WORKING_HOURS.items()),
        {"name": _("Channels"), "value": channels},
        {"name": _("Ladder, in working hours of each step"), "value": ladder},
        *({"name": str(LANGUAGES_OF[side]), "value": _listed(terms.languages[side])} for side in SIDES),
        {"name": _("Languages of both"),
         "value": _listed(shared_languages(terms)) or _("none: a message needs a translation")},
        {"name": _("Problems"),
         "value": _("contained within %(hours)s hours, full report within %(days)s days")
         % {"hours": f"{terms.containment_hours:g}", "days": terms.report_days}},
    ]  # fmt: skip
