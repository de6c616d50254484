"""Quality brings results of inspections in and nothing of orders: every address of imports, tried by three of them."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import BUYER, FACTORY, OTHER_BUYER, Cast
from tests.site.matrix.rooms import programs
from tests.site.matrix.rows import Row
from tests.site.matrix.table import IMPORTS, ROWS, SETTINGS
from tests.site.matrix.visits import TOKEN, Visitors
from troth_site import access
from troth_site.actions import imports as steps
from troth_site.actions import people
from troth_site.jobs import imports as jobs
from troth_site.models import ImportBatch, ImportProfile

pytestmark = pytest.mark.django_db
QUALITY = {"quality": BUYER, "their quality": FACTORY, "other quality": OTHER_BUYER}
NAMES = [*IMPORTS, *(name for name in SETTINGS if "import" in name), *programs.IMPORTS, "api:one"]
FILE = f"Plant,Lot,Day,Major\n{FACTORY},L1,2024-03-14,2\n{FACTORY},L2,someday,1\n"
MAPPING = {"fields": {"factory": "Plant", "lot": "Lot", "day": "Day", "major": "Major"}, "key": [], "set_aside": [],
           "answers": {}, "kind": "inspections"}  # fmt: skip
CLOSED, NOTHING, IN = 403, 404, "in"


@pytest.fixture(scope="module")
def results(visitors: Visitors, django_db_blocker: Any) -> Cast:
    """The cast with somebody of quality in three houses, and a file of results checked, its mapping saved."""
    with django_db_blocker.unblock():
        operator = access.actor(people.local_operator(), as_operator=True)
        for part, house in QUALITY.items():
            person = people.introduce(by=operator, name=part, email=f"{part.replace(' ', '-')}@cast.example")
            people.take_seat(
                by=operator, person=person, organisation=visitors.cast.organisations[house], role="quality"
            )
            browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
            browser.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
            browser.cookies["csrftoken"] = TOKEN
            visitors.browsers[part] = browser
        by = visitors.cast.actor("buyer")
        house = visitors.cast.organisations[BUYER]
        made = steps.receive(
            by=by, organisation=house, file_name="results.csv", parts=[FILE.encode()], kind="inspections"
        )
        jobs.study.call(batch=made.pk)
        steps.answer(by=by, uid=made.uid, mapping=MAPPING, profile="Our results")
        jobs.check.call(batch=made.pk)
        assert ImportBatch.objects.get(pk=made.pk).state == "checked"
        visitors.cast.keys["results"] = made.uid
        visitors.cast.keys["results_profile"] = ImportProfile.objects.get(name="Our results").pk
    return visitors.cast


def of_results(name: str, cast: Cast) -> Row:
    """Return the row of an address where it is of the file of results."""
    row = ROWS[name]
    where = {"uid": cast.key("results")} if "uid" in row.where(cast, "buyer") else {}
    where |= {"pk": cast.key("results_profile")} if "pk" in row.where(cast, "buyer") else {}
    return Row(where=lambda cast, part: where, get=row.get, post=row.post, given=_given(name, row), is_api=row.is_api)


def _given(name: str, row: Row) -> Any:
    if name in ("imports", "api:imports"):
        file = lambda: SimpleUploadedFile("again.csv", FILE.encode())  # noqa: E731 - read once, so made each time
        return lambda cast, part: {"file": file(), "kind": "inspections"}
    if name == "api:map-import":
        return lambda cast, part: {"fields": MAPPING["fields"]}
    return row.given


def came_to(answer: Any) -> Any:
    return IN if answer.is_in else answer.status


def tried(visitors: Visitors, part: str, name: str, row: Row) -> set[Any]:
    """Return what came of visiting and of pressing, of what the address takes."""
    found = set()
    if row.get is not None:
        found.add(came_to(visitors.visit(part, name, row)))
    if row.post is not None:
        found.add(came_to(visitors.post(part, name, row)))
    return found


def test_every_address_of_imports_is_tried(visitors, cast):
    found = {name for name, row in ROWS.items() if "/import" in visitors.address("buyer", name, row)}
    assert found == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_quality_reaches_files_of_results(visitors, results, name):
    assert tried(visitors, "quality", name, of_results(name, results)) == {IN}


@pytest.mark.parametrize("name", NAMES)
def test_quality_finds_nothing_of_files_of_orders(visitors, results, name):
    row = ROWS[name]
    if row.where(results, "quality"):
        assert tried(visitors, "quality", name, row) == {NOTHING}
    elif row.post is not None:
        assert came_to(visitors.post("quality", name, row)) == CLOSED


@pytest.mark.parametrize("name", NAMES)
def test_neither_another_buyer_nor_the_factory_reaches_them(visitors, results, name):
    row = of_results(name, results)
    if not row.where(results, "quality"):
        return
    assert tried(visitors, "other quality", name, row) == {NOTHING}
    theirs = tried(visitors, "their quality", name, row)
    assert theirs <= {CLOSED, NOTHING}


@pytest.mark.parametrize("name", ["imports", "import-profiles", "api:imports"])
def test_lists_name_what_is_of_results_alone(visitors, results, name):
    orders = {"history.csv", "mended-never.csv", "Kestrel's monthly list"}
    ours = {"results.csv", "Our results"}
    text = visitors.visit("quality", name, ROWS[name]).text
    assert {word for word in orders | ours if word in text} == {"Our results" if "profiles" in name else "results.csv"}
    whole = visitors.visit("buyer", name, ROWS[name]).text
    assert {word for word in orders if word in whole}
    assert not {word for word in orders | ours if word in visitors.visit("other quality", name, ROWS[name]).text}
