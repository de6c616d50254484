"""The translations: collect what is said, merge it into each language's file, and build what gettext reads.

`make messages` collects and merges; `make front` builds the .mo beside each .po that is newer. Babel does the work of
Debian's gettext, so that any machine can do it.
"""

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

SITE = Path(__file__).parent
PACKAGES = (SITE.parent / "troth", SITE)
LOCALE = SITE / "locale"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
COMMENTS = ["Translators:"]
ABOUT = """\
# Translations of Troth into {language}. Terms and rules: docs/howto/translate.md.
# Collected by `make messages`."""
# Babel's own header carries the hour of every run, which would change the file each time.
HEADERS = frozenset({"Language", "Plural-Forms", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"})


def main() -> int:
    """Collect what is said now, merge it into every language, and say what is left to translate."""
    said = collected()
    for path in po_files():
        merged = merge(path, said)
        left = sum(1 for message in merged if message.id and not translated(message.string))
        print(f"{path.parents[1].name}: {len(merged)} messages, {left} to translate.")  # noqa: T201 - a command
    return 0


def collected() -> Catalog:
    """Return every message of templates, site and library, as a catalogue without translations."""
    catalog = Catalog(project="Troth", fuzzy=False)
    for place, source in _sources():
        for _line, message, comments, context in extract("python", source, KEYWORDS, COMMENTS, {"encoding": "utf-8"}):
            if message != "":
                # The file alone, no line: a moved line would otherwise change every catalogue.
                catalog.add(message, locations=[(place, None)], auto_comments=comments, context=context)
    return catalog


def po_files() -> list[Path]:
    """Return the catalogue of each language there is."""
    return sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))


def read(path: Path) -> Catalog:
    """Read the catalogue of one language."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parents[1].name)


def merge(path: Path, said: Catalog) -> Catalog:
    """Bring one language's file up to what is said now: new messages empty, old ones gone, nothing guessed."""
    catalog = read(path)
    catalog.update(said, no_fuzzy_matching=True, update_header_comment=False)
    catalog.header_comment = ABOUT.format(language=path.parents[1].name)
    catalog.obsolete.clear()
    path.write_bytes(_written(catalog))
    return catalog


def translated(string: str | tuple[str, ...]) -> bool:
    """Return whether there is a translation, for a plural in each of its forms."""
    return all(string) if isinstance(string, tuple) else bool(string)


def build() -> str:
    """Build the .mo beside each .po that is newer, and say in one line what was done."""
    stale = [path for path in po_files() if _is_stale(path)]
    for path in stale:
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, read(path))
    names = ", ".join(path.parents[1].name for path in stale)
    return f"Translations: built {names}." if stale else "Translations: up to date."


def _is_stale(path: Path) -> bool:
    built = path.with_suffix(".mo")
    return not built.exists() or built.stat().st_mtime < path.stat().st_mtime


def _sources() -> Iterator[tuple[str, BytesIO]]:
    """Every source that may speak, as Python; a template becomes the calls its tags stand for."""
    for package in PACKAGES:
        for path in sorted(package.rglob("*")):
            place = path.relative_to(SITE.parent).as_posix()
            if path.suffix == ".py" and "migrations" not in path.parts:
                yield place, BytesIO(path.read_bytes())
            elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
                spoken = templatize(path.read_text("utf-8"), origin=place)
                # Blanked text keeps its indentation, which Python's grammar would refuse.
                yield place, BytesIO(re.sub(r"^[^\S\n]+", "", spoken, flags=re.MULTILINE).encode())


def _written(catalog: Catalog) -> bytes:
    file = BytesIO()
    write_po(file, catalog, width=120, sort_output=True, include_lineno=False, ignore_obsolete=True)
    # The header alone is looked through: a letter's own lines may look like one.
    header, blank, messages = file.getvalue().decode().partition("\n\n")
    dated = re.compile(r'"(?:[A-Z][A-Za-z-]+): .*\\n"\n?')
    kept = [x for x in header.splitlines(True) if not dated.fullmatch(x) or x[1:].split(":")[0] in HEADERS]
    return f"{''.join(kept)}{blank}{messages}".encode()


if __name__ == "__main__":
    sys.exit(main())
