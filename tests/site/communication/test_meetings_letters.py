"""What letters about meetings say: the hour on both clocks, what lies elsewhere than the rule says, where to answer."""

from datetime import UTC, date, datetime

import pytest
from django.core import mail

from tests import makers
from tests.site.communication import meeting as makes
from tests.site.communication.talking import settle
from troth_site.actions.communication import meetings_changing
from troth_site.jobs import communication as jobs

NOW = makes.NOW


def test_letters_tell_the_hour_on_both_clocks_the_reader_s_first_in_their_language(cast):
    cast.lin.language = "zh-hans"
    cast.lin.save()
    meeting = makes.plan(settle(cast))
    jobs.mail_meeting.call(meeting=meeting.pk, sequence=0)
    meetings_changing.cancel(by=makers.make_actor(cast.ana), meeting=meeting.pk, now=NOW, by_mail=False)
    jobs.mail_meeting.call(meeting=meeting.pk, sequence=1)

    ours, theirs, _cancelled, _theirs = [each.body.splitlines()[2] for each in mail.outbox]
    assert "09:00 Berlin · 16:00 Shanghai" in ours
    assert "16:00 上海 · 09:00 柏林" in theirs
    assert ["Say whether you come" in each.body for each in mail.outbox[::2]] == [True, False]
    assert "It does not take place." in mail.outbox[2].body


@pytest.mark.parametrize(
    ("weeks", "count", "told"),
    [
        (1, 5, ["Not on Tue 17 Feb 2026."]),
        (2, 2, ["Instead of Tue 17 Feb 2026: Tue 24 Feb 2026 · 09:00 Berlin · 16:00 Shanghai."]),
    ],
)
def test_letter_of_a_series_names_the_days_that_are_moved_or_left_out_and_where_to_answer(cast, weeks, count, told):
    first = makes.plan(
        settle(cast), key="same", first_on=date(2026, 2, 3), every_weeks=weeks, count=count,
        now=datetime(2026, 1, 20, tzinfo=UTC),
    )  # fmt: skip
    jobs.mail_series.call(series=first.series_id, sequence=0)

    body = mail.outbox[0].body
    assert f"/meetings/{first.pk}/" in body
    assert [line for line in body.splitlines() if line.startswith(("Not on", "Instead of"))] == told
