"""Taking back actions whose reason has gone from the record."""

from collections.abc import Iterable
from datetime import date

from troth.trust.actions import action_to_open
from troth_site.access import Actor
from troth_site.actions import audit
from troth_site.actions.trust.followup import KPI_OF
from troth_site.models import Action, Commitment, Judgement


def withdraw_actions(relationships: Iterable[int], *, by: Actor, since: date) -> None:
    """Withdraw what nobody has worked on yet, opened since a day by numbers that no longer ask for it.

    Args:
        relationships: Whose record was corrected; their numbers have been judged anew.
        by: Who corrected it.
        since: First day on which the wrong record could have opened anything.
    """
    for relationship in relationships:
        for action in Action.objects.filter(relationship=relationship, state="open", opened_on__gte=since):
            numbers = Judgement.objects.filter(
                relationship=relationship, side=action.side, dimension=action.dimension
            ).first()
            state = "no data" if numbers is None else numbers.state
            if action_to_open(KPI_OF[action.dimension], state=state) is None:
                _withdraw(action, by=by)


def _withdraw(action: Action, *, by: Actor) -> None:
    action.state = "withdrawn"
    action.save(update_fields=["state"])
    # Each side's part, as long as it has not taken it on.
    parts = Commitment.objects.filter(relationship=action.relationship_id, kind="action", state="proposed")
    parts.filter(what__endswith=f" #{action.pk}").update(state="withdrawn")
    audit.record("action.withdrawn", by=by, relationship=action.relationship, subject=f"action {action.pk}")
