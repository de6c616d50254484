"""The command that fills the demonstration portfolio."""

from argparse import Namespace
from typing import Any

from django.utils import timezone

from troth_site.actions import demo
from troth_site.management.answers import No, print_json, print_table
from troth_site.queries import demo as known


def fill(arguments: Namespace) -> None:
    """Fill the demonstration into an empty installation; the second time nothing changes."""
    new = False
    if not known.is_filled():
        if not known.is_empty():
            raise No(
                "Somebody keeps a record here already, and the demonstration would mix with it: "
                "name another folder in TROTH_HOME."
            )
        demo.fill(today=arguments.today or timezone.localdate())
        new = True
    _answer(arguments, {"new": new, **known.contents()})


def fill_if_empty() -> bool:
    """Fill the demonstration where nobody keeps a record yet; tell whether that was so."""
    if not known.is_empty():
        return False
    demo.fill(today=timezone.localdate())
    return True


def _answer(arguments: Namespace, answer: dict[str, Any]) -> None:
    if arguments.json:
        print_json(answer)
        return
    counts = ", ".join(
        f"{answer[name]:,} {word}"
        for name, word in (("relationships", "partners"), ("lines", "order lines"), ("entries", "ledger entries"))
    )
    print(f"The demonstration is {'filled' if answer['new'] else 'here already'}: {counts}.\n")
    rows = [(person["email"], person["role"], person["name"], person["organisation"]) for person in answer["people"]]
    print_table(("sign in as", "role", "name", "organisation"), rows)
    print("\nA sign-in link for any of them: troth sign-in ADDRESS")
