"""Who of one's own people could answer instead: workload, speed, languages and common hours beside each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy

from troth.basis.findings import Finding
from troth.basis.working_time import WorkCalendar
from troth.communication.clock import summary_of_waits
from troth.communication.contacts_reassign import Candidate, reassign_proposals
from troth_site.access import ROLE_MAY
from troth_site.models import ContactRole, Membership, PreferenceCard, ReplyRequest
from troth_site.queries.communication.calendars import work_calendars_of
from troth_site.queries.communication.response_facts import ASKED_FIELDS, Asked, asked_from, waits
from troth_site.queries.partners import Partnership

TOPICS = {
    "orders": gettext_lazy("Orders"),
    "quality": gettext_lazy("Quality"),
    "finance": gettext_lazy("Finance"),
    "logistics": gettext_lazy("Logistics"),
    "ethics": gettext_lazy("Ethics"),
}
WINDOW = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """One person of the own side as the page compares them."""

    pk: int
    name: str
    role: str
    rank: int
    open_requests: int
    requests: int
    median_hours: float | None
    languages: tuple[str, ...]
    shared_languages: tuple[str, ...]
    overlap_hours: float
    reasons: tuple[Finding, ...]
    is_contact: bool
    is_deputy: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Everybody of the own side who may answer, the best placed first, and who is named now."""

    people: tuple[Beside, ...]
    current: str


def candidates(found: Partnership, *, topic: str) -> Candidates:
    """Return who of the viewer's own side could answer for a topic; each side sees its own people alone."""
    now, ours, theirs = timezone.now(), found.our_side, found.their_side
    seats = _seats(found.organisation(ours))
    calendars = work_calendars_of([found.organisation(ours), found.organisation(theirs)], now.date())
    roles = {row.side: row for row in ContactRole.objects.filter(relationship=found.pk, topic=topic)}
    languages = _languages([*(seat.person for seat in seats), *_contact(roles.get(theirs))])
    asked = _asked_by_person(found, [seat.person_id for seat in seats], since=now - WINDOW)
    own = calendars[found.organisation(ours)]
    measured = {
        str(seat.person_id): _candidate(seat, asked.get(seat.person_id, []), languages, own, now) for seat in seats
    }
    contact = _contact(roles.get(theirs))
    spoken = languages[contact[0].pk] if contact else frozenset({"en"})
    proposals = reassign_proposals(
        measured.values(), languages=spoken, calendar=calendars[found.organisation(theirs)], from_day=now.date()
    )
    by_key = {str(seat.person_id): seat for seat in seats}
    mine = roles.get(ours)
    people = tuple(_beside(proposal, by_key[proposal.candidate.name], mine) for proposal in proposals)
    named = next((person.name for person in people if person.is_contact), "")
    return Candidates(people=people, current=named)


def _seats(organisation: int) -> list[Membership]:
    roles = [role for role, verbs in ROLE_MAY.items() if "answer" in verbs and role != "operator"]
    rows = Membership.objects.filter(organisation=organisation, active=True, role__in=roles, person__is_active=True)
    return list(rows.select_related("person").order_by("pk"))


def _contact(role: ContactRole | None) -> list[Any]:
    return [role.person] if role is not None and role.person is not None else []


def _languages(people: Sequence[Any]) -> dict[int, frozenset[str]]:
    """Return the languages of each person: their card's, else the one they read the site in."""
    cards = PreferenceCard.objects.filter(person__in=[person.pk for person in people])
    written: Mapping[int, list[str]] = dict(cards.values_list("person_id", "languages"))
    return {person.pk: frozenset(written.get(person.pk) or [person.language or "en"]) for person in people}


def _asked_by_person(found: Partnership, people: Sequence[int], *, since: datetime) -> dict[int, list[Asked]]:
    rows = ReplyRequest.objects.filter(relationship=found.pk, assigned_to__in=people, asked_at__gte=since)
    by_person: dict[int, list[Asked]] = {}
    for person, *values in rows.filter(withdrawn_at=None).values_list("assigned_to_id", *ASKED_FIELDS):
        by_person.setdefault(person, []).append(asked_from(tuple(values)))
    return by_person


def _candidate(
    seat: Membership, asked: Sequence[Asked], languages: Mapping[int, frozenset[str]], own: WorkCalendar, now: datetime
) -> Candidate:
    hours, ended = waits(asked, now=now, calendar=own)
    # Their key stands for the name, because two people may share one.
    return Candidate(
        name=str(seat.person_id), open_requests=ended.count(False), requests=len(ended),
        median_hours=summary_of_waits(hours=hours, ended=ended).median_hours, languages=languages[seat.person_id],
        calendar=own,
    )  # fmt: skip


def _beside(proposal: Any, seat: Membership, mine: ContactRole | None) -> Beside:
    one = proposal.candidate
    return Beside(
        pk=seat.person_id,
        name=str(seat.person),
        role=seat.get_role_display(),
        rank=proposal.rank,
        open_requests=one.open_requests,
        requests=one.requests,
        median_hours=one.median_hours,
        languages=tuple(sorted(one.languages)),
        shared_languages=proposal.shared_languages,
        overlap_hours=proposal.overlap_hours_per_day,
        reasons=proposal.reasons,
        is_contact=mine is not None and mine.person_id == seat.person_id,
        is_deputy=mine is not None and mine.deputy_id == seat.person_id,
    )
