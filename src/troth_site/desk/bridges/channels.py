"""Where a person is told of things: the places, what each is told of, a test, and the end of one."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from troth_site.access import Actor
from troth_site.actions.bridges import channels as acts
from troth_site.actions.bridges import problems, push
from troth_site.actions.bridges.channels import Asked
from troth_site.desk.bridges.forms import ChosenForm, PlaceForm, PushForm
from troth_site.desk.bridges.words import CHAT, ICONS, KINDS, NAMES
from troth_site.desk.door import new_ticket, signed_in, take_ticket
from troth_site.desk.forms import DeskForm
from troth_site.queries.bridges import channels as rows
from troth_site.queries.bridges.channels import Place

REFUSALS = (acts.ChannelRefused,)
LOCAL = ("127.0.0.1", "localhost", "[::1]")


@never_cache
@require_http_methods(["GET", "HEAD"])
@signed_in
def channels(request: HttpRequest, by: Actor) -> HttpResponse:
    """Show every place, and what can be added."""
    places = rows.own(by)
    is_safe = request.is_secure() or request.get_host().rpartition(":")[0] in LOCAL or request.get_host() in LOCAL
    shown = {
        "places": [_shown(place) for place in places],
        "kinds": [{"kind": kind, "called": about.called} for kind, about in KINDS.items()],
        "has_mail": any(place.kind == "email" for place in places),
        "push": {"is_safe": is_safe, "key": push.public_key() if is_safe else "", "form": PushForm()},
        "mail_server": bool(settings.MAILERS["default"].get("OPTIONS", {}).get("host")),
        "mail_ticket": new_ticket(),
        "email": by.email,
    }
    return render(request, "desk/bridges/channels.html", shown)


def _shown(place: Place) -> dict[str, Any]:
    return {
        "place": place, "kind": NAMES[place.kind], "chosen": len(place.events),
        "problem": problems.said(place.error), "test": DeskForm(), **ICONS.get(place.kind, CHAT),
    }  # fmt: skip


@require_POST
@signed_in
def mail(request: HttpRequest, by: Actor) -> HttpResponse:
    """Add one's own mailbox: bare, or at once with what waits for an answer."""
    if take_ticket(request):
        if request.POST.get("what") == "requests":
            acts.add_mail_for_requests(by=by)
            messages.success(request, _("What waits for your answer is mailed to you, outside your night."))
        else:
            try:
                made = acts.add(by=by, asked=Asked(kind="email"))
            except acts.ChannelRefused as refusal:
                messages.info(request, _(str(refusal)))
            else:
                return redirect("channel", made.pk)
    return redirect("channels")


@require_POST
@signed_in
def browser(request: HttpRequest, by: Actor) -> HttpResponse:
    """Add the browser in front of which the person sits."""
    form = PushForm(request.POST)
    made: list[int] = []

    def doing() -> None:
        given = form.cleaned_data
        keys = {"p256dh": given["p256dh"], "auth": given["auth"]}
        asked = Asked(kind="push", name=given["called"] or _("This browser"), url=given["endpoint"], keys=keys)
        made.append(acts.add(by=by, asked=asked).pk)

    if not form.act(request, doing, refusals=REFUSALS):
        said = form.non_field_errors()
        unheard = _("This browser did not say where it can be reached. Allow its messages, and try again.")
        messages.error(request, str(said[0]) if said else unheard)
        return redirect("channels")
    return redirect("channel", made[0]) if made else redirect("channels")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new(request: HttpRequest, by: Actor, kind: str) -> HttpResponse:
    """Add a place of a service; a secret that Troth makes is shown in the answer alone."""
    if kind not in KINDS:
        raise Http404
    houses = [(seat.organisation, seat.organisation_name) for seat in by.seats
              if seat.organisation in by.organisations("people")]  # fmt: skip
    form = PlaceForm(request.POST if request.method == "POST" else None, kind=kind, houses=houses)
    made: list[acts.Made] = []

    def doing() -> None:
        given = form.cleaned_data
        whose = int(given["whose"]) or None
        asked = Asked(kind=kind, name=given["called"], organisation=whose, url=given["url"],
                      secret=given.get("secret", ""))  # fmt: skip
        made.append(acts.add(by=by, asked=asked))

    shown: dict[str, Any] = {"form": form, "kind": kind, "about": KINDS[kind]}
    if request.method != "POST" or not form.act(request, doing, refusals=REFUSALS):
        return render(request, "desk/bridges/new.html", shown, status=422 if request.method == "POST" else 200)
    if not made:
        return redirect("channels")
    if not made[0].secret:
        return redirect("channel", made[0].pk)
    return render(request, "desk/bridges/new.html", shown | {"made": made[0], "form": None})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def channel(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Choose what a place is told of, and how soon."""
    place = rows.one(by, pk)
    posted = request.method == "POST"
    form = ChosenForm(request.POST if posted else None, initial={"called": place.name, **place.events})

    def doing() -> None:
        acts.choose(by=by, channel=pk, name=form.cleaned_data["called"], events=form.events)

    if posted and form.act(request, doing, refusals=REFUSALS):
        messages.success(request, _("Remembered. “%(name)s” is told from now on.") % {"name": form["called"].value()})
        return redirect("channels")
    shown = {**_shown(place), "form": form}
    return render(request, "desk/bridges/channel.html", shown, status=422 if posted else 200)


@require_POST
@signed_in
def test(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Have a test sent."""
    rows.one(by, pk)
    if take_ticket(request):
        acts.ask_for_test(by=by, channel=pk)
        messages.success(request, _("A test is on its way. Whether it arrived stands here in a moment."))
    return redirect("channels")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def delete(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Ask once more, then delete a place."""
    if request.method == "POST":
        if take_ticket(request):
            acts.delete(by=by, channel=pk)
            messages.success(request, _("Deleted. Nothing is told there any more, and its secret is gone."))
        return redirect("channels")
    return render(request, "desk/bridges/delete.html", {**_shown(rows.one(by, pk)), "form": DeskForm()})
