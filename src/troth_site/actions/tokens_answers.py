"""What a program sends twice is done once: the answer is kept under the program's own key, in the act itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from troth_site.access import Actor
from troth_site.models import ApiAnswer

KEPT_FOR = timedelta(days=1)


class KeyUsed(Exception):
    """The key stands for another request already, so nothing was done."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A request as a program sent it.

    Attributes:
        token: The key of the token it came with; None from the session of somebody who is signed in.
        key: The program's own name for this request.
        asked_hash: What stands for its address and everything in it.
    """

    by: Actor
    token: int | None
    key: str
    asked_hash: str


@dataclass(frozen=True, slots=True)
class Answered:
    """What is answered, as JSON, and whether it was answered before."""

    answer: Any
    is_repeated: bool


def once(sent: Sent, doing: Callable[[], Any], *, kept: Callable[[Any], Any] = lambda answer: answer) -> Answered:
    """Do what a request asks and keep the answer, both or neither; a request sent again only gets the answer.

    Two that are sent at the same moment wait for each other at the unique key.

    Args:
        sent: The request.
        doing: The act, which returns the answer as JSON.
        kept: What of the answer is kept for another time: a secret that is shown once is not.

    Raises:
        KeyUsed: The key stands for another request.
    """
    with transaction.atomic():
        ApiAnswer.objects.filter(made_at__lt=timezone.now() - KEPT_FOR).delete()
        row, is_new = ApiAnswer.objects.select_for_update().get_or_create(
            person_id=sent.by.person, token_id=sent.token, key=sent.key, defaults={"asked_hash": sent.asked_hash}
        )
        if row.asked_hash != sent.asked_hash:
            raise KeyUsed
        if is_new:
            answer = doing()
            row.answer = kept(answer)
            row.save(update_fields=["answer"])
            return Answered(answer, is_repeated=False)
    return Answered(row.answer, is_repeated=True)
