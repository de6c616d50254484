"""Asking whether two partners of one organisation may be the same firm: at every new fact, and every night."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from troth.commitments.outcomes import SIDES
from troth.trust.same_firm import Likeness, alike
from troth_site.actions import audit
from troth_site.actions.bridges import notices
from troth_site.actions.firms.inheriting import inherit_again
from troth_site.models import FirmLink, Organisation
from troth_site.queries.communication.messages_readers import people_for
from troth_site.queries.firms import partners_of, since_of

JUDGE_OF = {"factory": "buyer", "buyer": "factory"}


def watch_firms(judge: int, *, today: date) -> int:
    """Compare the partners of one organisation with each other, and return how many questions are new.

    Only what this organisation itself may read is compared, and only it is asked. A question nobody answered goes
    with the facts that raised it; one that was answered comes back only where something more agrees. Links that are
    confirmed already take over what has changed in the earlier record.

    Args:
        judge: The organisation that relies on them.
        today: Day of the comparison.
    """
    with transaction.atomic():
        # One at a time for each organisation, so that no pair is asked about twice, once from each end.
        Organisation.objects.select_for_update().get(pk=judge)
        asked = sum(_watch(judge, side, today) for side in SIDES)
        for link in FirmLink.objects.filter(judge=judge, state="confirmed").order_by("pk"):
            inherit_again(link, today=today)
    return asked


def _watch(judge: int, side: str, today: date) -> int:
    known = {frozenset((row.relationship_id, row.earlier_id)): row for row in _links(judge, side)}
    found = {frozenset((one, other)): likeness for one, other, likeness in alike(partners_of(judge, side=side))}
    for pair, row in known.items():
        if row.state == "proposed" and pair not in found:
            audit.record("firm.question_gone", by=None, organisation=judge, subject=f"firm link {row.pk}")
            row.delete()
    since = since_of({pk for pair in found for pk in pair}) if found else {}
    asked = 0
    for pair, likeness in found.items():
        row = known.get(pair)
        earlier, later = sorted(pair, key=lambda pk: (since[pk], pk))
        if row is None:
            row = FirmLink(judge_id=judge, side=side, relationship_id=later, earlier_id=earlier)
        elif row.state == "confirmed" or not _says_more(row, likeness):
            continue
        asked += row.state != "proposed"
        _ask(row, likeness, today)
    return asked


def _links(judge: int, side: str) -> Sequence[FirmLink]:
    return list(FirmLink.objects.select_for_update(of=("self",)).filter(Q(judge=judge), side=side).order_by("pk"))


def _says_more(row: FirmLink, likeness: Likeness) -> bool:
    if row.state == "proposed":
        return (row.grade, row.signs) != (likeness.grade, signs_of(likeness))
    return not set(likeness.signs) <= set(row.signs["signs"])


def _ask(row: FirmLink, likeness: Likeness, today: date) -> None:
    is_new = row.state != "proposed"
    row.grade, row.signs = likeness.grade, signs_of(likeness)
    if is_new:
        row.state, row.proposed_on, row.decided_on, row.decided_by, row.reason = "proposed", today, None, None, ""
        row.contested_on, row.contested_by, row.contest, row.settled_on, row.settlement = None, None, "", None, ""
    row.save()
    data = {"grade": row.grade, "signs": list(likeness.signs)}
    audit.record("firm.question", by=None, organisation=row.judge_id, subject=f"firm link {row.pk}", data=data)
    if is_new:
        asked = JUDGE_OF[row.side]
        notices.notify(
            event="firm", relationship=row.relationship_id, subject=f"firm link {row.pk} {today.isoformat()}",
            path=f"/firm-links/{row.pk}/", to=people_for(row.relationship, side=asked, topic="orders"),
            data={"subject": getattr(row.relationship, row.side).name},
        )  # fmt: skip


def signs_of(likeness: Likeness) -> dict[str, Any]:
    """Return what agrees as a row keeps it: never the values, which may be a person's name."""
    reasons = [{"template": reason.template, "params": dict(reason.params)} for reason in likeness.reasons]
    return {"signs": list(likeness.signs), "reasons": reasons}
