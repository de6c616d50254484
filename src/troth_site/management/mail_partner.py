"""Taking a mailbox file into the record with a partner, from the command line."""

import sys
from argparse import Namespace
from pathlib import Path

from troth_site import access
from troth_site.actions.communication.mail import dropping, taking_in
from troth_site.management import door
from troth_site.management.answers import No, WrongUse
from troth_site.queries.communication.mail import batches
from troth_site.queries.partners import partnership_by_name

SIDES = ("buyer", "factory", "neither")
MOST_NAMED = 5
MEGABYTE = 1 << 20


def take_in(arguments: Namespace, path: Path) -> None:
    """Take the mail in as the page does, and say on standard error what came of it."""
    by = door.operator(arguments.as_email)
    said = dict(arguments.side)
    if wrong := sorted(set(said.values()) - set(SIDES)):
        raise WrongUse(f"--side ADDRESS={wrong[0]}: write one of {', '.join(SIDES)}")
    try:
        found = partnership_by_name(by, arguments.partner)
        with path.open("rb") as handle:
            parts = iter(lambda: handle.read(MEGABYTE), b"")
            uid = dropping.receive(by=by, relationship=found.pk, name=path.name, parts=parts)
        batch = batches.batch(by, uid)
        dropping.read(batch=batch.pk)
        _confirm(by, uid, {address.lower(): side for address, side in said.items()}, with_rest=arguments.with_rest)
        taking_in.take_in(batch=batch.pk)
        _say(batches.batch(by, uid))
    except (access.NotThere, access.NotAllowed):
        raise WrongUse(
            f"no partner, or more than one, is called {arguments.partner!r} whose record you may add to"
        ) from None
    except dropping.MailRefused as refused:
        raise No(f"{path}: {refused}") from refused


def _say(batch: batches.Batch) -> None:
    """Tell on standard error what came into which record; standard output holds the counts of the file alone."""
    counts = batch.report.get("counts", {})
    told = [
        f"{counts.get(name, 0):,} {what}"
        for name, what in (
            ("new", "new messages"),
            ("kept_files", "files kept"),
            ("aside", "messages set aside"),
            ("refused", "files refused"),
        )
        if counts.get(name) or name == "new"
    ]
    print(f"Taken in with {batch.partnership.partner}: {', '.join(told)}.", file=sys.stderr)


def _confirm(by: access.Actor, uid: str, said: dict[str, str], *, with_rest: bool) -> None:
    batch = batches.batch(by, uid)
    if batch.state == "refused":
        raise No(str(batch.report["problem"]))
    unknown = [
        each["address"] for each in batch.report["addresses"]
        if each["wrote"] and not each["how"] and each["address"] not in said
    ]  # fmt: skip
    if unknown:
        shown = ", ".join(unknown[:MOST_NAMED]) + (
            f" and {len(unknown) - MOST_NAMED} more" if unknown[MOST_NAMED:] else ""
        )
        raise No(f"nobody knows whose these addresses are: {shown}. Say it with --side ADDRESS=buyer|factory|neither, "
                 "or on the page of the file. Nothing was taken in")  # fmt: skip
    dropping.answer(by=by, uid=uid, said=said, with_rest=with_rest, topic="orders")
