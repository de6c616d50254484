from datetime import time

import pytest

from troth.communication.contacts_cards import (
    LONGEST_STYLE,
    Card,
    NotYourCard,
    deleted,
    gaps_in_card,
    initials,
    written,
)

BAO = Card(owner="bao", channel="call", best_hours=(time(9), time(11)), style="Numbers first", languages=("zh", "en"))


def test_owner_writes_the_card():
    assert written(BAO, by="bao", channel="chat", languages=("zh",)) == Card(
        owner="bao", channel="chat", best_hours=(time(9), time(11)), style="Numbers first", languages=("zh",)
    )


@pytest.mark.parametrize("somebody", ["ana", "", "BAO"])
def test_nobody_else_writes_or_deletes_it(somebody):
    with pytest.raises(NotYourCard):
        written(BAO, by=somebody, style="Difficult person")
    with pytest.raises(NotYourCard):
        deleted(BAO, by=somebody)


def test_deleting_leaves_nothing():
    assert deleted(BAO, by="bao") == Card(owner="bao")


def test_what_cannot_be_meant_is_told():
    card = Card(owner="bao", best_hours=(time(11), time(9)), style="x" * (LONGEST_STYLE + 1))

    assert [gap.code for gap in gaps_in_card(card)] == ["card.hours", "card.style"]
    assert gaps_in_card(BAO) == ()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ana Petrova", "AP"), ("Ben de Vries", "BV"), ("Frank", "F"), ("林晓梅", "林"), ("Trần Thu Hà", "TH"),
        ("e\u0301mile o\u0308zal", "E\u0301O\u0308"), ("रुबिना मलिक", "रुम"), ("", ""), ("  ", ""), ("(1) 2", ""),
        ("(Mr) Lee", "L"), ("ß x", "SSX"),
    ],
)  # fmt: skip
def test_initials_keep_marks_with_their_letter(name, shown):
    assert initials(name) == shown
