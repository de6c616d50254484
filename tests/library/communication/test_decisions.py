import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.communication.decisions import (
    Decision,
    DecisionClosed,
    DecisionStep,
    WordsChanged,
    candidates,
    decision_step,
)

FOUND = Decision(text="Cartons of 20 pcs")


def step(event: str, by: str, version: int = 1, text: str = "") -> DecisionStep:
    return DecisionStep(event=event, by=by, version=version, text=text)


@pytest.mark.parametrize(
    ("text", "decided"),
    [
        ("Thank you.\nAgreed: cartons of 20 pcs. We ship then.", ["cartons of 20 pcs"]),
        ("We agree that the seam is 12.5 mm wide.", ["the seam is 12.5 mm wide"]),
        (
            "Decision: ship on 3 April\nDecision: air freight at our cost",
            ["ship on 3 April", "air freight at our cost"],
        ),
        ("决定：4月3日发货。我们同意每箱20件。", ["4月3日发货", "每箱20件"]),
        ("Hai bên thống nhất giao ngày 3 tháng 4.", ["giao ngày 3 tháng 4"]),
        ("Quyết định: thùng 20 cái", ["thùng 20 cái"]),
        ("Acordamos cajas de 20 piezas. Gracias.", ["cajas de 20 piezas"]),
        ("Karar: koli başına 20 adet", ["koli başına 20 adet"]),
        ("3 Nisan'da yükleme konusunda anlaştık.", ["3 Nisan'da yükleme konusunda"]),
        ("সিদ্ধান্ত: প্রতি কার্টনে ২০ পিস।", ["প্রতি কার্টনে ২০ পিস"]),
        ("আমরা একমত যে ৩ এপ্রিল পাঠানো হবে।", ["৩ এপ্রিল পাঠানো হবে"]),
    ],
)
def test_decision_is_found_in_its_own_words(text, decided):
    found = candidates(text)

    assert [one.text for one in found] == decided
    assert [text[one.start : one.end] for one in found] == decided


@pytest.mark.parametrize(
    "text",
    [
        "Do we agree that cartons hold 20 pcs?",
        "If we agree to 20 pcs, the price changes.",
        "> Agreed: cartons of 20 pcs",
        "The agreed price, the decision maker, an agreement.",
        "Agreed:",
        "如果我们同意，价格会变。",
        "Agreed: " + "x" * 600,
    ],
)
def test_question_condition_and_quotation_are_no_decision(text):
    assert candidates(text) == ()


def test_one_side_alone_is_waiting_and_both_confirm():
    one = decision_step(FOUND, step("confirm", "buyer"))
    both = decision_step(one, step("confirm", "factory"))

    assert [FOUND.state, one.state, both.state] == ["proposed", "waiting", "confirmed"]


def test_changed_words_start_anew_with_the_changers_word():
    one = decision_step(FOUND, step("confirm", "buyer"))
    changed = decision_step(one, step("change", "factory", text="Cartons of 24 pcs"))

    assert (changed.state, changed.version, changed.confirmed_by) == ("waiting", 2, {"factory"})


def test_older_words_cannot_be_confirmed():
    changed = decision_step(FOUND, step("change", "factory", text="Cartons of 24 pcs"))

    with pytest.raises(WordsChanged):
        decision_step(changed, step("confirm", "buyer", version=1))


@pytest.mark.parametrize("text", [" ", "Cartons of 20 pcs "])
def test_change_that_changes_nothing_is_refused(text):
    with pytest.raises(WordsChanged):
        decision_step(FOUND, step("change", "buyer", text=text))


def test_confirmed_and_withdrawn_decisions_stay():
    both = Decision(text="a", confirmed_by=frozenset({"buyer", "factory"}))
    gone = decision_step(FOUND, step("withdraw", "buyer"))

    assert gone.state == "withdrawn"
    assert decision_step(both, step("confirm", "buyer")) == both
    for closed in (both, gone):
        with pytest.raises(DecisionClosed):
            decision_step(closed, step("change", "buyer", text="b"))


@given(st.lists(st.tuples(st.sampled_from(["confirm", "change"]), st.text("ab", min_size=1, max_size=3)), max_size=8))
@settings(max_examples=80, deadline=None)
def test_one_side_alone_never_confirms(steps):
    decision = FOUND
    for event, text in steps:
        if event == "confirm" or text != decision.text:
            decision = decision_step(decision, step(event, "buyer", decision.version, text))

    assert decision.state == ("waiting" if steps and decision != FOUND else "proposed")


@pytest.mark.parametrize("piece", ["agreed: ", "anlaştık ", "we agree to a. ", "决定："])
def test_long_and_odd_texts_take_no_longer_than_a_blink(piece):
    started = time.process_time()

    candidates(piece * (20_000 // len(piece)))

    assert time.process_time() - started < 20
