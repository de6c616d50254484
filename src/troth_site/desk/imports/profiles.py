"""The saved mappings of an organisation: which there are, what each says, another name, and away with it."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from troth_site.access import Actor
from troth_site.actions import profiles as acts
from troth_site.desk.door import signed_in, take_ticket
from troth_site.desk.forms import DeskForm, ProfileNameForm
from troth_site.desk.imports.answers import meaning_of
from troth_site.desk.imports.pages import importing_seats
from troth_site.queries import profiles as rows
from troth_site.queries.profiles import Profile
from troth_site.sheets import inspection_importing as results
from troth_site.sheets.mapping import FIELDS

REFUSALS = (acts.ProfileRefused,)


@require_GET
@signed_in
def profiles(request: HttpRequest, by: Actor) -> HttpResponse:
    """List the saved mappings."""
    importing_seats(by)
    found = rows.profiles(by)
    several = len({row.organisation for row in found}) > 1
    shown = {"profiles": found, "several": several, "empty": None if found else _empty()}
    return render(request, "desk/imports/profiles.html", shown)


def _empty() -> dict[str, Any]:
    return {
        "title": _("No profiles yet"),
        "why": _("When you have said what the columns of a file are, give your answers a name there: the next file of "
                 "that kind starts from them."),
        "action": {"url": reverse("imports"), "label": _("Bring in a file")},
    }  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def profile(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show what a profile says of a file, and give it another name."""
    importing_seats(by)
    found = rows.profile(by, pk)
    posted = request.method == "POST"
    form = ProfileNameForm(request.POST if posted else None, initial={"called": found.name})

    def doing() -> None:
        acts.rename(by=by, profile=pk, name=form.cleaned_data["called"])

    if posted and form.act(request, doing, refusals=REFUSALS):
        messages.success(request, _("The profile has its new name."))
        return redirect("import-profiles")
    return render(request, "desk/imports/profile.html", _shown(found) | {"form": form}, status=422 if posted else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def delete(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Ask once more, then delete a profile."""
    importing_seats(by)
    if request.method == "POST":
        if take_ticket(request):
            acts.delete(by=by, profile=pk)
            messages.success(request, _("The profile is deleted. What was imported with it stays."))
        return redirect("import-profiles")
    return render(request, "desk/imports/delete_profile.html", _shown(rows.profile(by, pk)) | {"form": DeskForm()})


def _names(found: Profile) -> Mapping[str, str]:
    """Return what the columns of a profile are called: lots are in no list of orders."""
    return results.FIELDS if "lot" in found.fields else FIELDS


def _shown(found: Profile) -> dict[str, Any]:
    answers = [(column, answer) for column, given in found.answers.items() for answer in given.split()]
    return {
        "profile": found,
        "fields": [(_(label), found.fields[name]) for name, label in _names(found).items() if name in found.fields],
        "answers": [(column, meaning_of(answer)) for column, answer in answers],
    }
