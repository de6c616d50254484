"""Signatures on the glass: of those on the list, by hand or by name; who does not sign is noted with the reason."""

from uuid import uuid4

import pytest

from tests.site.quality.inspecting import all_looked, at, make_inspection, send
from troth_site.models import FieldSignature
from troth_site.queries.quality.field import pack


@pytest.fixture
def row(gathered, db):
    """An inspection of the buyer's."""
    return make_inspection(gathered)


def test_signature_of_somebody_who_is_not_on_the_list_is_refused_and_those_on_it_are_named(gathered, row):
    person = gathered.people["sales"].pk
    said = {"side": "factory", "digest": row.frozen_digest, "strokes": [[[0, 0], [1, 1]]], "signed_at": at()}
    known = {**said, "uid": str(uuid4()), "person": person, "name": "Somebody else"}
    stranger = {**said, "uid": str(uuid4()), "person": gathered.people["other factory"].pk, "name": "Mr. Lin"}
    unnamed = {**said, "uid": str(uuid4()), "name": "Mr. Lin", "strokes": [], "typed": True}
    answer = send(gathered, row, signatures=[known, stranger, unnamed])
    reason = (
        "“Mr. Lin” is not on the list of those who may sign for this side. On it are: "
        "Owner of the Cast, Sales of the Cast."
    )
    assert answer["refused"] == [{"uid": one["uid"], "reason": reason} for one in (stranger, unnamed)]
    kept = {str(one.uid): (one.name, one.is_listed, one.person_id) for one in FieldSignature.objects.all()}
    assert kept == {known["uid"]: ("Sales of the Cast", True, person)}


def test_signature_by_name_alone_is_kept_and_nothing_at_all_is_not(gathered, row):
    said = {"side": "factory", "digest": row.frozen_digest, "strokes": [], "signed_at": at(),
            "person": gathered.people["sales"].pk}  # fmt: skip
    typed = {**said, "uid": str(uuid4()), "typed": True}
    empty = {**said, "uid": str(uuid4())}
    answer = send(gathered, row, signatures=[typed, empty])
    assert answer["accepted"] == [typed["uid"]]
    assert answer["refused"] == [{"uid": empty["uid"], "reason": "There is nothing written on the glass."}]


def test_somebody_who_is_not_on_the_list_is_noted_as_not_signing(gathered, row):
    said = {"uid": str(uuid4()), "side": "factory", "digest": row.frozen_digest, "strokes": [], "signed_at": at(),
            "name": "Mr. Lin", "refused_because": "He has no seat."}  # fmt: skip
    assert send(gathered, row, signatures=[said])["accepted"] == [said["uid"]]
    kept = FieldSignature.objects.get()
    assert (kept.name, kept.is_listed, kept.refused_because) == ("Mr. Lin", False, "He has no seat.")


def test_inspector_of_neither_side_signs_for_themselves_alone(gathered, db):
    row = make_inspection(gathered, inspector="inspector")
    said = {"side": "third", "digest": row.frozen_digest, "strokes": [[[0, 0], [1, 1]]], "signed_at": at()}
    own = {**said, "uid": str(uuid4()), "person": gathered.people["inspector"].pk}
    other = {**said, "uid": str(uuid4()), "person": gathered.people["buyer"].pk, "name": "Buyer of the Cast"}
    answer = send(gathered, row, part="inspector", signatures=[own, other])
    assert [answer["accepted"], [one["uid"] for one in answer["refused"]]] == [[own["uid"]], [other["uid"]]]
    kept = pack(gathered.actor("inspector"), row.uid)["kept"]
    assert [(one["side"], one["name"]) for one in kept["signatures"]] == [("third", "Inspector of the Cast")]


def test_inspector_of_a_side_signs_for_that_side_and_for_no_third(gathered, row):
    said = {"uid": str(uuid4()), "side": "third", "digest": row.frozen_digest, "strokes": [[[0, 0]]],
            "signed_at": at(), "person": gathered.people["buyer"].pk, "name": "Buyer of the Cast"}  # fmt: skip
    (refused,) = send(gathered, row, signatures=[said])["refused"]
    assert refused["reason"].startswith("Nobody is on the list of those who may sign for this side")


def test_factory_that_signs_makes_the_finding_weigh_more(gathered, row):
    said = {
        "uid": str(uuid4()), "side": "factory", "digest": row.frozen_digest, "strokes": [[[0, 0]]], "signed_at": at(),
        "person": gathered.people["sales"].pk,
    }  # fmt: skip
    send(gathered, row, signatures=[said], counts=all_looked(), hand_in=True)
    row.refresh_from_db()
    assert row.relationship.commitments.get(kind="lot").quality == 0.9
