"""What is told of how an inspection's units were drawn: the promise from the beginning, the rest once it is done."""

from typing import Any

from troth.basis.draws import commitment
from troth_site.models import Inspection


def draw_told(row: Inspection, *, is_done: bool) -> dict[str, Any]:
    """Return the promise from the beginning; secret, seed and what was drawn once it was handed in."""
    subject = f"inspection {row.uid}"
    shown: dict[str, Any] = {
        "commitment": row.draw_commitment,
        "subject": subject,
        "word": row.draw_word,
        "shown": is_done,
    }
    if is_done and row.draw_seed:
        made = commitment(secret=row.draw_secret, nonce=row.draw_nonce, subject=subject)
        shown |= {
            "secret": row.draw_secret, "nonce": row.draw_nonce, "seed": row.draw_seed,
            "cartons": row.drawn.get("cartons", []), "units": row.drawn.get("units", []),
            "holds": made == row.draw_commitment,
        }  # fmt: skip
    return shown
