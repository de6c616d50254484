"""Charters of talking: proposed as a whole, signed by both sides under the same words, replaced by the next one."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from troth.commitments.outcomes import SIDES
from troth.communication.charter import Charter, gaps_in_charter
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit, ledger
from troth_site.actions.communication import live, responses
from troth_site.actions.ledger import NewEntry
from troth_site.models import Charter as Row
from troth_site.models import Relationship
from troth_site.queries.communication.charters import read_terms, written_terms


class CharterRefused(Exception):
    """The charter cannot be proposed or signed like this; the message says why."""


def propose(*, by: Actor, relationship: int, terms: Charter, at: datetime | None = None) -> int:
    """Propose a charter, signed by the proposing side; it has no effect until the other side has signed it too.

    An older proposal that waits is replaced; the charter in force stays in force until both have signed the new one.

    Raises:
        CharterRefused: It leaves something open or contradicts itself.
    """
    seen = access.relationship(by, relationship, "settle")
    gaps = gaps_in_charter(terms)
    if gaps:
        raise CharterRefused(gaps[0].sentence())
    kept, now = written_terms(terms), at or timezone.now()
    with transaction.atomic():
        row = ledger.lock(seen.pk)
        newest = Row.objects.filter(relationship=row).order_by("-version").first()
        side = access.side_of(by, row)
        if newest is not None and newest.terms == kept and newest.replaced_at is None:
            _sign(newest, row, by, now)
            return newest.pk
        Row.objects.filter(relationship=row, replaced_at=None).exclude(
            buyer_signed_at__isnull=False, factory_signed_at__isnull=False
        ).update(replaced_at=now)
        made = Row.objects.create(
            relationship=row, version=newest.version + 1 if newest else 1, terms=kept, proposed_by_id=by.person,
            proposed_at=now, **{f"{side}_signed_by_id": by.person, f"{side}_signed_at": now},
        )  # fmt: skip
        _note(row, made, by, "charter.proposed", now)
        audit.record("charter.proposed", by=by, relationship=row, subject=f"charter {made.pk}")
    return made.pk


def sign(*, by: Actor, charter: int, at: datetime | None = None) -> None:
    """Sign one version for one's own side; once both have signed the same words they are in force.

    Raises:
        CharterRefused: A newer version has taken its place.
    """
    seen = access.of_relationship(by, Row, charter, "settle")
    with transaction.atomic():
        row = ledger.lock(seen.relationship_id)
        _sign(Row.objects.select_for_update().get(pk=seen.pk), row, by, at or timezone.now())


def _sign(version: Row, row: Relationship, by: Actor, now: datetime) -> None:
    side = access.side_of(by, row)
    if getattr(version, f"{side}_signed_at") is not None:
        return
    if version.replaced_at is not None:
        raise CharterRefused(gettext_noop("A newer version has taken its place. Read that one and sign it."))
    setattr(version, f"{side}_signed_at", now)
    setattr(version, f"{side}_signed_by_id", by.person)
    version.save(update_fields=[f"{side}_signed_at", f"{side}_signed_by"])
    if all(getattr(version, f"{each}_signed_at") for each in SIDES):
        Row.objects.filter(relationship=row, replaced_at=None, version__lt=version.version).update(replaced_at=now)
        responses.recompute(row, now=now)
    _note(row, version, by, "charter.signed", now)
    audit.record("charter.signed", by=by, relationship=row, subject=f"charter {version.pk}")


def _note(row: Relationship, version: Row, by: Actor, kind: str, now: datetime) -> None:
    terms, today = read_terms(version.terms), timezone.localdate(now)
    hours = {weight: f"{time.hours:g} {time.clock}" for weight, time in terms.reply_times.items()}
    content = {"charter": version.version, "by": access.side_of(by, row), "reply_times": hours}
    entry = NewEntry(kind=kind, person=by.person, happened_on=today, recorded_on=today, content=content)
    ledger.append(row, [entry])
    live.tell(row.pk, "charter", f"charter {version.pk}")
