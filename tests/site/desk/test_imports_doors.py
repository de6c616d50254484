"""Who may import, what comes in, and what is refused at the door."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import StopUpload
from django.test import Client
from django.urls import reverse

from tests import makers
from tests.site.desk.dropping import (
    ANSWERS,
    ROWS,
    checked,
    drop,
    file,
    signed_in,
    text,
)
from troth_site import access
from troth_site.actions import imports as steps
from troth_site.actions import people
from troth_site.desk.imports.uploading import Limit
from troth_site.models import ImportBatch

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


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_one_and_three(ana, django_assert_num_queries, count):
    for _file in range(count):
        checked(ana)

    with django_assert_num_queries(4):  # session, person, seats, imports
        told = ana.get(reverse("imports"))

    assert text(told).count("orders.csv") == count


def test_too_large_a_file_is_refused_and_not_kept(ana, settings):
    settings.TROTH_UPLOAD_LIMIT_BYTES = 2 * 1024 * 1024
    big = SimpleUploadedFile("big.csv", b"x" * (3 * 1024 * 1024))

    answer = ana.post(reverse("imports"), {"file": big, "kind": "orders"})

    assert answer.status_code == 413
    assert "The file is larger than 2 MB, so it was not taken in." in text(answer)
    assert not ImportBatch.objects.exists()


def test_too_large_a_file_is_not_read_to_its_end(rf, settings):
    settings.TROTH_UPLOAD_LIMIT_BYTES = 5
    limit = Limit(rf.post("/imports/"))

    assert limit.receive_data_chunk(b"12345", 0) == b"12345"
    with pytest.raises(StopUpload):
        limit.receive_data_chunk(b"6", 5)


def test_no_file_says_what_to_do(ana):
    answer = ana.post(reverse("imports"), {})

    assert (answer.status_code, "No file came with the form." in text(answer)) == (422, True)


def test_what_is_in_the_file_is_not_guessed(ana):
    answer = ana.post(reverse("imports"), {"file": file(*ROWS)})

    assert (answer.status_code, "The form does not say what is in the file." in text(answer)) == (422, True)
    assert not ImportBatch.objects.exists()


def test_forged_form_is_refused(buyer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(makers.make_person(buyer, role="sourcing"))

    assert client.post(reverse("imports"), {"file": file(*ROWS), "kind": "orders"}).status_code == 403
    assert not ImportBatch.objects.exists()


def test_file_name_is_never_a_path(ana):
    drop(ana, name="../../../etc/passwd.csv")

    batch = ImportBatch.objects.get()
    assert batch.file_name == "passwd.csv"
    assert steps.file_of(str(batch.uid), batch.file_name).parent.name == "imports"


def test_file_name_with_marks_is_shown_as_text(ana):
    told = ana.get(drop(ana, name="<script>alert(1)</script>.csv")).content.decode()

    assert "<script>alert" not in told


ADDRESSES = ("import", "import-refused", "import-undo")
POSTS = ("import", "import-study", "import-confirm", "import-undo")


def stranger():
    return makers.make_person(makers.make_organisation("Rival"), role="manager")


def seller():
    return makers.make_person(makers.make_organisation("Kim Loi", kind="factory"), role="sales")


def factory_owner():
    return makers.make_person(makers.make_organisation("Bursa", kind="factory"), role="owner")


@pytest.mark.parametrize(("who", "code"), [(stranger, 404), (seller, 403), (factory_owner, 403)])
def test_others_see_nothing_of_it_and_change_nothing(ana, who, code):
    uid = drop(ana).rstrip("/").rpartition("/")[2]
    client = signed_in(who())

    seen = {name: client.get(reverse(name, args=[uid])).status_code for name in ADDRESSES}
    sent = {name: client.post(reverse(name, args=[uid]), ANSWERS).status_code for name in POSTS}
    assert seen == dict.fromkeys(ADDRESSES, code)
    assert sent == dict.fromkeys(POSTS, code)
    assert ImportBatch.objects.get().state == "asking"


def test_stranger_imports_for_themselves_alone(ana, buyer):
    drop(ana)
    client = signed_in(stranger())

    assert "orders.csv" not in text(client.get(reverse("imports")))
    answer = client.post(reverse("imports"), {"file": file(*ROWS), "organisation": buyer.pk, "kind": "orders"})
    assert answer.status_code == 404


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_wrong_method_is_refused(ana, method):
    url = drop(ana)
    for path in (reverse("imports"), url, f"{url}undo/"):
        assert getattr(ana, method)(path).status_code == 405
    for path in (f"{url}confirm/", f"{url}read-again/"):
        assert ana.get(path).status_code == 405


def test_nobody_is_sent_to_sign_in(ana):
    url = drop(ana)

    for path in (reverse("imports"), url, f"{url}undo/"):
        assert Client().get(path)["Location"] == f"/sign-in/?next={path}"


def test_one_with_two_buyers_says_whose_record_it_is(buyer):
    person = makers.make_person(buyer)
    other = makers.make_organisation("Südwind")
    people.take_seat(by=makers.make_operator(), person=person, organisation=other.pk, role="sourcing")
    client = signed_in(person)

    assert client.post(reverse("imports"), {"file": file(*ROWS), "kind": "orders"}).status_code == 404
    client.post(reverse("imports"), {"file": file(*ROWS), "organisation": other.pk, "kind": "orders"})
    assert ImportBatch.objects.get().organisation == other
    assert access.actor(person).organisations("import") == (buyer.pk, other.pk)
