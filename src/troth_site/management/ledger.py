"""Exporting a relationship's ledger."""

import json
from argparse import Namespace
from pathlib import Path

from troth_site.access import NotThere
from troth_site.management import door
from troth_site.management.answers import No, print_json
from troth_site.queries import ledger, partners


def export(arguments: Namespace) -> None:
    """Write a relationship's ledger to a file that ends in its head."""
    by = door.operator(arguments.as_email)
    try:
        found = partners.partnership_by_name(by, arguments.name)
    except NotThere:
        raise No(f"No partner is called {arguments.name!r}.") from None
    path = Path(arguments.file)
    try:
        lines = ledger.export_lines(by, found.pk)
    except ledger.CopyWaits as refusal:
        raise No(str(refusal)) from None
    try:
        with path.open("w", encoding="utf-8", newline="\n") as handle:
            for line in lines:
                handle.write(line)
    except OSError as error:
        raise No(f"{path}: {error.strerror}") from error
    closing = json.loads(line)
    if arguments.json:
        print_json({"file": str(path), "entries": closing["count"], "head": closing["head"]})
    else:
        print(f"{closing['count']} entries written to {path}; keep their head: {closing['head']}")
