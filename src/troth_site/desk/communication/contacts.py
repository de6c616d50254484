"""Who answers for what on each side; how people like to work; handing over when somebody leaves."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from troth.communication.channel_mix import LONGEST_WEEKS
from troth.communication.contacts import TOPICS, Holding
from troth.communication.contacts_cards import CHANNELS, initials
from troth_site import access
from troth_site.access import Actor
from troth_site.actions.communication import contact_policy
from troth_site.actions.communication import contacts as acts
from troth_site.desk import words
from troth_site.desk.door import signed_in, take_ticket
from troth_site.desk.forms import DeskForm
from troth_site.desk.tabs import tabs
from troth_site.queries.communication import contacts as rows
from troth_site.queries.communication import mix
from troth_site.queries.invitations import is_settled
from troth_site.queries.partners import Partnership, may, partnership
from troth_site.queries.people import seated

CARRIED = {
    "request": gettext_lazy("Question"), "action": gettext_lazy("Action"), "flag": gettext_lazy("Red flag"),
    "card": gettext_lazy("Card on the board"), "series": gettext_lazy("Meetings"), "role": gettext_lazy("Contact for"),
}  # fmt: skip
WAYS = {
    "chat": gettext_lazy("in writing"), "call": gettext_lazy("call"), "video": gettext_lazy("video call"),
    "visit": gettext_lazy("visit"), "unsaid": gettext_lazy("meeting, not said how"),
}  # fmt: skip


@require_GET
@signed_in
def contacts(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show who answers for what on both sides, and what lacks."""
    return _page(request, by, pk)


@dataclass(frozen=True, slots=True)
class Refused:
    """Somebody who could not be named: for what, why, and who was chosen."""

    topic: str
    why: str
    person: int | None
    deputy: int | None


def _page(
    request: HttpRequest, by: Actor, pk: int, *, policy: DeskForm | None = None, refused: Refused | None = None
) -> HttpResponse:  # fmt: skip
    """Show the people of both sides; what was refused stands at its field, or at the topic it is about."""
    found = partnership(by, pk)
    shown, photos = rows.named(by, pk), rows.with_photo(found)
    sides = [
        {"side": side, "name": found.name(side), "is_ours": side == found.our_side,
         "rows": [{"named": row, "word": words.TOPICS[row.topic], "people": _faces(row, photos),
                   "refused": refused if refused is not None and row.topic == refused.topic else None}
                  for row in shown[side]],
         "gaps": sum(row.gap is not None for row in shown[side])}
        for side in ("buyer", "factory")
    ]  # fmt: skip
    context = {
        "partner": found, "sides": sides, "tabs": tabs(found, "contacts"),
        "people": rows.may_be_named(by, pk) if may(by, found, "settle") else None,
        "mix": _mix(by, found, policy),
        "may_invite": may(by, found, "invite") and not is_settled(found.organisation(found.their_side)),
    }  # fmt: skip
    status = 200 if policy is None and refused is None else 422
    return render(request, "desk/communication/people/contacts.html", context, status=status)


def _faces(named: rows.Named, photos: frozenset[int]) -> list[dict[str, Any]]:
    """Return who is named for a topic, each with a face or what stands in its place."""
    people = ((named.person, named.person_name, False), (named.deputy, named.deputy_name, True))
    return [
        {"pk": pk, "name": name, "is_deputy": is_deputy, "initials": initials(name), "has_photo": pk in photos}
        for pk, name, is_deputy in people
        if pk is not None
    ]


class PolicyForm(DeskForm):
    """After how many weeks of writing alone our people are told to call."""

    name = "policy"
    weeks = forms.IntegerField(
        label=gettext_lazy("Weeks of writing alone after which your people are told to call"), min_value=1,
        max_value=LONGEST_WEEKS,
    )  # fmt: skip


@require_POST
@signed_in
def policy(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Say after how many weeks of writing alone our people are told to call."""
    found = partnership(by, pk, "people")
    form, ours = PolicyForm(request.POST), found.organisation(found.our_side)

    def doing() -> None:
        contact_policy.set_weeks(by=by, organisation=ours, weeks=form.cleaned_data["weeks"])

    if form.act(request, doing, refusals=(contact_policy.PolicyRefused,)):
        messages.success(request, _("Kept. It holds for all of your partners, on your side alone."))
        return redirect("contacts", pk)
    return _page(request, by, pk, policy=form)


def _mix(by: Actor, found: Partnership, refused: DeskForm | None) -> dict[str, Any]:
    shown = mix.mix_of(found, now=timezone.now())
    kept = shown.kept
    ways = [
        {"way": way, "word": WAYS[way], "days": kept.days[way],
         "weeks": [{"days": week[way], "of": way} for week in kept.by_week]}
        for way in kept.days
        if kept.days[way] or way != "unsaid"
    ]  # fmt: skip
    form = (refused or PolicyForm(initial={"weeks": shown.weeks})) if may(by, found, "people") else None
    return {"shown": shown, "ways": ways, "call": words.found(shown.call) if shown.call else "", "form": form}


@require_POST
@signed_in
def name(request: HttpRequest, by: Actor, pk: int, topic: str) -> HttpResponse:
    """Name who answers for a topic on our side."""
    if topic not in TOPICS:
        raise access.NotThere
    partnership(by, pk, "settle")
    if take_ticket(request):
        try:
            acts.name_contact(
                by=by, relationship=pk, topic=topic,
                named=acts.Named(_person(request, "person"), _person(request, "deputy")),
            )  # fmt: skip
        except acts.NamingRefused as refused:
            told = Refused(topic, _(str(refused)), _person(request, "person"), _person(request, "deputy"))
            return _page(request, by, pk, refused=told)
        messages.success(request, _("Named. Both sides see it."))
    return redirect("contacts", pk)


def _person(request: HttpRequest, field: str) -> int | None:
    given = request.POST.get(field, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 18 else None


@require_GET
@signed_in
def person(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show a person as partners see them."""
    shown = rows.card_of(by, pk)
    languages = dict(settings.LANGUAGES)
    context = {
        "shown": shown,
        "channel": _(CHANNELS[shown.channel]) if shown.channel in CHANNELS else "",  # type: ignore[index]
        "spoken": [languages.get(code, code) for code in shown.languages],
    }
    return render(request, "desk/communication/people/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def leaving(request: HttpRequest, by: Actor, pk: int, who: int) -> HttpResponse:
    """List what somebody carries, and hand it to others."""
    access.organisation(by, pk, "people")
    people = seated(pk)
    if who not in people:
        raise access.NotThere
    if request.method == "POST" and take_ticket(request):
        given = {key.removeprefix("to "): int(value) for key, value in request.POST.items()
                 if (key.startswith("to ") or key == "rest") and value.isdigit() and len(value) < 18}  # fmt: skip
        rest = given.pop("rest", None)
        left = rows.carried(by, pk, who) if rest is not None else ()
        chosen = {each.holding.key: rest for each in left} | given
        try:
            moved = acts.hand_over(by=by, organisation=pk, leaving=who, to=chosen)
        except acts.NamingRefused as refused:
            messages.error(request, _(str(refused)))
        else:
            messages.success(request, _("Handed over: %(n)s.") % {"n": moved})
    if request.method == "POST":
        return redirect("leaving", pk, who)
    own = next(seat for seat in by.seats if seat.organisation == pk)
    context = {
        "own": own, "who": who, "name": people[who], "form": DeskForm(),
        "held": [(each, _carried(each.holding)) for each in rows.carried(by, pk, who)],
        "others": {key: name for key, name in people.items() if key != who},
    }  # fmt: skip
    return render(request, "desk/communication/people/leaving.html", context)


def _carried(holding: Holding) -> tuple[str, str]:
    """Return what kind of thing somebody carries, and what it is called."""
    kind = holding.key.partition(" ")[0]
    named = {"action": words.action_title, "flag": words.rule, "role": _}.get(kind)
    return str(CARRIED[kind]), named(holding.what) if named else holding.what


@require_POST
@signed_in
def end_seat(request: HttpRequest, by: Actor, pk: int, who: int) -> HttpResponse:
    """End somebody's seat."""
    if take_ticket(request):
        try:
            acts.end_seat(by=by, organisation=pk, person=who)
        except acts.NamingRefused as refused:
            messages.error(request, _(str(refused)))
            return redirect("leaving", pk, who)
        messages.success(request, _("The seat is ended. What this person did stays on the record."))
    return redirect("members" if who != by.person else "settings", *([pk] if who != by.person else []))
