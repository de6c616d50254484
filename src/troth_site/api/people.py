"""Who asks."""

from django.http import HttpRequest
from ninja import Router, Schema

from troth_site.api.frame.forms import answers

router = Router(tags=["You"])


class Seat(Schema):
    """A place in an organisation."""

    organisation: int
    organisation_name: str
    kind: str
    role: str


class Me(Schema):
    """The person a token or a cookie stands for."""

    name: str
    email: str
    seats: list[Seat]


@router.get("me", response=answers(Me), operation_id="me")
def me(request: HttpRequest) -> Me:
    """Show who you are here, and for which organisations."""
    return Me.from_orm(request.auth)
