"""Commands that show partners."""

from argparse import Namespace
from dataclasses import asdict
from datetime import date
from typing import Any

from django.utils import timezone

from troth_site.access import Actor, NotThere
from troth_site.management import door
from troth_site.management.answers import No, WrongUse, percent, print_json, print_table
from troth_site.queries import partner_page
from troth_site.queries import partners as known
from troth_site.queries.partners import Partnership
from troth_site.queries.portfolio import report as portfolio_report


def partners(arguments: Namespace) -> None:
    """List every partner with both sides' numbers."""
    first, end = arguments.counted_from, arguments.counted_to
    if first is not None and end is not None and first > end:
        raise WrongUse(f"--from {first} lies after --to {end}: no day is between them")
    documents = portfolio_report.report(
        door.operator(arguments.as_email),
        as_of=arguments.as_of or timezone.localdate(),
        counted_from=first,
        counted_to=end,
    )
    if arguments.json:
        print_json(documents)
        return
    rows = [_row(document) for document in documents]
    print_table(("partner", "n", "on time", "probably", "state", "standing", "forecast", "flags"), rows)


def partner(arguments: Namespace) -> None:
    """Show one partner."""
    by = door.operator(arguments.as_email)
    try:
        found = known.partnership_by_name(by, arguments.name)
    except NotThere:
        raise No(f"No partner is called {arguments.name!r}.") from None
    as_of = arguments.as_of or timezone.localdate()
    document = portfolio_report.report(by, as_of=as_of, only=found.pk)[0]
    if arguments.json:
        print_json(_with_steadiness(document, by, found, as_of))
        return
    print(f"{document['name']}, as of {as_of:%-d %b %Y}")
    for side in ("buyer", "factory"):
        numbers = document[side]["delivery"]
        print(f"\n{side}: {_sentence(numbers)}\n  {numbers['definition']}")
        print(
            f"  standing {numbers['standing']:.1f}, forecast {percent(numbers['forecast'])}, state {numbers['state']}"
        )
    for flag in document["flags"]:
        print(f"\nflag: {flag['rule']} since {flag['raised_on']}, due {flag['due_on']}")
    for action in document["actions"]:
        print(f"\naction: {action['title']} ({action['state']}), due {action['due_on']}")


def _with_steadiness(document: dict[str, Any], by: Actor, found: Partnership, as_of: date) -> dict[str, Any]:
    """Add to both sides how steadily they are in touch and keep their word, and what their pace comes to."""
    sides = partner_page.steadiness(found, partner_page.both_sides(by, found, as_of=as_of), as_of=as_of)
    steady = {
        side: {
            "effort": asdict(of_side.effort),
            "consistency": None if of_side.consistency is None else asdict(of_side.consistency),
            "projection": asdict(of_side.projection),
        }
        for side, of_side in sides.items()
    }
    return document | {side: document[side] | steady[side] for side in steady}


def _row(document: dict[str, Any]) -> tuple[Any, ...]:
    numbers = document["factory"]["delivery"]
    between = None if numbers["low"] is None else f"{100 * numbers['low']:.0f} to {100 * numbers['high']:.0f} %"
    return (
        document["name"][:44], numbers["n"], percent(numbers["rate"]), between, numbers["state"],
        round(numbers["standing"], 1), percent(numbers["forecast"]), len(document["flags"]),
    )  # fmt: skip


def _sentence(numbers: dict[str, Any]) -> str:
    if numbers["rate"] is None:
        return "no data yet"
    low, high = 100 * numbers["low"], 100 * numbers["high"]
    return (
        f"{numbers['kept']} of {numbers['n']} on time ({percent(numbers['rate'])}, probably {low:.0f} to {high:.0f} %)"
    )
