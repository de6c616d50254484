"""Commands on judgement: explain a standing, make every number again from the ledger."""

from argparse import Namespace
from time import perf_counter

from django.utils import timezone

from troth.commitments.outcomes import DIMENSIONS
from troth_site.access import NotThere
from troth_site.actions.quality import inspections_sampling
from troth_site.actions.trust import judging, rebuilding
from troth_site.management import door
from troth_site.management.answers import No, WrongUse, print_json
from troth_site.queries import organisations, trust
from troth_site.queries import partners as known


def explain(arguments: Namespace) -> None:
    """Say step by step where a standing comes from."""
    if arguments.dimension not in DIMENSIONS:
        raise WrongUse(f"there is no dimension {arguments.dimension!r}; the dimensions are {', '.join(DIMENSIONS)}")
    try:
        found = known.partnership_by_name(door.operator(arguments.as_email), arguments.name)
    except NotThere:
        raise No(f"No partner is called {arguments.name!r}.") from None
    as_of = arguments.as_of or timezone.localdate()
    told = trust.explain(found.pk, side=arguments.side, dimension=arguments.dimension, as_of=as_of)
    if arguments.json:
        steps = [
            {
                "at": step.at,
                "recorded_at": step.recorded_at,
                "entry": step.entry,
                "step": step.step,
                "reason": step.reason.text(),
            }
            for step in told.steps
        ]
        print_json({"start": told.start, "steps": steps, "score": told.score, "policy": told.policy_version})
        return
    print(f"{told.start:7.1f}  nothing known yet")
    for step in told.steps:
        print(f"{step.step:+7.2f}  {step.at}  {step.reason.text()}" + (f"  (entry {step.entry})" if step.entry else ""))
    print(f"{told.score:7.1f}  {as_of}")


def recompute(arguments: Namespace) -> None:
    """Make every tally again from the ledger, then every number from the tallies."""
    by = door.operator(arguments.as_email)
    began = perf_counter()
    entries, rows = rebuilding.rebuild_tallies(by=by)
    today = timezone.localdate()
    for pk in organisations.judging():
        judging.judge_portfolio(pk, as_of=today)
    inspections_sampling.replay_all(by=by)
    if arguments.json:
        print_json({"entries": entries, "tallies": rows, "seconds": round(perf_counter() - began, 3)})
    else:
        print(f"{rows:,} tallies made again from {entries:,} entries")
