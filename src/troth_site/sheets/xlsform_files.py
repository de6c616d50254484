"""Opening an XLSForm file: its three sheets as rows of cells by header, whatever spelling the headers have."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from troth.basis.text import gettext_noop
from troth_site.sheets.archives import inspect
from troth_site.sheets.messages import UnreadableFile, said
from troth_site.sheets.tables import text_of

MOST_ROWS = 2_000
LANGUAGES = {
    "english": "en", "chinese": "zh-hans", "中文": "zh-hans", "简体中文": "zh-hans", "vietnamese": "vi",
    "tiếng việt": "vi", "spanish": "es", "español": "es", "turkish": "tr", "türkçe": "tr", "bangla": "bn",
    "bengali": "bn", "বাংলা": "bn", "zh": "zh-hans", "zh-cn": "zh-hans", "": "en", "default": "en",
}  # fmt: skip
SURVEY, CHOICES, SETTINGS = "survey", "choices", "settings"
Cells = Mapping[str, str]


def open_form(path: Path) -> dict[str, list[tuple[int, Cells]]]:
    """Return the rows of a form by sheet, each with its number and its cells by header.

    Raises:
        UnreadableFile: It is no workbook, is not safe to open, or holds no form.
    """
    if not path.read_bytes()[:4].startswith(b"PK") or inspect(path).kind != "xlsx":
        raise _no_form()
    # reason: the reader of workbooks takes 2 MB of every web server, which few of them ever need.
    from python_calamine import CalamineWorkbook  # noqa: PLC0415

    try:
        book = CalamineWorkbook.from_path(path)
        found = {
            name.strip().casefold(): book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in book.sheet_names
            if name.strip().casefold() in (SURVEY, CHOICES, SETTINGS)
        }
    except BaseException as error:
        # A panic of the reader's Rust code is no Exception.
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise _no_form() from error
        raise
    if any(len(rows) > MOST_ROWS for rows in found.values()):
        raise _no_form()
    sheets = {name: list(_records(rows)) for name, rows in found.items()}
    if not any("type" in cells for _row, cells in sheets.get(SURVEY, ())):
        raise _no_form()
    return sheets


def _records(rows: Sequence[Sequence[object]]) -> Iterator[tuple[int, Cells]]:
    """Turn rows into cells by header; the header is the first row, and blank rows are passed over."""
    header = [_header(text_of(cell)) for cell in rows[0]] if rows else []
    for number, row in enumerate(rows[1:], 2):
        texts = [text_of(cell).strip() for cell in row]
        cells = {name: text for name, text in zip(header, texts, strict=False) if name and text}
        if cells:
            yield number, cells


def _header(text: str) -> str:
    """Bring "Label :: English (en)" and its older spellings to one: "label::en"."""
    name, colons, language = text.strip().partition(":")
    plain = name.strip().casefold().replace(" ", "_")
    plain = {"relevance": "relevant", "name": "name", "value": "name", "caption": "label"}.get(plain, plain)
    return f"{plain}::{language_of(language.lstrip(':'))}" if colons and plain in {"label", "hint"} else plain


def language_of(text: str) -> str:
    """Return the code of a language that a form names as "English (en)", "Español" or "zh"."""
    in_brackets = re.search(r"\(([A-Za-z-]{2,10})\)\s*$", text)
    plain = (in_brackets[1] if in_brackets else text).strip().casefold()
    return LANGUAGES.get(plain, plain)[:20]


def _no_form() -> UnreadableFile:
    return UnreadableFile(
        said(gettext_noop("This is no form in the XLSForm format.")),
        mend=said(gettext_noop("Take the .xlsx file from which ODK or Kobo made the form, with its sheet “survey”.")),
    )
