"""A file's way in, step by step: studied, checked, brought in, undone. Every step may run again and change nothing."""

import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from django.conf import settings
from django.tasks import task
from django.utils import timezone, translation
from django.utils.translation import gettext

from troth.basis.text import gettext_noop
from troth_site import queue
from troth_site.access import Actor
from troth_site.actions import imports as steps
from troth_site.actions.quality import inspections_imported
from troth_site.queries import imports as known
from troth_site.queries.demand import files
from troth_site.queries.imports import Batch
from troth_site.sheets import describing, importing, inspection_importing, orders, proposing, reading, writing
from troth_site.sheets.mapping import Mapping
from troth_site.sheets.messages import ChooseSheet, Said, UnreadableFile, said
from troth_site.sheets.order_rows import RefusedRow
from troth_site.sheets.tables import Table

log = logging.getLogger(__name__)
Work = Callable[[Batch, Actor], None]

UNFORESEEN = {
    "study": gettext_noop("Reading this file stopped for a reason nobody foresaw. Nothing was saved."),
    "check": gettext_noop("Checking this file stopped for a reason nobody foresaw. Nothing was saved."),
    "apply": gettext_noop(
        "The import stopped on its way. What was recorded before is whole; nothing is recorded twice."
    ),
    "undo": gettext_noop("Undoing stopped on its way. What was taken back before stays taken back."),
}
AGAIN = gettext_noop("Try again. If it stops again, give your operator this number of the import: %(batch)s.")


@task
def study(batch: int, **_unknown: object) -> None:
    """Read a file and propose which of its columns is what."""
    _step("study", batch, _study, states=("uploaded",), after_failure="refused")


@task
def check(batch: int, **_unknown: object) -> None:
    """Read every row under the chosen mapping, and count what importing would do."""
    _step("check", batch, _check, states=("checking",), after_failure="refused")


@task
def apply(batch: int, **_unknown: object) -> None:
    """Bring a confirmed file in."""
    _step("apply", batch, _apply, states=("applying",), after_failure="applying")


@task
def undo(batch: int, person: int | None = None, **_unknown: object) -> None:
    """Take an import back as a whole."""
    _step("undo", batch, _undo, states=("applying", "done"), after_failure="done", person=person)


def _step(
    name: str, pk: int, work: Work, *, states: tuple[str, ...], after_failure: str, person: int | None = None
) -> None:
    """Do one step where it is due, and leave a clear state behind whatever happens."""
    batch, by = known.for_job(pk, person)
    if batch.state not in states:
        return
    try:
        work(batch, by)
    except UnreadableFile as error:
        steps.note(by=by, batch=pk, state="refused", problem=describing.problem(error))
    except Exception:
        log.exception("import %s: the step %s failed", pk, name)
        steps.note(by=by, batch=pk, state=after_failure, problem=_unforeseen(name, pk))
        raise


def _study(batch: Batch, by: Actor) -> None:
    _report(batch, "studying", None)(0)
    try:
        table = _open(batch)
    except ChooseSheet as choice:
        sheets = [[name, rows] for name, rows in choice.sheets]
        steps.note(by=by, batch=batch.pk, state="asking", study={"sheets": sheets})
        return
    if batch.kind == inspection_importing.KIND:
        named = inspection_importing.proposed(table.header)
        taken = {found["column"] for found in named.values()}
        found = describing.table(table, proposing.offer(table, taken=taken)) | {"proposed": named}
    else:
        found = describing.table(table, proposing.propose(table))
    steps.note(by=by, batch=batch.pk, state="asking", study=found)


def _check(batch: Batch, by: Actor) -> None:
    _report(batch, "studying", None)(0)
    table = _open(batch)
    if batch.kind == inspection_importing.KIND:
        _check_results(batch, by, table)
        return
    done = orders.study(table, Mapping.from_json(batch.mapping or {}))
    found = {**(batch.study or {}), **describing.study(done), "open": describing.questions(done.questions)}
    if done.questions:
        steps.note(by=by, batch=batch.pk, state="asking", study=found)
        return
    checked = importing.check(table, done, buyer=batch.organisation, progress=_report(batch, "checking", done.read))
    _write_refused(batch, table, checked.refused_rows)
    counts = {**checked.as_json(), "elsewhere": checked.counts.elsewhere}
    lines = importing.lines_of(table, done, checked)
    short = files.short_notices(batch.organisation, lines, today=timezone.localdate())
    study_found = {**found, **describing.outcome(checked), "short_notice": short}
    steps.note(by=by, batch=batch.pk, state="checked", study=study_found, counts=counts, problem=None)


def _check_results(batch: Batch, by: Actor, table: Table) -> None:
    """Read a file of inspection results, and count what importing it would do."""
    read = inspection_importing.read(table, batch.mapping or {})
    found = {**(batch.study or {}), "open": describing.questions(read.questions)}
    if read.questions:
        steps.note(by=by, batch=batch.pk, state="asking", study=found)
        return
    checked = inspection_importing.check(table, read, by=by, buyer=batch.organisation)
    _write_refused(batch, table, checked.rows)
    outcome = inspection_importing.outcome(checked)
    steps.note(
        by=by, batch=batch.pk, state="checked", study=found | outcome, counts=checked.as_json(), problem=None
    )  # fmt: skip


def _apply(batch: Batch, by: Actor) -> None:
    _report(batch, "checking", None)(0)
    table = _open(batch)
    if batch.kind == inspection_importing.KIND:
        found = inspection_importing.read(table, batch.mapping or {})
        inspections_imported.bring_in(by=by, batch=batch.pk, results=found.results)
        return
    done = orders.study(table, Mapping.from_json(batch.mapping or {}))
    checked = importing.check(table, done, buyer=batch.organisation, progress=_report(batch, "checking", done.read))
    lines = checked.read - checked.refused - checked.set_aside - checked.repeated
    importing.bring_in(table, done, checked, by=by, batch=batch.pk, progress=_report(batch, "applying", lines))


def _undo(batch: Batch, by: Actor) -> None:
    _report(batch, "undoing", None)(0)
    steps.undo(by=by, batch=batch.pk)


def _open(batch: Batch) -> Table:
    return reading.open_table(_path(batch), sheet=(batch.mapping or {}).get("sheet"))


def _path(batch: Batch) -> Path:
    return steps.file_of(batch.uid, batch.file_name)


def _write_refused(batch: Batch, table: Table, rows: Sequence[RefusedRow]) -> None:
    """Keep the refused rows for mending, with reasons in the language of the person who imports."""
    path = steps.refused_file_of(batch.uid)
    path.unlink(missing_ok=True)
    if rows:
        with _language_of(batch):
            writing.write_refused(path, table=table, rows=rows, translate=gettext)


def _language_of(batch: Batch) -> AbstractContextManager[None]:
    return translation.override(batch.person_language or settings.LANGUAGE_CODE)


def _report(batch: Batch, phase: str, total: int | None) -> Callable[[int], None]:
    def tell(done: int) -> None:
        queue.report_progress(steps.progress_name(batch.uid), done=done, total=total, phase=phase)

    return tell


def _unforeseen(name: str, pk: int) -> dict[str, object]:
    error = UnreadableFile(said(UNFORESEEN[name]), mend=Said(AGAIN, {"batch": pk}))
    return {**describing.problem(error), "unforeseen": True}
