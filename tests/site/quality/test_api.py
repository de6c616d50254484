import json

import pytest

from tests import makers
from tests.site.quality.agreed import make_planned, make_product, order
from troth_site.actions import tokens
from troth_site.models import OrderCheckpoint

pytestmark = pytest.mark.django_db
REQUIREMENT = {"code": "W", "name": "Width", "kind": "measured", "defect_class": "major", "upper": 40.5, "unit": "cm"}


class Program:
    """A program of a person, each write under a key of its own."""

    def __init__(self, cast, person):
        self.browser, self.number = cast.browser(), 0
        self.key = tokens.make_token(by=makers.make_actor(person), person=person.pk, writes=True)

    def get(self, path):
        return self.browser.get(f"/api/v1/{path}", headers={"authorization": f"Bearer {self.key}"})

    def post(self, path, **said):
        self.number += 1
        headers = {"authorization": f"Bearer {self.key}", "idempotency-key": f"{self.key[:8]}-{self.number}"}
        return self.browser.post(f"/api/v1/{path}", json.dumps(said), content_type="application/json", headers=headers)


@pytest.fixture
def ana(cast):
    return Program(cast, cast.ana)


@pytest.fixture
def lin(cast):
    return Program(cast, cast.lin)


def test_two_programs_agree_from_the_product_to_the_checkpoint(cast, ana, lin):
    order(cast, 60)
    made = ana.post(f"partners/{cast.pair.pk}/products", name="Tote", item="Tote bag 12 oz", category="hard-goods")
    where = f"products/{made.json()['id']}"
    wrote = lin.post(f"{where}/specification", revision=0, packing="20", requirements=[REQUIREMENT])
    assert (wrote.status_code, wrote.json()["id"]) == (200, 1)
    offered = ana.get("starting-plans/hard-goods").json()
    assert ana.post(f"{where}/plan", revision=0, checkpoints=offered).status_code == 200
    for paper in ("specification", "plan"):
        for program in (lin, ana):
            digest = program.get(f"{where}/{paper}").json()[0]["digest"]
            assert program.post(f"{where}/{paper}/1/sign", digest=digest).status_code == 200
    line = OrderCheckpoint.objects.first().order.lines.first().pk
    seen = lin.get(f"lines/{line}/checkpoints").json()

    assert (len(seen["checkpoints"]), seen["bulk_waits_for"][0]) == (8, "Incoming material")
    first = seen["checkpoints"][0]["id"]
    assert ana.post(f"checkpoints/{first}/settle", state="waived", note="Known mill").status_code == 200
    assert lin.get(f"lines/{line}/checkpoints").json()["checkpoints"][0]["state"] == "waived"


def test_what_moved_on_is_a_conflict_and_nonsense_a_refusal(cast, ana):
    product = make_product(cast)
    where = f"products/{product}/specification"
    assert ana.post(where, revision=3).status_code == 409
    wrong = ana.post(where, revision=0, requirements=[REQUIREMENT | {"lower": 50}])
    assert (wrong.status_code, "lower limit 50" in wrong.json()["detail"]) == (422, True)
    assert ana.post(where, revision=0, requirements=[REQUIREMENT | {"colour": "red"}]).status_code == 422
    ana.post(where, revision=0, packing="20", requirements=[REQUIREMENT])
    old = ana.post(f"{where}/1/sign", digest="0" * 64)

    assert (old.status_code, ana.get("starting-plans/toys").status_code) == (409, 404)


def test_products_tell_how_far_they_have_come(cast, lin):
    make_planned(cast)
    listed = lin.get(f"partners/{cast.pair.pk}/products").json()

    assert [(row["name"], row["specification"], row["plan"], row["plan_open"]) for row in listed] == [
        ("Tote", 1, 1, ""),
    ]  # fmt: skip
