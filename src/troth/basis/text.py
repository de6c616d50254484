"""Marking the library's sentences for translation without knowing any framework."""


def gettext_noop(message: str) -> str:
    """Mark a sentence for translation and return it unchanged.

    The site's message extraction finds calls by this name; whoever shows the sentence translates it.

    >>> gettext_noop("Review production schedules")
    'Review production schedules'
    """
    return message


# Sentences that follow each other: a language without spaces translates this to U+200B, which is none and may break.
BETWEEN_SENTENCES = gettext_noop(" ")
