import json
from argparse import Namespace
from datetime import date

import pytest

from troth_site.management import demo
from troth_site.management.answers import No
from troth_site.models import AuditEntry, LedgerEntry, Organisation, Person

TODAY = date(2026, 11, 20)


def run(capsys, **options):
    demo.fill(Namespace(**{"json": True, "today": TODAY, **options}))
    return capsys.readouterr().out


@pytest.mark.django_db
def test_the_command_fills_once_and_tells_who_can_sign_in(capsys):
    first = json.loads(run(capsys))
    acts = AuditEntry.objects.count()
    second = json.loads(run(capsys, today=date(2027, 1, 4)))

    assert (first.pop("new"), second.pop("new")) == (True, False)
    assert first == second
    assert AuditEntry.objects.count() == acts
    assert first["entries"] == LedgerEntry.objects.count()
    assert {person["email"] for person in first["people"]} == set(
        Person.objects.filter(is_operator=False).values_list("email", flat=True)
    )
    table = run(capsys, json=False).splitlines()
    assert table[0].startswith("The demonstration is here already: 12 partners, 905 order lines")
    assert len(table) == len(first["people"]) + 5
    assert demo.fill_if_empty() is False


@pytest.mark.django_db
def test_the_command_refuses_where_somebody_keeps_a_record(capsys):
    Organisation.objects.create(kind="buyer", name="Somebody real")

    with pytest.raises(No, match="TROTH_HOME"):
        run(capsys)

    assert demo.fill_if_empty() is False
    assert Organisation.objects.count() == 1
