"""Letters to people."""

from django.tasks import task

from troth_site.actions import people
from troth_site.actions.invitations import making


@task
def mail_sign_in_link(person: int | None = None, **_unknown: object) -> None:
    """Mail a sign-in link; nobody's address is a job too, so that asking takes the same time for everybody."""
    if person is not None:
        people.send_sign_in_link(person=person)


@task
def mail_invitation(invitation: int, **_unknown: object) -> None:
    """Mail the door of an invitation."""
    making.send_invitation(invitation=invitation)
