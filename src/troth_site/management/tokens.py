"""Commands for the keys of programs."""

from argparse import Namespace

from troth_site.actions import tokens
from troth_site.management import door
from troth_site.management.answers import WrongUse, print_json
from troth_site.queries import people


def token(arguments: Namespace) -> None:
    """Print a new token of a person, or revoke all they have."""
    by = door.operator(arguments.as_email)
    person = people.by_email(arguments.email)
    if person is None:
        raise WrongUse(f"Nobody here has the address {arguments.email}.")
    if arguments.revoke:
        revoked = tokens.revoke_tokens(by=by, person=person.pk)
        print_json({"revoked": revoked}) if arguments.json else print(f"{revoked} tokens stopped working.")
        return
    try:
        made = tokens.make_token(
            by=by, person=person.pk, name=arguments.name, days=arguments.days, writes=arguments.writes
        )
    except tokens.TokenRefused as refused:
        raise WrongUse(str(refused)) from refused
    print_json({"token": made}) if arguments.json else print(made)
