"""Refusals are pages in our own words, with the way back; what a form held when nobody was signed in is not kept."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from tests.site.parts.test_parts import Page

SMALL = 100


def text_of(answer) -> str:
    page = Page(answer.content.decode())
    assert (page.refused, page.open) == ([], [])
    return answer.content.decode()


def test_a_step_opened_as_a_page_leads_to_the_page_above_it(cast):
    answer = cast.browser(cast.ana).get(reverse("receive", args=[cast.open_line.pk]))
    text = text_of(answer)

    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "This address is a step, not a page" in text
    assert f'href="{reverse("line", args=[cast.open_line.pk])}"' in text


def test_a_step_opened_as_a_page_leads_to_where_the_reader_came_from(cast):
    came_from = reverse("partner", args=[cast.pair.pk])
    answer = cast.browser(cast.lin).get(
        reverse("language"), headers={"referer": f"http://testserver{came_from}?page=2"}
    )

    assert f'href="{came_from}?page=2"' in text_of(answer)


@pytest.mark.parametrize(
    "referer", ["https://elsewhere.example/partners/", "//elsewhere.example/", "javascript:alert(1)"]
)
def test_nobody_is_led_to_another_house(cast, referer):
    answer = cast.browser(cast.ana).get(reverse("language"), headers={"referer": referer})

    assert ("elsewhere" in text_of(answer), "javascript:" in text_of(answer)) == (False, False)


def test_a_page_to_which_something_is_sent_says_so_too(cast):
    answer = cast.browser(cast.ana).post(reverse("partners"), {"a": "b"})

    assert (answer.status_code, "Nothing was changed." in text_of(answer)) == (405, True)


def test_a_step_for_programs_is_refused_as_programs_are(cast):
    answer = cast.browser(cast.ana).delete("/api/v1/partners")

    assert (answer.status_code, "<!doctype" in answer.content.decode()) == (405, False)


def test_a_form_sent_after_the_sign_in_ran_out_leads_back_to_its_page_and_says_that_nothing_was_saved(cast):
    line = reverse("line", args=[cast.open_line.pk])
    client = cast.browser()
    answer = client.post(
        reverse("receive", args=[cast.open_line.pk]), {"day": "2026-01-01"},
        headers={"referer": f"http://testserver{line}"},
    )  # fmt: skip

    assert (answer.status_code, answer["Location"]) == (302, f"/sign-in/?next={line}")
    assert "You were signed out meanwhile, so nothing was saved." in client.get(answer["Location"]).content.decode()


def test_a_form_larger_than_may_be_says_so(cast, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = SMALL
    path = reverse("receive", args=[cast.open_line.pk])
    answer = cast.browser(cast.ana).post(
        path, "day=" + "1" * 2 * SMALL, content_type="application/x-www-form-urlencoded"
    )

    assert (answer.status_code, "more than we can take at once" in text_of(answer)) == (413, True)


def test_trying_too_often_says_when_to_go_on(cast, client):
    cache.clear()
    codes = set()
    for _ in range(40):
        answer = client.post(reverse("account_reset_password"), {"email": "somebody@example.com"})
        codes.add(answer.status_code)
        if answer.status_code == 429:
            break

    assert (429 in codes, "That was too often in a short time" in text_of(answer)) == (True, True)
