"""The rooms of corrective action, defects, problems told of and ideas."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.cast import Cast
from tests.site.matrix.rows import BUYERS, RECORD, SEE, Row, ahead, api_route, api_writes, button, on, said
from troth_site.actions.quality import alternatives, corrective, corrective_steps, defects, disclosures, ideas
from troth_site.actions.quality.alternatives import NewAlternative
from troth_site.actions.quality.corrective import NewAction
from troth_site.actions.quality.corrective_steps import NewStep
from troth_site.actions.quality.defects import NewKind
from troth_site.actions.quality.disclosures import Problem
from troth_site.actions.quality.ideas import NewIdea
from troth_site.models import CorrectiveStep, Disclosure, Idea, Relationship

# What the factory told, proposed or did waits for the buyer; what it alone may take back is its own.
BUYER, FACTORY = RECORD & BUYERS, RECORD - BUYERS
_ours, _action = on("ours"), on("corrective")
OPENED: dict[str, Any] = {
    "title": "Zip breaks again",
    "problem": "11 of 200 broke.",
    "grade": "major",
    "family": "jackets",
}
STEP = {"stage": "cause", "side": "factory", "text": "Measure the teeth"}
IDEA = {"kind": "material", "title": "Recycled buttons", "text": "From the second supplier"}
TOLD = {"title": "Label swapped", "text": "400 pieces"}


def _step(key: str) -> Any:
    return lambda cast, part: {key: cast.key("corrective"), "step": cast.key("corrective_step")}


def _told(cast: Cast, part: str) -> dict[str, Any]:
    return {"does": "tell", "occurred_on": ahead(-3)} | TOLD


def _problem(cast: Cast, part: str) -> dict[str, Any]:
    return {"occurred_on": ahead(-3)} | TOLD


def _own(cast: Cast, part: str) -> dict[str, Any]:
    return {"person": cast.people[part].pk if part in cast.people else 0}


def _proof(cast: Cast, part: str) -> dict[str, Any]:
    return {"text": "Sorted, 7 bad", "files": SimpleUploadedFile("sorted.csv", b"carton,bad\n1,7\n")}


def _list(cast: Cast, part: str) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("list.csv", b"category,name,class\napparel,No bow,major\n")}


def _page(given: Any) -> Row:
    return Row(where=_ours, get=SEE, post=RECORD, closed=SEE - RECORD, given=given)


def _answered(name: str, **words: Any) -> Row:
    return Row(where=on(name), get=SEE, post=BUYER, closed=SEE - BUYER, given=said(**words))


def _api(given: Any) -> Row:
    return Row(where=on("ours", "partner"), get=SEE, post=RECORD, closed=SEE - RECORD, given=given, is_api=True)


ROWS: dict[str, Row] = {
    "quality-corrective": _page(said(**OPENED)),
    "corrective": Row(where=_action, get=SEE),
    "corrective-add-step": button(_action, RECORD, said(**STEP)),
    "corrective-step": button(_step("pk"), BUYER, said(does="confirm")),
    "corrective-cause": button(_action, RECORD, said(side="both", revision="0")),
    "corrective-own": button(_action, RECORD, _own),
    "corrective-close": button(_action, RECORD),
    "corrective-drop": button(_action, RECORD & BUYERS, said(reason="Opened for the wrong lot")),
    "corrective-8d": Row(where=_action, get=SEE),
    "corrective-of-promise": Row(where=on("corrective_promise"), get=SEE),
    "quality-defects": _page(said(called="No button", category="apparel", defect_class="major")),
    "import-defects": button(_ours, RECORD, _list),
    "retire-defect": Row(
        where=lambda cast, part: {"pk": cast.ours, "defect": cast.key("defect")}, post=BUYER,
        closed=frozenset({"finance"}),
    ),
    "quality-disclosures": _page(_told),
    "disclosure": _answered("disclosure", text="Thank you"),
    "disclosure-of-promise": Row(where=on("disclosure_promise"), get=SEE),
    "quality-ideas": _page(said(**IDEA)),
    "propose-alternative": button(_ours, RECORD, said(asked="60 °C", why="Shrinkage", alternative="40 °C twice")),
    "idea": _answered("idea", state="declined", text="It costs more than it saves"),
    "withdraw-idea": button(on("idea"), FACTORY),
    "idea-of-promise": Row(where=on("idea_promise"), get=SEE),
    "alternative": _answered("alternative", is_accepted="yes"),
    "api:corrective_actions": _api(said(**OPENED)),
    "api:corrective_action": api_route(on("corrective", "action"), SEE),
    "api:corrective_steps": api_writes(on("corrective", "action"), RECORD, said(**STEP)),
    "api:corrective_step": api_writes(_step("action"), BUYER, said(does="confirm")),
    "api:corrective_proof": api_writes(_step("action"), FACTORY, _proof),
    "api:corrective_cause": api_writes(on("corrective", "action"), RECORD, said(side="both", revision=0)),
    "api:corrective_owner": api_writes(on("corrective", "action"), RECORD, _own),
    "api:corrective_drop": api_writes(
        on("corrective", "action"), RECORD & BUYERS, said(reason="Opened for the wrong lot")
    ),
    "api:corrective_close": api_writes(on("corrective", "action"), RECORD),
    "api:ideas": _api(said(**IDEA)),
    "api:answer_idea": api_writes(on("idea", "idea"), BUYER, said(state="declined", text="It costs more")),
    "api:withdraw-idea": api_writes(on("idea", "idea"), FACTORY),
    "api:disclosures": _api(_problem),
    "api:found-problem": api_writes(
        on("ours", "partner"), RECORD,
        lambda cast, part: {"occurred_on": ahead(-3), "found_on": ahead(-2), "because": "Our count"} | TOLD,
    ),
    "api:answer-problem": api_writes(on("disclosure", "disclosure"), BUYER, said(text="Thank you")),
    "api:defects": api_route(on("ours", "partner"), SEE),
}  # fmt: skip
PRESSED_BY: dict[str, str] = {
    "quality-corrective": "sales", "corrective-add-step": "sales", "corrective-step": "buyer",
    "corrective-cause": "sales", "corrective-own": "sales", "corrective-drop": "buyer",
    "quality-defects": "sales", "import-defects": "buyer",
    "retire-defect": "buyer", "quality-disclosures": "buyer", "disclosure": "buyer", "quality-ideas": "buyer",
    "propose-alternative": "buyer", "idea": "buyer", "withdraw-idea": "sales", "alternative": "buyer",
    "api:corrective_actions": "sales", "api:corrective_steps": "buyer", "api:corrective_step": "buyer",
    "api:corrective_proof": "sales",
    "api:corrective_cause": "buyer", "api:corrective_owner": "sales", "api:corrective_drop": "buyer",
    "api:ideas": "buyer", "api:answer_idea": "buyer", "api:disclosures": "sales",
    "api:withdraw-idea": "sales", "api:found-problem": "buyer", "api:answer-problem": "buyer",
}  # fmt: skip
# Nothing closes before it is shown to work.
LEAVE_NOTHING: set[str] = {"corrective-close", "api:corrective_close"}


def gather(cast: Cast) -> dict[str, Any]:
    """Leave an action whose step the factory did, a problem it told of, an idea, another way, and a kind of defect."""
    buyer, sales, ours = cast.actor("buyer"), cast.actor("sales"), cast.ours
    action = corrective.open_action(by=buyer, relationship=ours, given=NewAction(**OPENED))
    new = NewStep(stage="containment", side="factory", text="Sort what is packed")
    step = corrective_steps.add(by=sales, corrective=action, given=new)
    corrective_steps.done(by=sales, step=step, proof="Sorted, 7 bad")
    told = disclosures.tell(by=sales, relationship=ours, given=Problem(occurred_on=timezone.localdate(), **TOLD))
    idea = ideas.propose(by=sales, relationship=ours, given=NewIdea(**IDEA))
    other = NewAlternative(asked="Wash at 60 °C", why="Shrinkage", alternative="Wash at 40 °C")
    kind = NewKind(category="apparel", name="Missing bow", defect_class="major")
    promise = CorrectiveStep.objects.get(pk=step).commitment_id
    return {
        "corrective": action, "corrective_step": step, "corrective_promise": promise, "disclosure": told,
        "disclosure_promise": Disclosure.objects.get(pk=told).commitment_id, "idea": idea,
        "idea_promise": Idea.objects.get(pk=idea).commitment_id,
        "alternative": alternatives.propose(by=sales, relationship=ours, given=other),
        "defect": defects.add(by=buyer, organisation=Relationship.objects.get(pk=ours).buyer_id, given=kind),
    }  # fmt: skip
