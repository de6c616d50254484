"""What the study of a file found, kept as plain data and spoken to each reader."""

import json
from datetime import date

from django.utils import translation
from django.utils.translation import gettext

from troth_site.sheets.describing import sentence, spoken
from troth_site.sheets.messages import said

MESSAGE = "Recorded on %(recorded)s, before the delivery of %(delivered)s; kept as it is."
TOLD = said(MESSAGE, recorded=date(2026, 3, 12), delivered=date(2026, 3, 20))


def test_spoken_writes_days_in_the_form_of_the_reader():
    kept = json.loads(json.dumps(sentence(TOLD)))

    with translation.override("en"):
        assert spoken(kept, gettext) == "Recorded on 12 Mar 2026, before the delivery of 20 Mar 2026; kept as it is."
    with translation.override("zh-hans"):
        assert "2026年3月12日" in spoken(kept, gettext)


def test_said_writes_days_as_iso_where_nobody_reads_them():
    assert str(TOLD) == "Recorded on 2026-03-12, before the delivery of 2026-03-20; kept as it is."


def test_spoken_leaves_what_a_file_says_as_it_stands():
    kept = sentence(said("%(value)s does not exist in the calendar.", value="2026-02-30"))

    assert spoken(kept, str) == "2026-02-30 does not exist in the calendar."
