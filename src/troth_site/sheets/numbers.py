"""Decimal point or decimal comma, decided for each column from all its values, never silently guessed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import cast

from troth.basis.text import gettext_noop
from troth_site.sheets.dates import Unread
from troth_site.sheets.messages import Said, UnreadableFile, at_row, said
from troth_site.sheets.number_forms import BLANK, PLAIN, STYLES, Amount, Style, is_whole, read_number
from troth_site.sheets.questions import Offer, Question
from troth_site.sheets.tables import Cell, text_of

REMEMBERED = 4_000
SAMPLES = 6
OFTEN_FRACTIONAL, LEAST_NUMBERS = (
    0.5,
    10,
)  # above this share fractions are the column's unit (kilograms, metres), not slips

MEANINGS: Mapping[Style, str] = {
    "point": gettext_noop("The point is the decimal mark: 1.234 is a little more than one."),
    "comma": gettext_noop("The comma is the decimal mark: 1.234 is one thousand two hundred and thirty-four."),
}
NO_NUMBER: Mapping[Style, str] = {
    "point": gettext_noop("The column %(column)s cannot have a decimal point: %(value)s would be no number."),
    "comma": gettext_noop("The column %(column)s cannot have a decimal comma: %(value)s would be no number."),
}


@dataclass(frozen=True, slots=True)
class NumberDecision:
    """How one number column is read, and why."""

    field: str
    column: str
    style: Style | None
    how: str  # written, proved, answered, asked
    proof: tuple[int, str] | None = None
    fractions_usual: bool = False
    notes: tuple[Said, ...] = ()


@dataclass(slots=True)
class NumberColumn:
    """What all values of one column say about its decimal mark; feed it row by row.

    Attributes:
        counts: Whether it holds numbers of units: what is whole under one mark alone proves that mark.
    """

    name: str
    counts: bool = False
    remaining: set[Style] = field(default_factory=lambda: set(STYLES))
    against: dict[Style, tuple[int, str]] = field(default_factory=dict)
    differing: list[tuple[str, Amount]] = field(default_factory=list)
    numbers: int = 0
    fractional: int = 0
    broken: int = 0
    words: dict[str, int] = field(default_factory=dict)
    shared_signs: set[str] = field(default_factory=set)
    known: dict[Cell, Amount] = field(default_factory=dict, repr=False)

    def study(self, cell: Cell, row: int) -> None:
        """Take one value into account."""
        if type(cell) is str and (is_whole(cell) or (self._has_learnt_the_point() and PLAIN.fullmatch(cell))):
            self.numbers += 1
            self.fractional += "." in cell and not cell.rstrip("0").endswith(".")
            return
        amount = self.known.get(cell)
        if amount is None:
            amount = self._learn(cell, row)
        if amount.problem is None:
            if amount is not BLANK:
                self.numbers += 1
                self.fractional += _is_fraction(amount)
        elif amount.is_words:
            text = text_of(cell).strip()
            self.words[text] = self.words.get(text, 0) + 1
        else:
            self.broken += 1

    def _has_learnt_the_point(self) -> bool:
        """Another 12.50 tells nothing new; nearly every cell of a long column is of that kind."""
        return "comma" not in self.remaining and len(self.differing) >= SAMPLES

    def _learn(self, cell: Cell, row: int) -> Amount:
        amount = read_number(cell)
        if len(self.known) >= REMEMBERED:
            self.known.clear()
        self.known[cell] = amount
        if amount.problem is not None or amount is BLANK:
            return amount
        if amount.shared_sign:
            self.shared_signs.add(amount.shared_sign)
        can_be = {style: self._can_be(amount, style) for style in STYLES}
        if self.counts and not any(can_be.values()):
            return amount  # no number of units however it is read: its row is refused, and it proves nothing
        for style in STYLES:
            if not can_be[style]:
                self.against.setdefault(style, (row, text_of(cell)))
                self.remaining.discard(style)
        if amount.point != amount.comma and len(self.differing) < SAMPLES:
            self.differing.append((text_of(cell), amount))
        return amount

    def _can_be(self, amount: Amount, style: Style) -> bool:
        number = amount.under(style)
        return number is not None and not (self.counts and number % 1)

    def decide(
        self, field_name: str, answer: str | None, *, currency_stated: bool = False
    ) -> tuple[NumberDecision, Question | None]:
        """Decide the decimal mark, or ask where values remain that both marks can read.

        Args:
            field_name: What the column is.
            answer: What was answered when this was asked before.
            currency_stated: Whether the file says elsewhere which currency a shared sign such as $ stands for.
        """
        if not self.remaining:
            raise self._mixed()
        style, how = self._style(answer)
        usual = field_name == "quantity" and self._is_usually_fractional()
        question = self._question() if how == "asked" else None
        proof = min(self.against.values()) if how == "proved" else None
        return NumberDecision(
            field_name, self.name, style, how, proof, usual, self._notes(usual, currency_stated)
        ), question

    def _is_usually_fractional(self) -> bool:
        return self.numbers >= LEAST_NUMBERS and self.fractional > OFTEN_FRACTIONAL * self.numbers

    def _style(self, answer: str | None) -> tuple[Style | None, str]:
        if answer in STYLES:
            style = cast(Style, answer)
            if style not in self.remaining:
                raise self._wrong_answer(style)
            return style, "answered"
        if answer is not None:
            message = gettext_noop("%(answer)s is no answer for the number column %(column)s.")
            raise UnreadableFile(
                said(message, answer=answer, column=self.name),
                mend=said(gettext_noop("Answer point or comma, for the decimal mark.")),
            )
        if not self.differing:
            return None, "written"
        return (next(iter(self.remaining)), "proved") if len(self.remaining) == 1 else (None, "asked")

    def _notes(self, usual: bool, currency_stated: bool) -> tuple[Said, ...]:
        notes = []
        if usual:
            message = gettext_noop("Many values of %(column)s are fractions; they are kept.")
            notes.append(said(message, column=self.name))
        for sign in () if currency_stated else sorted(self.shared_signs):
            message = gettext_noop(
                "The sign %(sign)s in %(column)s belongs to several currencies; choose a currency column, "
                "otherwise the currency stays unknown."
            )
            notes.append(said(message, sign=sign, column=self.name))
        return tuple(notes)

    def _question(self) -> Question:
        offers = tuple(
            Offer(
                style,
                said(MEANINGS[style]),
                tuple((text, f"{amount.under(style):f}") for text, amount in self.differing),
            )
            for style in STYLES
        )
        message = gettext_noop("In the column %(column)s the decimal mark is not clear. Which reading is right?")
        return Question("number-style", self.name, said(message, column=self.name), offers)

    def _wrong_answer(self, style: Style) -> UnreadableFile:
        row, value = self.against[style]
        return UnreadableFile(
            said(NO_NUMBER[style], column=self.name, value=value),
            place=at_row(row),
            mend=said(gettext_noop("Give another answer for this column.")),
        )

    def _mixed(self) -> UnreadableFile:
        (row, value), (other_row, other) = self.against["point"], self.against["comma"]
        message = gettext_noop(
            "The column %(column)s mixes decimal marks: %(value)s (row %(row)s) has a decimal comma, "
            "%(other)s (row %(other_row)s) a decimal point."
        )
        return UnreadableFile(
            said(message, column=self.name, value=value, row=row, other=other, other_row=other_row),
            place=at_row(max(row, other_row)),
            mend=said(gettext_noop("Write the numbers of one column in one way, without thousands separators.")),
        )


def _is_fraction(amount: Amount) -> bool:
    number = amount.point if amount.point is not None else amount.comma
    return number is not None and number % 1 != 0


@dataclass(slots=True)
class NumberReader:
    """Reads the cells of one column under the decided mark; remembers what it has read."""

    style: Style | None
    known: dict[Cell, Amount | Unread | None] = field(default_factory=dict, repr=False)

    def read(self, cell: Cell) -> Amount | Unread | None:
        """Return the number in `.point`, None for a blank, or why there is no number."""
        try:
            return self.known[cell]
        except KeyError:
            if len(self.known) >= REMEMBERED:
                self.known.clear()
            found = self.known[cell] = self._read(cell)
            return found

    def _read(self, cell: Cell) -> Amount | Unread | None:
        amount = read_number(cell)
        if amount is BLANK:
            return None
        if amount.problem is not None:
            return Unread(amount.problem, amount.is_words)
        number = amount.under(self.style)
        return Amount(number, number, amount.currency, amount.shared_sign, amount.percent)


def quantity_problem(amount: Amount, *, fractions_usual: bool) -> Said | None:
    """Say why an amount cannot be a quantity."""
    number = amount.point or Decimal(0)
    if amount.percent:
        return said(gettext_noop("A percentage is no quantity."))
    if number < 0:
        return said(gettext_noop("A quantity cannot be negative."))
    if number % 1 and not fractions_usual:
        return said(gettext_noop("A quantity of pieces cannot be a fraction."))
    return None
