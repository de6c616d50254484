"""What people do about actions and flags: take one, say that it is done, say that a flag was seen, answer it."""

from typing import Literal

from django.http import HttpRequest
from ninja import Router

from troth_site.actions.trust import settling as acts
from troth_site.api.frame.forms import Key
from troth_site.api.frame.writing import Done, Given, Words, asker, done, writes, written

router = Router(tags=["Judgement"])
REFUSED = acts.SettlingRefused


class EvidenceGiven(Given):
    """What shows that something is done."""

    evidence: Words


class OwnerGiven(Given):
    """Who of your own people looks after something."""

    person: Key


class FlagAnswered(Given):
    """What was found, what is done about it, and whether the flag was right."""

    answer: Words
    finding: Literal["confirmed", "not so", "cannot say"]


@router.post("actions/{action}/done", response=written(), operation_id="complete_action", url_name="complete-action")
@writes(REFUSED, blames="evidence")
def complete(request: HttpRequest, action: Key, given: EvidenceGiven) -> Done:
    """Say that an action is done; its effect is checked on the lines that come due from now on."""
    acts.complete_action(by=asker(request), action=action, evidence=given.evidence)
    return done(action, "action", action=action)


@router.post("actions/{action}/owner", response=written(), operation_id="own_action", url_name="own-action")
@writes(REFUSED, blames="person")
def own_action(request: HttpRequest, action: Key, given: OwnerGiven) -> Done:
    """Name who looks after an action on your side."""
    acts.own_action(by=asker(request), action=action, person=given.person)
    return done(action, "action", action=action)


@router.post("flags/{flag}/seen", response=written(), operation_id="acknowledge_flag", url_name="acknowledge-flag")
@writes(REFUSED)
def acknowledge(request: HttpRequest, flag: Key) -> Done:
    """Say that your side has seen a flag; it stays open."""
    acts.acknowledge_flag(by=asker(request), flag=flag)
    return done(flag, "flag", flag=flag)


@router.post("flags/{flag}/answer", response=written(), operation_id="answer_flag", url_name="answer-flag")
@writes(REFUSED, blames="answer")
def answer(request: HttpRequest, flag: Key, given: FlagAnswered) -> Done:
    """Answer a flag for your side."""
    acts.answer_flag(by=asker(request), flag=flag, answer=given.answer, finding=given.finding)
    return done(flag, "flag", flag=flag)


@router.post("flags/{flag}/owner", response=written(), operation_id="own_flag", url_name="own-flag")
@writes(REFUSED, blames="person")
def own_flag(request: HttpRequest, flag: Key, given: OwnerGiven) -> Done:
    """Name who looks after a flag on your side."""
    acts.own_flag(by=asker(request), flag=flag, person=given.person)
    return done(flag, "flag", flag=flag)
