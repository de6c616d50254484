"""What the API answers, to whom, and how it refuses."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests import makers
from tests.cast import BUYER, FACTORY, OTHER_BUYER, OTHER_FACTORY
from tests.site.record import troth
from troth_site import access
from troth_site.actions import tokens
from troth_site.actions.trust import reporting
from troth_site.models import Organisation

pytestmark = pytest.mark.django_db


def get(client, path, status=200):
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == status, answer.content
    return answer.json()


def test_partners_are_those_of_the_command(cast, program):
    by_command = troth("--as", cast.people["buyer"].email, "partners", "--json").json

    told = get(program("buyer"), "partners")

    assert [partner["name"] for partner in told] == sorted([FACTORY, OTHER_FACTORY], key=str.casefold)
    for ours, theirs in zip(told, by_command, strict=True):
        assert (ours["factory"], ours["buyer"]) == (theirs["factory"] | {}, theirs["buyer"] | {})


def test_one_partner_is_one_of_the_list(cast, program):
    buyer = program("buyer")

    assert get(buyer, f"partners/{cast.ours}") in get(buyer, "partners")


def test_past_day_and_period_are_those_of_the_command(cast, program):
    day = timezone.localdate().replace(day=1).isoformat()
    options = ("--as-of", day, "--from", "2026-01-01", "--to", "2026-06-01")

    told = get(program("buyer"), f"partners?as_of={day}&from=2026-01-01&to=2026-06-01")

    by_command = troth("--as", cast.people["buyer"].email, "partners", *options, "--json").json
    assert [partner["factory"] for partner in told] == [partner["factory"] for partner in by_command]


def test_both_sides_read_the_same_record_and_each_its_own_forecasts(cast, program):
    ours, theirs = (get(program(part), f"partners/{cast.ours}") for part in ("buyer", "sales"))
    own_forecast = {"factory": ours, "buyer": theirs}

    assert (ours["name"], theirs["name"]) == (FACTORY, BUYER)
    for side, judging in own_forecast.items():
        judged = theirs if judging is ours else ours
        mine, other = dict(judging[side]["delivery"]), dict(judged[side]["delivery"])
        assert other.pop("forecast") is None
        for seen in (mine, other):
            seen.pop("state"), seen.pop("forecast", None)
        assert mine == other
    assert ours["factory"]["delivery"]["forecast"] is not None


def test_explanation_adds_up_to_the_standing(cast, program):
    told = get(program("sales"), f"partners/{cast.ours}/explain?side=factory")
    partner = get(program("sales"), f"partners/{cast.ours}")

    assert told["start"] + sum(step["step"] for step in told["steps"]) == pytest.approx(told["score"], abs=1e-9)
    assert told["score"] == pytest.approx(partner["factory"]["delivery"]["standing"], abs=1e-9)


def test_explanation_is_paged_the_newest_steps_first_and_every_page_adds_up(cast, program):
    today = timezone.localdate()
    days = [(today - timedelta(days=3 * back), back % 4) for back in range(1, 60)]
    makers.make_lines(Organisation.objects.get(name=BUYER), FACTORY, days, key="M", today=today)
    path = f"partners/{cast.ours}/explain?side=factory&page="
    first = get(program("sales"), f"{path}1")
    pages = [first, *(get(program("sales"), f"{path}{page}") for page in range(2, first["pages"] + 1))]

    moved = [sum(step["entry"] is not None for step in page["steps"]) for page in pages]
    assert moved[1:-1] == [50] * (first["pages"] - 2)
    assert first["pages"] == 3
    assert sum(moved) + (first["steps"][-1]["entry"] is None) == first["total"]
    for page in pages:
        assert page["start"] + sum(step["step"] for step in page["steps"]) == pytest.approx(page["score"], abs=1e-9)
    assert [page["score"] for page in pages[1:]] == pytest.approx([page["start"] for page in pages[:-1]], abs=1e-9)
    days = [step["recorded_at"] for page in reversed(pages) for step in page["steps"]]
    assert days == sorted(days)
    assert {(step["entry"] is None) == (step["what"] == "") for step in first["steps"]} == {True}


def test_ledger_is_paged_what_was_recorded_last_first(cast, program):
    first, second = (get(program("buyer"), f"partners/{cast.ours}/ledger?page={page}") for page in (1, 2))

    rows = first["rows"] + second["rows"]
    assert (len(first["rows"]), len(rows)) == (50, first["total"])
    assert rows == sorted(rows, key=lambda row: (row["recorded_on"], row["seq"]), reverse=True)
    assert first["pages"] == 2


def test_ledger_can_be_narrowed(cast, program):
    rows = get(program("buyer"), f"partners/{cast.ours}/ledger?side=factory&dimension=delivery&state=late")["rows"]

    assert rows
    assert {(row["side"], row["dimension"], row["state"]) for row in rows} == {("factory", "delivery", "late")}


def test_copy_of_the_ledger_verifies_without_the_server(cast, program, tmp_path):
    answer = program("sales").get(f"/api/v1/partners/{cast.ours}/ledger.jsonl")
    path = tmp_path / "copy.jsonl"
    path.write_bytes(b"".join(answer.streaming_content))

    verified = get(program("sales"), f"partners/{cast.ours}/ledger/verify")

    assert answer["Content-Type"] == "application/x-ndjson"
    assert verified["ok"] is True
    offline = troth("ledger", "verify", path, "--json").json
    assert (offline["entries"], offline["head"]) == (verified["entries"], verified["head"])


def test_lines_are_paged_and_one_line_tells_all(cast, program):
    page = get(program("buyer"), f"partners/{cast.ours}/lines")
    line = get(program("buyer"), f"lines/{cast.line}")

    assert [row["due_on"] for row in page["rows"]] == sorted((row["due_on"] for row in page["rows"]), reverse=True)
    assert line["partner"] == {
        "id": cast.ours,
        "name": FACTORY,
        "name_latin": line["partner"]["name_latin"],
        "our_side": "buyer",
    }
    assert len(line["promises"]) >= 1
    assert all(isinstance(row["quantity"], str) for row in page["rows"])


def test_actions_and_flags_are_listed_and_shown(cast, program):
    sales = program("sales")
    action, flag = get(sales, f"actions/{cast.action}"), get(sales, f"flags/{cast.flag}")

    assert action in get(sales, f"actions?partner={cast.ours}")
    assert action["lines"]
    assert (flag["rule"], flag["partner"]["name"]) == ("consistent_delays", BUYER)
    assert get(sales, f"actions?partner={cast.ours}&as_of=2020-01-01") == []


def test_today_tells_what_each_side_owes(cast, program):
    ours, theirs = (get(program(part), "today") for part in ("buyer", "sales"))

    assert ours["day"] == timezone.localdate().isoformat()
    owed_by_factory = {row["id"] for row in ours["they_owe"]["rows"] if row["partner"]["id"] == cast.ours}
    assert cast.open_line in owed_by_factory
    assert owed_by_factory <= {row["id"] for row in theirs["we_owe"]["rows"]}


def test_imports_show_state_and_counts(cast, program):
    found = get(program("manager"), f"imports/{cast.batch}")

    assert found in get(program("buyer"), "imports")
    assert (found["state"], found["organisation"]) == ("done", BUYER)
    assert found["counts"]["new"] == found["counts"]["read"] > 0


def test_forecast_report_is_the_judging_organisations_alone(cast, program):
    for pk in (cast.organisations[BUYER], cast.organisations[FACTORY]):
        reporting.report_forecasts(pk, as_of=timezone.localdate())

    reports = {part: get(program(part), "forecast-reports") for part in ("buyer", "sales", "other factory")}

    assert [(each["organisation_name"], each["side"]) for each in reports["buyer"]] == [(BUYER, "factory")]
    assert {"log_loss", "brier", "ece", "auc"} == reports["buyer"][0]["forecast"].keys()
    assert sum(each["lines"] for each in reports["buyer"][0]["calibration"]) == reports["buyer"][0]["scored"]
    assert BUYER not in {each["organisation_name"] for each in reports["sales"]}
    assert reports["other factory"] == []


def test_nothing_names_a_rival(cast, program):
    """The factory learns nothing of the buyer's other factory, nor the buyer of the factory's other buyer."""
    rooms = ("partners", "actions", "flags", "today", "imports", "forecast-reports", "me")
    theirs = json.dumps([get(program("sales"), room) for room in rooms])
    ours = json.dumps([get(program("buyer"), room) for room in rooms])

    assert OTHER_FACTORY not in theirs
    assert OTHER_BUYER not in ours


def test_signed_in_person_needs_no_token(cast):
    client = Client()
    client.force_login(cast.people["owner"])

    assert get(client, "me")["email"] == cast.people["owner"].email


@pytest.mark.parametrize("header", [None, "Bearer troth_wrong", "Bearer ", "Basic abc", "Bearer\ttroth_x"])
def test_nobody_is_told_how_to_say_who_they_are(cast, header):
    answer = Client(headers={"authorization": header} if header else {}).get("/api/v1/partners")

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank",
        "title": "Nobody is named",
        "status": 401,
        "detail": "Say who you are: send a token, or sign in first.",
        "where": "Authorization",
    }


def test_revoked_token_lets_nobody_in(cast):
    by = access.actor(cast.people["finance"])
    client = Client(headers={"authorization": f"Bearer {tokens.make_token(by=by, person=by.person)}"})
    assert get(client, "me")["email"] == by.email

    tokens.revoke_tokens(by=by, person=by.person)

    get(client, "me", status=401)


@pytest.mark.parametrize(
    ("path", "where", "detail"),
    [
        ("partners?as_of=yesterday", "as_of", "as_of: write a day as 2026-03-12, not before 1900."),
        ("partners?as_of=0", "as_of", "as_of: write a day as 2026-03-12, not before 1900."),
        ("partners?as_of=2024-02-30", "as_of", "as_of: write a day as 2026-03-12, not before 1900."),
        ("partners?from=20240101", "from", "from: write a day as 2026-03-12, not before 1900."),
        ("partners?as_of=2999-01-01", "as_of", "Nothing is recorded yet of a day that lies ahead."),
        (
            "partners?from=2024-01-01&to=2024-01-01",
            "to",
            "No day lies between these two: “to” is the day before which days count.",
        ),
        ("partners/one", "partner", "partner: write a whole number."),
        ("partners/0", "partner", "partner: write 1 or more."),
        (f"partners/{2**70}", "partner", f"partner: write {2**63 - 1} or less."),
        ("partners/1/ledger?page=0", "page", "page: write 1 or more."),
        ("partners/1/ledger?text=%00", "text", "text: the text holds a character that cannot be searched for."),
        ("partners/1/explain?side=both", "side", "side: write one of 'factory' or 'buyer'."),
        ("imports/last", "uid", "uid: write the key as it stands in the list."),
    ],
)
def test_parameter_that_cannot_be_read_is_told_with_its_place(cast, program, path, where, detail):
    told = get(program("buyer"), path, status=422)

    assert (told["detail"], told["where"]) == (detail, where)


@pytest.mark.parametrize(
    "path", ["partners/{elsewhere}", "partners/{elsewhere}/ledger", "lines/999999", "actions/999999"]
)
def test_what_is_not_yours_does_not_exist(cast, program, path):
    answer = get(program("buyer"), path.format(elsewhere=cast.elsewhere), status=404)

    assert answer == {
        "type": "about:blank",
        "title": "Not here",
        "status": 404,
        "detail": "There is nothing here for you.",
        "where": None,
    }


@pytest.mark.parametrize("path", ["nothing/here", "partner", "partners/1/nothing", "me/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_address_that_is_none_is_told_in_the_form_of_all_refusals(program, path, method):
    answer = getattr(program("buyer"), method)(f"/api/v1/{path}")

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["detail"] == f"This API has no address {path}. All it has stand in /api/v1/openapi.json."


def test_an_address_asked_by_another_method_tells_those_it_takes(cast, program):
    answer = program("buyer").delete(f"/api/v1/partners/{cast.ours}")

    assert (answer.status_code, answer["Allow"], answer["Content-Type"]) == (405, "GET", "application/problem+json")
    assert (answer.json()["title"], answer.json()["detail"]) == ("Not by this method", "This address takes GET.")


def test_nothing_can_be_changed_and_nothing_is_kept_on_the_way(cast, program):
    client = program("buyer")

    assert client.post(f"/api/v1/partners/{cast.ours}", {}).status_code == 405
    assert client.get("/api/v1/me")["Cache-Control"] == "private, no-store"
