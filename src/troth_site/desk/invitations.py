"""Inviting: a partner's first person, one's own colleagues."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from troth_site import access
from troth_site.access import Actor
from troth_site.actions.invitations import making
from troth_site.desk.door import signed_in, take_ticket
from troth_site.desk.forms import DeskForm, choices
from troth_site.desk.words import ROLES
from troth_site.queries import invitations as rows
from troth_site.queries.partners import Partnership, partnership

REFUSALS = (making.InvitationRefused,)
WHOLE_ADDRESS = gettext_lazy("Write their whole address, such as ana@example.com.")
CHOOSE = gettext_lazy("Choose")


class InvitationForm(DeskForm):
    """Whom to invite."""

    name = "invitation"
    called = forms.CharField(label=gettext_lazy("Name"), max_length=200, required=False)
    role = forms.ChoiceField(
        label=gettext_lazy("What the person does there"),
        error_messages={"required": gettext_lazy("Choose what the person does there.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), error_messages={"invalid": WHOLE_ADDRESS, "required": WHOLE_ADDRESS}
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the letter"))

    def __init__(self, data: Any = None, *, roles: tuple[str, ...], may_lack_address: bool, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["role"].choices = choices([(role, ROLES[role]) for role in roles], first=CHOOSE)
        fields["language"].choices = choices(settings.LANGUAGES, first=CHOOSE)
        if may_lack_address:
            fields["email"].required = False
            fields["email"].help_text = _(
                "Leave it empty for a QR code to show or print; whoever opens it says their address."
            )


@never_cache
@signed_in
def of_partner(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Invite the first person of the other side; a QR code is shown once, right after it was made."""
    found = partnership(by, pk, "invite")
    posted = request.method == "POST"
    form = InvitationForm(request.POST if posted else None, roles=making.FIRST_ROLES, may_lack_address=True)
    tokens: list[str] = []

    def doing() -> None:
        given = form.cleaned_data
        tokens.append(
            making.invite_partner(
                by=by, relationship=pk, role=given["role"], email=given["email"], name=given["called"],
                language=given["language"],
            )
        )  # fmt: skip

    if not posted or not form.act(request, doing, refusals=REFUSALS):
        return _partner_page(request, by, found, form, status=422 if posted else 200)
    if tokens and tokens[0]:
        address = request.build_absolute_uri(f"/invitation/{tokens[0]}/")
        return _partner_page(request, by, found, _empty(), code=address)
    messages.success(request, _("Invited. The letter is on its way; the page behind it works once, for 14 days."))
    return redirect("invite", pk)


def _empty() -> InvitationForm:
    return InvitationForm(roles=making.FIRST_ROLES, may_lack_address=True)


def _partner_page(
    request: HttpRequest, by: Actor, found: Partnership, form: InvitationForm, *, status: int = 200, code: str = ""
) -> HttpResponse:
    shown = {
        "partner": found,
        "is_top": True,
        "is_settled": rows.is_settled(found.organisation(found.their_side)),
        "waiting": rows.waiting_for(by, found.pk),
        "form": form,
        "code": code,
    }
    return render(request, "desk/invitations/partner.html", shown, status=status)


@signed_in
def of_house(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show who has a seat in one's own organisation, and invite a colleague."""
    own = next((seat for seat in by.seats if seat.organisation == pk), None)
    if own is None:
        raise access.NotThere
    if pk not in by.organisations("people"):
        raise access.NotAllowed
    posted = request.method == "POST"
    roles = tuple(role for role in access.ROLE_MAY if role != "operator")
    form = InvitationForm(request.POST if posted else None, roles=roles, may_lack_address=False)

    def doing() -> None:
        given = form.cleaned_data
        making.invite_colleague(
            by=by, organisation=pk, role=given["role"], email=given["email"], name=given["called"],
            language=given["language"],
        )  # fmt: skip

    if posted and form.act(request, doing, refusals=REFUSALS):
        messages.success(request, _("Invited. The letter is on its way; the page behind it works once, for 14 days."))
        return redirect("members", pk)
    shown = {"own": own, "members": rows.members(by, pk), "waiting": rows.waiting_in(by, pk), "form": form}
    return render(request, "desk/invitations/members.html", shown, status=422 if posted else 200)


@require_POST
@signed_in
def revoke(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Close an invitation nobody has used."""
    if take_ticket(request):
        making.revoke(by=by, invitation=pk)
        messages.success(request, _("The invitation is revoked. Whoever opens it finds it closed."))
    return _back(request)


@never_cache
@require_POST
@signed_in
def again(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Make an invitation that has run out anew; a QR code is shown once, right after it was made."""
    if not take_ticket(request):
        return _back(request)
    try:
        token = making.invite_again(by=by, invitation=pk)
    except making.InvitationRefused as refusal:
        messages.error(request, _(str(refusal)))
        return _back(request)
    partner = request.POST.get("partner", "")
    if token and partner.isdigit():
        address = request.build_absolute_uri(f"/invitation/{token}/")
        return _partner_page(request, by, partnership(by, int(partner), "invite"), _empty(), code=address)
    messages.success(request, _("Invited. The letter is on its way; the page behind it works once, for 14 days."))
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    partner, house = request.POST.get("partner", ""), request.POST.get("house", "")
    if partner.isdigit():
        return redirect("invite", int(partner))
    return redirect("members", int(house)) if house.isdigit() else redirect("settings")
