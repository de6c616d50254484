"""A file whose days read two ways: the page asks, what is answered goes on, and what was refused comes back mended."""

import re

import pytest
from django.utils import timezone

from tests.browser import files
from tests.browser.test_first_day import LONG_MS, bring_in, check, counts, drop
from troth_site.sheets import reading

pytestmark = pytest.mark.browser


def _mend(refused, folder):
    """Write the refused rows again as a person does: the day put right, the reasons' columns left where they are."""
    table = reading.open_table(refused)
    header, rows = list(table.header), [[str(cell or "") for cell in row.cells] for row in table.rows()]
    at = header.index("Promised date")
    for row in rows:
        row[at] = f"06/04/{timezone.localdate().year - 1}"
    path = folder / "mended.tsv"
    path.write_text("\n".join("\t".join(row) for row in [header, *rows]) + "\n", "utf-8")
    return path


def test_the_page_asks_and_refused_rows_come_back_mended(site, opened, tmp_path):
    tab = opened(site, as_="manager")
    drop(tab, files.two_ways(tmp_path, today=timezone.localdate()))
    tab.get_by_role("radio", name=re.compile("Supplier")).check()
    tab.get_by_role("button", name="Check the whole file").click()
    tab.locator(".i-question").first.wait_for(timeout=LONG_MS)
    tab.wait_for_load_state()
    asked = tab.locator(".i-question")
    assert asked.count() >= 1
    for question in asked.all():
        assert question.locator(".i-reading").count() == 2
        assert len(set(question.locator(".i-pairs").all_inner_texts())) == 2
        assert question.locator("input:checked").count() == 0
        question.locator("input[value=day-first]").check()
    found = check(tab)
    assert (found["Rows read"], found["New"], found["Refused"]) == (13, 12, 1)
    assert tab.get_by_text("when it is done").first.is_visible()
    with tab.expect_download() as download:
        tab.get_by_role("link", name="Download the refused rows").click()
    refused = tmp_path / "refused.xlsx"
    download.value.save_as(refused)
    assert bring_in(tab)["New"] == 12

    drop(tab, _mend(refused, tmp_path))
    tab.get_by_role("radio", name=re.compile("Supplier")).check()
    tab.get_by_role("button", name="Check the whole file").click()
    tab.locator(".i-question, .t-counts:has-text('Rows read')").first.wait_for(timeout=LONG_MS)
    tab.wait_for_load_state()
    for question in tab.locator(".i-question").all():
        question.locator("input[value=day-first]").check()
    if tab.get_by_role("button", name="Check the whole file").count():
        check(tab)
    assert counts(tab) | {"Set aside": 0} == {
        "Rows read": 1, "New": 1, "Changed": 0, "Unchanged": 0, "Refused": 0, "Set aside": 0,
    }  # fmt: skip
