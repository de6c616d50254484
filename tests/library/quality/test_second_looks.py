from datetime import UTC, date, datetime, timedelta

import pytest

from troth.quality.integrity import Place, Taken
from troth.quality.second_looks import Look, inspectors, is_asked_anew, second_looks

DAY = date(2026, 3, 2)
NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
SITE = Place(latitude=23.02, longitude=113.75)


def look(key, *, minutes=60, **more):
    given = {"inspector": 1, "kind": "final bags", "units": 80, "times": (NINE, NINE + timedelta(minutes=minutes))}
    return Look(key=key, on=DAY + timedelta(days=key), **(given | more))


def codes(found):
    return {key: [finding.code for finding in findings] for key, findings in found.items()}


def test_only_the_hasty_one_among_comparable_ones_is_named():
    hasty, otherwise = look(4, minutes=9), look(5, minutes=9, kind="in-line bags")
    assert codes(second_looks([look(1), look(2), look(3), hasty, otherwise])) == {4: ["integrity.pace"]}


def test_with_fewer_than_three_comparable_ones_nobody_is_hasty():
    assert second_looks([look(1), look(2), look(4, minutes=1)]) == {}


def test_answers_from_elsewhere_count_only_where_the_site_is_known():
    away = (Place(latitude=23.5, longitude=113.75),)
    assert codes(second_looks([look(1, places=away, site=SITE)])) == {1: ["integrity.place"]}
    assert second_looks([look(1, places=away)]) == {}


def test_a_photo_is_used_again_by_the_later_inspection_whatever_the_order_given():
    photo = (Taken(name="carton", sha256="a" * 64),)
    later, earlier = look(2, photos=photo), look(1, photos=photo)
    assert codes(second_looks([later, earlier])) == {2: ["integrity.same-file"]}


def test_two_blind_counts_far_apart_are_told_at_both():
    first, second = look(1, bad=1), look(2, bad=14, blind_of=1, inspector=2)
    assert codes(second_looks([first, second])) == {1: ["integrity.double"], 2: ["integrity.double"]}
    assert second_looks([look(1, bad=3), look(2, bad=4, blind_of=1)]) == {}


def test_blind_counts_of_samples_of_other_sizes_are_not_compared():
    assert second_looks([look(1, bad=0), look(2, bad=14, units=200, blind_of=1)]) == {}


def test_an_inspector_stands_beside_the_others_and_never_beside_themselves():
    lots = [look(key, inspector=1, accepted=True) for key in range(40)]
    lots += [look(key, inspector=2, accepted=key % 2 == 0) for key in range(40, 80)]
    lots += [look(99, inspector=None, accepted=True), look(98, inspector=2, accepted=None)]

    generous, usual = inspectors(lots)

    assert (generous.record.lots, generous.record.accepted, generous.record.peer_rate) == (40, 40, 0.5)
    assert [finding.code for finding in generous.findings] == ["integrity.pass-rate"]
    assert (usual.inspector, usual.record.lots, usual.record.peer_rate) == (2, 40, 1.0)


def test_accepted_lots_that_were_complained_of_are_counted_beside_those_of_others():
    mine = [look(key, inspector=1, accepted=True, claimed=key < 9) for key in range(20)]
    others = [look(key, inspector=2, accepted=True, claimed=key == 30) for key in range(30, 70)]
    first = next(each for each in inspectors([*mine, *others]) if each.inspector == 1)
    assert (first.record.claims, first.record.peer_claim_rate) == (9, 1 / 40)
    assert [finding.code for finding in first.findings] == ["integrity.claims"]


@pytest.mark.parametrize(("noticed", "asked", "anew"), [
    ((), (), False), (("pace",), (), True), (("pace",), ("pace", "place"), False), (("pace", "place"), ("pace",), True),
])  # fmt: skip
def test_it_is_asked_anew_only_where_there_is_something_new_to_say(noticed, asked, anew):
    assert is_asked_anew(noticed=noticed, asked=asked) is anew
