"""What a confirmed link brings into the later record, and takes out of it again: weights in the ledger, one flag."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from troth.basis.text import gettext_noop
from troth.commitments import contest
from troth.commitments.outcomes import Outcome
from troth.trust.inherited_record import RULE, InheritedFlag, inherited_flag, is_grown
from troth_site.access import Actor
from troth_site.actions import audit, ledger
from troth_site.actions.ledger import NewEntry, outcome_content
from troth_site.actions.trust import escalating, judging
from troth_site.models import Commitment, FirmLink, RedFlag, Relationship
from troth_site.queries.firms import carried_over, flags_to_inherit
from troth_site.queries.firms.links import KIND
from troth_site.queries.orders import latest_outcome
from troth_site.queries.trust import POLICY

DIMENSION = "honesty"
"""Where the flag stands: a firm under two names is a question of honesty before it is one of anything else."""
WHAT = gettext_noop("Record of the firm before")


@dataclass(frozen=True, slots=True)
class _Act:
    """What an entry says of the act behind it; the night carries over for nobody, and is no contact of that day."""

    kind: str
    by: Actor | None
    on: date
    happened_on: date | None = None


def inherit(link: FirmLink, later: Relationship, *, by: Actor, on: date) -> None:
    """Carry the earlier record over into the later one, which is locked, and raise the flag for what stands open."""
    for dimension, outcome in carried_over(link.earlier_id, side=link.side, on=on).items():
        row = _container(link, later, dimension)
        row.state = "resolved"
        row.save(update_fields=["state"])
        _append(later, row, outcome, _Act("firm.carried", by, on))
    link.carried_on = on
    link.save(update_fields=["carried_on"])
    keep_flag(link, later, on=on)
    judging.judge([later.pk], as_of=on)


def inherit_again(link: FirmLink, *, today: date) -> None:
    """Take over what was recorded in the earlier record since it was carried over, and the flags open there now.

    Args:
        link: A confirmed link.
        today: Day of the comparison; time alone changes nothing.
    """
    now = carried_over(link.earlier_id, side=link.side, on=today)
    rows = {row.dimension: row for row in _containers(link)}
    versions = {dimension: latest_outcome(row.pk) for dimension, row in rows.items()}
    changed = [
        dimension
        for dimension in sorted({*now, *rows})
        if is_grown(_weighing(versions.get(dimension)), now.get(dimension), policy=POLICY.of(dimension))
    ]
    later = ledger.lock(link.relationship_id)
    for dimension in changed:
        row = rows.get(dimension) or _container(link, later, dimension)
        before = versions.get(dimension)
        outcome = now.get(dimension) or (contest.withdrawn(before, withdrawn_on=today) if before else None)
        if outcome is not None:
            # A contest goes on, over what is carried now.
            kept = contest.contest_carried(before, outcome) if before else outcome
            _append(later, row, kept, _Act("firm.carried", None, today, link.decided_on))
    if changed:
        link.carried_on = today
        link.save(update_fields=["carried_on"])
    if keep_flag(link, later, on=today) or changed:
        judging.judge([later.pk], as_of=today)


def change_carried(
    link: FirmLink, later: Relationship, kind: str, make: Callable[[Outcome], Outcome], *, by: Actor, on: date
) -> None:
    """Give every carried weight of a link its next version: contested, resolved or withdrawn."""
    for row in _containers(link):
        standing = _weighing(latest_outcome(row.pk))
        if standing is not None:
            _append(later, row, make(standing), _Act(kind, by, on))
            if kind == "firm.undone":
                row.state = "withdrawn"
                row.save(update_fields=["state"])
    keep_flag(link, later, on=on)
    judging.judge([later.pk], as_of=on)


def keep_flag(link: FirmLink, later: Relationship, *, on: date) -> bool:
    """Raise, change or close the flag that stands for all that is inherited, and tell whether anything changed."""
    found = None
    if link.state == "confirmed":
        is_contested = link.contested_on is not None and link.settled_on is None
        flags = flags_to_inherit(link.earlier_id, side=link.side)
        found = inherited_flag(flags, name=getattr(link.earlier, link.side).name, is_contested=is_contested)
    standing = RedFlag.objects.filter(
        relationship=later, side=link.side, dimension=DIMENSION, rule=RULE, closed_on=None
    ).first()
    if found is None:
        if standing is None:
            return False
        standing.closed_on = on
        standing.save(update_fields=["closed_on"])
        audit.record("flag.closed", by=None, relationship=later, subject=f"flag {standing.pk}")
        return True
    data = _data(link, found)
    if standing is None:
        _raise(link, later, found, data, on)
        return True
    if (standing.data, standing.severity) == (data, found.severity):
        return False
    standing.data, standing.severity = data, found.severity
    standing.save(update_fields=["data", "severity"])
    audit.record("flag.changed", by=None, relationship=later, subject=f"flag {standing.pk}", data=data)
    return True


def _raise(link: FirmLink, later: Relationship, found: InheritedFlag, data: dict[str, Any], on: date) -> None:
    flag = RedFlag.objects.create(
        relationship=later,
        side=link.side,
        dimension=DIMENSION,
        rule=RULE,
        severity=found.severity,
        data=data,
        raised_on=on,
        due_on=found.action.due_on(on),
        owner_id=later.owner_buyer_id if link.side == "factory" else later.owner_factory_id,
        acknowledge_by=escalating.acknowledge_by(later, link.side, as_of=on),
    )
    audit.record("flag.raised", by=None, relationship=later, subject=f"flag {flag.pk}", data=data)


def _data(link: FirmLink, found: InheritedFlag) -> dict[str, Any]:
    return {
        "link": link.pk,
        "n": found.n,
        "template": found.reason.template,
        "params": dict(found.reason.params),
        "actions": [found.action.kind],
    }


def _containers(link: FirmLink) -> list[Commitment]:
    rows = Commitment.objects.filter(relationship=link.relationship_id, kind=KIND, side=link.side)
    return list(rows.order_by("pk"))


def _container(link: FirmLink, later: Relationship, dimension: str) -> Commitment:
    """Return the row whose versions are the carried weights of one dimension; a link made anew goes on with it."""
    name = getattr(link.earlier, link.side).name
    row, _is_new = Commitment.objects.update_or_create(
        relationship=later, side=link.side, dimension=dimension, kind=KIND,
        defaults={"what": f"{WHAT} · {name}"[:300], "state": "resolved", "accepted_by": "hand", "quality": 1.0},
    )  # fmt: skip
    return row


def _weighing(outcome: Outcome | None) -> Outcome | None:
    return outcome if outcome is not None and (outcome.kept_weight or outcome.broken_weight) else None


def _append(later: Relationship, row: Commitment, outcome: Outcome, act: _Act) -> None:
    entry = NewEntry(
        kind=act.kind, side=row.side, dimension=row.dimension, commitment=row.pk,
        person=act.by.person if act.by else None, happened_on=act.happened_on or act.on, recorded_on=act.on,
        content={"what": row.what, "commitment": row.pk, "outcome": outcome_content(outcome)},
        outcome=outcome, supersedes=latest_outcome(row.pk),
    )  # fmt: skip
    ledger.append(later, [entry])
