import pytest

from troth.basis.feast_names import ALONE, FEAST_NAMES, HALF_DAY, IN_LIEU, feast_words


@pytest.mark.parametrize("name", sorted(FEAST_NAMES))
def test_every_name_stands_alone_and_in_lieu(name):
    assert feast_words(name) == (name, ALONE)
    assert feast_words(f"{name} (observed)") == (name, IN_LIEU)
    assert feast_words(f"{name} (from 1pm)") == (name, HALF_DAY)


@pytest.mark.parametrize("name", ["Day off (substituted from 2026-01-04)", "good friday", "Shivaji's Birthday", ""])
def test_a_name_we_have_no_words_for_is_left_to_its_list(name):
    assert feast_words(name) is None


def test_second_day_of_christmas_is_a_feast_of_its_own_and_other_days_are_their_feasts():
    assert feast_words("Second Day of Christmas") == ("Second Day of Christmas", ALONE)
    assert feast_words("Second Day of Lunar New Year") == ("Lunar New Year", ALONE)
    assert feast_words("Eid al-Fitr Third Day") == ("Eid al-Fitr", ALONE)
