"""Results of inspections brought in by the page: mapped, checked, let in, taken back; refused rows given back."""

import json

import pytest
from django.urls import reverse

from tests import makers
from tests.site.desk.dropping import file, signed_in, text
from troth_site.actions import tokens
from troth_site.models import ClassSample, ImportBatch, ImportProfile, Inspection
from troth_site.sheets.reading import open_table

HEADER = "Plant,Lot No,Inspection Date,Sample size,Major,Result"
LOT_1, LOT_2, LOT_3 = "Kim Loi,L1,2024-03-14,80,2,passed", "Kim Loi,L2,2024-03-20,80,,pending", "Bursa,L3,2024-03-21,,,"
PLANT, LOT, DAY, SAMPLE, MAJOR, RESULT = range(6)
ANSWERS = {
    "factory": PLANT, f"what-{LOT}": "lot", f"what-{DAY}": "day", f"what-{SAMPLE}": "inspected",
    f"what-{MAJOR}": "major", f"what-{RESULT}": "verdict",
}  # fmt: skip


def drop(client, *rows, header=HEADER, **more):
    answer = client.post(
        reverse("imports"), {"file": file(*rows, header=header, name="results.csv"), "kind": "inspections", **more}
    )
    assert answer.status_code == 302, text(answer)
    return answer["Location"]


def checked(client, *rows, header=HEADER, **changes):
    url = drop(client, *rows, header=header)
    answer = client.post(url, ANSWERS | changes)
    assert answer.status_code == 302, text(answer)
    return url


@pytest.fixture(autouse=True)
def jobs_at_once(settings):
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def ana(db):
    buyer = makers.make_organisation("Nordlicht", country="DE")
    return signed_in(makers.make_person(buyer, role="sourcing", name="Ana Petrova"))


def test_the_form_proposes_what_names_say_and_asks_for_nothing_of_orders(ana):
    page = ana.get(drop(ana, LOT_1)).content.decode()

    assert 'value="lot" selected' in page
    assert 'value="inspected" selected' in page
    assert 'value="verdict" selected' in page
    assert "Promised day" not in page
    assert 'name="key"' not in page
    assert 'name="set_aside"' not in page


def test_results_are_shown_before_they_come_in_and_come_in_once(ana):
    url = checked(ana, LOT_1, LOT_2, LOT_3)
    shown = text(ana.get(url))

    assert "3 rows were read; they tell of 3 new inspections. Nothing is saved yet." in shown
    assert not Inspection.objects.exists()
    for _press in range(2):
        ana.post(f"{url}confirm/")
    assert "3 inspections were added." in text(ana.get(url))
    assert list(Inspection.objects.order_by("lot_name").values_list("lot_name", "verdict")) == [
        ("L1", "accepted"), ("L2", "pending"), ("L3", ""),
    ]  # fmt: skip


def test_blank_stays_unknown(ana):
    url = checked(ana, LOT_1, LOT_2)
    ana.post(f"{url}confirm/")
    counted = ClassSample.objects.order_by("pk").values_list("inspection__lot_name", "looked_at", "nonconforming")

    assert list(counted) == [("L1", 80, 2)]


def test_one_row_a_defect_makes_one_inspection(ana):
    header = "Plant,Lot No,Inspection Date,Defect,Class,Count"
    rows = ["Kim Loi,L1,2024-03-14,Open seam,major,3", "Kim Loi,L1,2024-03-14,Loose thread,minor,5"]
    url = drop(ana, *rows, header=header)
    answers = {"what-1": "lot", "what-2": "day", "what-3": "defect", "what-4": "class", "what-5": "count"}
    ana.post(url, {"factory": 0, **answers})
    ana.post(f"{url}confirm/")

    counted = ClassSample.objects.order_by("defect_class").values_list("defect_class", "defects", "nonconforming")
    assert list(counted) == [("major", 3, None), ("minor", 5, None)]
    assert Inspection.objects.count() == 1


def test_refused_rows_come_back_as_a_file_with_the_rest_of_their_inspection(ana, tmp_path):
    two = ["Kim Loi,L2,2024-03-20,80,90,failed", "Kim Loi,L2,2024-03-20,80,,failed"]
    rows = [LOT_1, *two, "Kim Loi,L4,2024-03-20,80,1,fine"]
    url = checked(ana, *rows)
    shown = text(ana.get(url))
    back = rows_of(ana.get(reverse("import-refused", args=[url.strip("/").rpartition("/")[2]])), tmp_path)

    assert "3 rows are refused" in shown
    assert "they tell of 1 new inspection." in shown
    assert [row[LOT] for row in back] == ["L2", "L2", "L4"]
    assert "More bad units than the 80" in back[0][-1]
    assert "kept out as a whole" in back[1][-1]
    assert "This word is not known here: write passed, failed or pending" in back[2][-1]


def rows_of(answer, folder):
    path = folder / "refused.xlsx"
    path.write_bytes(b"".join(answer.streaming_content))
    return [[str(cell or "") for cell in row.cells] for row in open_table(str(path)).rows()]


def test_days_that_can_be_read_two_ways_are_asked_about(ana):
    url = checked(ana, "Kim Loi,L1,03/04/2024,80,2,passed", "Kim Loi,L2,05/06/2024,80,1,passed")
    asked = ana.get(url).content.decode()
    assert f'name="answer-{DAY}"' in asked
    ana.post(url, ANSWERS | {f"answer-{DAY}": "day-first"})
    ana.post(f"{url}confirm/")

    assert [str(day) for day in Inspection.objects.order_by("pk").values_list("planned_on", flat=True)] == [
        "2024-04-03", "2024-06-05",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("left_out", "says"),
    [
        ("factory", "Say which column names the factory"),
        (f"what-{LOT}", "Say which column names the lot"),
        (f"what-{DAY}", "Say which column holds the day of the inspection; where the file has none, add one."),
    ],
)
def test_what_lacks_is_named_and_what_was_chosen_stays(ana, left_out, says):
    answer = ana.post(drop(ana, LOT_1), {name: value for name, value in ANSWERS.items() if name != left_out})

    assert answer.status_code == 422
    assert says in text(answer)
    assert 'value="major" selected' in answer.content.decode()


def test_a_column_left_at_nothing_is_not_read_after_all(ana):
    url = drop(ana, LOT_1)
    ana.post(url, {name: value for name, value in ANSWERS.items() if name != f"what-{RESULT}"})
    ana.post(f"{url}confirm/")

    assert Inspection.objects.get().verdict == ""


def test_the_same_file_again_changes_nothing_and_what_differs_is_told(ana):
    ana.post(f"{checked(ana, LOT_1, LOT_2)}confirm/")
    shown = text(ana.get(checked(ana, LOT_1, "Kim Loi,L2,2024-03-20,80,4,passed")))

    assert "Everything in this file is recorded already" in shown
    assert "The record stays as it is:" in shown
    assert "row 3 (L2)" in shown


def test_an_order_the_record_does_not_hold_is_told_and_keeps_nothing_out(ana):
    header = f"{HEADER},PO,Production line,Sub-suppliers"
    row = "Kim Loi,L1,2024-03-14,80,2,passed,P-9,Sewing 4,Hongfa | Lida"
    url = drop(ana, row, header=header)
    ana.post(url, ANSWERS | {"what-6": "order", "what-7": "line", "what-8": "suppliers"})
    shown = text(ana.get(url))

    assert "The record holds no such order of this factory: the inspection comes in without an order." in shown
    assert "row 2 holds 2 names, Hongfa · Lida" in shown
    ana.post(f"{url}confirm/")
    assert Inspection.objects.values_list("order", "line", "suppliers").get() == (None, "Sewing 4", "Hongfa\nLida")


def test_an_import_is_taken_back_as_a_whole(ana):
    url = checked(ana, LOT_1, LOT_2)
    ana.post(f"{url}confirm/")
    assert "Every inspection it added leaves the record" in text(ana.get(f"{url}undo/"))
    ana.post(f"{url}undo/")

    assert not Inspection.objects.exists()
    assert ImportBatch.objects.get(mapping__kind="inspections").state == "undone"
    shown = text(ana.get(url))
    assert "This import was taken back" in shown
    assert "all of its inspections left the record" in shown


def test_a_saved_mapping_is_offered_to_files_of_its_kind_alone(ana):
    checked(ana, LOT_1, profile_name="Lab")
    saved = ImportProfile.objects.get()
    orders = ana.post(reverse("imports"), {"file": file("P1,1,Kim Loi,2024-03-01,,1"), "kind": "orders"})["Location"]

    assert saved.mapping["kind"] == "inspections"
    assert "Lab" in text(ana.get(drop(ana, LOT_2)))
    assert "Lab" not in text(ana.get(orders))
    assert "Day of the inspection" in text(ana.get(reverse("import-profile", args=[saved.pk])))


def test_a_kind_nobody_knows_does_not_exist(ana):
    answer = ana.post(reverse("imports"), {"file": file(LOT_1), "kind": "recipes"})

    assert answer.status_code == 404


def test_a_file_of_words_is_refused_and_says_how_to_mend_it(ana):
    url = checked(ana, "Kim Loi,L1,soon,many,few,fine")
    shown = text(ana.get(url))

    assert "No row of this file can come in as it is." in shown
    assert "This is no day, but every row needs one." in shown


def test_a_program_brings_results_in_as_the_page_does(cast):
    key = tokens.make_token(by=makers.make_actor(cast.ana), person=cast.ana.pk, writes=True)
    browser, number = cast.browser(), iter(range(9))

    def headers():
        return {"authorization": f"Bearer {key}", "idempotency-key": f"results-{next(number)}"}

    def send(address, **said):
        return browser.post(address, json.dumps(said), content_type="application/json", headers=headers())

    taken = browser.post("/api/v1/imports", {"file": file(LOT_1, LOT_2), "kind": "inspections"}, headers=headers())
    assert taken.status_code == 200, taken.content
    where = f"/api/v1/imports/{taken.json()['id']}"
    fields = {"factory": "Supplier", "lot": "Order", "day": "Line"}
    wrong = send(f"{where}/mapping", fields={**fields, "promised": "Due date"})
    lacking = send(f"{where}/mapping", fields={"factory": "Supplier"})

    assert (wrong.status_code, wrong.json()["where"]) == (422, "fields.promised")
    assert (lacking.status_code, lacking.json()["where"]) == (422, "fields.lot")
    assert browser.get(where, headers=headers()).json()["kind"] == "inspections"
