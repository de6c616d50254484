"""What programs read of firms: what is said of both sides, and of links as much as the page tells."""

import pytest
from django.test import Client

from tests import makers
from troth_site.actions.firms import deciding, facts
from troth_site.models import FirmLink

pytestmark = pytest.mark.django_db
NUMBER = "91440605MA4W0K123X"


def test_programs_read_what_the_pages_show():
    house = makers.make_organisation("Nordlicht")
    rows = [
        makers.make_relationship(house, makers.make_organisation(name, kind="factory")) for name in ("Qiming", "Bright")
    ]
    ana, lin = makers.make_person(house), makers.make_person(rows[1].factory)
    for row in rows:
        facts.say_of_partner(
            by=makers.make_actor(ana), relationship=row.pk, kind="registration", value=NUMBER, source="registry"
        )
    link = FirmLink.objects.get()

    def read(person, path, status=200):
        browser = Client()
        browser.force_login(person)
        answer = browser.get(f"/api/v1/{path}")
        assert answer.status_code == status
        return answer.json()

    told = read(ana, f"partners/{rows[1].pk}/firm")
    assert [(fact["kind"], fact["value"], fact["right"]) for fact in told["facts"]] == [("registration", NUMBER, None)]
    asked = {"id": link.pk, "state": "proposed", "other": "Qiming", "inherits": True, "contested": False}
    assert told["same_firm"] == [asked]
    assert read(lin, f"partners/{rows[1].pk}/firm")["same_firm"] == []
    read(lin, f"firm-links/{link.pk}", status=404)
    deciding.confirm(by=makers.make_actor(ana), link=link.pk, reason="One number.")
    assert read(lin, f"partners/{rows[1].pk}/firm")["same_firm"] == [asked | {"state": "confirmed"}]
    found = read(lin, f"firm-links/{link.pk}")
    assert (found["earlier"], found["later"], found["reason"], found["signs"]) == (
        "Qiming", "Bright", "One number.", ["registration"],
    )  # fmt: skip
