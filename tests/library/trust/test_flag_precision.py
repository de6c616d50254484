import pytest

from troth.trust.flag_precision import precision


@pytest.mark.parametrize(
    ("confirmed", "refuted", "retune"),
    [(5, 14, False), (5, 15, True), (6, 14, False), (0, 19, False), (0, 20, True), (20, 0, False)],
)
def test_a_rule_is_tuned_anew_below_thirty_per_cent_after_twenty_cases(confirmed, refuted, retune):
    assert precision(raised=40, confirmed=confirmed, refuted=refuted).retune is retune


def test_flags_nobody_has_found_out_about_are_unknown_and_never_wrong():
    found = precision(raised=9, confirmed=0, refuted=0)
    assert (found.n, found.rate, found.low, found.high) == (0, None, None, None)
    assert precision(raised=30, confirmed=4, refuted=1).rate == precision(raised=5, confirmed=4, refuted=1).rate == 0.8


@pytest.mark.parametrize("counts", [(1, 1, 1), (3, -1, 1), (3, 1, -1)])
def test_counts_that_contradict_each_other_are_refused(counts):
    raised, confirmed, refuted = counts
    with pytest.raises(ValueError, match=f"cannot come of {raised} flags"):
        precision(raised=raised, confirmed=confirmed, refuted=refuted)
