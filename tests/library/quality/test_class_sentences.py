import pytest

from troth.quality.class_sentences import class_sentence
from troth.quality.verdicts import Verdict

COUNTS = {"looked_at": 125, "found": 7, "sample_size": 125, "accept": 7, "reject": 8}


@pytest.mark.parametrize(
    ("more", "verdict", "said"),
    [
        ({}, Verdict.ACCEPTED, "7 of 125 major: accepted (up to 7)"),
        ({"found": 8}, Verdict.NOT_ACCEPTED, "8 of 125 major: not accepted (from 8 on)"),
        ({"found": 8, "reject": 10}, Verdict.ACCEPTED, "8 of 125 major: accepted (below 10)"),
        ({"looked_at": 60, "found": 2}, Verdict.PENDING, "2 of 60 major so far: pending (the sample is 125)"),
        (
            {"looked_at": None}, Verdict.PENDING,
            "major, 7 found so far: pending, nobody has said how many units were looked at",
        ),
        (
            {"looked_at": None, "found": 8}, Verdict.NOT_ACCEPTED,
            "major, 8 found: not accepted, however many units were looked at",
        ),
        (
            {"looked_at": None, "found": 1, "accept": None, "reject": None, "way": "continuous"}, Verdict.PENDING,
            "major, 1 found so far: pending, nobody has said how many units were looked at",
        ),
        (
            {"looked_at": None, "found": None}, Verdict.PENDING,
            "major: pending, nobody has said what was counted",
        ),
        (
            {"looked_at": 60, "found": 2, "open": ["L"]}, Verdict.PENDING,
            "2 of 60 major so far: pending (the sample is 125)",
        ),
        (
            {"found": 2, "open": ["L"]}, Verdict.PENDING,
            "2 of 125 major so far: pending (not everything was answered or measured)",
        ),
        ({"found": None}, Verdict.PENDING, "major: pending, nobody has said what was counted"),
        (
            {"way": "continuous", "accept": None, "reject": None}, Verdict.ACCEPTED,
            "7 of 125 major: accepted, the line had come to sampling and was there at the end",
        ),
        (
            {"way": "continuous", "found": 0, "looked_at": 40, "passed": 40, "sample_size": 10_000}, Verdict.PENDING,
            "0 of 40 major so far: pending, the line was followed to unit 40 of 10000, and is judged at its end",
        ),
        (
            {"way": "continuous", "found": 0, "looked_at": 40}, Verdict.PENDING,
            "0 of 40 major so far: pending, every unit of the line was still looked at",
        ),
        (
            {"way": "variables", "accept": None, "reject": None}, Verdict.NOT_ACCEPTED,
            "7 of 125 major: not accepted by measurement, too large a share is estimated outside",
        ),
        ({"way": "sequential"}, Verdict.PENDING, "7 of 125 major so far: pending, the count does not tell yet"),
        ({"way": "sequential"}, Verdict.ACCEPTED, "7 of 125 major: accepted (up to 7)"),
        (
            {"counting": "defects", "looked_at": 13, "found": 21, "accept": 21, "reject": 22}, Verdict.ACCEPTED,
            "major defects, 21 on 13 units: accepted (up to 21)",
        ),
        (
            {"counting": "defects", "looked_at": 13, "found": 22, "accept": 21, "reject": 22}, Verdict.NOT_ACCEPTED,
            "major defects, 22 on 13 units: not accepted (from 22 on)",
        ),
        (
            {"counting": "defects", "looked_at": 3, "found": 22, "accept": 21, "reject": 24}, Verdict.ACCEPTED,
            "major defects, 22 on 3 units: accepted (below 24)",
        ),
        (
            {"counting": "defects", "looked_at": 3, "found": 9, "sample_size": 13}, Verdict.PENDING,
            "major defects, 9 on 3 units so far: pending (the sample is 13)",
        ),
        ({"counting": "units"}, Verdict.ACCEPTED, "7 of 125 major: accepted (up to 7)"),
    ],
)  # fmt: skip
def test_class_sentence_says_count_and_limit(more, verdict, said):
    assert class_sentence(kind="major", counts=COUNTS | more, verdict=verdict).sentence() == said
