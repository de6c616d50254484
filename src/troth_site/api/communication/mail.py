"""Files of mail with a partner: dropped, taken in, confirmed, taken back; letters that stand in no thread."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Field, File, Router, Schema
from ninja.files import UploadedFile

from troth_site.access import NotAllowed
from troth_site.actions.communication.mail import dropping, undoing
from troth_site.actions.communication.mail.dropping import MailRefused
from troth_site.api.communication.messages import MessageTopic
from troth_site.api.frame.forms import Key, Side, answers
from troth_site.api.frame.writing import Done, Given, LineOrNothing, asker, done, example, writes, written
from troth_site.queries.communication.mail import batches, unplaced
from troth_site.queries.partners import partnership

router = Router(tags=["Messages"])
MEGABYTE = 1024**2
Mailbox = Annotated[LineOrNothing, Field(max_length=254)]
State = Literal["reading", "asking", "applying", "done", "refused", "undone"]


class MailFileShown(Schema):
    """A file of mail; until a side has taken it in, the other does not see it."""

    uid: UUID
    name: str
    side: Side
    by: str
    state: State
    read_at: datetime
    undone_at: datetime | None


class MailAddress(Schema):
    """Somebody who wrote, and whose side that is taken to be; null waits for your answer."""

    address: str
    name: str
    messages: int
    side: Literal["buyer", "factory", "neither"] | None


class MailFileWhole(MailFileShown):
    """One file of mail: what it holds, or did."""

    counts: dict[str, int] = Field(description="Of messages, threads, copies and files; what was not counted lacks.")
    addresses: list[MailAddress] = Field(description="Whom to name before it is taken in; only of your own file.")
    problem: str = Field(description="Why it was refused or has stopped; empty where all is well.")
    to_confirm: int = Field(description="Messages told as your side's that nobody of your side has confirmed.")


class MailTerms(Given):
    """The terms on which a file is taken in."""

    model_config = example(topic="orders", sides={"li@rosewater.example": "factory"}, with_rest=False)

    topic: MessageTopic = Field(description="What its new threads are about.")
    sides: dict[Mailbox, Literal["buyer", "factory", "neither"]] = Field(
        {}, max_length=2000, description="Whose side each address is, where nobody knew."
    )
    with_rest: bool = Field(False, description="Also messages that do not name the other side.")


class MailTaken(Schema):
    """What became of a file; read it until its state is “asking”, then “done”."""

    uid: UUID
    see: str


class LetterShown(Schema):
    """A letter that stands in no thread, for the house that knows its writer."""

    id: int
    organisation: str
    sender: str
    subject: str
    text: str
    why: str
    received_at: datetime


@router.get("partners/{partner}/mail", response=answers(list[MailFileShown], 404, 422), operation_id="mail_files",
            url_name="mail")  # fmt: skip
def of_partner(request: HttpRequest, partner: Key) -> list[MailFileShown]:
    """List the files of mail with a partner that your side may see, the newest first."""
    by = asker(request)
    return [MailFileShown(**_row(each)) for each in batches.batches(by, partnership(by, partner))]


@router.post("partners/{partner}/mail", response=written(MailTaken), operation_id="drop_mail", url_name="mail")
@writes(MailRefused, blames="file")
def drop(request: HttpRequest, partner: Key, file: File[UploadedFile]) -> MailTaken:
    """Drop a file of mail (.eml or .mbox); nothing of it is recorded before its terms are given."""
    by = asker(request)
    partnership(by, partner, "record")
    uid = dropping.receive(by=by, relationship=partner, name=file.name or "mail", parts=file.chunks(MEGABYTE))
    return _taken(uid)


@router.get("mail/{uid}", response=answers(MailFileWhole, 404, 422), operation_id="mail_file", url_name="mail-file")
def one(request: HttpRequest, uid: UUID) -> MailFileWhole:
    """Show one file of mail."""
    found = batches.batch(asker(request), str(uid))
    report = found.report
    listed = [
        MailAddress(
            address=each["address"], name=each.get("name") or "", messages=each.get("wrote") or 0,
            side=each.get("side") or None,
        )
        for each in report.get("addresses", [])
    ]  # fmt: skip
    counts = {name: n for name, n in (report.get("counts") or {}).items() if type(n) is int}
    problem = _(report["problem"]) if report.get("problem") else ""
    return MailFileWhole(**_row(found), counts=counts, addresses=listed, problem=problem, to_confirm=found.to_confirm)


@router.post("mail/{uid}/terms", response=written(MailTaken), operation_id="take_mail_in", url_name="mail-terms")
@writes(MailRefused, blames="sides")
def take_in(request: HttpRequest, uid: UUID, given: MailTerms) -> MailTaken:
    """Take a file of your side in, saying whose the unknown addresses are; sent again it changes nothing."""
    by = asker(request)
    if not batches.batch(by, str(uid)).is_ours:
        raise NotAllowed
    said = {address: side for address, side in given.sides.items() if address}
    dropping.answer(by=by, uid=str(uid), said=said, with_rest=given.with_rest, topic=given.topic)
    return _taken(str(uid))


@router.post("mail/{uid}/again", response=written(MailTaken), operation_id="go_on_with_mail", url_name="mail-again")
@writes(MailRefused)
def go_on(request: HttpRequest, uid: UUID) -> MailTaken:
    """Go on with a file whose taking in stopped on its way."""
    dropping.go_on(by=asker(request), uid=str(uid))
    return _taken(str(uid))


@router.post("mail/{uid}/confirm", response=written(MailTaken), operation_id="confirm_mail", url_name="mail-confirm")
@writes(MailRefused)
def confirm(request: HttpRequest, uid: UUID) -> MailTaken:
    """Say that the messages which the other side's file tells as yours are so."""
    undoing.confirm_file(by=asker(request), uid=str(uid))
    return _taken(str(uid))


@router.post("mail/{uid}/undo", response=written(MailTaken), operation_id="undo_mail", url_name="mail-undo")
@writes(conflicts=(MailRefused,))
def undo(request: HttpRequest, uid: UUID) -> MailTaken:
    """Take a file back as a whole; the ledger keeps that it was here. One not taken in yet is thrown away."""
    undoing.undo(by=asker(request), uid=str(uid))
    return _taken(str(uid))


@router.get("letters", response=answers(list[LetterShown]), operation_id="letters", url_name="letters")
def letters(request: HttpRequest) -> list[LetterShown]:
    """List the letters that came by mail and stand in no thread."""
    names = [name for name in LetterShown.model_fields if name != "id"]
    listed = unplaced.letters(asker(request))
    return [LetterShown(id=each.pk, **{name: getattr(each, name) for name in names}) for each in listed]


@router.post("letters/{letter}/settle", response=written(), operation_id="settle_letter", url_name="settle-letter")
@writes()
def settle(request: HttpRequest, letter: Key) -> Done:
    """Say that a letter is looked after."""
    undoing.settle(by=asker(request), letter=letter)
    return done(letter, "letters")


def _row(found: batches.Batch) -> dict[str, Any]:
    return {name: getattr(found, name) for name in MailFileShown.model_fields}


def _taken(uid: str) -> MailTaken:
    return MailTaken(uid=UUID(uid), see=reverse("api:mail-file", args=[uid]))
