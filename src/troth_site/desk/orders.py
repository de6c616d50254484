"""One order line: every promised day, what came, what held it up, and the forms that record more of it."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from troth.commitments.attribution import Delay
from troth_site.access import Actor
from troth_site.actions.orders import changed, delays
from troth_site.desk import words
from troth_site.desk.communication.calendars_due import Asks, ask_back
from troth_site.desk.door import signed_in
from troth_site.desk.forms import DelayForm, DeskForm, MoveForm, ReceiptForm
from troth_site.desk.trust import cards
from troth_site.queries import lines
from troth_site.queries.commitments import contest_of
from troth_site.queries.ledger import entries_of
from troth_site.queries.partners import may
from troth_site.queries.quality.order_checkpoints import on_order
from troth_site.queries.quality.wordings_read import read_order
from troth_site.templatetags.troth_parts import days

CENTS = 2
STATES = {"kept": "kept", "kept_late": "late", "broken": "broken", "excused": "excused", "waived": "waived"}


@require_GET
@signed_in
def line(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show one order line."""
    return _page(request, by, lines.line(by, pk))


@require_POST
@signed_in
def receive(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Record that goods came."""
    form = ReceiptForm(request.POST)

    def doing() -> None:
        given = form.cleaned_data
        changed.record_receipt(by=by, line=pk, day=given["day"], quantity=given["quantity"])

    return _recorded(request, by, pk, form, doing, _("The receipt is recorded."))


@require_POST
@signed_in
def move(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Move the promised day."""
    found = lines.line(by, pk)
    form = MoveForm(request.POST, side=found.partnership.our_side)
    asks = ask_back(form, "day", organisation=found.partnership.organisation(found.side))

    def doing() -> None:
        given = form.cleaned_data
        changed.move_promise(by=by, line=pk, day=given["day"], moved_by=given["moved_by"], reason=given["reason"])

    if asks is not None:
        return _page(request, by, found, refused=form, asks=asks)
    return _recorded(request, by, pk, form, doing, _("The new day is recorded; the earlier ones stay."))


@require_POST
@signed_in
def delay(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Record days of lateness that somebody else caused."""
    form = DelayForm(request.POST, side=_side(by, pk))

    def doing() -> None:
        given = form.cleaned_data
        said = Delay(
            cause=given["cause"],
            days=given["days"],
            reason=given["reason"],
            accepted=given.get("accepted", False),
            recorded_on=timezone.localdate(),
        )
        delays.record_delay(by=by, line=pk, delay=said)

    return _recorded(request, by, pk, form, doing, _("The delay is recorded."))


@require_POST
@signed_in
def accept(request: HttpRequest, by: Actor, pk: int, delay: int) -> HttpResponse:
    """Accept a delay the other side named."""
    try:
        delays.accept_delay(by=by, line=pk, delay=delay)
    except changed.LineRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The delay is accepted; its days no longer count against the other side."))
    return redirect("line", pk)


def _side(by: Actor, pk: int) -> str:
    return lines.line(by, pk).partnership.our_side


def _recorded(
    request: HttpRequest, by: Actor, pk: int, form: DeskForm, doing: Callable[[], None], done: str
) -> HttpResponse:
    found = lines.line(by, pk)
    if form.act(request, doing, refusals=(changed.LineRefused,)):
        messages.success(request, done)
        return redirect("line", pk)
    return _page(request, by, found, refused=form)


def _page(
    request: HttpRequest, by: Actor, found: lines.Line, *, refused: DeskForm | None = None, asks: Asks | None = None
) -> HttpResponse:
    today = timezone.localdate()
    may_record = may(by, found.partnership, "record") and found.cancelled_on is None
    side = found.partnership.our_side
    fresh: dict[str, DeskForm] = {
        "receipt": ReceiptForm(),
        "move": MoveForm(side=side),
        "delay": DelayForm(side=side),
    }
    forms = fresh | ({refused.name: refused} if refused is not None else {})
    context = {
        "partner": found.partnership,
        "is_top": True,
        "line": found,
        "value": None if found.value is None else _in_cents(found.value),
        "state": STATES.get(found.state, "overdue" if found.due_on < today else "open"),
        "left": "" if found.completed_on else cards.left(found.due_on, today),
        "days": _days(found),
        "shares": _shares(found),
        "promises": [_promise(each) for each in found.promises],
        "delays": [{"row": each, "cause": words.CAUSES[each.cause]} for each in found.delays],
        "may_accept": may_record and side != found.side,
        "entries": entries_of(by, found.pk),
        "contest": contest_of(by, found.pk) if found.contested_on else None,
        "forms": forms if may_record else {},
        "is_open": found.completed_on is None,
        "asks": asks,
        "checks": read_order(on_order(by, found.partnership, order=found.order_key, number=found.order)),
    }
    return render(request, "desk/orders/line.html", context, status=200 if refused is None else 422)


def _in_cents(value: Decimal) -> Decimal:
    """Return an amount with two decimals, more only where it has them."""
    exact = value.normalize()
    return exact.quantize(Decimal("0.01")) if -int(exact.as_tuple().exponent) <= CENTS else exact


def _days(found: lines.Line) -> int | None:
    if found.factory_days is None:
        return None
    if found.factory_days <= 0 and not (found.buyer_days or found.excused_days):
        return found.factory_days
    return max(found.factory_days, 0) + found.buyer_days + found.excused_days


def _shares(found: lines.Line) -> list[str]:
    """Return whose the late days are, where they are not the factory's alone."""
    if not (found.buyer_days or found.excused_days):
        return []
    said = (
        (found.factory_days or 0, _("%(days)s by the factory")),
        (found.buyer_days, _("%(days)s by the buyer")),
        (found.excused_days, _("%(days)s excused")),
    )
    return [sentence % {"days": days(number)} for number, sentence in said if number > 0]


def _promise(each: lines.PromisedDay) -> dict[str, Any]:
    return {"row": each, "moved": words.MOVERS.get(each.moved_by, each.moved_by)}
