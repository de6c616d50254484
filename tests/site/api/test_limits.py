"""How often a token may ask."""

import subprocess
import sys

import pytest
from django.test import Client

from troth_site.actions import tokens
from troth_site.api.frame.limits import over_limit
from troth_site.models import ApiToken

pytestmark = pytest.mark.django_db


@pytest.fixture
def limited(settings, tmp_path):
    settings.TROTH_API_REQUESTS_A_MINUTE = 2
    settings.TROTH_API_COUNTS = tmp_path


def test_request_beyond_the_limit_is_told_when_to_come_again(program, limited):
    buyer = program("buyer")
    assert [buyer.get("/api/v1/me").status_code for _each in range(2)] == [200, 200]

    answer = buyer.get("/api/v1/partners")

    seconds = int(answer["Retry-After"])
    assert (answer.status_code, 1 <= seconds <= 60) == (429, True)
    assert answer.json() == {
        "type": "about:blank",
        "title": "Too many requests",
        "status": 429,
        "detail": f"This token has asked 2 times within a minute. Go on in {seconds} seconds.",
        "where": "Authorization",
    }


def test_each_token_has_its_own_limit_and_the_pages_have_none(cast, program, limited):
    for part in ("buyer", "sales"):
        assert [program(part).get("/api/v1/me").status_code for _each in range(3)] == [200, 200, 429]
    browser = Client()
    browser.force_login(cast.people["buyer"])
    assert [browser.get("/api/v1/me").status_code for _each in range(4)] == [200] * 4


def test_a_window_begins_with_its_first_request_and_ends_after_a_minute(tmp_path):
    def ask(now):
        return over_limit(tmp_path / "7", limit=2, now=now)

    assert [ask(1000.0), ask(1001.5), ask(1002.0), ask(1059.9)] == [None, None, 58, 1]
    assert [ask(1060.0), ask(1060.1), ask(1061.0)] == [None, None, 59]


def test_a_clock_set_back_and_a_torn_count_begin_anew(tmp_path):
    path = tmp_path / "7"
    assert [over_limit(path, limit=1, now=1000.0), over_limit(path, limit=1, now=900.0)] == [None, None]
    path.write_bytes(b"torn")
    assert over_limit(path, limit=1, now=901.0) is None


def test_processes_count_together_and_lose_no_request(tmp_path):
    code = (
        "import sys; from pathlib import Path; from troth_site.api.frame.limits import over_limit\n"
        "print(sum(over_limit(Path(sys.argv[1]), limit=500, now=1000.0) is None for _ in range(200)))"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", code, tmp_path / "7"], stdout=subprocess.PIPE, text=True)
        for _each in range(4)
    ]

    answered = [int(process.communicate(timeout=60)[0]) for process in started]

    assert sum(answered) == 500


def test_use_of_a_token_is_noted(cast, program):
    by = cast.actor("finance")
    token = tokens.make_token(by=by, person=by.person)
    kept = ApiToken.objects.get(token_hash=tokens.hash_of(token))
    assert kept.last_used_at is None

    Client(headers={"authorization": f"Bearer {token}"}).get("/api/v1/me")

    kept.refresh_from_db()
    assert kept.last_used_at is not None
