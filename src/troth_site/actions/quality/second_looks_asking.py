"""Asking for a second look when an inspection is handed in: whoever inspected is told, and both sides find it."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from troth.basis.findings import Finding
from troth.quality.second_looks import is_asked_anew
from troth_site.access import Actor
from troth_site.actions import audit
from troth_site.actions.bridges import notices
from troth_site.models import Relationship, SecondLook
from troth_site.queries.quality.looks_compared import compared, counts_of
from troth_site.queries.quality.second_looks import NamedInspector, NoticedInspection, noticed_in

Of = tuple[int | None, int | None, str]
"""Key of the inspection, None where all lots are meant; key of the inspector; how the lot is called."""
Noticed = NoticedInspection | NamedInspector


def look_at(locked: Relationship, *, by: Actor, now: datetime) -> None:
    """Ask for a second look at whatever is noticed in a record that nobody was asked for yet.

    What both sides closed is asked for anew only where there is something new to say.
    """
    rows = compared(locked.pk, today=timezone.localdate(now))
    noticed, named = noticed_in(locked.pk, rows, counts_of([row.pk for row in rows]))
    of_all: list[tuple[Of, Noticed, Iterable[Finding]]] = [
        ((each.pk, each.person, each.lot), each, each.findings) for each in noticed
    ]
    of_all += [((None, each.person, ""), each, each.found.findings) for each in named if each.found.findings]
    known = {(row.inspection_id, row.inspector_id): row for row in SecondLook.objects.filter(relationship=locked)}
    for of, each, findings in of_all:
        codes = sorted({finding.code for finding in findings})
        row = known.get(of[:2])
        if is_asked_anew(noticed=codes, asked=row.codes if row is not None else ()):
            # What was answered before anybody was asked is answered.
            first = each.answers[0].written_at if row is None and each.answers else now
            _ask(locked, of, codes, by=by, now=min(first, now))


def _ask(locked: Relationship, of: Of, codes: list[str], *, by: Actor, now: datetime) -> None:
    inspection, inspector, lot = of
    asked = {"codes": codes, "asked_at": now, "buyer_closed_at": None, "factory_closed_at": None}
    about = {"relationship": locked, "inspection_id": inspection, "inspector_id": inspector}
    row, _is_new = SecondLook.objects.update_or_create(**about, defaults=asked)
    subject = f"second look {row.pk}"
    audit.record("second_look.asked", by=by, relationship=locked, subject=subject, data={"codes": codes})
    if inspector is not None:
        notices.notify(
            event="second-look-asked" if lot else "second-look-record", relationship=locked.pk,
            subject=f"{subject} {' '.join(codes)}"[:120], path="/second-looks/", to=[inspector],
            data={"subject": lot},
        )  # fmt: skip
