"""Drawing a lot's cartons and units: promised when planned, mixed with the other side's word, shown afterwards."""

import secrets
import uuid
from dataclasses import asdict, dataclass

from django.db import transaction

from troth.basis.draws import commitment, joint_seed
from troth.basis.text import gettext_noop
from troth.quality.frozen_plans import from_json
from troth.quality.lot_draws import ImpossibleDraw, draw_lot
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit
from troth_site.actions.communication import live
from troth_site.actions.communication.keeping import cleaned
from troth_site.models import Inspection, LotDraw
from troth_site.queries.quality.inspections_drawn import lot_subject


class DrawRefused(Exception):
    """A word cannot be added, or the draw not made; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """A new inspection's name, and the promise of its draw."""

    uid: uuid.UUID
    secret: str
    nonce: str
    commitment: str


def promise() -> Promised:
    """Return a secret and its commitment, which both sides see from the beginning."""
    uid, secret, nonce = uuid.uuid4(), secrets.token_hex(16), secrets.token_hex(8)
    return Promised(
        uid=uid, secret=secret, nonce=nonce, commitment=commitment(secret=secret, nonce=nonce, subject=subject(uid))
    )


def subject(uid: uuid.UUID) -> str:
    """Return what the promise of an inspection's draw is for."""
    return f"inspection {uid}"


def say_word(*, by: Actor, inspection: int, word: str) -> None:
    """Add the word of the side that does not inspect to the seed, until the draw is made.

    Raises:
        DrawRefused: It is empty, was said, or comes too late.
        access.NotAllowed: The side that inspects knows the secret, so the word is not its to say.
    """
    seen = access.inspection(by, inspection, "answer")
    side = access.side_of(by, access.relationship(by, seen.relationship_id, "answer"))
    if side == seen.inspector_for or (seen.inspector_for == "third" and side == "buyer"):
        raise access.NotAllowed
    said = cleaned(word).strip()[:64]
    if not said:
        raise DrawRefused(gettext_noop("Write a word: any text that the other side cannot know beforehand."))
    with transaction.atomic():
        row = Inspection.objects.select_for_update(of=("self",)).get(pk=seen.pk)
        if row.draw_word == said:
            return
        if row.draw_seed or row.draw_word:
            raise DrawRefused(gettext_noop("The draw has been made, or your side has said its word already."))
        row.draw_word = said
        row.save(update_fields=["draw_word"])
        audit.record("inspection.word", by=by, relationship=seen.relationship, subject=f"inspection {row.pk}")
        live.tell(row.relationship_id, "inspection", f"inspection {row.pk}")


def draw(row: Inspection) -> None:
    """Draw cartons and units, once, inside an act on a locked inspection.

    Raises:
        DrawRefused: The cartons cannot hold the lot.
    """
    if row.draw_seed:
        return
    seed = joint_seed(*filter(None, (row.draw_secret, row.draw_word)))
    plan = from_json(row.frozen)
    method = plan.way.method if plan.way else "aql"
    if method == "continuous":
        # Which unit of the line comes next depends on what is found: it follows from the seed, step by step.
        row.draw_seed, row.drawn = seed, {"cartons": [], "units": []}
        row.save(update_fields=["draw_seed", "drawn"])
        return
    try:
        drawn = draw_lot(
            seed, lot=row.lot_size, sample=plan.largest, cartons=row.cartons, units_per_carton=row.units_per_carton,
            in_turn=method == "sequential",
        )  # fmt: skip
    except ImpossibleDraw as error:
        raise DrawRefused(str(error)) from error
    row.draw_seed = seed
    row.drawn = {"cartons": list(drawn.cartons), "units": [asdict(unit) for unit in drawn.units]}
    row.save(update_fields=["draw_seed", "drawn"])


def promise_lot(row: Inspection, *, clearance: int, share: float) -> str:
    """Promise the draw that decides whether a lot is looked at, with a secret of its own, and return the promise.

    It is another secret than that of the units: it is shown when the lot is presented, before anybody opens a carton.
    """
    secret, nonce = secrets.token_hex(16), secrets.token_hex(8)
    made = LotDraw.objects.create(
        inspection=row, clearance=clearance, share=share, secret=secret, nonce=nonce,
        commitment=commitment(secret=secret, nonce=nonce, subject=lot_subject(row.uid)),
    )  # fmt: skip
    return made.commitment
