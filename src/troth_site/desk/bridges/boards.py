"""The twin that a relationship's board has on Trello."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from troth_site.access import Actor, NotAllowed
from troth_site.actions.bridges import boards as acts
from troth_site.actions.bridges import problems
from troth_site.desk.bridges.forms import BoardForm
from troth_site.desk.door import signed_in, take_ticket
from troth_site.desk.forms import DeskForm
from troth_site.desk.tabs import tabs
from troth_site.queries.bridges import boards as rows
from troth_site.queries.partners import may, partnership


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def board(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show the twin to both sides; who looks after a side's people joins one."""
    found = partnership(by, pk)
    may_join = may(by, found, "people")
    posted = request.method == "POST"
    if posted and not may_join:
        raise NotAllowed
    form = BoardForm(request.POST if posted else None)

    def doing() -> None:
        given = form.cleaned_data
        acts.join(by=by, relationship=pk, board=given["board"], key=given["key"], token=given["token"])

    if posted and form.act(request, doing, refusals=(acts.BoardRefused,)):
        messages.success(request, _("The boards are joined. The first cards cross over in a moment."))
        return redirect("outside-board", pk)
    twin = rows.of_relationship(by, pk)
    shown = {
        "partner": found, "is_top": True, "twin": twin, "tabs": tabs(found, "outside-board"),
        "problem": problems.said(twin.error) if twin else "",
        "may_join": may_join, "may_mirror": may(by, found, "settle"), "form": form, "button": DeskForm(),
    }  # fmt: skip
    return render(request, "desk/bridges/board.html", shown, status=422 if posted else 200)


@require_POST
@signed_in
def mirror(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Bring the two into step now."""
    partnership(by, pk, "settle")
    if take_ticket(request):
        acts.ask_to_mirror(by=by, relationship=pk)
        messages.success(request, _("The two boards are brought into step now."))
    return redirect("outside-board", pk)


@require_POST
@signed_in
def part(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Stop mirroring."""
    partnership(by, pk, "people")
    if take_ticket(request):
        acts.part(by=by, relationship=pk)
        messages.success(request, _("The boards are parted. The cards stay in both as they are."))
    return redirect("outside-board", pk)
