"""Handing a letter to whatever carries it."""

from datetime import datetime

from troth_site.actions.bridges import mail, push, sealing, webhooks
from troth_site.actions.bridges.letters import Letter
from troth_site.actions.bridges.outcomes import Opened, Outcome
from troth_site.actions.bridges.robots import ROBOTS
from troth_site.models import Channel
from troth_site.outside import NoAnswer, NotCalled, Reach
from troth_site.outside import call as call_outside

KNOWS_REPEATS = frozenset({"email", "push", "webhook"})
"""Who is told by the letter's name that it came before; the others are never sent what may have arrived."""
PASSING = frozenset({"unknown name", "unreachable"})
CARRIERS = {kind: (robot.call, robot.judge) for kind, robot in ROBOTS.items()} | {
    "push": (push.call, push.judge),
    "webhook": (webhooks.call, webhooks.judge),
}


def send(letter: Letter, channel: Channel, *, at: datetime, reach: Reach) -> Outcome:
    """Send one letter once, and tell what came of it; no fault of a receiver is raised."""
    if channel.kind == "email":
        return mail.send(letter, channel.person)
    write, judge = CARRIERS[channel.kind]
    try:
        opened = Opened(row=channel, secrets=sealing.unseal(channel.secret))
        return judge(call_outside(write(letter, opened, at), reach=reach))
    except sealing.Unreadable:
        return Outcome("sealed", is_final=True)
    except NotCalled as error:
        return Outcome(error.why, is_final=error.why not in PASSING)
    except NoAnswer as error:
        return Outcome(error.why, is_final=channel.kind not in KNOWS_REPEATS, is_open=True)
