from dataclasses import replace
from datetime import date

import pytest

from troth.commitments.outcomes import TallyRow
from troth.trust.judgement import judge
from troth.trust.policy import DEFAULT_POLICY
from troth.trust.sentences import MISSED, kpi_sentence
from troth.trust.tallies import Tallies

DAY = date(2025, 3, 3)
DELIVERY = DEFAULT_POLICY.of("delivery")


def judged(kept, n, policy=DELIVERY):
    rows = [TallyRow(happened_on=DAY, known_on=DAY, lines=n, kept=kept)] if n else []
    return judge(Tallies.from_rows(rows), groups=1, as_of=DAY, policy=policy).of(0)


@pytest.mark.parametrize(
    ("kept", "n", "text"),
    [
        (0, 0, "No data yet."),
        (2, 3, "2 of 3 on time. Not enough lines yet to say: the true rate is probably 21 to 94 %."),
        (50, 50, "50 of 50 on time; the true rate is probably 93 to 100 %; so far 95 % is met."),
        (47, 50, "47 of 50 on time; the true rate is probably 84 to 98 %; too early to say 95 % is missed."),
        (44, 50, "95 % is missed: 44 of 50 on time; the true rate is probably 76 to 94 %."),
    ],
)
def test_kpi_sentence_says_what_the_state_means(kept, n, text):
    assert kpi_sentence(judged(kept, n), dimension="delivery").text() == text


def test_kpi_sentence_of_another_dimension_speaks_of_kept():
    sentence = kpi_sentence(judged(44, 50), dimension="communication")

    assert sentence.text() == "95 % is missed: 44 of 50 kept; the true rate is probably 76 to 94 %."


def test_kpi_sentence_follows_a_state_softened_by_the_portfolio():
    sentence = kpi_sentence(judged(44, 50), dimension="delivery", state="watch")

    assert sentence.text().endswith("too early to say 95 % is missed.")


def test_kpi_sentence_never_rounds_to_a_certainty_it_does_not_have():
    sentence = kpi_sentence(judged(9990, 10_000), dimension="delivery")

    assert sentence.params["high"] == "99.9"


def test_kpi_sentence_keeps_the_tenth_of_a_target():
    sentence = kpi_sentence(judged(44, 50, replace(DELIVERY, target=0.975)), dimension="delivery")

    assert sentence.params["target"] == "97.5"


def test_sentence_is_put_into_the_readers_language_before_its_values():
    sentence = kpi_sentence(judged(44, 50), dimension="delivery")

    assert sentence.text({MISSED: "%(kept)s/%(n)s < %(target)s %%"}.__getitem__) == "44/50 < 95 %"
