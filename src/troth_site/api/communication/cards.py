"""People as both sides see them: who answers for what, faces and voices, what you eat, and what lies before you."""

from datetime import date, datetime
from typing import Annotated, Literal

from django.http import FileResponse, HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Field, File, Router, Schema, UploadedFile

from troth.communication.channel_mix import LONGEST_WEEKS
from troth.communication.table_needs import LONGEST_WORDS, NEEDS
from troth_site.access import NotThere
from troth_site.actions.communication import contact_policy, person_files, table_needs
from troth_site.api.frame.forms import Key, Side, answers
from troth_site.api.frame.writing import Done, Given, LineOrNothing, asker, done, writes, written
from troth_site.queries.communication import contacts
from troth_site.queries.communication.feeds_own import own_calendar
from troth_site.queries.communication.table_needs import own_needs
from troth_site.queries.partners import partnership

router = Router(tags=["You and the people you work with"])
Kind = Literal["photo", "voice"]
Drink = Literal["", "none", "little", "gladly"]


class Contact(Schema):
    """Who answers for a topic on a side, and who stands in; null where nobody is named."""

    side: Side
    topic: str
    person: int | None
    person_name: str
    deputy: int | None
    deputy_name: str
    gap: bool = Field(description="Somebody lacks: the person, or the deputy.")


class PolicyGiven(Given):
    """After how many weeks of writing alone your people are told to call."""

    weeks: int = Field(ge=1, le=LONGEST_WEEKS)


class TableTold(Schema):
    """What you told of what you eat and drink."""

    needs: list[str]
    drink: Drink
    words: str


class TableGiven(Given):
    """What you eat and drink yourself; what is left out is not said."""

    needs: list[Annotated[str, Field(max_length=20)]] = Field(
        [], max_length=len(NEEDS), description=f"Of {', '.join(NEEDS)}."
    )
    drink: Drink = ""
    words: Annotated[LineOrNothing, Field(max_length=LONGEST_WORDS)] = ""


class OwnMeeting(Schema):
    """A meeting you are asked to."""

    id: int
    partner: int
    title: str
    starts_at: datetime
    minutes: int
    place: str
    my_answer: str


class OwnDue(Schema):
    """What a side of yours has to do by a day."""

    kind: Literal["promise", "status", "request"]
    id: int
    partner: int
    day: date
    at: datetime | None = Field(description="The moment of a deadline; null for a whole day.")
    what: str


class OwnCalendar(Schema):
    """What lies before you in the next thirty days, over all partners."""

    meetings: list[OwnMeeting]
    dues: list[OwnDue]


@router.get(
    "partners/{partner}/contacts", response=answers(list[Contact], 404, 422), operation_id="contacts",
    url_name="contacts",
)  # fmt: skip
def named(request: HttpRequest, partner: Key) -> list[Contact]:
    """List who answers for what on both sides, the buyer first."""
    shown = contacts.named(asker(request), partner)
    return [
        Contact(
            side=each.side, topic=each.topic, person=each.person, person_name=each.person_name, deputy=each.deputy,
            deputy_name=each.deputy_name, gap=each.gap is not None,
        )
        for side in shown.values()
        for each in side
    ]  # fmt: skip


@router.post(
    "partners/{partner}/call-policy", response=written(), operation_id="set_call_policy", url_name="call-policy"
)
@writes(contact_policy.PolicyRefused, blames="weeks")
def policy(request: HttpRequest, partner: Key, given: PolicyGiven) -> Done:
    """Say after how many weeks of writing alone your people are told to call; it holds for all of your partners."""
    by = asker(request)
    found = partnership(by, partner, "people")
    contact_policy.set_weeks(by=by, organisation=found.organisation(found.our_side), weeks=given.weeks)
    return done(None, "channel-mix", partner=partner)


@router.get(
    "persons/{person}/{kind}", response=answers(None, 404, 422), operation_id="person_file", url_name="person-file"
)
def file_of(request: HttpRequest, person: Key, kind: Kind) -> FileResponse:
    """Hand over the photo or the voice note of somebody you work with."""
    found = contacts.file_of(asker(request), person, kind)
    if found is None or not found.path.exists():
        raise NotThere
    answer = FileResponse(found.path.open("rb"), content_type=found.media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


@router.post("me/card/photo", response=written(), operation_id="add_photo", url_name="add-photo")
@writes(person_files.PersonFileRefused, blames="file")
def add_photo(request: HttpRequest, file: File[UploadedFile]) -> Done:
    """Add a photo to your card; it is drawn anew, and nothing that the file says of itself is kept."""
    by = asker(request)
    person_files.add_photo(by=by, content=file.read(person_files.LARGEST_PHOTO + 1))
    return done(by.person, "own-card")


@router.post("me/card/voice", response=written(), operation_id="add_voice", url_name="add-voice")
@writes(person_files.PersonFileRefused, blames="file")
def add_voice(request: HttpRequest, file: File[UploadedFile]) -> Done:
    """Add a voice note to your card."""
    by = asker(request)
    person_files.add_voice(by=by, content=file.read(person_files.LARGEST_PHOTO + 1))
    return done(by.person, "own-card")


@router.post("me/card/{kind}/remove", response=written(), operation_id="remove_file", url_name="remove-file")
@writes()
def remove(request: HttpRequest, kind: Kind) -> Done:
    """Take away your photo or your voice note; nothing of it is kept."""
    person_files.remove(by=asker(request), kind=kind)
    return done(None, "own-card")


@router.get("me/table", response=answers(TableTold), operation_id="own_table", url_name="own-table")
def table(request: HttpRequest) -> TableTold:
    """Show what you told of what you eat and drink; empty where you told nothing."""
    kept = own_needs(asker(request))
    if kept is None:
        return TableTold(needs=[], drink="", words="")
    return TableTold(needs=list(kept.needs), drink=kept.drink, words=kept.words)  # type: ignore[arg-type]


@router.post("me/table", response=written(), operation_id="tell_table", url_name="own-table")
@writes(table_needs.TableRefused, blames="needs")
def tell_table(request: HttpRequest, given: TableGiven) -> Done:
    """Tell what you eat and drink; those who plan a visit you come to read it until that is over."""
    by = asker(request)
    table_needs.tell(by=by, **given.model_dump())
    return done(by.person, "own-table")


@router.post("me/table/delete", response=written(), operation_id="erase_table", url_name="erase-table")
@writes()
def erase_table(request: HttpRequest) -> Done:
    """Erase what you told of what you eat and drink; nothing of it is kept."""
    table_needs.erase(by=asker(request))
    return done(None, "own-table")


@router.get("me/calendar", response=answers(OwnCalendar), operation_id="own_calendar", url_name="own-calendar")
def calendar(request: HttpRequest) -> OwnCalendar:
    """Show your meetings of the next thirty days, and what your sides have to do in them."""
    found = own_calendar(asker(request), now=timezone.now(), language=get_language() or "en")
    return OwnCalendar(
        meetings=[
            OwnMeeting(
                id=each.pk, partner=each.relationship, title=each.title, starts_at=each.local, minutes=each.minutes,
                place=each.place, my_answer=each.my_answer,
            )
            for each in found.meetings
        ],
        dues=[
            OwnDue(
                kind=each.kind, id=each.key, partner=each.relationship, day=each.day, at=each.at, what=each.what,  # type: ignore[arg-type]
            )
            for each in found.dues
        ],
    )  # fmt: skip
