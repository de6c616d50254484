"""A partner judged alone: its alarm stands exactly where it would among all tests of the night."""

import numpy as np
import pytest

from tests import makers
from troth.trust.kpis import ALARM, WATCH, portfolio_alarms
from troth_site.models import Judgement
from troth_site.queries.trust import POLICY, alarm_stands

FAMILIES = {
    "nobody else": [],
    "few small ones": [0.001, 0.6, 0.7, 0.8],
    "many small ones": [0.0001, 0.002, 0.004, 0.01, 0.03, 0.04, 0.045, 0.5],
    "carried by larger ones": [0.05, 0.055],
    "equal ones": [0.04, 0.04, 0.04, 0.9, 0.9],
    "untested ones": [None, None, 0.01, 0.3],
}


@pytest.mark.parametrize("own", [1e-9, 0.001, 0.02, 0.04, 0.049])
@pytest.mark.parametrize("others", FAMILIES.values(), ids=FAMILIES)
def test_an_alarm_alone_stands_as_among_all(db, others, own):
    buyer = makers.make_organisation("Nordlicht")
    # Its own last test counts no more, however it came out.
    for number, p_value in enumerate([0.0, *others]):
        factory = makers.make_organisation(f"Factory {number}", kind="factory")
        relationship = makers.make_relationship(buyer, factory)
        Judgement.objects.filter(relationship=relationship, side="factory").update(p_value=p_value)
    mine = Judgement.objects.get(p_value=0.0).relationship_id

    found = alarm_stands(own, judge=buyer.pk, relationship=mine, side="factory", dimension="delivery")

    family = np.array([own, *others], dtype=float)
    states = np.array([ALARM] + [WATCH] * len(others), dtype=np.int8)
    assert found == portfolio_alarms(family, states, q=POLICY.false_discovery_rate)[0]


def test_the_families_tell_both_ways():
    q = POLICY.false_discovery_rate
    found = {
        bool(portfolio_alarms(np.array([0.049, *others], dtype=float), np.full(len(others) + 1, ALARM), q=q)[0])
        for others in FAMILIES.values()
    }
    assert found == {True, False}
