"""What only the owner of a file can answer, with what each answer would mean."""

from dataclasses import dataclass
from typing import Any

from troth_site.sheets.messages import Said, Translate


@dataclass(frozen=True, slots=True)
class Offer:
    """One possible answer: its token for `--answer COLUMN=TOKEN`, and what it would make of the file."""

    answer: str
    meaning: Said
    samples: tuple[tuple[str, str], ...] = ()  # as written, as it would be read
    implausible: int = 0  # pairs of dates that would make no sense
    compared: int = 0  # pairs looked at


@dataclass(frozen=True, slots=True)
class Question:
    """One open question about a column; an import waits until it is answered."""

    kind: str  # date-order, number-style, factory, promised, key
    column: str  # header of the column, or the name of the field nobody has mapped yet
    message: Said
    readings: tuple[Offer, ...] = ()

    def as_json(self, translate: Translate = str) -> dict[str, Any]:
        """Return the question as the command line prints it."""
        return {
            "kind": self.kind,
            "column": self.column,
            "message": self.message.text(translate),
            "readings": [
                {
                    "answer": offer.answer,
                    "meaning": offer.meaning.text(translate),
                    "samples": [list(pair) for pair in offer.samples],
                    "implausible": offer.implausible,
                    "compared": offer.compared,
                }
                for offer in self.readings
            ],
        }
