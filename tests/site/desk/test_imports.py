"""Dropping a file, saying what its columns are, looking, letting it in, taking it back."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tests import makers
from tests.site.desk.dropping import (
    ANSWERS,
    DELIVERED,
    DUE,
    HEADER,
    ORDER,
    ROWS,
    SUPPLIER,
    checked,
    drop,
    signed_in,
    text,
)
from troth_site.models import AuditEntry, ImportBatch, ImportProfile, LedgerEntry, OrderLine

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def jobs_at_once(settings):
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def buyer():
    return makers.make_organisation("Nordlicht", country="DE")


@pytest.fixture
def ana(buyer):
    return signed_in(makers.make_person(buyer, role="sourcing", name="Ana Petrova"))


def test_whole_way_from_drop_to_undo(ana, buyer):
    url = drop(ana)
    assert ana.post(url, ANSWERS).status_code == 302

    preview = text(ana.get(url))
    assert "Of 4 rows, 3 would be added and 0 corrected. Nothing is saved yet." in preview
    assert "Rows where Supplier is “Depot”" in preview
    assert OrderLine.objects.count() == 0

    ana.post(f"{url}confirm/")
    done = text(ana.get(url))
    assert "Of 4 rows, 3 were added and 0 corrected." in done
    assert "Rows where Supplier is “Depot”" in done
    assert OrderLine.objects.filter(relationship__buyer=buyer).count() == 3

    assert "Take this import back?" in text(ana.get(f"{url}undo/"))
    assert OrderLine.objects.count() == 3
    ana.post(f"{url}undo/")
    assert "This import was taken back" in text(ana.get(url))
    assert OrderLine.objects.count() == 0


def test_taking_a_correction_back_says_that_its_lines_stay(ana):
    ana.post(f"{checked(ana)}confirm/")
    corrected = drop(ana, *(row.replace("2024-03-05", "2024-03-09") for row in ROWS))
    ana.post(corrected, ANSWERS)
    ana.post(f"{corrected}confirm/")
    assert "Of 4 rows, 0 were added and 1 corrected." in text(ana.get(corrected))

    ana.post(f"{corrected}undo/")

    told = text(ana.get(corrected))
    assert "what it corrected was taken out of the record again" in told
    assert "all of its lines left" not in told
    assert OrderLine.objects.count() == 3


def test_nothing_nobody_can_know_is_preselected(ana):
    page = ana.get(drop(ana)).content.decode()

    assert re.findall(r'<input[^>]*name="factory"[^>]*checked', page) == []
    assert re.findall(r'name="what-(\d)"[^>]*><option value="">–</option>(?:<option value="\w+"[^s>]*>[^<]*</option>)*'
                      r"</select>", page) == [str(SUPPLIER)]  # fmt: skip
    assert "Its name says" in page


def test_form_names_all_that_does_not_go_together(ana):
    url = drop(ana)

    answer = ana.post(url, {f"what-{DUE}": "delivered", f"what-{DELIVERED}": "delivered"})

    assert answer.status_code == 422
    told = text(answer)
    assert "Say which column names the factory: nobody else can know." in told
    assert "Two columns are chosen as “Delivered day”: Due date and Delivered. Keep one." in told
    assert "Say which column holds the promised day" in told
    assert "Mark the columns that together name a line" in told
    assert ImportBatch.objects.get().state == "asking"


def test_form_keeps_what_was_sent(ana):
    url = drop(ana)
    page = ana.post(url, {**ANSWERS, "key": [], f"what-{ORDER}": "", "profile_name": "Monthly"}).content.decode()

    assert re.search(rf'name="factory" value="{SUPPLIER}" checked', page)
    assert f'<option value="{SUPPLIER}:Depot" selected>' in page
    assert 'value="Monthly"' in page


@pytest.mark.parametrize("nonsense", ["99", "-1", "x", "²", "9" * 30])
def test_column_that_is_not_there_is_no_choice(ana, nonsense):
    answer = ana.post(drop(ana), {**ANSWERS, "factory": nonsense, "key": nonsense, "set_aside": f"{nonsense}:A"})

    assert answer.status_code == 422


def test_rule_for_a_value_nobody_offered(ana):
    url = drop(ana)
    ana.post(url, {**ANSWERS, "set_aside": "", "aside_column": ORDER, "aside_value": "p2"})

    assert "Rows where Order is “p2”" in text(ana.get(url))
    assert ImportBatch.objects.get().counts["set_aside"] == 1


def test_saved_mapping_fills_the_form_of_the_next_file(ana):
    checked(ana, profile_name="Monthly export")
    profile = ImportProfile.objects.get()

    page = ana.get(drop(ana), {"profile": profile.pk}).content.decode()

    assert re.search(rf'name="factory" value="{SUPPLIER}" checked', page)
    assert f'<option value="{SUPPLIER}:Depot" selected>' in page


def test_saved_mapping_keeps_only_columns_the_file_has(ana):
    checked(ana, profile_name="Monthly export")
    profile = ImportProfile.objects.get()

    url = drop(ana, "P1,Kim Loi,2024-03-01", header="Order,Maker,Due date")
    told = ana.get(url, {"profile": profile.pk})

    assert "this file lacks some of its columns" in text(told)
    assert re.findall(r'name="factory"[^>]*checked', told.content.decode()) == []


def test_days_that_read_two_ways_are_asked_with_their_meanings(ana):
    rows = [f"P{i},1,Kim Loi,0{i}/03/2024,,5" for i in range(4, 9)]
    url = drop(ana, *rows)
    ana.post(url, {**ANSWERS, "set_aside": ""})

    page = ana.get(url)
    told = text(page)
    assert "In the column Due date every date can be read in several ways. Which one is right?" in told
    assert "04/03/2024 → 4 Mar 2024" in told
    assert "04/03/2024 → 3 Apr 2024" in told
    assert re.findall(rf'name="answer-{DUE}"[^>]*checked', page.content.decode()) == []

    ana.post(url, {**ANSWERS, "set_aside": "", f"answer-{DUE}": "month-first"})
    assert "month first: you said so" in text(ana.get(url))
    assert 'value="month-first" checked' in ana.get(url, {"change": 1}).content.decode()


def test_years_of_two_digits_far_ahead_are_asked_beside_the_order(ana):
    ahead = timezone.localdate().year + 15
    rows = [f"P{i},1,Kim Loi,0{i}/03/{ahead % 100:02},,5" for i in range(4, 9)]
    url = drop(ana, *rows)
    ana.post(url, {**ANSWERS, "set_aside": "", f"answer-{DUE}": "month-first"})

    page = ana.get(url)
    told = text(page)
    assert "In the column Due date the years have two digits. Which century is meant?" in told
    assert f"04/03/{ahead % 100:02} → {ahead}" in told
    assert re.findall(rf'name="century-{DUE}"[^>]*checked', page.content.decode()) == []
    assert "How “Due date” is read, as you said" in told

    given = {f"answer-{DUE}": "month-first", f"century-{DUE}": "until-2068", "profile_name": "Far ahead"}
    ana.post(url, {**ANSWERS, "set_aside": "", **given})
    assert "Two-digit years in Due date are read as 1969 to 2068." in text(ana.get(url))
    change = ana.get(url, {"change": 1}).content.decode()
    assert ('value="month-first" checked' in change, 'value="until-2068" checked' in change) == (True, True)
    assert ImportProfile.objects.get().mapping["answers"] == {"Due date": "month-first until-2068"}


def test_refused_rows_come_back_as_a_file(ana):
    url = drop(ana, *ROWS, "P9,1,Bursa,2023-02-29,,1")
    ana.post(url, ANSWERS)

    told = text(ana.get(url))
    assert "1 row is refused" in told
    assert "Row 6: 2023-02-29" in told
    answer = ana.get(f"{url}refused-rows/")
    assert answer["Content-Disposition"] == 'attachment; filename="orders, refused rows.xlsx"'
    assert b"".join(answer.streaming_content)[:2] == b"PK"


def test_no_refused_rows_no_file(ana):
    assert ana.get(f"{checked(ana)}refused-rows/").status_code == 404


def test_file_that_is_no_table_says_what_where_and_how_to_mend(ana):
    url = drop(ana, "1,2,3", header="Due,Due,Order")

    told = text(ana.get(url))
    assert "Two columns have the same name, Due: column A and column B. Row 1." in told
    assert "Give each column its own name, and drop the file again." in told
    assert "Nothing of this file was saved." in told


def test_second_file_with_another_factory_column_warns(ana):
    url = checked(ana)
    ana.post(f"{url}confirm/")

    told = text(ana.get(checked(ana, factory=ORDER)))

    assert "lines stand in your record under another partner already" in told


def test_same_file_again_offers_no_button(ana):
    ana.post(f"{checked(ana)}confirm/")

    told = text(ana.get(checked(ana)))

    assert "Everything in this file is recorded already, so importing it would change nothing." in told
    assert "Import " not in told.partition("Change the mapping")[0].partition("would do")[2]


def test_second_press_changes_nothing(ana):
    url = checked(ana)
    for _press in range(2):
        assert ana.post(f"{url}confirm/").status_code == 302
    entries = LedgerEntry.objects.count()
    for _press in range(2):
        assert ana.post(f"{url}undo/").status_code == 302

    assert (entries, LedgerEntry.objects.count()) == (3, 6)
    verbs = list(AuditEntry.objects.values_list("verb", flat=True))
    assert (verbs.count("import.confirmed"), verbs.count("import.undo_asked")) == (1, 1)


def test_step_out_of_turn_is_explained(ana):
    url = drop(ana)

    told = text(ana.post(f"{url}confirm/", follow=True))

    assert "that step is not open to it now" in told


def test_work_shows_a_bar_that_refreshes_without_scripts(ana, settings):
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
    url = drop(ana)

    page = ana.get(url)
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page.content.decode()
    assert "Reading the file" in text(page)
    part = ana.get(url, {"part": "work"}, headers={"HX-Request": "true"})
    assert part.content.decode().strip().startswith("<section")

    ImportBatch.objects.update(state="asking", study={"sheets": [["A", 2], ["B", 3]]})
    assert ana.get(url, {"part": "work"}, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_work_nobody_takes_up_is_told(ana, settings):
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
    url = drop(ana)
    assert "Nobody has taken up this work yet." not in text(ana.get(url))

    ImportBatch.objects.update(created_at=timezone.now() - timedelta(minutes=1))

    assert "Nobody has taken up this work yet." in text(ana.get(url))


def test_what_was_noticed_in_the_file_is_told(ana):
    content = (HEADER + "\r\n" + "\n".join(ROWS)).encode()
    answer = ana.post(reverse("imports"), {"file": SimpleUploadedFile("orders.csv", content), "kind": "orders"})

    told = text(ana.get(answer["Location"]))

    assert "4 rows, 6 columns · names in row 1 · text in UTF-8, parted by comma" in told
    assert "The file mixes several kinds of line end." in told


def test_sheets_are_offered_and_none_is_chosen(ana):
    url = drop(ana)
    ImportBatch.objects.update(state="asking", study={"sheets": [["Old", 2], ["New", 3]]})

    page = ana.get(url).content.decode()

    assert re.findall(r'name="sheet" value="(\w+)"', page) == ["Old", "New"]
    assert "checked" not in page.partition("<fieldset")[2].partition("</fieldset>")[0]
