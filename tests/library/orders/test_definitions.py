"""Definitions say in whole sentences what they count."""

from dataclasses import replace
from decimal import Decimal

import pytest

from troth.orders.definitions import AS_RECORDED, DEFAULT, Definition, DefinitionError, event_for_incoterm


def test_sentence_of_the_default_names_every_part():
    definition = replace(DEFAULT, late_days=2, short_share=Decimal("0.050"), zone="Asia/Shanghai")

    assert definition.sentence() == (
        "Measured against the first confirmed day; a day moved by the buyer or by both replaces it, "
        "a day moved by the factory alone does not. "
        "The delivery day is the day the goods left the factory. "
        "Kept means delivered at most 2 days after that day. "
        "More than 7 days early is not kept. "
        "Up to 5 % short counts as complete. "
        "Each order line counts once. "
        "Whole days in the zone Asia/Shanghai."
    )


def test_sentence_of_imported_histories_has_no_early_limit():
    assert "Kept means delivered on or before that day. There is no early limit." in AS_RECORDED.sentence()


def test_sentence_speaks_of_one_day_in_the_singular():
    said = replace(DEFAULT, late_days=1, early_days=1).sentence()

    assert "at most one day after that day. More than one day early" in said


def test_sentence_translates_sentence_by_sentence():
    said = replace(DEFAULT, early_days=3).sentence(lambda text: text.replace("More than", "Mehr als"))

    assert "Mehr als 3 days early" in said


@pytest.mark.parametrize("changes", [{"late_days": -1}, {"early_days": -1}, {"short_share": Decimal("1.1")}])
def test_definition_refuses_impossible_tolerances(changes):
    with pytest.raises(DefinitionError):
        Definition(**changes)


@pytest.mark.parametrize(
    ("incoterm", "event"),
    [("EXW", "ex_factory"), ("FOB Shenzhen", "handover"), ("cip", "handover"), ("DDU", "arrival"), ("N/A", None)],
)
def test_event_follows_the_incoterm(incoterm, event):
    assert event_for_incoterm(incoterm) == event
