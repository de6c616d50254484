import pytest

from tests.house import scores
from tests.house.tree import ROOT, plant


def test_no_score_takes_a_country_or_a_custom():
    assert scores.inputs_of_origin(ROOT) == []


def test_no_score_reaches_what_knows_of_countries_or_customs():
    assert scores.ways_to_origin(ROOT) == []


def test_the_files_that_feed_scores_are_there():
    assert [name for name in (*scores.SCORING, *scores.FEEDING) if not (ROOT / name).exists()] == []


@pytest.mark.parametrize(
    ("planted", "name"),
    [
        ("def standing(tallies, *, country):\n    return 0\n", "country"),
        ("class Numbers:\n    factory_region: str\n", "factory_region"),
        ("def f(rows):\n    return rows.values('kept', 'factory__country')\n", "factory__country"),
        ("def f(row):\n    return row.nationality\n", "nationality"),
        ("def f(g):\n    return g(custom=1)\n", "custom"),
        ("PENALTY_BY_CULTURE = {}\n", "PENALTY_BY_CULTURE"),
        ("def standing(tallies, *, quiz_answers=()):\n    return 0\n", "quiz_answers"),
        ("class Numbers:\n    visit_rating: int\n", "visit_rating"),
    ],
)
def test_a_country_or_custom_among_the_inputs_is_found(tmp_path, planted, name):
    plant(tmp_path, "src/troth/trust/standing.py", '"""Of no country."""\n' + planted)

    assert [line.rpartition(" ")[2] for line in scores.inputs_of_origin(tmp_path)] == [name]


def test_a_country_in_the_sum_s_own_language_is_found(tmp_path):
    plant(tmp_path, "src/troth/trust/tallies.sql", "-- of no country\nSELECT kept, region FROM entries\n")

    assert scores.inputs_of_origin(tmp_path) == ["src/troth/trust/tallies.sql: a score may not take region"]


def test_a_way_to_customs_is_found_however_long(tmp_path):
    plant(tmp_path, "src/troth/__init__.py", "")
    plant(tmp_path, "src/troth/basis/__init__.py", "")
    plant(tmp_path, "src/troth/communication/__init__.py", "")
    plant(tmp_path, "src/troth/trust/standing.py", "from troth.basis import moods\n")
    plant(tmp_path, "src/troth/basis/moods.py", "from troth.communication.hospitality import approval_needed\n")
    plant(tmp_path, "src/troth_site/queries/trust.py", "from troth_site.models import CustomNote, Tally\n")

    assert scores.ways_to_origin(tmp_path) == [
        "src/troth_site/queries/trust.py -> CustomNote",
        "troth.trust.standing -> troth.basis.moods -> troth.communication.hospitality",
    ]


@pytest.mark.parametrize("module", ["quiz", "table_needs", "visit_feedback", "channel_mix"])
def test_a_way_to_what_people_answer_eat_or_say_of_a_visit_is_found(tmp_path, module):
    plant(tmp_path, "src/troth/__init__.py", "")
    plant(tmp_path, "src/troth/communication/__init__.py", "")
    plant(tmp_path, "src/troth/trust/kpis.py", f"from troth.communication.{module} import anything\n")
    plant(tmp_path, "src/troth_site/queries/tallies.py", "from troth_site.models import QuizAnswer, Tally\n")

    assert scores.ways_to_origin(tmp_path) == [
        "src/troth_site/queries/tallies.py -> QuizAnswer", f"troth.trust.kpis -> troth.communication.{module}",
    ]  # fmt: skip
