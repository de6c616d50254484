"""Words for what the library found: days in sentences as the reader writes them."""

from datetime import date

import pytest
from django.utils import translation

from troth.communication import decay
from troth_site.desk import words


@pytest.mark.parametrize(("language", "day"), [("en", "1 Nov 2026"), ("zh-hans", "2026年11月1日")])
def test_days_in_a_sign_of_decay_are_written_as_the_reader_writes_them(language, day):
    slow = [
        decay.MonthOfAnswers(first=date(2026, month, 1), questions=9, unanswered=0, median_hours=60)
        for month in (9, 10, 11)
    ]
    signal = next(each for each in decay.communication_decay(slow).signals if each.code == "decay.slow")
    with translation.override(language):
        said = words.found(signal)

    assert (day in said, "2026-11-01" in said) == (True, False)
