from datetime import timedelta

from django.urls import reverse

from troth_site.models import Judgement, OrderDelay, PromisedDate, Receipt


def post(cast, name, data, line=None, person=None):
    return cast.browser(person or cast.ana).post(reverse(name, args=[(line or cast.open_line).pk]), data)


def test_a_receipt_changes_the_numbers_at_once_and_is_recorded_once(cast):
    for _once_more in range(2):
        answer = post(cast, "receive", {"day": cast.today.isoformat(), "quantity": "", "ticket": "a"})
        assert (answer.status_code, answer["Location"]) == (302, f"/lines/{cast.open_line.pk}/")
    assert Receipt.objects.filter(line=cast.open_line).count() == 1
    assert Judgement.objects.get(side="factory").lines == 11


def test_a_receipt_of_tomorrow_is_refused_at_its_field_with_what_was_typed(cast):
    ahead = (cast.today + timedelta(days=1)).isoformat()
    answer = post(cast, "receive", {"day": ahead, "quantity": "12.5", "ticket": "a"})

    assert answer.status_code == 422
    form = answer.context["forms"]["receipt"]
    assert form.errors["day"] == ["A receipt is recorded once the goods have come: choose today or an earlier day."]
    assert f'value="{ahead}"' in str(form["day"])
    assert 'value="12.5"' in str(form["quantity"])
    # Mended and sent again with the same ticket, it is recorded.
    assert post(cast, "receive", {"day": cast.today.isoformat(), "ticket": "a"}).status_code == 302


def test_a_day_that_is_none_and_a_quantity_below_zero_are_refused_in_words(cast):
    answer = post(cast, "receive", {"day": "2026-02-30", "quantity": "-4"})
    errors = answer.context["forms"]["receipt"].errors
    assert (answer.status_code, sorted(errors)) == (422, ["day", "quantity"])
    assert errors["day"] == [
        "“2026-02-30” at “Day the goods came” is no day that can be read. Write the day as 2026-03-12."
    ]
    assert Receipt.objects.filter(line=cast.open_line).count() == 0


def test_a_moved_promise_stays_beside_the_first_with_its_reason(cast):
    day = cast.today + timedelta(days=20)
    data = {
        "day": day.isoformat(),
        "keep_day": day.isoformat(),
        "moved_by": "buyer",
        "reason": "Late artwork",
        "ticket": "m",
    }
    for _once_more in range(2):
        assert post(cast, "move-promise", data).status_code == 302
    assert PromisedDate.objects.filter(line=cast.open_line).count() == 2
    text = cast.browser(cast.lin).get(reverse("line", args=[cast.open_line.pk])).content.decode()
    assert ("moved by the buyer" in text, "Late artwork" in text) == (True, True)


def test_a_delay_without_reason_is_refused_and_with_one_kept_once(cast):
    line = cast.lines[2]
    bare = post(cast, "record-delay", {"cause": "buyer", "days": "4", "reason": ""}, line)
    assert (bare.status_code, sorted(bare.context["forms"]["delay"].errors)) == (422, ["reason"])

    data = {"cause": "buyer", "days": "4", "reason": "Late approval", "accepted": "on", "ticket": "d"}
    for _once_more in range(2):
        assert post(cast, "record-delay", data, line).status_code == 302
    assert OrderDelay.objects.filter(line=line).count() == 1
    page = cast.browser(cast.ana).get(reverse("line", args=[line.pk]))
    assert (page.context["days"], page.context["line"].buyer_days, page.context["line"].factory_days) == (9, 4, 5)
    assert "5 days by the factory · 4 days by the buyer<" in page.content.decode()


def test_a_side_that_caused_no_day_is_not_named(cast):
    data = {"cause": "buyer", "days": "9", "reason": "Late approval", "accepted": "on", "ticket": "d"}
    post(cast, "record-delay", data, cast.lines[2])
    page = cast.browser(cast.ana).get(reverse("line", args=[cast.lines[2].pk]))
    assert page.context["shares"] == ["9 days by the buyer"]


def test_a_stranger_records_nothing(cast):
    answer = post(cast, "receive", {"day": cast.today.isoformat()}, person=cast.stranger)
    assert (answer.status_code, Receipt.objects.filter(line=cast.open_line).count()) == (404, 0)


def test_the_factory_neither_excuses_itself_nor_moves_the_day_for_the_buyer(cast):
    line, day = cast.lines[2], (cast.today + timedelta(days=20)).isoformat()
    data = {"cause": "force_majeure", "days": "9", "reason": "Typhoon", "accepted": "on"}
    assert post(cast, "record-delay", data, line, cast.lin).status_code == 302
    assert OrderDelay.objects.get(line=line).accepted is False
    moved = post(cast, "move-promise", {"day": day, "moved_by": "buyer", "reason": "Artwork"}, person=cast.lin)
    assert (moved.status_code, sorted(moved.context["forms"]["move"].errors)) == (422, ["moved_by"])
