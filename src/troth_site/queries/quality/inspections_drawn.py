"""What is told of how an inspection's units were drawn: the promise from the beginning, the rest once it is done."""

from typing import Any
from uuid import UUID

from troth.basis.draws import commitment
from troth.quality.skip_lots import RevealedLot, SkipPhase, SkipPlan, check_lot_draw
from troth_site.models import Inspection, LotDraw
from troth_site.models.quality.choices import LotOutcome


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


def lot_subject(uid: UUID) -> str:
    """Return what the promise is for that decides whether a lot is looked at."""
    return f"inspection {uid}, lot"


def lot_draw_told(row: Inspection) -> dict[str, Any] | None:
    """Return the promise of a lot's draw; secret, seed and outcome once the lot was presented, never before.

    None where every lot is looked at.
    """
    draw: LotDraw | None = getattr(row, "lot_draw", None)
    if draw is None:
        return None
    told: dict[str, Any] = {
        "commitment": draw.commitment, "subject": lot_subject(row.uid), "clearance": draw.clearance,
        "share": draw.share, "shown": draw.presented_at is not None,
    }  # fmt: skip
    if draw.presented_at is None:
        return told
    is_inspected = draw.outcome == LotOutcome.INSPECTED
    checked = check_lot_draw(
        RevealedLot(
            commitment=draw.commitment, subject=lot_subject(row.uid), secret=draw.secret, nonce=draw.nonce,
            word=draw.word, seed=draw.seed, plan=SkipPlan(clearance=draw.clearance, share=draw.share),
            phase=SkipPhase(draw.phase), inspected=is_inspected,
        )
    )  # fmt: skip
    return told | {
        "presented_at": draw.presented_at.isoformat(), "word": draw.word, "secret": draw.secret, "nonce": draw.nonce,
        "seed": draw.seed, "phase": draw.phase, "outcome": draw.outcome, "holds": checked.holds,
        "promise_holds": checked.promise, "seed_holds": checked.seed, "outcome_holds": checked.outcome,
    }  # fmt: skip
