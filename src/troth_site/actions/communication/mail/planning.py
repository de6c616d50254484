"""What taking a file in would do: which messages are new, which threads they belong to, and who wrote them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from troth.communication.correspondents import Standing
from troth.communication.mail import Mail, content_id
from troth.communication.threads import Thread
from troth_site.actions.communication.keeping import cleaned
from troth_site.actions.communication.mail.reading import Study, kept_id
from troth_site.models import Relationship
from troth_site.queries.communication.mail.here import here
from troth_site.queries.communication.mail.parties import on_sides

MOST_ASKED = 400
EARLIEST = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class Conversation:
    """Messages of a file that belong together.

    Attributes:
        thread: The thread here they continue, None for a new one.
        rank: Where each stands among them, by its place in the file.
    """

    thread: int | None
    rank: dict[int, int]


@dataclass(slots=True)
class Plan:
    """What a file would bring.

    Attributes:
        new: By the place in the file, the identifier under which a message is kept.
        of: By the place in the file, the conversation a message belongs to.
        conversations: The conversations, by number; each with at least one new message.
        here: Messages that are here already.
        aside: Messages that are not between the two sides and stay out.
        undated: New messages that state no date.
        sides: On whose side each address stands.
        addresses: Addresses whose side nobody knows, with how many messages each wrote; those who wrote none follow.
    """

    sides: Mapping[str, Standing]
    new: dict[int, str] = field(default_factory=dict)
    of: dict[int, int] = field(default_factory=dict)
    conversations: list[Conversation] = field(default_factory=list)
    here: int = 0
    aside: int = 0
    undated: int = 0
    automatic: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """On what terms a file is taken in.

    Attributes:
        side: The side that drops it.
        said: What was said of single addresses.
        with_rest: Whether messages come along that do not name the other side; it will read them.
    """

    side: str
    said: Mapping[str, str]
    with_rest: bool = False


def plan(row: Relationship, study: Study, terms: Terms) -> Plan:
    """Say what taking a file in would do. Nothing is changed."""
    mails = study.contents.mails
    found = Plan(sides=on_sides(row, _addresses(mails), said=terms.said))
    names = {kept_id(name) for mail in mails for name in (mail.message_id, mail.in_reply_to, *mail.references) if name}
    known = here(row.pk, names)
    # Two messages under one identifier exist; the later one here is known by its content.
    clashing = {
        kept_id(mail.message_id): content_id(mail)
        for mail in mails
        if known.senders.get(kept_id(mail.message_id), "") not in ("", _sender(mail))
    }
    by_content = here(row.pk, clashing.values())
    place_of = dict(zip((mail.message_id for mail in mails), study.places, strict=True))
    for thread in study.contents.threads:
        fresh = dict[int, str]()
        for mail in thread.mails:
            name = clashing.get(kept_id(mail.message_id), kept_id(mail.message_id))
            if name in (by_content.senders if name in clashing.values() else known.senders):
                found.here += 1
            elif not (terms.with_rest or between(mail, found.sides, terms.side)):
                found.aside += 1
            else:
                fresh[place_of[mail.message_id]] = name
                found.undated += mail.sent_stated is None
                found.automatic += mail.automatic is not None
        if fresh:
            _add(found, thread, fresh, place_of, known.threads)
    return found


def _add(
    found: Plan, thread: Thread, fresh: dict[int, str], place_of: Mapping[str, int], threads: Mapping[str, int]
) -> None:
    named = (
        kept_id(name)
        for mail in thread.mails
        for name in (mail.message_id, mail.in_reply_to, *mail.references, thread.root_id)
        if name
    )
    number = len(found.conversations)
    known = sorted({threads[name] for name in named if name in threads})
    rank = {place: at for at, place in enumerate(in_order(thread, place_of)) if place in fresh}
    found.conversations.append(Conversation(thread=known[0] if known else None, rank=rank))
    found.new.update(fresh)
    found.of.update(dict.fromkeys(fresh, number))


def in_order(thread: Thread, place_of: Mapping[str, int]) -> list[int]:
    """Return the places of a conversation's messages in the order in which they are read.

    By the time they were sent; one without a time stands where it stood in the file, behind the one before it.
    """
    placed = sorted((place_of[mail.message_id], mail) for mail in thread.mails)
    keys, moment = list[tuple[datetime, int]](), EARLIEST
    for place, mail in placed:
        moment = mail.sent.astimezone(UTC) if mail.sent is not None else moment
        keys.append((moment, place))
    return [place for _moment, place in sorted(keys)]


def between(mail: Mail, sides: Mapping[str, Standing], dropped_by: str) -> bool:
    """Tell whether the other side wrote a message or was sent it: what it never saw is not shown to it by accident."""
    other = "factory" if dropped_by == "buyer" else "buyer"
    who = [each.email for each in (mail.sender, *mail.recipients) if each is not None]
    return any(sides[address].side == other for address in who if address in sides)


def summary(study: Study, found: Plan) -> dict[str, Any]:
    """Return what a page shows of a plan, as JSON."""
    mails = study.contents.mails
    dates = [mail.sent for mail in mails if mail.sent is not None]
    refused = [each.name for mail in mails for each in mail.attachments if each.is_dangerous]
    return {
        "counts": {
            "messages": study.read, "duplicates": len(study.contents.copies), "threads": len(study.contents.threads),
            "without_date": study.contents.without_date, "new": len(found.new), "here": found.here,
            "aside": found.aside, "undated": found.undated, "machines": found.automatic, "refused": len(refused),
            "new_threads": sum(each.thread is None for each in found.conversations),
        },
        "refused": [cleaned(name) for name in refused[:20]],
        "first": min(dates).isoformat() if dates else None,
        "last": max(dates).isoformat() if dates else None,
        "addresses": addresses(study, found.sides),
    }  # fmt: skip


def addresses(study: Study, sides: Mapping[str, Standing]) -> list[dict[str, Any]]:
    """Return the addresses of a file with what is known of each: those who wrote most first.

    Of those who wrote nothing, the ones stand here whose side decides whether a message comes along.
    """
    wrote = Counter(_sender(mail) for mail in study.contents.mails if _sender(mail))
    told = Counter(
        each.email
        for mail in study.contents.mails
        if not any(one.email in sides for one in mail.recipients)
        for each in mail.recipients
        if each.email and each.email not in wrote
    )
    names = {each.email: each.name for mail in study.contents.mails for each in _people(mail) if each.name}
    listed = [*wrote.most_common(), *((address, 0) for address, _n in told.most_common())]
    # Whom nobody knows comes first: that is what is asked.
    listed.sort(key=lambda pair: (pair[0] in sides, pair[1] == 0))
    return [
        {
            "address": cleaned(address), "name": cleaned(names.get(address, ""))[:200], "wrote": count,
            "side": (sides[address].side or "neither") if address in sides else "",
            "how": sides[address].how.value if address in sides else "",
        }
        for address, count in listed[:MOST_ASKED]
    ]  # fmt: skip


def _addresses(mails: tuple[Mail, ...]) -> list[str]:
    return list(dict.fromkeys(each.email for mail in mails for each in _people(mail) if each.email))


def _people(mail: Mail) -> list[Any]:
    return [each for each in (mail.sender, *mail.recipients) if each is not None]


def _sender(mail: Mail) -> str:
    return mail.sender.email if mail.sender is not None else ""
