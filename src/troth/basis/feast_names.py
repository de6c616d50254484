"""What common feasts are called, for readers in whose language the lists of a country have no names."""

import re

from troth.basis.text import gettext_noop

FEAST_NAMES = frozenset(
    {
        gettext_noop("New Year's Day"),
        gettext_noop("New Year Holiday"),
        gettext_noop("New Year's Eve"),
        gettext_noop("Epiphany"),
        gettext_noop("Maundy Thursday"),
        gettext_noop("Good Friday"),
        gettext_noop("Easter Sunday"),
        gettext_noop("Easter Monday"),
        gettext_noop("Ascension Day"),
        gettext_noop("Pentecost"),
        gettext_noop("Pentecost Monday"),
        gettext_noop("Corpus Christi"),
        gettext_noop("Assumption Day"),
        gettext_noop("All Saints' Day"),
        gettext_noop("Immaculate Conception"),
        gettext_noop("Christmas Eve"),
        gettext_noop("Christmas"),
        gettext_noop("Christmas Day"),
        gettext_noop("Second Day of Christmas"),
        gettext_noop("Boxing Day"),
        gettext_noop("Saint Stephen's Day"),
        gettext_noop("May Day"),
        gettext_noop("Labor Day"),
        gettext_noop("International Labor Day"),
        gettext_noop("Spring Bank Holiday"),
        gettext_noop("Summer Bank Holiday"),
        gettext_noop("Late Summer Bank Holiday"),
        gettext_noop("Saint Patrick's Day"),
        gettext_noop("Saint Andrew's Day"),
        gettext_noop("Thanksgiving Day"),
        gettext_noop("German Unity Day"),
        gettext_noop("Armistice Day"),
        gettext_noop("National Day"),
        gettext_noop("Independence Day"),
        gettext_noop("Republic Day"),
        gettext_noop("Constitution Day"),
        gettext_noop("Liberation Day"),
        gettext_noop("Victory Day"),
        gettext_noop("Revolution Day"),
        gettext_noop("Memorial Day"),
        gettext_noop("Veterans Day"),
        gettext_noop("Children's Day"),
        gettext_noop("Youth Day"),
        gettext_noop("International Women's Day"),
        gettext_noop("Eid al-Fitr"),
        gettext_noop("Eid al-Adha"),
        gettext_noop("Islamic New Year"),
        gettext_noop("Ashura"),
        gettext_noop("Prophet's Birthday"),
        gettext_noop("Diwali"),
        gettext_noop("Holi"),
        gettext_noop("Dussehra"),
        gettext_noop("Mahatma Gandhi's Birthday"),
        gettext_noop("Chinese New Year"),
        gettext_noop("Chinese New Year (Spring Festival)"),
        gettext_noop("Chinese New Year's Eve"),
        gettext_noop("Lunar New Year"),
        gettext_noop("Lunar New Year's Eve"),
        gettext_noop("Hung Kings' Commemoration Day"),
        gettext_noop("Tomb-Sweeping Day"),
        gettext_noop("Dragon Boat Festival"),
        gettext_noop("Mid-Autumn Festival"),
        gettext_noop("Vesak Day"),
        gettext_noop("Bengali New Year's Day"),
        gettext_noop("Martyrs' Day and International Mother Language Day"),
        gettext_noop("Labor and Solidarity Day"),
        gettext_noop("Democracy and National Unity Day"),
        gettext_noop("National Sovereignty and Children's Day"),
        gettext_noop("Commemoration of Atatürk, Youth and Sports Day"),
        gettext_noop("Buddha Purnima"),
        gettext_noop("Guru Nanak's Birthday"),
        gettext_noop("King's Day"),
        gettext_noop("Midsummer Day"),
        gettext_noop("Martin Luther King Jr. Day"),
        gettext_noop("Washington's Birthday"),
        gettext_noop("Columbus Day"),
        gettext_noop("Juneteenth National Independence Day"),
    }
)
"""English names as the lists write them; feasts of one region alone keep the name they have there."""

IN_LIEU = gettext_noop("%(feast)s (day in lieu)")
HALF_DAY = gettext_noop("%(feast)s (half day)")
ALONE = "%(feast)s"
_BESIDE = ((re.compile(r" \((?:observed|substituted|in lieu)[^)]*\)$"), IN_LIEU),
           (re.compile(r" \(from \d{1,2} ?[ap]m\)$"), HALF_DAY))  # fmt: skip
_WHICH_DAY = re.compile(r"^(?:First|Second|Third|Fourth|Fifth) Day of | (?:Second|Third) Day$")


def feast_words(english: str) -> tuple[str, str] | None:
    """Return the words that name a feast, ready to be translated.

    Args:
        english: One name as a list of holidays writes it in English.

    Returns:
        The feast's name, and the sentence it stands in: ALONE, IN_LIEU for a day given for one that fell on a day of
        rest, or HALF_DAY; None for a feast we have no words for. Every day of a feast has the feast's name.

    Source: names of the package holidays, `en_US`.

    >>> feast_words("Boxing Day (observed)")
    ('Boxing Day', '%(feast)s (day in lieu)')
    >>> feast_words("Third Day of Lunar New Year")
    ('Lunar New Year', '%(feast)s')
    >>> feast_words("Battle of the Boyne") is None
    True
    """
    bare, sentence = english, ALONE
    for beside, words in _BESIDE:
        if beside.search(english):
            bare, sentence = beside.sub("", english), words
    name = next((name for name in (bare, _WHICH_DAY.sub("", bare)) if name in FEAST_NAMES), None)
    return None if name is None else (name, sentence)
