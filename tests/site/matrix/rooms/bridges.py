"""What people are told of, where they are told, and the twin of a board on Trello.

The buyer's robot is the buyer's alone; the house's webhook is looked after by its manager. Both sides see that a board
has a twin and who joined it; nobody sees what opens it.
"""

from typing import Any

from tests.cast import BUYER, Cast
from tests.site.matrix.rows import RECORD, SEE, SIGNED_IN, Row, button, on, said
from troth_site.actions.bridges import boards, channels, notices
from troth_site.actions.bridges.channels import Asked
from troth_site.models import Notification

OWN = frozenset({"buyer"})
LOOK_AFTER_PEOPLE = frozenset({"manager", "owner"})
SLACK = "https://hooks.slack.com/services/T0/B0/kept-by-nobody-else"
TRELLO = {"key": "a" * 32, "token": "b" * 64}
_place = on("channel")
_board = on("ours")


def _robot(cast: Cast, part: str) -> dict[str, Any]:
    return {"called": "Group of the season", "url": SLACK, "whose": "0"}


ROWS: dict[str, Row] = {
    "notifications": Row(get=SIGNED_IN),
    "read-notifications": Row(post=SIGNED_IN),
    "channels": Row(get=SIGNED_IN),
    "mail-channel": Row(post=SIGNED_IN, given=said(what="requests")),
    "browser-channel": Row(
        post=SIGNED_IN, given=said(endpoint="https://fcm.googleapis.com/fcm/send/one", p256dh="no", auth="key")
    ),
    "new-channel": Row(
        where=lambda cast, part: {"kind": "slack"}, get=SIGNED_IN, post=SIGNED_IN, given=_robot
    ),
    "channel": Row(where=_place, get=OWN, post=OWN, given=said(called="Season", message="15", request="0")),
    "test-channel": Row(where=_place, post=OWN),
    "delete-channel": Row(where=_place, get=OWN, post=OWN),
    "outside-board": Row(
        where=_board, get=SEE, post=LOOK_AFTER_PEOPLE, closed=SEE - LOOK_AFTER_PEOPLE,
        given=said(board="https://trello.com/b/ZyXw9876/plan", **TRELLO),
    ),
    "mirror-board": button(_board, RECORD),
    "part-board": button(_board, LOOK_AFTER_PEOPLE),
}  # fmt: skip
PRESSED_BY = {
    "mail-channel": "sales", "new-channel": "sales", "channel": "buyer", "test-channel": "buyer",
    "delete-channel": "buyer", "mirror-board": "sales", "part-board": "owner",
}  # fmt: skip
# A board has one twin, a browser without keys is refused, and what is read is no row.
LEAVE_NOTHING = {"outside-board", "browser-channel", "read-notifications"}


def gather(cast: Cast) -> dict[str, Any]:
    """Tell both sides of something; leave the buyer a robot, its house a webhook, and the board a twin."""
    robot = channels.add(by=cast.actor("buyer"), asked=Asked(kind="slack", name="Knitwear group", url=SLACK))
    channels.choose(by=cast.actor("buyer"), channel=robot.pk, name="Knitwear group", events={"request": 0})
    house = Asked(kind="webhook", name="Our planning", url="https://hooks.example.com/in",
                  organisation=cast.organisations[BUYER])  # fmt: skip
    webhook = channels.add(by=cast.actor("manager"), asked=house)
    boards.join(by=cast.actor("manager"), relationship=cast.ours, board="AbCd1234", **TRELLO)
    for name, subject in (("ours", "Heathered cardigan: the collar"), ("elsewhere", "Cable scarf: the fringe")):
        notices.notify(
            event="request", relationship=getattr(cast, name), subject=f"request of {name}",
            path=f"/partners/{getattr(cast, name)}/", to=[cast.people["sales"].pk],
            data={"who": "Ines", "subject": subject, "due": "2026-12-01"},
        )  # fmt: skip
    notices.notify(
        event="answer", relationship=cast.ours, subject="answer 1", path=f"/partners/{cast.ours}/",
        to=[cast.people["buyer"].pk, cast.people["manager"].pk],
        data={"who": "Lin", "subject": "Heathered cardigan: the buttons"},
    )  # fmt: skip
    return {
        "channel": robot.pk,
        "house_channel": webhook.pk,
        "notification": Notification.objects.filter(person=cast.people["sales"]).earliest("pk").pk,
    }
