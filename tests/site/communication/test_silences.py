"""Contact gaps: measured alike for both sides, closures left out, a word proposed when all is well."""

from datetime import date, timedelta

import pytest

from tests import cast as everybody
from troth_site.actions.communication import silences as acts
from troth_site.jobs import communication as jobs
from troth_site.models import (
    Commitment,
    Judgement,
    MeetingSeries,
    Notification,
    Organisation,
    RedFlag,
    Relationship,
    SiteDay,
)
from troth_site.queries.communication import silences

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 10)


@pytest.fixture
def row(gathered):
    """The record of the two, with all well and a contact fourteen days ago."""
    Judgement.objects.filter(relationship=gathered.ours).update(state="ok")
    RedFlag.objects.filter(relationship=gathered.ours).update(closed_on=TODAY)
    Relationship.objects.exclude(pk=gathered.ours).update(last_contact_on=None)
    Relationship.objects.filter(pk=gathered.ours).update(
        last_contact_on=TODAY - timedelta(days=14),
        owner_buyer=gathered.people["buyer"],
        owner_factory=gathered.people["sales"],
    )
    Organisation.objects.update(country="", zone="UTC")
    return Relationship.objects.get(pk=gathered.ours)


def test_all_well_and_quiet_for_one_cadence_proposes_a_word(row):
    found = silences.silence(row, today=TODAY)

    assert (found.gap.gap_days, found.gap.state.value, found.quiet.code) == (14, "nudge", "contact.quiet-success")
    assert silences.silence(row, today=TODAY - timedelta(days=1)).quiet is None


@pytest.mark.parametrize("state", ["watch", "alarm"])
def test_nothing_is_proposed_while_a_number_asks_for_talk(row, state):
    Judgement.objects.filter(relationship=row, side="buyer").update(state=state)

    assert silences.silence(row, today=TODAY).quiet is None


def test_series_of_meetings_sets_the_cadence(row):
    MeetingSeries.objects.create(
        relationship=row, title="Weekly", every_weeks=1, first_on=TODAY, starts="09:00", zone="UTC", minutes=30,
        created_at="2026-01-01T00:00Z",
    )  # fmt: skip

    found = silences.silence(row, today=TODAY)

    assert (found.cadence_days, found.gap.state.value) == (7, "overdue")


def test_closure_of_either_side_is_no_silence(row):
    SiteDay.objects.create(
        organisation=row.factory, first=TODAY - timedelta(days=10), until=TODAY - timedelta(days=4), kind="closed",
        announced_on=TODAY - timedelta(days=90),
    )  # fmt: skip

    # Six days of its own, and the weekend that touches them.
    assert silences.silence(row, today=TODAY).gap.gap_days <= 8


def test_where_nobody_was_ever_in_touch_nothing_is_said(row):
    Relationship.objects.filter(pk=row.pk).update(last_contact_on=None)
    row.refresh_from_db()

    assert silences.silence(row, today=TODAY) is None


def test_both_owners_are_told_once_a_silence(gathered, row):
    assert acts.remind_of_quiet(today=TODAY) == 1
    acts.remind_of_quiet(today=TODAY + timedelta(days=1))

    told = Notification.objects.filter(event="quiet")
    assert {(note.person_id, note.data["partner"]) for note in told} == {
        (gathered.people["buyer"].pk, everybody.FACTORY), (gathered.people["sales"].pk, everybody.BUYER),
    }  # fmt: skip


def test_job_runs_on_a_record_of_any_kind(gathered):
    jobs.remind_of_quiet.call()


def test_promise_that_is_open_makes_a_word_expected(row):
    Commitment.objects.filter(relationship=row).update(state="kept")
    found = silences.rhythm(row, today=TODAY)
    assert (found.is_agreed, found.is_expected, found.gap.gap_days, found.counted) == (False, False, 14, None)

    Commitment.objects.filter(relationship=row).update(state="accepted")
    found = silences.rhythm(row, today=TODAY)
    assert (found.is_agreed, found.is_expected, found.counted) == (False, True, found.gap)


def test_agreed_meetings_make_a_word_expected(row):
    Commitment.objects.filter(relationship=row).update(state="kept")
    MeetingSeries.objects.create(
        relationship=row, title="Weekly", every_weeks=1, first_on=TODAY, starts="09:00", zone="UTC", minutes=30,
        created_at="2026-01-01T00:00Z",
    )  # fmt: skip
    found = silences.rhythm(row, today=TODAY)

    assert (found.cadence_days, found.is_agreed, found.is_expected) == (7, True, True)
    assert (found.counted.gap_days, found.counted.limit_days) == (14, 10.5)
