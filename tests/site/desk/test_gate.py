"""Every page of the desk as the buyer, the factory, a stranger and nobody."""

import pytest
from django.urls import reverse

from tests import makers
from troth_site.actions import commitments
from troth_site.models import Action, RedFlag


def addresses(cast):
    pk, line = cast.pair.pk, cast.lines[0].pk
    promise = commitments.propose(
        by=makers.make_actor(cast.ana), relationship=pk, dimension="communication", what="Answer in a day",
        due_on=cast.today,
    )  # fmt: skip
    action = Action.objects.create(
        relationship=cast.pair, side="factory", dimension="delivery", kind="review_production_schedules",
        opened_on=cast.today, due_on=cast.today, data={"kept": 8, "n": 10, "target": 0.95},
    )  # fmt: skip
    flag = RedFlag.objects.create(
        relationship=cast.pair, side="factory", dimension="delivery", rule="consistent_delays", severity="serious",
        raised_on=cast.today, due_on=cast.today,
        data={"template": "%(n)s late.", "params": {"n": 2}, "actions": ["agree_joint_plan"]},
    )  # fmt: skip
    return [
        reverse("partner", args=[pk]),
        reverse("why", args=[pk, "factory", "delivery"]),
        reverse("why", args=[pk, "buyer", "money"]),
        reverse("verify", args=[pk]),
        reverse("ledger-copy", args=[pk]),
        reverse("entry", args=[pk, 1]),
        reverse("propose", args=[pk]),
        reverse("line", args=[line]),
        reverse("contest-entry", args=[line]),
        reverse("promise", args=[promise]),
        reverse("action", args=[action.pk]),
        reverse("flag", args=[flag.pk]),
    ]


def codes(client, paths):
    return {path: client.get(path).status_code for path in paths}


def test_both_sides_open_every_page_of_their_relationship(cast):
    paths = addresses(cast)
    for person in (cast.ana, cast.lin):
        assert codes(cast.browser(person), paths) == dict.fromkeys(paths, 200)


def test_for_a_stranger_no_page_of_it_exists(cast):
    paths = addresses(cast)
    assert codes(cast.browser(cast.stranger), paths) == dict.fromkeys(paths, 404)


def test_nobody_is_sent_to_sign_in_and_back(cast):
    for path in [*addresses(cast), reverse("today"), reverse("partners")]:
        answer = cast.browser().get(path)
        assert (answer.status_code, answer["Location"].startswith("/sign-in/?next=/")) == (302, True)


def test_who_may_not_record_is_told_so(cast):
    client = cast.browser(cast.finance)
    assert client.get(reverse("propose", args=[cast.pair.pk])).status_code == 403
    answer = client.post(reverse("receive", args=[cast.open_line.pk]), {"day": cast.today.isoformat()})
    assert answer.status_code == 403


@pytest.mark.parametrize("name", ["today", "partners"])
def test_a_stranger_sees_nothing_of_others_in_lists(cast, name):
    page = cast.browser(cast.stranger).get(reverse(name)).content.decode()
    assert ("Nordlicht" in page, cast.pair.factory.name in page) == (False, False)


def test_posts_need_their_token(cast):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.ana)
    answer = client.post(reverse("receive", args=[cast.open_line.pk]), {"day": cast.today.isoformat()})
    assert (answer.status_code, "This step is not open to you" in answer.content.decode()) == (403, True)


def test_pages_keep_the_policy_against_foreign_scripts(cast):
    answer = cast.browser(cast.ana).get(reverse("today"))
    assert answer["Content-Security-Policy"].startswith("default-src 'self'")
