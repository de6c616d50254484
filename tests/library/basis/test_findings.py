import pickle
from datetime import date

import pytest

from troth.basis.findings import Finding, Severity, WrongPlaceholders


def late(**changes):
    facts = {
        "code": "delivery.late",
        "severity": Severity.WARNING,
        "message": "%(kept)s of %(lines)s lines kept since %(since)s.",
        "params": {"kept": 16, "lines": 20, "since": date(2026, 3, 1)},
    }
    return Finding(**facts | changes)


def test_finding_speaks_a_whole_sentence():
    assert late().sentence() == "16 of 20 lines kept since 2026-03-01."


def test_finding_is_translated_before_its_values_are_put_in():
    german = {"%(kept)s of %(lines)s lines kept since %(since)s.": "Seit %(since)s: %(kept)s/%(lines)s."}

    assert late().sentence(german.__getitem__) == "Seit 2026-03-01: 16/20."


def test_finding_leaves_per_cent_signs_and_the_words_of_its_values_alone():
    finding = late(message="At %(who)s 95 % is missed.", params={"who": "100 %(x)s"})

    assert finding.sentence() == "At 100 %(x)s 95 % is missed."


def test_finding_shows_a_placeholder_a_translator_invented():
    assert late(message="Hello.", params={}).sentence(lambda _: "Hallo %(wer)s.") == "Hallo %(wer)s."


@pytest.mark.parametrize("params", [{}, {"kept": 1, "lines": 2}, {"kept": 1, "lines": 2, "since": 3, "more": 4}])
def test_finding_refuses_values_that_do_not_fit_its_sentence(params):
    with pytest.raises(WrongPlaceholders, match=r"delivery\.late"):
        late(params=params)


def test_findings_compare_by_content_and_survive_storage():
    assert late() == late()
    assert late() != late(severity=Severity.CRITICAL)
    assert len({late(), late()}) == 1
    assert pickle.loads(pickle.dumps(late())) == late()


def test_severities_run_from_light_to_heavy():
    assert [severity.value for severity in Severity] == ["note", "warning", "serious", "critical"]
