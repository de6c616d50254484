"""A proposal which column is what, from names and values; what cannot be known from the file is asked."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice

from troth.basis.text import gettext_noop
from troth_site.sheets.column_samples import FITS, SampledColumn, sampled
from troth_site.sheets.header_names import UNCLEAR, likeness, plain
from troth_site.sheets.headers import WHY_REFUSED
from troth_site.sheets.keys import propose_key
from troth_site.sheets.mapping import DATE_FIELDS, NUMBER_FIELDS, Mapping, find_column
from troth_site.sheets.messages import Said, said
from troth_site.sheets.questions import Offer, Question
from troth_site.sheets.shifted_names import refuse_shifted_names
from troth_site.sheets.tables import Table

SAMPLED = 400
SHOWN = 10
MOST_OTHERS = 12
LIKELY = 0.5  # below it a column is offered, not proposed
SAYS_NAME = ("name", "company", "名称", "名稱", "公司")
ASK_PROMISED = gettext_noop("Which column holds the promised day?")
NO_DAYS = gettext_noop("No column is left that holds days. Which one says when each line was promised?")
NAMED_FIELDS = (*DATE_FIELDS, "order", "line", *NUMBER_FIELDS, "currency", "item", "unit")


@dataclass(frozen=True, slots=True)
class Proposed:
    """One field's column: why, and how sure, 0 to 1."""

    field: str
    column: str
    confidence: float
    reason: Said


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the mapping page starts from."""

    fields: dict[str, Proposed]
    key: tuple[str, ...]
    factory_candidates: tuple[str, ...]  # offered, never chosen
    samples: dict[str, tuple[str, ...]]  # ten values under each header
    questions: tuple[Question, ...]

    def mapping(self, *, factory: str, set_aside: tuple[tuple[str, str], ...] = ()) -> Mapping:
        """Return the proposal as a mapping, once the factory column is chosen."""
        fields = {"factory": factory} | {
            name: found.column for name, found in self.fields.items() if found.column != factory
        }
        return Mapping(fields, self.key, set_aside)


def propose(table: Table, *, factory: str | None = None, chosen: dict[str, str] | None = None) -> Proposal:
    """Propose a column for every field.

    Args:
        table: The opened file; its first rows are sampled, and all rows are read once to find the key.
        factory: The column that names the factory, where already chosen; otherwise it stays a question.
        chosen: Fields already mapped by hand; they are kept.

    Raises:
        UnreadableFile: The names of the columns fit the values of the columns beside them instead of their own.
    """
    if factory is not None:
        factory = table.header[find_column(table, factory)]
    rows = list(islice(table.rows(), SAMPLED))
    columns = sampled(table, rows)
    refuse_shifted_names(table, columns)
    fields = {name: _by_hand(table, name, column) for name, column in (chosen or {}).items()}
    taken = {found.column for found in fields.values()} | ({factory} if factory else set())
    fields |= _assign([c for c in columns if c.name not in taken], [n for n in NAMED_FIELDS if n not in fields])
    candidates = _factory_candidates(columns, {found.column for found in fields.values()})
    key, key_questions = propose_key(table, {name: found.column for name, found in fields.items()})
    questions = [*_missing(fields, columns, candidates, factory), *key_questions]
    return Proposal(
        fields=fields,
        key=key,
        factory_candidates=candidates,
        samples={column.name: column.values[:SHOWN] for column in columns},
        questions=tuple(questions),
    )


def offer(table: Table, *, taken: Collection[str]) -> Proposal:
    """Offer columns that may name the factory, and show what stands in all of them, where names said the rest.

    Args:
        table: The opened file; its first rows are sampled, and no key is searched.
        taken: Columns that are something else.
    """
    columns = sampled(table, list(islice(table.rows(), SAMPLED)))
    samples = {column.name: column.values[:SHOWN] for column in columns}
    return Proposal(
        fields={}, key=(), factory_candidates=_factory_candidates(columns, set(taken)), samples=samples, questions=()
    )


def _by_hand(table: Table, name: str, column: str) -> Proposed:
    return Proposed(name, table.header[find_column(table, column)], 1.0, said(gettext_noop("You chose it.")))


def _assign(columns: list[SampledColumn], names: list[str]) -> dict[str, Proposed]:
    """Give each column to the field it fits best, the surest pairs first."""
    scored = []
    for name in names:
        for column in columns:
            score, phrase = likeness(column.name, name)
            if score and _fits(column, name) and not (phrase in UNCLEAR and _alone(column, name, columns)):
                scored.append((score, name, column.name, phrase))
    scored.sort(key=lambda found: -found[0])
    fields: dict[str, Proposed] = {}
    used: set[str] = set()
    for score, name, column, phrase in scored:
        if name in fields or column in used or score < LIKELY:
            continue
        reason = gettext_noop("Its name says %(phrase)s, and its values fit.")
        fields[name] = Proposed(name, column, round(score, 2), said(reason, phrase=phrase))
        used.add(column)
    return fields


def _alone(column: SampledColumn, name: str, columns: list[SampledColumn]) -> bool:
    """Say whether no other column is clearly the promised or the delivered day, whichever this one then is not."""
    other = "delivered" if name == "promised" else "promised"
    found = [likeness(c.name, other) for c in columns if c is not column and c.dates > 0]
    return not any(score >= LIKELY and phrase not in UNCLEAR for score, phrase in found)


def _fits(column: SampledColumn, name: str) -> bool:
    """An empty column fits by its name alone: a list of open orders has nothing delivered yet."""
    if not column.values:
        return name not in ("promised", "unit")
    if name in DATE_FIELDS:
        return column.dates >= FITS or (name != "promised" and column.dates > 0)
    if name in NUMBER_FIELDS:
        return column.numbers >= FITS
    if name == "currency":
        return column.currencies >= FITS
    if name in ("item", "unit"):
        return column.numbers < FITS or name == "item"
    return column.dates < FITS or column.numbers >= FITS


def _factory_candidates(columns: list[SampledColumn], taken: set[str]) -> tuple[str, ...]:
    """Columns that may name the factory: those named so first, then any text that repeats."""
    named = sorted(
        ((likeness(column.name, "factory")[0], column.name) for column in columns if _is_text(column)), reverse=True
    )
    by_name = [name for score, name in named if score > 0 and name not in taken]
    # A list with one row a factory has no name that repeats, but says whose name it is.
    others = [
        c.name
        for c in columns
        if _is_text(c)
        and (c.different < 0.9 or plain(c.name) in SAYS_NAME)
        and c.name not in taken
        and c.name not in by_name
    ]
    return tuple(by_name + others[:MOST_OTHERS])


def _is_text(column: SampledColumn) -> bool:
    # What was written beside refused rows names no factory, though it repeats.
    if column.name == WHY_REFUSED:
        return False
    return bool(column.values) and column.dates < FITS and column.numbers < FITS and column.currencies < FITS


def _missing(
    fields: dict[str, Proposed], columns: list[SampledColumn], candidates: tuple[str, ...], factory: str | None
) -> list[Question]:
    questions = []
    by_name = {column.name: column for column in columns}
    if factory is None and "factory" not in fields:
        message = gettext_noop("Which column names the factory?")
        questions.append(Question("factory", "factory", said(message), _offers(candidates, by_name)))
    if "promised" not in fields:
        taken = {found.column for found in fields.values()}
        dates = tuple(column.name for column in columns if column.dates >= FITS and column.name not in taken)
        message = ASK_PROMISED if dates else NO_DAYS
        questions.append(Question("promised", "promised", said(message), _offers(dates, by_name)))
    return questions


def _offers(names: tuple[str, ...], columns: dict[str, SampledColumn]) -> tuple[Offer, ...]:
    message = gettext_noop("The column %(column)s, for example %(values)s.")
    return tuple(Offer(name, said(message, column=name, values="; ".join(columns[name].values[:3]))) for name in names)
