"""Checklists from XLSForm files of ODK and Kobo: read as a whole, or refused with every row that cannot be kept."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from troth.basis.text import gettext_noop
from troth.quality.checklists import MOST_ITEMS, Choice, ImpossibleChecklist, Item, Kind, check_items
from troth.quality.form_conditions import NotUnderstood, limits, parse
from troth.quality.verdicts import DefectClass
from troth_site.sheets.messages import Said, said
from troth_site.sheets.xlsform_files import CHOICES, SETTINGS, SURVEY, Cells, language_of, open_form
from troth_site.sheets.xlsform_kinds import ACKNOWLEDGE, ACKNOWLEDGED, GROUPS, KINDS, RANGE, RECORDED, Bounds, bounds_of

YES = frozenset({"yes", "true", "true()", "1"})


@dataclass(frozen=True, slots=True)
class FormProblem:
    """Why a row cannot be kept, or what to know about one that is; no column where it is the whole row."""

    sheet: str
    row: int
    column: str
    said: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form as it would be kept; with any problem it is not."""

    code: str
    name: str
    items: tuple[Item, ...]
    problems: tuple[FormProblem, ...]
    notes: tuple[FormProblem, ...]


@dataclass(slots=True)
class _Reading:
    choices: Mapping[str, tuple[Choice, ...]]
    language: str
    problems: list[FormProblem] = field(default_factory=list)
    notes: list[FormProblem] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    groups: list[tuple[str, str]] = field(default_factory=list)
    calculated: dict[str, str] = field(default_factory=dict)

    def refuse(self, row: int, column: str, message: str, **values: object) -> None:
        self.problems.append(FormProblem(SURVEY, row, column, said(message, **values)))

    def note(self, row: int, column: str, message: str, **values: object) -> None:
        self.notes.append(FormProblem(SURVEY, row, column, said(message, **values)))


def read_form(path: Path, *, file_name: str) -> Form:
    """Read an XLSForm.

    Args:
        path: The workbook.
        file_name: Its name, which names the form where its settings do not.

    Raises:
        UnreadableFile: It is no workbook, is not safe to open, or holds no form.
    """
    sheets = open_form(path)
    settings = next((cells for _row, cells in sheets.get(SETTINGS, ())), {})
    reading = _Reading({}, language_of(settings.get("default_language", "")))
    reading.choices = _choices(sheets.get(CHOICES, []), reading)
    for row, cells in sheets[SURVEY]:
        _take(reading, row, cells)
    if reading.groups:
        reading.refuse(sheets[SURVEY][-1][0], "type", gettext_noop("A group is begun and never ended."))
    _check(reading)
    stem = Path(file_name).stem
    name = settings.get("form_title") or stem
    code = re.sub(r"[^\w.-]+", "-", (settings.get("form_id") or stem).casefold()).strip("-")
    return Form(
        code=code[:60] or "form", name=name[:200], items=tuple(reading.items), problems=tuple(reading.problems),
        notes=tuple(reading.notes),
    )  # fmt: skip


def _texts(cells: Cells, name: str, language: str) -> dict[str, str]:
    found = {key.partition("::")[2]: text for key, text in cells.items() if key.startswith(f"{name}::")}
    if name in cells:
        found.setdefault(language or "en", cells[name])
    return found


def _choices(rows: list[tuple[int, Cells]], reading: _Reading) -> dict[str, tuple[Choice, ...]]:
    lists: dict[str, tuple[Choice, ...]] = {}
    for row, cells in rows:
        of, value = cells.get("list_name") or cells.get("list name", ""), cells.get("name", "")
        if not of or not value or re.search(r"\s", value):
            message = said(gettext_noop("An option has a list_name and a name without blanks."))
            reading.problems.append(FormProblem(CHOICES, row, "name" if of else "list_name", message))
            continue
        label = _texts(cells, "label", reading.language) or {"en": value}
        lists[of] = (*lists.get(of, ()), Choice(value=value, label=label))
    return lists


def _take(reading: _Reading, row: int, cells: Cells) -> None:
    kind = " ".join(cells.get("type", "").split())
    plain = re.sub("^(begin|end)_(group|repeat)$", r"\1 \2", kind.casefold())
    if not plain:
        reading.refuse(row, "type", gettext_noop("The row has no type."))
    elif plain in GROUPS:
        _group(reading, row, cells, plain)
    elif plain in RECORDED:
        reading.note(row, "type", gettext_noop("%(kind)s is left out: it is kept with every answer anyway."), kind=kind)
    elif plain == "calculate":
        _calculate(reading, row, cells)
    else:
        _question(reading, row, cells, kind)


def _group(reading: _Reading, row: int, cells: Cells, plain: str) -> None:
    if plain == "begin group":
        reading.groups.append((_section(cells, reading.language), cells.get("relevant", "")))
    elif plain == "begin repeat":
        reading.refuse(row, "type", gettext_noop("Repeated questions are not supported: write them once, in a group."))
    elif plain == "end group" and not reading.groups:
        reading.refuse(row, "type", gettext_noop("A group ends that was never begun."))
    elif plain == "end group":
        reading.groups.pop()


def _section(cells: Cells, language: str) -> str:
    label = _texts(cells, "label", language)
    return (label.get("en") or next(iter(label.values()), "") or cells.get("name", ""))[:200]


def _calculate(reading: _Reading, row: int, cells: Cells) -> None:
    """Keep a calculated condition, to stand wherever it is asked about, and say so; any other is refused."""
    text = _filled(reading, cells.get("calculation", ""))
    try:
        parse(text)
    except NotUnderstood:
        message = gettext_noop("The calculation %(text)s is not supported.")
        reading.refuse(row, "calculation", message, text=cells.get("calculation"))
        return
    reading.calculated[cells.get("name", "")] = text
    message = gettext_noop("%(name)s is calculated and left out as a question: it stands in the conditions naming it.")
    reading.note(row, "type", message, name=cells.get("name", "–"))


def _filled(reading: _Reading, text: str) -> str:
    def put(found: re.Match[str]) -> str:
        name = found[1].strip()
        return f"({reading.calculated[name]})" if name in reading.calculated else found[0]

    return re.sub(r"\$\{([^{}]+)\}", put, text)


def _question(reading: _Reading, row: int, cells: Cells, kind: str) -> None:
    bounds = bounds_of(cells.get("parameters", "")) if kind.casefold() == RANGE else None
    made, options = (bounds.kind, ()) if bounds else _kind(reading, row, kind)
    code = cells.get("name", "")
    if not re.fullmatch(r"[^\W\d][\w.-]{0,119}", code):
        message = gettext_noop("%(name)s is no name for a question: write letters, digits and _, a letter first.")
        reading.refuse(row, "name", message, name=code or "–")
        made = None
    label = _texts(cells, "label", reading.language)
    if not label:
        reading.refuse(row, "label", gettext_noop("The question has no label."))
    if made is None or not label:
        return
    if cells.get("default"):
        message = gettext_noop("The answer filled in beforehand is left out: people answer each question.")
        reading.note(row, "default", message)
    relevant, constraint = _conditions(reading, row, cells, bounds)
    lower, upper = (bounds.lower, bounds.upper) if bounds else limits(constraint)
    reading.items.append(
        Item(
            code=code, kind=made, label=label, hint=_texts(cells, "hint", reading.language), choices=options,
            section=next((name for name, _relevant in reversed(reading.groups) if name), ""),
            required=cells.get("required", "").casefold() in YES, relevant=relevant, constraint=constraint,
            lower=lower, upper=upper, step=bounds.step if bounds else None,
            failing=tuple(cells.get("failing", "").split()),
            defect_class=_class(reading, row, cells.get("class", "")),
        )
    )  # fmt: skip
    reading.rows.append(row)


def _class(reading: _Reading, row: int, text: str) -> DefectClass | None:
    if text and text.casefold() not in list(DefectClass):
        reading.refuse(row, "class", gettext_noop("%(value)s is no class: write critical, major or minor."), value=text)
        return None
    return DefectClass(text.casefold()) if text else None


def _kind(reading: _Reading, row: int, kind: str) -> tuple[Kind | None, tuple[Choice, ...]]:
    first, *rest = kind.replace("select one", "select_one").replace("select multiple", "select_multiple").split()
    if first.casefold() in {"select_one", "select_multiple"} and len(rest) == 1:
        if rest[0] not in reading.choices:
            reading.refuse(row, "type", gettext_noop("The sheet choices has no list named %(list)s."), list=rest[0])
            return None, ()
        return (Kind.CHOICE if first.casefold() == "select_one" else Kind.CHOICES), reading.choices[rest[0]]
    if kind.casefold() in KINDS:
        return KINDS[kind.casefold()], ()
    if kind.casefold() in ACKNOWLEDGE:
        return Kind.CHOICE, ACKNOWLEDGED
    if kind.casefold() == RANGE:
        message = gettext_noop("A range has numbers for start, end and step, such as start=1 end=5 step=0.5.")
        reading.refuse(row, "parameters", message)
        return None, ()
    message = gettext_noop("Questions of the type %(kind)s are not supported: ask in another way or take the row out.")
    reading.refuse(row, "type", message, kind=kind)
    return None, ()


def _conditions(reading: _Reading, row: int, cells: Cells, bounds: Bounds | None) -> tuple[str, str]:
    parts = [text for _name, text in reading.groups if text] + ([cells["relevant"]] if cells.get("relevant") else [])
    filled = [_filled(reading, text) for text in parts]
    relevant = filled[0] if len(filled) == 1 else " and ".join(f"({text})" for text in filled)
    constraint = _filled(reading, cells.get("constraint", ""))
    if bounds:
        constraint = f"({bounds.constraint}) and ({constraint})" if constraint else bounds.constraint
    for column, text in (("relevant", relevant), ("constraint", constraint)):
        try:
            parse(text)
        except NotUnderstood:
            reading.refuse(row, column, gettext_noop("The condition %(text)s is not supported."), text=text)
            return "", ""
    if cells.get("choice_filter"):
        message = gettext_noop("Options that depend on other answers are not supported.")
        reading.refuse(row, "choice_filter", message)
    return relevant, constraint


def _check(reading: _Reading) -> None:
    """Check what only the whole form tells; of rows refused before, no condition is complained about twice."""
    seen: dict[str, int] = {}
    for item, row in zip(reading.items, reading.rows, strict=True):
        if item.code in seen:
            message = gettext_noop("Row %(other)s has the name %(name)s too.")
            reading.refuse(row, "name", message, other=seen[item.code], name=item.code)
        seen.setdefault(item.code, row)
    if reading.problems:
        return
    codes = set(seen)
    for item, row in zip(reading.items, reading.rows, strict=True):
        for column, text in (("relevant", item.relevant), ("constraint", item.constraint)):
            for name in sorted(parse(text).names - codes - {"."}):
                message = gettext_noop("A condition asks about %(name)s, which is not there.")
                reading.refuse(row, column, message, name=name)
    if not reading.problems:
        _check_whole(reading)


def _check_whole(reading: _Reading) -> None:
    try:
        check_items(reading.items)
    except ImpossibleChecklist:
        for item, row in zip(reading.items, reading.rows, strict=True):
            try:
                check_items([_alone(item)])
            except ImpossibleChecklist:
                message = gettext_noop("The options, failing answers or limits do not fit each other.")
                reading.refuse(row, "", message)
    if not 0 < len(reading.items) <= MOST_ITEMS:
        reading.refuse(2, "", gettext_noop("A checklist has 1 to %(most)s questions."), most=MOST_ITEMS)


def _alone(item: Item) -> Item:
    return Item(
        code=item.code, kind=item.kind, label=item.label, choices=item.choices, lower=item.lower, upper=item.upper,
        step=item.step, failing=item.failing,
    )  # fmt: skip
