"""Files on their way in: received, studied, checked, applied, undone. Each step is one transaction."""

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from troth_site import access, queue
from troth_site.access import Actor, Verb
from troth_site.actions import audit, ledger, partners
from troth_site.actions.demand import noticing
from troth_site.actions.orders import taken_out
from troth_site.actions.quality import inspections_imported, order_checkpoints
from troth_site.actions.trust import judging, reporting
from troth_site.actions.trust.withdrawing import withdraw_actions
from troth_site.models import AuditEntry, Commitment, ImportBatch, ImportProfile, Order, Relationship
from troth_site.queries import imports as imports_known
from troth_site.queries.imports_repeated import FirstRepeats, first_repeats, undoing

SUFFIX_LENGTH = 12
VERB_OF: dict[str, Verb] = {"orders": "import", "inspections": "results"}
"""What somebody has to be allowed to do, by what a file holds."""
PART = 2000


class ImportRefused(Exception):
    """The step cannot be taken; the message says why and what to do instead."""


@dataclass(frozen=True, slots=True)
class Received:
    """A file taken in."""

    uid: str
    pk: int


def receive(
    *, by: Actor, organisation: int, file_name: str, parts: Iterable[bytes], study_later: bool = True,
    kind: str = "orders",
) -> Received:  # fmt: skip
    """Keep an uploaded file, of orders or of inspections, and put its study on the queue.

    Raises:
        ImportRefused: The file is larger than this installation takes.
    """
    access.organisation(by, organisation, VERB_OF[kind])
    batch = ImportBatch(
        organisation_id=organisation, person_id=by.person, state="uploaded", file_name=Path(file_name).name[:300],
        mapping=_begun(kind),
    )  # fmt: skip
    path = file_of(str(batch.uid), batch.file_name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    batch.file_hash = _keep(path, parts)
    with transaction.atomic():
        batch.save()
        audit.record("import.received", by=by, organisation=organisation, subject=f"batch {batch.pk}",
                     data={"file": batch.file_name, "sha256": batch.file_hash})  # fmt: skip
        if study_later:
            queue.enqueue("imports.study", batch=batch.pk)
    return Received(str(batch.uid), batch.pk)


def file_of(uid: str, file_name: str) -> Path:
    """Return where the file of an import is kept; its own name is never used as a path."""
    suffix = Path(file_name).suffix[:SUFFIX_LENGTH]
    return Path(settings.TROTH_FILES) / "imports" / f"{uid}{suffix if suffix.isascii() else ''}"


def refused_file_of(uid: str) -> Path:
    """Return where the refused rows of an import are kept for mending."""
    return Path(settings.TROTH_FILES) / "imports" / f"{uid}-refused.xlsx"


def progress_name(uid: str) -> str:
    """Return under which name the steps of an import report how far they are."""
    return f"import-{uid}"


def note(*, by: Actor, batch: int, state: str, **fields: Any) -> None:
    """Note what a step of an import found, and its new state."""
    with transaction.atomic():
        row = access.import_batches(by).select_for_update().get(pk=batch)
        row.state = state
        for name, value in fields.items():
            setattr(row, name, value)
        row.save()
        audit.record(f"import.{state}", by=by, organisation=row.organisation_id, subject=f"batch {row.pk}",
                     data=fields.get("counts") or {})  # fmt: skip


def answer(*, by: Actor, uid: str, mapping: dict[str, Any], profile: str = "") -> None:
    """Take the mapping and the answers a person gave, and check the whole file under them.

    Raises:
        ImportRefused: The step is not open, or the profile to be saved is one that the person may not change.
    """
    with transaction.atomic():
        batch = _batch(by, uid, "asking", "ready", "checked", "refused")
        # What a file holds was said when it came, and decides who may let it in: no answer makes orders of results.
        mapping = {name: told for name, told in mapping.items() if name != "kind"} | (_begun(_kind(batch)) or {})
        batch.mapping, batch.state, batch.problem = mapping, "checking", None
        batch.save()
        if profile.strip():
            _save_profile(by, batch, profile.strip()[:120])
        audit.record("import.answered", by=by, organisation=batch.organisation_id, subject=f"batch {batch.pk}")
        queue.enqueue("imports.check", batch=batch.pk)


def study_again(*, by: Actor, uid: str, sheet: str = "") -> None:
    """Read a file once more from its beginning, after its owner named the sheet or something unforeseen went wrong."""
    with transaction.atomic():
        batch = _batch(by, uid, "asking", "refused", "checked")
        batch.mapping = _begun(_kind(batch), sheet)
        batch.state, batch.study, batch.counts, batch.problem = "uploaded", None, None, None
        batch.save()
        audit.record("import.study_asked", by=by, organisation=batch.organisation_id, subject=f"batch {batch.pk}")
        queue.enqueue("imports.study", batch=batch.pk)


def confirm(*, by: Actor, uid: str) -> None:
    """Let a checked file in, or go on with one that stopped on its way; a second press changes nothing."""
    with transaction.atomic():
        batch = _batch(by, uid, "checked", "applying", "done")
        if batch.state == "done" or (batch.state == "applying" and not batch.problem):
            return
        batch.state, batch.problem = "applying", None
        batch.save(update_fields=["state", "problem"])
        queue.report_progress(progress_name(uid), done=0, total=None, phase="checking")
        audit.record("import.confirmed", by=by, organisation=batch.organisation_id, subject=f"batch {batch.pk}")
        queue.enqueue("imports.apply", batch=batch.pk)


def ask_undo(*, by: Actor, uid: str) -> None:
    """Put the undoing of a whole import on the queue."""
    with transaction.atomic():
        batch = _batch(by, uid, "done", "applying", "undone")
        if batch.state == "undone":
            return
        if batch.state == "applying" and not batch.problem:
            raise ImportRefused("This import is still running; take it back when it is done.")
        # One that stopped on its way is done as far as it came: nothing of it starts again by itself.
        batch.state, batch.problem = "done", None
        batch.save(update_fields=["state", "problem"])
        queue.report_progress(progress_name(uid), done=0, total=None, phase="undoing")
        audit.record("import.undo_asked", by=by, organisation=batch.organisation_id, subject=f"batch {batch.pk}")
        queue.enqueue("imports.undo", batch=batch.pk, person=by.person)


def undo(*, by: Actor, batch: int) -> None:
    """Take an import back as a whole: its lines leave every number on every past day, the ledger keeps both entries.

    One transaction a relationship; if it is interrupted, running it again goes on where it stopped.
    """
    row = access.import_batches(by).get(pk=batch)
    _keep_what_stays(row)
    entered = set(row.entries.order_by().values_list("relationship", flat=True).distinct())
    touched = sorted(entered | imports_known.touched(row.pk))
    told_again = first_repeats(row.pk, row.lines.order_by().values_list("pk", flat=True).iterator(PART))
    for relationship in touched:
        _undo_in(by, row, relationship, told_again)
    today = timezone.localdate()
    noticing.keep_up(touched, by=by, on=today)
    with transaction.atomic():
        judging.judge_portfolio(row.organisation_id, as_of=today)
        withdraw_actions(touched, by=by, since=timezone.localdate(row.created_at))
        for relationship in touched:
            _hide_if_empty(relationship)
        row.repeats.all().delete()
        row.state, row.undone_at = "undone", timezone.now()
        row.save(update_fields=["state", "undone_at"])
        audit.record("import.undone", by=by, organisation=row.organisation_id, subject=f"batch {row.pk}")
        reporting.report_later(row.organisation_id)


def _keep_what_stays(batch: ImportBatch) -> None:
    """Keep what undoing does to the lines an import added, before its first step; a second run goes on with less."""
    counts = batch.counts or {}
    if "left" not in counts and batch.lines.exists():
        would = undoing(batch.pk)
        batch.counts = counts | {"left": would.leave, "stayed": would.staying}
        batch.save(update_fields=["counts"])


def _undo_in(by: Actor, batch: ImportBatch, relationship: int, told_again: FirstRepeats) -> None:
    with transaction.atomic():
        locked = ledger.lock(relationship)
        for part in taken_out.take_out(by=by, batch=batch, relationship=relationship, told_again=told_again):
            ledger.append(locked, part)
        ledger.append(locked, inspections_imported.take_back(by=by, batch=batch, locked=locked))
        asker = order_checkpoints.Asker(person=by.person, known_on=timezone.localdate(), batch=batch.pk)
        order_checkpoints.take_back_from_empty(locked, asker)
        Order.objects.filter(relationship=relationship, lines=None).delete()


def _hide_if_empty(relationship: int) -> None:
    """Hide a partner whom only files brought in and of whom nothing is left."""
    live = Commitment.objects.filter(relationship=relationship).exclude(state="withdrawn").exists()
    by_hand = AuditEntry.objects.filter(relationship=relationship, verb=partners.BEGUN).exists()
    Relationship.objects.filter(pk=relationship).update(hidden=not live and not by_hand)


def _batch(by: Actor, uid: str, *states: str) -> ImportBatch:
    found = access.import_batch(by, uid)
    batch = ImportBatch.objects.select_for_update().get(pk=found.pk)
    if batch.state not in states:
        raise ImportRefused(f"This import is {batch.get_state_display().lower()}; that step is not open to it now.")
    return batch


def _save_profile(by: Actor, batch: ImportBatch, name: str) -> None:
    """Keep the mapping of an import under a name; that of a file the person may not import stays as it is."""
    same = ImportProfile.objects.filter(organisation=batch.organisation, name=name).first()
    if same is not None and not access.import_profiles(by).filter(pk=same.pk).exists():
        raise ImportRefused(f"Another profile is called {name}. Choose a different name.")
    ImportProfile.objects.update_or_create(
        organisation=batch.organisation, name=name, defaults={"mapping": batch.mapping}
    )  # fmt: skip


def _kind(batch: ImportBatch) -> str:
    return str((batch.mapping or {}).get("kind", "orders"))


def _begun(kind: str, sheet: str = "") -> dict[str, Any] | None:
    """Return what is known of a file before anybody said what its columns are: its kind, and the sheet to be read."""
    known = ({"kind": kind} if kind != "orders" else {}) | ({"sheet": sheet} if sheet else {})
    return known or None


def _keep(path: Path, parts: Iterable[bytes]) -> str:
    """Write the parts to the file and return its hash, refusing what is larger than the limit."""
    digest, size = hashlib.sha256(), 0
    with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as handle:
        for part in parts:
            size += len(part)
            if size > settings.TROTH_UPLOAD_LIMIT_BYTES:
                break
            digest.update(part)
            handle.write(part)
    if size > settings.TROTH_UPLOAD_LIMIT_BYTES:
        path.unlink()
        limit = settings.TROTH_UPLOAD_LIMIT_BYTES // 1024**2
        raise ImportRefused(f"The file is larger than {limit} MB. Split it, or ask the operator to raise the limit.")
    return digest.hexdigest()
