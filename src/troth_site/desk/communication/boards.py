"""The board of a partner: cards in four columns, moved by a button or by hand, alike on both screens."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from troth_site.access import Actor
from troth_site.actions.communication import boards as acts
from troth_site.desk.door import signed_in, take_ticket
from troth_site.desk.forms import Day, DeskForm, choices
from troth_site.desk.tabs import tabs
from troth_site.queries.communication import boards as rows
from troth_site.queries.communication.live import newest
from troth_site.queries.partners import Partnership, may, partnership
from troth_site.queries.people import seated

REFUSALS = (acts.CardRefused,)
TARGET = "board"


class CardForm(DeskForm):
    """What stands on a card."""

    name = "card"
    title = forms.CharField(label=gettext_lazy("What is to be done"), max_length=acts.LONGEST_TITLE)
    side = forms.ChoiceField(
        label=gettext_lazy("Whose turn it is"),
        error_messages={"required": gettext_lazy("Choose whose turn it is.")},
    )
    owner = forms.TypedChoiceField(label=gettext_lazy("Who does it"), coerce=int, empty_value=None, required=False)
    due_on = Day(label=gettext_lazy("By which day"), required=False)
    order = forms.TypedChoiceField(label=gettext_lazy("Order"), coerce=int, empty_value=None, required=False)
    text = forms.CharField(
        label=gettext_lazy("More about it"), required=False, max_length=acts.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, by: Actor, found: Partnership, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["side"].choices = choices(
            [("buyer", found.buyer_name), ("factory", found.factory_name)], first=gettext_lazy("Choose")
        )
        people = {**seated(found.buyer), **seated(found.factory)}
        fields["owner"].choices = choices(list(people.items()), first=gettext_lazy("Nobody yet"))
        orders = rows.orders_of(by, found.pk)
        fields["order"].choices = choices(list(orders.items()), first=gettext_lazy("No order"))

    def face(self) -> acts.Face:
        """Return what the form says."""
        given = self.cleaned_data
        return acts.Face(
            title=given["title"], text=given["text"], side=given["side"], owner=given["owner"],
            due_on=given["due_on"], order=given["order"],
        )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def board(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show a partner's board, and add a card."""
    posted = request.method == "POST"
    found = partnership(by, pk, "answer" if posted else "see")
    asked = request.GET.get("order", "")
    order = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 18 else None
    form = CardForm(request.POST if posted else None, by=by, found=found) if may(by, found, "answer") else None
    if (
        posted
        and form
        and form.act(request, lambda: acts.add(by=by, relationship=pk, face=form.face()), refusals=REFUSALS)
    ):
        return redirect("board", pk)
    context = {
        "partner": found, "columns": rows.board(by, pk, order=order), "form": form, "order": order,
        "tabs": tabs(found, "board"), "live": {"pk": pk, "last": newest(), "target": TARGET},
    }  # fmt: skip
    return render(request, "desk/communication/boards/board.html", context, status=422 if posted else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def card(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show one card, and change it."""
    shown = rows.card(by, pk)
    posted = request.method == "POST"
    found = partnership(by, shown.relationship, "answer" if posted else "see")
    known = {name: getattr(shown, name) for name in ("title", "side", "owner", "due_on", "order", "text")}
    form = CardForm(request.POST if posted else None, by=by, found=found, initial=known)
    doing = _guarded(request, lambda revision: acts.change(by=by, card=pk, face=form.face(), revision=revision))
    if posted and form.act(request, doing, refusals=REFUSALS):
        messages.success(request, _("The card is changed."))
        return redirect("board", shown.relationship)
    context = {"partner": found, "card": shown, "form": form if may(by, found, "answer") else None}
    return render(request, "desk/communication/boards/card.html", context, status=422 if posted else 200)


@require_POST
@signed_in
def move(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Move a card to another column, or within one."""
    relationship = rows.relationship_of(by, pk)
    before = request.POST.get("before", "")
    doing = _guarded(
        request,
        lambda revision: acts.move(
            by=by, card=pk, column=request.POST.get("column", ""), revision=revision,
            before=int(before) if before.isdigit() else None,
        ),
    )  # fmt: skip
    return _done(request, doing, relationship)


@require_POST
@signed_in
def put_away(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Take a card off the board."""
    relationship = rows.relationship_of(by, pk)
    doing = _guarded(request, lambda revision: acts.put_away(by=by, card=pk, revision=revision))
    return _done(request, doing, relationship)


def _guarded(request: HttpRequest, doing: Any) -> Any:
    """Return what is done with the revision that the page showed."""

    def guarded() -> None:
        revision = request.POST.get("revision", "")
        if not (revision.isascii() and revision.isdigit() and len(revision) < 10):
            raise acts.CardRefused(_("This page is older than its card. Open the board again."))
        doing(int(revision))

    return guarded


def _done(request: HttpRequest, doing: Any, relationship: int) -> HttpResponse:
    if take_ticket(request):
        try:
            doing()
        except acts.CardRefused as refused:
            messages.warning(request, _(str(refused)))
    return redirect("board", relationship)
