"""Webhooks to people's own programs, signed by Standard Webhooks 1.0.0."""

import base64
import json
import secrets
from dataclasses import replace
from datetime import UTC, datetime

from standardwebhooks import Webhook

from troth_site.actions.bridges.letters import Letter
from troth_site.actions.bridges.outcomes import Opened, Outcome, by_status
from troth_site.outside import Answer, Call

SECRET_BYTES = 32
GONE = 410


def new_secret() -> str:
    """Return a secret as the standard writes it."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def call(letter: Letter, opened: Opened, at: datetime) -> Call:
    """Write the request; its id is the letter's, so that whoever got it twice knows."""
    told = [
        {"id": line.uid, "event": line.event, "text": line.says, "url": line.url, "at": _instant(line.at)}
        for line in letter.lines
    ]
    data = {"notifications": told, "more": letter.more, "url": letter.home}
    # The moment of the happening, not of the attempt: a repeated letter is the same to the last byte.
    said = {"type": "troth.notifications", "timestamp": _instant(letter.lines[-1].at), "data": data}
    body = json.dumps(said, ensure_ascii=False)
    name = f"msg_{letter.uid}"
    headers = {
        "Content-Type": "application/json",
        "webhook-id": name,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(opened.secrets["secret"]).sign(name, at.astimezone(UTC), body),
    }
    return Call(url=opened.secrets["url"], headers=headers, body=body.encode())


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def judge(answer: Answer) -> Outcome:
    """Read the answer: any success is one; only "gone" and a redirect are the last word."""
    found = by_status(answer)
    return found if found.error == "redirect" else replace(found, is_final=answer.status == GONE)
