"""What happens by itself where two sides plan ahead."""

from django.tasks import task

from troth_site.actions.demand import firm, reservations


@task
def night(**_unknown: object) -> None:
    """Let reservations lapse that were neither ordered nor given back in time, and close firm periods that are over."""
    reservations.lapse()
    firm.night()
