from datetime import timedelta

from django.urls import reverse

from troth_site.models import Commitment, LedgerEntry


def propose(cast, person=None, **changed):
    today = cast.today.isoformat()
    data = {
        "what": "Answer in a day", "due_on": today, "keep_day": today, "dimension": "communication", "ticket": "p",
    }  # fmt: skip
    return cast.browser(person or cast.ana).post(reverse("propose", args=[cast.pair.pk]), data | changed)


def proposed(cast):
    assert propose(cast).status_code == 302
    return Commitment.objects.get(kind="promise").pk


def step(cast, pk, event, person=None, **more):
    return cast.browser(person or cast.lin).post(reverse("step", args=[pk]), {"event": event, **more})


def events(cast, pk, person):
    steps = cast.browser(person).get(reverse("promise", args=[pk])).context["steps"]
    return [button["event"] for each in steps for button in each["buttons"]]


def test_a_promise_sent_twice_is_made_once(cast):
    for _once_more in range(2):
        assert propose(cast)["Location"] == f"/partners/{cast.pair.pk}/"
    assert Commitment.objects.filter(kind="promise", side="buyer", state="proposed").count() == 1


def test_a_promise_without_words_or_day_keeps_what_was_typed(cast):
    answer = propose(cast, what=" ", due_on="soon")
    form = answer.context["form"]
    assert (answer.status_code, sorted(form.errors)) == (422, ["due_on", "what"])
    assert 'value="soon"' in str(form["due_on"])
    assert not Commitment.objects.filter(kind="promise").exists()


def test_each_side_is_offered_its_own_steps(cast):
    pk = proposed(cast)
    assert events(cast, pk, cast.lin) == ["accept", "decline"]
    assert events(cast, pk, cast.ana) == ["withdraw"]


def test_a_promise_is_accepted_closed_and_confirmed(cast):
    pk = proposed(cast)
    assert step(cast, pk, "accept").status_code == 302
    bare = step(cast, pk, "close_kept", cast.ana)
    assert (bare.status_code, "Say what shows it" in bare.content.decode()) == (422, True)
    done = {"evidence": "The mail of that day", "done_on": cast.today.isoformat()}
    assert step(cast, pk, "close_kept", cast.ana, **done).status_code == 302
    assert step(cast, pk, "confirm").status_code == 302
    row = Commitment.objects.get(pk=pk)
    assert (row.state, row.evidence, row.confirmed_on) == ("kept", "The mail of that day", cast.today)


def test_what_came_of_a_promise_is_told_on_one_form(cast):
    pk = proposed(cast)
    step(cast, pk, "accept")
    answer = cast.browser(cast.ana).get(reverse("promise", args=[pk]))
    ends = [[button["event"] for button in each["buttons"]] for each in answer.context["steps"]]
    assert ["close_kept", "close_late", "close_broken"] in ends
    assert answer.content.decode().count("What shows it") == 1

    day = {"evidence": "Nothing came", "done_on": (cast.today - timedelta(days=3)).isoformat()}
    bare = step(cast, pk, "close_broken", cast.ana, done_on=day["done_on"])
    assert (bare.status_code, bare.content.decode().count("Say what shows it")) == (422, 1)
    assert step(cast, pk, "close_broken", cast.ana, **day).status_code == 302
    row = Commitment.objects.get(pk=pk)
    assert (row.state, row.closed_on) == ("broken", cast.today)


def test_a_step_taken_twice_changes_nothing_the_second_time(cast):
    pk = proposed(cast)
    for _once_more in range(2):
        assert step(cast, pk, "accept").status_code == 302
    assert LedgerEntry.objects.filter(kind="commitment.accept").count() == 1


def test_a_step_nobody_knows_is_not_there(cast):
    assert step(cast, proposed(cast), "steal").status_code == 404


def test_a_line_of_an_order_has_its_own_page(cast):
    answer = cast.browser(cast.ana).get(reverse("promise", args=[cast.lines[0].pk]))
    assert answer["Location"] == reverse("line", args=[cast.lines[0].pk])
