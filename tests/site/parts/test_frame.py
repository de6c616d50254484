"""The frame around every page, and the pages that stand alone."""

from datetime import date

import pytest
from django.template.loader import render_to_string

from tests.site.parts.test_parts import Page, words

FRAME = {
    "nav": [
        {"url": "/", "label": "Today", "icon": "list-check", "current": False},
        {"url": "/partners/", "label": "Partners", "icon": "users", "current": True},
    ],
    "as_of": {"day": date(2026, 3, 3), "past": True, "today_url": "/partners/"},
    "person": {"name": "Ana Petrova", "organisation": "Nordlicht", "sign_out_url": "/sign-out/"},
    "languages": [{"code": "en", "name": "English", "current": True}, {"code": "zh-hans", "name": "简体中文"}],
    "language_url": "/i18n/setlang/",
    "theme": "dark",
    "csrf_token": "a-token",
}


def render(**context):
    return render_to_string("base.html", context)


def test_frame_keeps_the_policy_and_closes_what_it_opens():
    page = Page(render(**FRAME))

    assert (page.refused, page.open, len(page.ids)) == ([], [], len(set(page.ids)))


def test_frame_renders_without_any_context():
    page = Page(render())

    assert (page.refused, page.open) == ([], [])


def test_frame_asks_no_other_host():
    html = render(**FRAME)

    assert "//" not in html.replace("<!doctype html>", "")


def test_frame_marks_the_current_page_once():
    html = render(**FRAME)

    assert html.count('aria-current="page"') == 1
    assert '<a href="/partners/" aria-current="page">' in html


def test_frame_says_which_day_it_shows_and_leads_back():
    text = words(render(**FRAME))

    assert "You are looking at Tue 3 Mar 2026, from what had been recorded by then. Back to today" in text


def test_frame_of_today_has_no_banner():
    as_of = {**FRAME["as_of"], "past": False}

    assert "You are looking at" not in render(**{**FRAME, "as_of": as_of})


@pytest.mark.parametrize(
    ("theme", "wanted"), [("dark", ' data-bs-theme="dark"'), ("light", ' data-bs-theme="light"'), ("", "")]
)
def test_frame_takes_the_theme_that_was_chosen(theme, wanted):
    assert render(**{**FRAME, "theme": theme}).split("<head>")[0].rstrip().endswith(f'dir="ltr"{wanted}>')


def test_frame_ignores_a_theme_nobody_offers():
    assert "data-bs-theme" not in render(**{**FRAME, "theme": '"><script>'})


def test_frame_reloads_without_javascript_only_while_work_runs():
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in render(**FRAME, refresh_seconds=5)
    assert "http-equiv" not in render(**FRAME)


def test_frame_gives_its_token_to_every_request_of_its_pieces():
    assert """hx-headers:inherited='{"X-CSRFToken": "a-token"}'""" in render(**FRAME)


@pytest.mark.parametrize("code", ["400", "403", "404", "405", "413", "429", "500"])
def test_error_page_needs_no_context_and_says_what_to_do(code):
    html = render_to_string(f"{code}.html")
    page = Page(html)

    assert (page.refused, page.open) == ([], [])
    assert "Go to Today" in html
    assert f"answer {code}" in html
