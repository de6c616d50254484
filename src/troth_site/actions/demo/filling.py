"""Recording the demonstration: the cast first, then month by month what was recorded in it, and judgement at the end.

Nothing is written past the actions; only judging waits, because half a story must not raise an alarm.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from statistics import median

from django.db import transaction

from troth.commitments.attribution import Delay
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit, commitments, people
from troth_site.actions.demo import (
    boards,
    bridges,
    customs,
    demand,
    firms,
    mail,
    meetings,
    messages,
    quality_corrective,
    quality_inspections,
    quality_programmes,
    quality_reports,
    quality_second_looks,
    quality_specifications,
    requests,
    spoken,
    stories,
    training,
    visits,
)
from troth_site.actions.demo.cast import FACTORIES
from troth_site.actions.demo.founding import Place, found_buyer, found_factory
from troth_site.actions.demo.plans import Act, Answered, Came, Given, Held, Line, Moved, Plan
from troth_site.actions.orders import changed, delays, duties, reported
from troth_site.actions.trust import judging, settling
from troth_site.queries import demo as known
from troth_site.queries import organisations

JUDGED_BEFORE_DAYS = 5
MENDED = "Press plan of weeks 1 to 12 with the bottleneck named: deep-drawn parts on one press. New dates for 14 lines."


def fill(*, today: date) -> None:
    """Record the whole demonstration in one act, ending on a day; the caller made sure that nothing is here yet.

    Args:
        today: The day on which the stories end.
    """
    operator = people.local_operator()
    with transaction.atomic():
        buyer = found_buyer(operator)
        plans = [stories.plan_of(firm, today=today) for firm in FACTORIES]
        places = [
            (found_factory(firm, buyer, started_on=min(_days(plan))), plan)
            for firm, plan in zip(FACTORIES, plans, strict=True)
        ]
        with judging.postponed():
            for month in sorted({day.replace(day=1) for _place, plan in places for day in _days(plan)}):
                _record_month(buyer, places, month)
        by_story = {place.firm.tells: place for place, _plan in places}
        _live_through(buyer, by_story, today=today)
        visits.visit(buyer, by_story, today=today)
        requests.ask(buyer, by_story, today=today)
        meetings.meet(buyer, by_story, today=today)
        boards.pin_up(buyer, by_story, today=today)
        bridges.tell(buyer, by_story, today=today)
        audit.record("demo.filled", by=access.actor(operator, as_operator=True), organisation=buyer.organisation)


def _days(plan: Plan) -> Iterable[date]:
    yield from (line.ordered for line in plan.lines)
    yield from (line.known_on for line in plan.lines)
    yield from (act.on for act in plan.acts)
    yield from (_known(duty) for duty in plan.duties)
    yield from (given.on for given in plan.given)


def _known(duty: duties.Duty) -> date:
    return duty.done_on or duty.agreed_on


def _record_month(buyer: Place, places: list[tuple[Place, Plan]], month: date) -> None:
    def of_month(day: date) -> bool:
        return day.replace(day=1) == month

    lines = [line for _place, plan in places for line in plan.lines if of_month(line.known_on)]
    if lines:
        medians = {(place.firm.name, place.firm.currency): _median(plan.lines) for place, plan in places}
        source = reported.Import(
            by=buyer.person, buyer=buyer.organisation, batch=None, entered_on=month, medians=medians
        )
        reported.record_lines(source, sorted(lines, key=lambda line: line.known_on))
    for place, plan in places:
        _act(buyer, place, [act for act in plan.acts if of_month(act.on)])
        owed = [duty for duty in plan.duties if of_month(_known(duty))]
        if owed:
            duties.record_duties(by=buyer.person, relationship=place.relationship, duties=owed)
        for given in plan.given:
            if of_month(given.on):
                _give(buyer, place, given)


def _median(lines: Iterable[Line]) -> float:
    return float(median(line.value for line in lines))


def _act(buyer: Place, place: Place, acts: Iterable[Act]) -> None:
    # Stable: of one day the parts of a delivery stay in their order.
    listed = sorted(acts, key=lambda act: act.on)
    keys = known.lines_by_key(place.relationship, [act.key for act in listed])
    for act in listed:
        line = keys[act.key]
        match act:
            case Moved():
                mover = place.person if act.moved_by == "factory" else buyer.person
                changed.move_promise(
                    by=mover, line=line, day=act.day, moved_by=act.moved_by, reason=act.reason, recorded=act.on
                )
            case Came():
                changed.record_receipt(by=buyer.person, line=line, day=act.day, quantity=act.quantity, recorded=act.on)
            case Held():
                delay = Delay(cause=act.cause, days=act.days, reason=act.reason, accepted=True, recorded_on=act.on)
                delays.record_delay(by=buyer.person, line=line, delay=delay)
            case Answered(reason=""):
                commitments.confirm(by=place.person, commitment=line, on=act.on)
            case Answered():
                commitments.contest_entry(by=place.person, commitment=line, reason=act.reason, on=act.on)


def _give(buyer: Place, place: Place, given: Given) -> None:
    """Take the steps of one promise made by hand, each by the side whose step it is."""
    promisor, promisee = (place.person, buyer.person) if given.side == "factory" else (buyer.person, place.person)
    made = commitments.propose(
        by=promisor, relationship=place.relationship, dimension=given.dimension, what=given.what,
        due_on=given.due_on, on=given.proposed_on,
    )  # fmt: skip
    if given.accepted_on:
        commitments.step(by=promisee, commitment=made, event="accept", on=given.accepted_on)
    if given.closed_on:
        event = "close_kept" if given.closed_on <= given.due_on else "close_late"
        commitments.step(by=promisor, commitment=made, event=event, evidence=given.evidence, on=given.closed_on)
    if given.confirmed_on:
        commitments.step(by=promisee, commitment=made, event="confirm", on=given.confirmed_on)


def _live_through(buyer: Place, places: dict[str, Place], *, today: date) -> None:
    """Judge on the days on which something followed from the numbers, and do what people did about it."""
    recovering = places["recovering"]

    def ago(days: int) -> date:
        return today - timedelta(days=days)

    judging.judge([recovering.relationship], as_of=ago(stories.ALARM_DAYS))
    spoken.answer_flags(recovering, by=buyer.person, answer=spoken.PRESS, on=ago(stories.DONE_DAYS))
    for action in known.open_actions(recovering.relationship):
        _work_on(buyer.person, recovering, action, done_on=ago(stories.DONE_DAYS))
    judging.judge([recovering.relationship], as_of=ago(stories.CHECK_DAYS))
    # The other partners' misses are noticed a few days ago, so that what they opened is still to be done.
    judging.judge_portfolio(buyer.organisation, as_of=ago(JUDGED_BEFORE_DAYS))
    for flag in known.open_flags(places["drifting"].relationship):
        settling.acknowledge_flag(by=buyer.person, flag=flag, on=ago(JUDGED_BEFORE_DAYS - 1))
    spoken.answer_flags(places["drifting"], by=places["drifting"].person, answer=spoken.DYEING, on=today)
    spoken.escalate(today=today)
    for organisation in organisations.judging():
        judging.judge_portfolio(organisation, as_of=today)
    spoken.speak(places, today=today)
    messages.converse(places, today=today)
    customs.work_together(places, today=today)
    mail.drop(places, buyer, today=today)
    quality_specifications.agree(places, today=today)
    quality_inspections.inspect(places, today=today)
    quality_second_looks.look_again(places, today=today)
    quality_reports.speak(buyer, places)
    quality_corrective.mend(buyer, places, today=today)
    quality_programmes.agree(buyer, places, today=today)
    firms.say(places, buyer, today=today)
    demand.plan_ahead(buyer, places, today=today)
    training.train(buyer, places, today=today)


def _work_on(by: Actor, place: Place, action: int, *, done_on: date) -> None:
    settling.complete_action(by=place.person, action=action, evidence=MENDED, on=done_on)
    with judging.postponed():
        for commitment, side in known.proposed_for_actions(place.relationship):
            own, other = (place.person, by) if side == "factory" else (by, place.person)
            commitments.step(by=other, commitment=commitment, event="accept", on=done_on - timedelta(days=8))
            commitments.step(by=own, commitment=commitment, event="close_kept", evidence=MENDED, on=done_on)
            commitments.step(by=other, commitment=commitment, event="confirm", on=done_on + timedelta(days=2))
