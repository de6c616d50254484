from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.quality.integrity import (
    Place,
    Record,
    Taken,
    bits_apart,
    double_finding,
    metres_apart,
    pace_finding,
    place_finding,
    record_findings,
    reuse_findings,
    usual_pace,
)

SITE = Place(latitude=23.02, longitude=113.75)
NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
PLACES = st.builds(Place, latitude=st.floats(-89, 89), longitude=st.floats(-179, 179))


@given(PLACES, PLACES)
def test_a_distance_is_the_same_both_ways(one, other):
    assert metres_apart(one, other) == pytest.approx(metres_apart(other, one), abs=1e-3)
    assert metres_apart(one, one) == 0


def test_answers_away_from_the_site_are_counted():
    near, far = Place(latitude=23.023, longitude=113.75), Place(latitude=23.12, longitude=113.75)
    assert place_finding([near, near], site=SITE) is None
    found = place_finding([near, far], site=SITE)
    assert found.sentence() == "1 of 2 answers were given away from the site, up to 11.1 km."
    vague = Place(latitude=23.026, longitude=113.75, accuracy_m=400)
    assert place_finding([vague], site=SITE) is None
    assert place_finding([], site=SITE) is None


def test_far_too_quick_asks_for_a_second_look():
    times = [NINE + timedelta(seconds=second) for second in (0, 200, 400)]
    assert pace_finding(times, units=80, usual_seconds=40).sentence() == (
        "Each unit took 5.0 seconds; comparable inspections take 40."
    )
    assert pace_finding(times, units=20, usual_seconds=40) is None
    assert pace_finding(times, units=80, usual_seconds=None) is None


def test_few_inspections_make_no_usual_pace():
    assert usual_pace([30, 40]) is None
    assert usual_pace([30, 40, 900]) == 40


def test_a_photo_used_before_is_named_and_one_alike_too():
    earlier = [Taken(name="lot 4, carton 2", sha256="aa", difference_hash="00000000000000ff")]
    again = Taken(name="lot 9, carton 1", sha256="aa", difference_hash="00000000000000ff")
    alike = Taken(name="lot 9, carton 3", sha256="bb", difference_hash="00000000000001fe")
    other = Taken(name="lot 9, carton 5", sha256="cc", difference_hash="ffffffffffffff00")
    unknown = Taken(name="lot 9, carton 6", sha256="dd")
    found = reuse_findings([again, alike, other, unknown], earlier)
    assert [one.code for one in found] == ["integrity.same-file", "integrity.alike"]
    assert found[0].sentence() == "lot 9, carton 1 is the same file as lot 4, carton 2."


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))
def test_bits_differ_both_ways_alike(one, other):
    texts = f"{one:016x}", f"{other:016x}"
    assert bits_apart(*texts) == bits_apart(*reversed(texts))
    assert bits_apart(texts[0], texts[0]) == 0


def test_only_what_chance_hardly_explains_is_named():
    usual = {"peer_rate": 0.85, "claims": 1, "peer_claim_rate": 0.04}
    assert record_findings(Record(lots=20, accepted=18, **usual)) == ()
    all_of_them = record_findings(Record(lots=60, accepted=60, **usual))
    assert [one.code for one in all_of_them] == ["integrity.pass-rate"]
    complained = Record(lots=20, accepted=17, peer_rate=0.85, claims=6, peer_claim_rate=0.04)
    assert [one.code for one in record_findings(complained)] == ["integrity.claims"]
    alone = Record(lots=60, accepted=60, peer_rate=None, claims=60, peer_claim_rate=None)
    assert record_findings(alone) == ()


def test_two_blind_looks_that_differ_are_named():
    assert double_finding(units=125, first=1, second=14).code == "integrity.double"
    assert double_finding(units=125, first=0, second=0) is None
    assert double_finding(units=125, first=4, second=9) is None


@given(st.integers(0, 60), st.integers(0, 60))
def test_it_does_not_matter_who_looked_first(first, second):
    one, other = (double_finding(units=125, first=a, second=b) for a, b in ((first, second), (second, first)))
    assert (one is None) == (other is None)
