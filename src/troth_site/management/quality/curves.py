"""The command that draws what a sampling plan lets through."""

from argparse import Namespace
from typing import Any

import numpy as np

from troth.quality.lot_curves import lot_curve_points, lot_outgoing_limit
from troth.quality.operating_curves import (
    ImpossiblePlan,
    acceptance_probability,
    bad_units_of,
    curve_points,
    lot_acceptance_probability,
    outgoing_limit,
)
from troth_site.management.answers import No, WrongUse, percent, print_json, print_table

BAR = 40
DRAWN = 16


def curve(arguments: Namespace) -> None:
    """Draw the operating characteristic of a plan."""
    if arguments.lot is not None and arguments.lot < 1:
        raise WrongUse(f"--lot is {arguments.lot}; a lot has 1 unit or more")
    try:
        document = _document(arguments)
    except ImpossiblePlan as error:
        raise No(str(error)) from error
    if arguments.json:
        return print_json(document)
    rows = [
        [percent(point["p"]), percent(point["accepted"]), "█" * round(BAR * point["accepted"])]
        for point in document["points"]
    ]
    print_table(["defective", "accepted", ""], rows)
    print(_passing(document))
    return print(f"Where refused lots are sorted, at worst {percent(document['aoql'])} defective goes out on average.")


def _passing(document: dict[str, Any]) -> str:
    lot, quality = document["lot"], document["p10"]
    if lot is None:
        return f"A lot with {percent(quality)} defective still passes one time in ten."
    bad = round(lot * quality)
    units = "1 bad unit" if bad == 1 else f"{bad} bad units"
    return (
        f"A lot of {lot} with {units}, {percent(quality)}, still passes one time in ten or more often; "
        f"with {bad + 1} it passes less often."
    )


def _document(arguments: Namespace) -> dict[str, Any]:
    size, accept, lot = arguments.n, arguments.ac, arguments.lot
    if lot is None:
        points, limit = curve_points(sample_size=size, accept=accept), outgoing_limit(sample_size=size, accept=accept)
    else:
        points = lot_curve_points(lot=lot, sample_size=size, accept=accept)
        limit = lot_outgoing_limit(lot=lot, sample_size=size, accept=accept)
    qualities = arguments.p or _qualities(min(1.0, 1.6 * points.consumer), lot)
    return {
        "n": size, "ac": accept, "lot": lot,
        "points": [{"p": p, "accepted": _accepted(arguments, p)} for p in qualities],
        "p95": points.producer, "p50": points.indifferent, "p10": points.consumer, "p05": points.strict_consumer,
        "aoql": limit.outgoing, "worst_incoming": limit.incoming,
    }  # fmt: skip


def _qualities(worst: float, lot: int | None) -> list[float]:
    """Return qualities from none bad to the worst drawn; of one lot at hand, those of whole bad units."""
    if lot is None:
        return np.linspace(0, worst, DRAWN).round(6).tolist()
    bad = np.unique(np.linspace(0, min(lot, np.ceil(worst * lot)), DRAWN).round())
    return (bad / lot).tolist()


def _accepted(arguments: Namespace, quality: float) -> float:
    if arguments.lot is None:
        return float(acceptance_probability(sample_size=arguments.n, accept=arguments.ac, nonconforming=quality))
    bad = bad_units_of(arguments.lot, nonconforming=quality)
    return lot_acceptance_probability(lot=arguments.lot, sample_size=arguments.n, accept=arguments.ac, bad_units=bad)
