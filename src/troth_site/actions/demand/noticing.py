"""The notice of large orders kept on the record: found when orders come in, corrected or taken back as they change."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth.commitments.evidence import weight
from troth.commitments.outcomes import Outcome
from troth.orders.large_orders import LOOKED_BACK_DAYS, PlacedOrder, outcome_of_order_notice
from troth.orders.split_orders import JudgedOrder, judged_order
from troth_site.access import Actor
from troth_site.actions import audit, ledger
from troth_site.actions.quality import promises
from troth_site.models import Commitment, LargeOrder, PlanningTerms, Relationship
from troth_site.queries.demand import placed
from troth_site.queries.demand.terms import Terms, agreed, on_day

KIND, DIMENSION = "large_order", "delivery"
TELL_AHEAD = gettext_noop("Tell of a large order ahead")


def keep_up(relationships: Iterable[int], *, by: Actor, on: date | None = None) -> int:
    """Bring the notice of large orders up to date where two sides agreed about it; safe to ask again.

    An order is judged once, by the terms and by what was usual on the day it was placed; what changes later about
    other orders does not change it.

    Returns:
        How many promises were made, corrected or taken back.
    """
    # Few ever agree on terms, and an import may touch more partners than a query can name.
    planning = PlanningTerms.objects.filter(agreed_on__isnull=False).values_list("relationship", flat=True)
    wanted = sorted(set(planning.distinct()) & set(relationships))
    changed = 0
    for relationship in wanted:
        with transaction.atomic():
            changed += _keep_up(ledger.lock(relationship), by=by, on=on or timezone.localdate())
    return changed


def _keep_up(locked: Relationship, *, by: Actor, on: date) -> int:
    versions = agreed(locked.pk)
    first = min(each.agreed_on for each in versions if each.agreed_on is not None)
    orders = placed.placed_orders(locked.pk, since=first - timedelta(days=LOOKED_BACK_DAYS))
    known = {row.number: row for row in LargeOrder.objects.filter(relationship=locked).select_related("commitment")}
    changed = 0
    for order in orders:
        row = known.pop(order.number, None)
        terms = on_day(versions, order.placed_on)
        if terms is None or (row is not None and _is_as_known(row, order)):
            continue
        judged = judged_order(order, others=orders, terms=terms.notice)
        if judged.largeness.is_large:
            _keep(locked, row, (judged, terms), by=by, on=on)
            changed += 1
        elif row is not None:
            _take_back(locked, row, by=by, on=on)
            changed += 1
    for row in known.values():
        _take_back(locked, row, by=by, on=on)
    return changed + len(known)


def _is_as_known(row: LargeOrder, order: PlacedOrder) -> bool:
    told_on = min(order.announced_on or order.placed_on, order.placed_on)
    return (row.quantity, row.placed_on, row.told_on, row.wanted_on) == (
        order.quantity, order.placed_on, told_on, order.wanted_on,
    )  # fmt: skip


def _keep(
    locked: Relationship, row: LargeOrder | None, found: tuple[JudgedOrder, Terms], *, by: Actor, on: date
) -> None:
    judged, terms = found
    order, notice = judged.order, judged.notice
    at_stake = weight(stake=1.0, quality="unconfirmed")
    outcome = outcome_of_order_notice(notice, placed_on=order.placed_on, weight=at_stake, recorded_on=on)
    figures = {
        "quantity": order.quantity, "placed_on": order.placed_on,
        "told_on": min(order.announced_on or order.placed_on, order.placed_on), "wanted_on": order.wanted_on,
        "given_days": notice.given, "required_days": notice.required, "limit": judged.largeness.limit,
        "with_orders": len(judged.together), "with_quantity": judged.with_quantity,
        "usual_orders": judged.usual.orders, "usual_mean": judged.usual.mean,
        "usual_deviation": judged.usual.deviation, "terms_id": terms.pk,
    }  # fmt: skip
    state = "kept" if notice.is_kept else "broken"
    made = row.commitment if row is not None else _promise(locked, order, by)
    made.state, made.closed_on, made.due_on = state, order.placed_on, order.placed_on
    made.evidence = f"{notice.given} / {notice.required}"
    made.save()
    LargeOrder.objects.update_or_create(
        relationship=locked, number=order.number, defaults=figures | {"commitment": made}
    )
    _record(locked, made, outcome, by=by, on=on)


def _promise(locked: Relationship, order: PlacedOrder, by: Actor) -> Commitment:
    return Commitment.objects.create(
        relationship=locked, side="buyer", dimension=DIMENSION, kind=KIND, what=f"{TELL_AHEAD} · {order.number}"[:300],
        due_on=order.placed_on, state="accepted", accepted_by="contract", quality=0.6, closed_by="buyer",
        proposed_by_id=by.person,
    )  # fmt: skip


def _take_back(locked: Relationship, row: LargeOrder, *, by: Actor, on: date) -> None:
    made = row.commitment
    row.delete()
    made.state, made.closed_on = "withdrawn", on
    made.save(update_fields=["state", "closed_on"])
    _record(locked, made, None, by=by, on=on)


def _record(locked: Relationship, made: Commitment, outcome: Outcome | None, *, by: Actor, on: date) -> None:
    verb = "withdrawn" if outcome is None else "judged"
    promises.record(locked, made, outcome, by=by, on=on, verb=verb)
    audit.record(f"large_order.{verb}", by=by, relationship=locked, subject=f"commitment {made.pk}")
