"""The command that looks up a sampling plan: for one lot, or for a file of them."""

from argparse import Namespace
from typing import Any

from troth.quality.code_letters import ImpossibleLot
from troth.quality.double_plans import DoublePlan, NoDoublePlan, double_plan
from troth.quality.schemes import Edition, Level, State, UnknownAql, counts_defects_alone
from troth.quality.single_plans import SinglePlan, single_plan
from troth.quality.verdicts import Counting
from troth_site.management.answers import No, WrongUse, percent, print_json
from troth_site.management.quality import tables

READ = ("lot", "level", "aql", "state", "edition")
WRITTEN = ("letter", "sample_size", "accept", "reject")
Refused = (ImpossibleLot, UnknownAql, NoDoublePlan, tables.BadRow)


def plan(arguments: Namespace) -> None:
    """Say how many units of a lot to look at, and with how many bad ones to accept it."""
    if arguments.batch is not None:
        return _batch(arguments)
    if arguments.lot is None or arguments.aql is None:
        raise WrongUse("give --lot and --aql, or a file with --batch")
    try:
        document, sentences = _double(arguments) if arguments.type == "double" else _single(arguments)
    except Refused as error:
        raise No(str(error)) from error
    if arguments.json:
        return print_json(document)
    return print("\n".join(sentences))


def _single(arguments: Namespace) -> tuple[dict[str, Any], list[str]]:
    edition = Edition(arguments.edition or Edition.ISO_2859_1)
    found = single_plan(
        arguments.lot, aql=arguments.aql, level=Level(arguments.level), state=State(arguments.state), edition=edition
    )
    # Up to 10 the AQL is a percentage of bad units, above it defects per 100 units, several of which one unit may have.
    defects = counts_defects_alone(arguments.aql)
    curve = _curve(found, defects=defects)
    sentence = _sentence(curve, defects=defects)
    document = {
        "lot": found.lot, "level": arguments.level, "aql": float(arguments.aql), "state": arguments.state,
        "edition": str(edition), "type": "single", "letter": found.code_letter, "plan_letter": found.plan_letter,
        "sample_size": found.sample_size, "accept": found.accept, "reject": found.reject,
        "full_inspection": found.full_inspection, "counting": "defects" if defects else "units", "curve": curve,
        "sentence": sentence, "sorted": None, "scheme": None,
    }  # fmt: skip
    beyond: list[str] = []
    if curve is not None:
        document["sorted"] = units = _sorted(found, limit=document["aql"] / 100, worst=curve["p10"], defects=defects)
        document["scheme"] = scheme = _scheme(arguments, edition, defects=defects)
        beyond = [_sorted_sentence(units, found.lot), *_scheme_sentence(scheme, defects=defects)]
    moved = "" if found.plan_letter == found.code_letter else f", whose arrow leads to {found.plan_letter}"
    amount = f"all {found.lot} units" if found.full_inspection else f"{found.sample_size} units"
    counts = f"accept with {_up_to(found.accept, defects=defects)}, refuse with {found.reject} or more."
    looked_at = f"Letter {found.code_letter}{moved}: look at {amount}; {counts}"
    return document, [looked_at, *_between(found.accept, found.reject), sentence, *beyond]


def _between(accept: int, reject: int) -> list[str]:
    counts = " or ".join(map(str, range(accept + 1, reject)))
    return [f"With {counts} the lot passes, and the next one is inspected as normal again."] if counts else []


def _up_to(accept: int, *, defects: bool = False) -> str:
    bad = "defects" if defects else "nonconforming"
    return f"{accept} {bad} or fewer" if accept else f"no {bad}" if defects else f"none {bad}"


def _curve(found: SinglePlan, *, defects: bool) -> dict[str, float] | None:
    # reason: the curve alone needs numpy and scipy, most of a command's start.
    from troth.quality.plan_curves import single_points  # noqa: PLC0415

    if found.full_inspection:
        return None
    return _told(single_points(sample_size=found.sample_size, reject=found.reject, counting=_counting(defects)))


def _sorted(found: SinglePlan, *, limit: float, worst: float, defects: bool) -> dict[str, float]:
    # reason: as for the curve.
    from troth.quality.plan_curves import sorted_average  # noqa: PLC0415

    counting = _counting(defects)
    return {
        name: sorted_average(found, quality=quality, counting=counting)
        for name, quality in (("at_aql", limit), ("at_p10", worst))
    }


def _scheme(arguments: Namespace, edition: Edition, *, defects: bool) -> dict[str, float] | None:
    # reason: as for the curve.
    from troth.quality.plan_curves import scheme_of  # noqa: PLC0415

    points = scheme_of(
        arguments.lot, aql=arguments.aql, level=Level(arguments.level), edition=edition, counting=_counting(defects)
    )
    return None if points is None else _told(points)


def _sorted_sentence(units: dict[str, float], lot: int) -> str:
    return (
        f"Where a refused lot is sorted whole, {units['at_aql']:,.0f} of {lot:,} units are looked at on average in "
        f"lots as bad as the AQL, and {units['at_p10']:,.0f} in lots of which one in ten passes."
    )


def _scheme_sentence(scheme: dict[str, float] | None, *, defects: bool) -> list[str]:
    if scheme is None:
        return []
    bad, good = (_quality(scheme[name], defects=defects) for name in ("p10", "p95"))
    return [
        f"With switching between normal and tightened inspection, lots with {bad} pass one time in ten in the long "
        f"run, and with {good} 95 times in a hundred."
    ]


def _quality(quality: float, *, defects: bool) -> str:
    return f"{100 * quality:.1f} defects per 100 units" if defects else f"{percent(quality)} defective"


def _told(points: Any) -> dict[str, float]:
    return {"p95": points.producer, "p50": points.indifferent, "p10": points.consumer, "p05": points.strict_consumer}


def _counting(defects: bool) -> Counting:
    return Counting.DEFECTS if defects else Counting.UNITS


def _sentence(curve: dict[str, float] | None, *, defects: bool) -> str:
    if curve is None:
        return "Every unit is looked at, so the verdict is the lot's own."
    return f"A lot with {_quality(curve['p10'], defects=defects)} still passes one time in ten."


def _double(arguments: Namespace) -> tuple[dict[str, Any], list[str]]:
    if arguments.edition == Edition.ISO_2859_1:
        raise WrongUse("ISO 2859-1:1999 changed some double plans; they are offered with --edition mil-std-105e alone")
    found = double_plan(
        arguments.lot, aql=arguments.aql, level=Level(arguments.level), state=State(arguments.state)
    )  # fmt: skip
    defects = counts_defects_alone(arguments.aql)
    curve, average = _curve_in_two(found, aql=float(arguments.aql), defects=defects)
    sentence = _sentence(curve, defects=defects)
    document = {
        "lot": arguments.lot, "level": arguments.level, "aql": float(arguments.aql), "state": arguments.state,
        "edition": str(Edition.MIL_STD_105E), "type": "double", "letter": found.code_letter,
        "plan_letter": found.plan_letter, "stages": _stages(found), "counting": str(_counting(defects)),
        "curve": curve, "sentence": sentence, "average_sample": average,
    }  # fmt: skip
    return document, [
        f"Letter {found.code_letter}, MIL-STD-105E: look at {found.first_size} units; accept with "
        f"{_up_to(found.first.accept, defects=defects)}, refuse with {found.first.reject} or more.",
        f"Between them look at {found.second_size} more; accept with {found.both.accept} in both samples together or "
        f"fewer, refuse with {found.both.reject} or more.",
        *_between(found.both.accept, found.both.reject),
        sentence,
        f"On average {average['at_aql']:,.0f} units are looked at in lots as bad as the AQL, and at most "
        f"{average['most']:,.0f}, in lots with {_quality(average['most_at'], defects=defects)}.",
    ]


def _curve_in_two(found: DoublePlan, *, aql: float, defects: bool) -> tuple[dict[str, float], dict[str, float]]:
    # reason: as for the curve.
    from troth.quality.plan_curves import double_average, double_points  # noqa: PLC0415

    counting = _counting(defects)
    units = double_average(found, aql=aql, counting=counting)
    told = {"at_aql": units.at_limit, "most": units.most, "most_at": units.most_at}
    return _told(double_points(found, counting=counting)), told


def _stages(found: DoublePlan) -> list[dict[str, int]]:
    return [
        {"sample_size": found.first_size, "accept": found.first.accept, "reject": found.first.reject},
        {"sample_size": found.second_size, "accept": found.both.accept, "reject": found.both.reject},
    ]


def _batch(arguments: Namespace) -> None:
    if arguments.json or arguments.lot is not None or arguments.aql is not None or arguments.type == "double":
        raise WrongUse("--batch reads lots from a file and writes single plans as CSV; leave the other options out")
    out, refused = None, []
    for line, row in tables.rows(arguments.batch, needed=READ):
        if out is None:
            out = tables.writer([*row, *(name for name in WRITTEN if name not in row)])
        try:
            found = _row_plan(row)
        except Refused as error:
            refused.append(f"row {line}: {error}")
            out.writerow(row | dict.fromkeys(WRITTEN, ""))
            continue
        numbers = (found.code_letter, found.sample_size, found.accept, found.reject)
        out.writerow(row | dict(zip(WRITTEN, numbers, strict=True)))
    if out is None:
        tables.writer([*READ, *WRITTEN])
    if refused:
        found_none = "1 row has no plan" if len(refused) == 1 else f"{len(refused)} rows have no plan"
        raise No(f"{found_none}; {refused[0]}")


def _row_plan(row: dict[str, str]) -> SinglePlan:
    return single_plan(
        tables.whole(row, "lot"),
        aql=row["aql"],
        level=_one_of(Level, row["level"], "level"),
        state=_one_of(State, row["state"], "state"),
        edition=_one_of(Edition, row["edition"], "edition"),
    )


def _one_of[E: (Level, State, Edition)](kind: type[E], text: str, name: str) -> E:
    try:
        return kind(text)
    except ValueError:
        choices = ", ".join(str(one) for one in kind)
        raise tables.BadRow(f"{name} is {tables.shown(text)!r}; write one of {choices}") from None
