"""Text that a spreadsheet program would run as a formula, made harmless on the way out and whole on the way in."""

# Text beginning with one of these may be run as a formula by the program that opens a CSV file.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
GUARD = "'"


def guarded(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would run; numbers with a sign stay as they are.

    >>> guarded("=1+1"), guarded("-5"), guarded("+49 30 1234"), guarded("Ltd")
    ("'=1+1", '-5', "'+49 30 1234", 'Ltd')
    """
    if not text.startswith((*DANGEROUS, GUARD)):
        return text
    if text[0] in "+-" and _is_number(text):
        return text
    # Text that brings its own apostrophe before such a sign gets a second one, so that reading takes off just ours.
    return GUARD + text if text[0] != GUARD or unguarded(text) != text else text


def unguarded(text: str) -> str:
    """Take off the apostrophe that `guarded` put before dangerous text.

    >>> unguarded("'=1+1"), unguarded("'t Hart"), unguarded(guarded("'=1"))
    ('=1+1', "'t Hart", "'=1")
    """
    bare = text.lstrip(GUARD)
    return text[1:] if text.startswith(GUARD) and bare.startswith(DANGEROUS) else text


def _is_number(text: str) -> bool:
    return text[1:].replace(".", "", 1).replace(",", "").isdecimal()
