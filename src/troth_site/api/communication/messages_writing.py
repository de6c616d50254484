"""Writing to the other side: threads, messages with what they ask and what hangs on them."""

from datetime import datetime
from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, File, Schema, UploadedFile

from troth_site.access import Actor
from troth_site.actions.communication import messages as acts
from troth_site.actions.communication import messages_files as held
from troth_site.actions.communication import requests as asking
from troth_site.actions.communication import threads as reading
from troth_site.api.communication.messages import MessageTopic, router
from troth_site.api.frame.forms import Key
from troth_site.api.frame.problems import Problem
from troth_site.api.frame.writing import (
    Done,
    Given,
    Language,
    Line,
    LineOrNothing,
    LongText,
    Moment,
    Words,
    asker,
    done,
    writes,
    written,
)
from troth_site.queries.communication import messages as queries
from troth_site.queries.communication import messages_hours, threads
from troth_site.queries.partners import Partnership, partnership

REFUSALS = (acts.MessageRefused, asking.AskRefused)
MOST_FILES = 30
FileKey = Annotated[str, Field(max_length=2000)]


class AskingGiven(Given):
    """What a message asks: the answer is a promise of the other side."""

    what: Line
    due_at: Moment = Field(description="By when you need the answer.")
    why: Words = Field(description="Who knows the reason can offer another way.")
    severity: Literal["minor", "normal", "major", "critical", "safety"] = "normal"


class MessageGiven(Given):
    """A message to the other side."""

    text: LongText
    language: Language = Field("en", description="The language it is written in, such as en or zh-hans.")
    when: Literal["now", "theirs"] = Field("now", description="“theirs” waits until the other side is at work.")
    asks: AskingGiven | None = Field(None, description="What needs an answer; null where nothing does.")
    files: list[FileKey] = Field([], max_length=MOST_FILES, description="Keys of files that were uploaded before.")


class ThreadGiven(MessageGiven):
    """A new thread of one topic, with its first message."""

    subject: Line
    topic: MessageTopic
    order: LineOrNothing = Field("", description="The number of the order it is about, if of one.")
    promise: Key | None = Field(None, description="The promise or line it is about, if of one.")


class FileHeld(Schema):
    """A file that waits for its message, for two days."""

    key: str = Field(description="Name it in the files of a message.")
    name: str
    size: int
    sha256: str


@router.post("files", response=written(FileHeld), operation_id="upload_file", url_name="upload-file")
@writes(held.FileRefused, blames="file")
def upload(request: HttpRequest, file: File[UploadedFile]) -> FileHeld:
    """Upload a file that a message is to carry; it is held for two days."""
    found = held.hold(owner=_owner(asker(request)), upload=file)
    return FileHeld(key=found.key, name=found.name, size=found.size, sha256=found.sha256)


@router.post("partners/{partner}/threads", response=written(), operation_id="begin_thread", url_name="threads")
@writes(*REFUSALS, blames="text")
def begin(request: HttpRequest, partner: Key, given: ThreadGiven) -> Done:
    """Begin a thread with its first message."""
    by = asker(request)
    found = partnership(by, partner, "answer")
    order = threads.order_called(partner, given.order) if given.order else None
    if given.order and order is None:
        raise Problem(422, _("There is no order of this number with this partner. Leave it empty."), where="order")
    about = acts.About(subject=given.subject, topic=given.topic, order=order, commitment=given.promise)
    message = acts.begin(by=by, relationship=partner, about=about, said=_said(by, found, given))
    return done(message.thread_id, "thread", thread=message.thread_id)


@router.post("threads/{thread}/messages", response=written(), operation_id="write_message", url_name="write-message")
@writes(*REFUSALS, blames="text")
def write(request: HttpRequest, thread: Key, given: MessageGiven) -> Done:
    """Write into a thread."""
    by = asker(request)
    found = queries.one_thread(by, thread, language="en", now=timezone.now()).partnership
    message = acts.say(by=by, thread=thread, said=_said(by, found, given))
    return done(message.pk, "thread", thread=thread)


@router.post("threads/{thread}/close", response=written(), operation_id="close_thread", url_name="close-thread")
@writes()
def close(request: HttpRequest, thread: Key) -> Done:
    """Close a thread whose topic is settled; messages can still be written into it."""
    reading.close(by=asker(request), thread=thread, is_closed=True)
    return done(thread, "thread", thread=thread)


@router.post("threads/{thread}/open", response=written(), operation_id="open_thread", url_name="open-thread")
@writes()
def reopen(request: HttpRequest, thread: Key) -> Done:
    """Open a closed thread again."""
    reading.close(by=asker(request), thread=thread, is_closed=False)
    return done(thread, "thread", thread=thread)


@router.post(
    "messages/{message}/understood", response=written(), operation_id="understand_message", url_name="understand"
)  # fmt: skip
@writes(reading.ReadingRefused)
def understand(request: HttpRequest, message: Key) -> Done:
    """Say that you read a message of the other side and understood it."""
    thread = reading.understand(by=asker(request), message=message)
    return done(message, "thread", thread=thread)


@router.post("messages/{message}/verify", response=written(), operation_id="verify_message", url_name="verify-message")
@writes(reading.ReadingRefused)
def verify(request: HttpRequest, message: Key) -> Done:
    """Confirm that a message which came by mail is your own side's."""
    thread = reading.verify(by=asker(request), message=message)
    return done(message, "thread", thread=thread)


@router.post(
    "messages/{message}/withdraw", response=written(), operation_id="withdraw_message", url_name="withdraw-message"
)  # fmt: skip
@writes(acts.MessageRefused)
def withdraw(request: HttpRequest, message: Key) -> Done:
    """Take back a message of your own side that still waits to be sent."""
    thread = acts.withdraw(by=asker(request), message=message)
    return done(None, "thread", thread=thread) if thread else done(None)


def _said(by: Actor, found: Partnership, given: MessageGiven) -> acts.Said:
    send_at: datetime | None = None
    if given.when == "theirs":
        send_at = messages_hours.next_hour_of(found.organisation(found.their_side), now=timezone.now())
    files = held.content_of(owner=_owner(by), keys=given.files)
    if len(files) < len(set(given.files)):
        told = _("A file of these is held no longer: files wait two days for their message. Upload it again.")
        raise Problem(422, told, where="files")
    asked = given.asks and acts.Asking(
        what=given.asks.what, due_at=given.asks.due_at, why=given.asks.why, severity=given.asks.severity
    )
    return acts.Said(
        text=given.text, language=given.language, origin="api", send_at=send_at, asking=asked, files=files
    )  # fmt: skip


def _owner(by: Actor) -> str:
    return f"person {by.person}"
