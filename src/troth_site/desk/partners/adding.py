"""Adding a partner by hand, before any file names it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from troth_site import access, world
from troth_site.access import Actor
from troth_site.actions import partners as acts
from troth_site.desk.door import signed_in
from troth_site.desk.forms import DeskForm, choices

REFUSALS = (acts.PartnerRefused,)


class PartnerForm(DeskForm):
    """Who the partner is."""

    name = "partner"
    house = forms.TypedChoiceField(label=gettext_lazy("Whose partner it is"), coerce=int)
    called = forms.CharField(
        label=gettext_lazy("Name, in its own script, as your records write it"), max_length=200, strip=True
    )
    latin = forms.CharField(
        label=gettext_lazy("Name in Latin letters, if it has one"), max_length=200, required=False, strip=True
    )
    country = forms.ChoiceField(label=gettext_lazy("Country, if known"), required=False)

    def __init__(self, data: Any = None, *, houses: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["house"].choices = houses
        if len(houses) == 1:
            fields["house"].widget = forms.HiddenInput()
            fields["house"].initial = houses[0][0]
        fields["country"].choices = choices(world.countries(get_language() or "en"), first="–")

    def blamed(self) -> str:
        return "called"


@signed_in
def add(request: HttpRequest, by: Actor) -> HttpResponse:
    """Begin the record with a partner, and lead to inviting its first person."""
    houses = houses_of(by)
    if not houses:
        raise access.NotAllowed
    posted = request.method == "POST"
    form = PartnerForm(request.POST if posted else None, houses=houses)
    begun: list[int] = []

    def doing() -> None:
        given = form.cleaned_data
        begun.append(
            acts.add_partner(
                by=by, organisation=given["house"], name=given["called"], name_latin=given["latin"],
                country=given["country"],
            )
        )  # fmt: skip

    if posted and form.act(request, doing, refusals=REFUSALS):
        if not begun:
            return redirect("partners")
        messages.success(request, _("The record begins. Invite their first person, so that both of you keep it."))
        return redirect("invite", begun[0])
    return render(request, "desk/partners/new.html", {"form": form}, status=422 if posted else 200)


def houses_of(by: Actor) -> list[tuple[int, str]]:
    """Return the person's buyers and factories whose partners they may add."""
    may = by.organisations("invite")
    return [
        (seat.organisation, seat.organisation_name)
        for seat in by.seats
        if seat.organisation in may and seat.kind in ("buyer", "factory")
    ]
