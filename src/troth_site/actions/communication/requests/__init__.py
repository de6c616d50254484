"""Requests: asking the other side, hearing its answers, and the doors through which one may answer."""

from troth_site.actions.communication.requests.answering import (
    AnswerRefused,
    confirm_sender,
    hear,
    on_confirmed,
    on_message,
    say,
)
from troth_site.actions.communication.requests.asking import AskRefused, ask, withdraw

__all__ = [
    "AnswerRefused",
    "AskRefused",
    "ask",
    "confirm_sender",
    "hear",
    "on_confirmed",
    "on_message",
    "say",
    "withdraw",
]
