"""Where both sides work, described by each itself."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth_site.access import Actor
from troth_site.actions.firms import places as acts
from troth_site.desk.door import signed_in
from troth_site.desk.forms import DeskForm
from troth_site.desk.tabs import tabs
from troth_site.queries.firms.places import PlaceKept, places_between, sides_to_describe
from troth_site.queries.partners import partnership

SIDES = ("buyer", "factory")


class PlaceForm(DeskForm):
    """One site."""

    name = "place"
    side = forms.ChoiceField(label=gettext_lazy("Whose place it is"))
    called = forms.CharField(label=gettext_lazy("What it is called"), max_length=acts.LONGEST_NAME)
    address = forms.CharField(
        label=gettext_lazy("Address, in its own script"), max_length=acts.LONGEST_ADDRESS, required=False
    )
    latitude = forms.FloatField(
        label=gettext_lazy("Degrees north, if known"), required=False,
        help_text=gettext_lazy("Photos of an inspection are compared with the position, such as 22.9431 and 113.6721."),
    )  # fmt: skip
    longitude = forms.FloatField(label=gettext_lazy("Degrees east, if known"), required=False)
    site = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def blamed(self) -> str:
        return "called" if not self.cleaned_data.get("called", "").strip() else "latitude"


@signed_in
def of_partner(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show where both sides work, and keep a site."""
    posted = request.method == "POST"
    found = partnership(by, pk, "record" if posted else "see")
    kept, open_to = places_between(found), sides_to_describe(by, found)
    form = PlaceForm(request.POST if posted else None, initial=_known(kept, request.GET.get("place", "")))
    form.fields["side"].choices = [(side, found.name(side)) for side in open_to]  # type: ignore[attr-defined]

    def doing() -> None:
        given = form.cleaned_data
        place = acts.Place(
            name=given["called"], address=given["address"], latitude=given["latitude"], longitude=given["longitude"]
        )
        acts.keep_place(by=by, relationship=pk, side=given["side"], place=place, site=given["site"])

    if posted and form.act(request, doing, refusals=(acts.PlaceRefused,)):
        messages.success(request, _("Kept. Both sides read it, and inspections can name it."))
        return redirect("places", pk)
    context = {
        "partner": found,
        "is_top": True,
        "tabs": tabs(found, "firm"),
        "sides": [
            {
                "side": side, "name": found.name(side), "ours": side == found.our_side, "is_open": side in open_to,  # type: ignore[arg-type]
                "places": [row for row in kept if row.side == side],
            }
            for side in SIDES
        ],
        "form": form if open_to else None,
    }  # fmt: skip
    return render(request, "desk/firms/places.html", context, status=422 if posted else 200)


def _known(kept: tuple[PlaceKept, ...], asked: str) -> dict[str, object]:
    """Return what a form for a known site starts from."""
    row = next((row for row in kept if str(row.pk) == asked), None)
    if row is None:
        return {}
    return {
        "side": row.side, "called": row.name, "address": row.address, "latitude": row.latitude,
        "longitude": row.longitude, "site": row.pk,
    }  # fmt: skip
