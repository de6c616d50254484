"""What one side can learn of the other's affairs: nothing, however far it follows the links."""

import json
import re

import pytest
from django.utils import timezone

from tests.cast import BUYER, FACTORY, OTHER_BUYER, OTHER_FACTORY
from tests.site.matrix.table import API, DESK
from tests.site.matrix.visits import leaks
from troth_site.models import ForecastFit, Judgement, OrderLine, Tally

pytestmark = pytest.mark.django_db
LINK = re.compile(r'(?:href|hx-get)="(/[^"#]*)')
NOT_PAGES = ("/static/", "/account/", "/imports/")
MOST_PAGES = 120


def crawl(visitors, part):
    """Follow every link from the first page on; one page of a kind is followed fully, of lists some."""
    waiting, seen, answers = ["/", "/partners/", "/settings/", "/api/v1/docs"], set(), {}
    while waiting and len(answers) < MOST_PAGES:
        path = waiting.pop(0)
        if path in seen or path.startswith(NOT_PAGES):
            continue
        seen.add(path)
        answer = visitors.follow(part, path)
        if answer.status == 302 and not answer.leads_to_sign_in:
            # A promise that has a page of its own leads on to it.
            waiting.append(answer.where_to)
            continue
        answers[path] = answer
        waiting += LINK.findall(answer.text)
    return answers


@pytest.mark.parametrize(
    ("part", "least"),
    [("buyer", 60), ("sales", 60), ("other factory", 30), ("other buyer", 30), ("representative", 3), ("finance", 60)],
)
def test_no_link_leads_to_what_is_somebody_else_s_and_none_is_dead(visitors, cast, part, least):
    answers = crawl(visitors, part)

    assert {path: answer.status for path, answer in answers.items() if answer.status != 200} == {}
    assert [(path, found) for path, answer in answers.items() if (found := leaks(answer, part, cast))] == []
    assert len(answers) >= least


def _pages_of_sales(visitors):
    """Return everything the factory reads of its record with the buyer, without what each visit draws anew."""
    rows = {name: row for name, row in (DESK | API).items() if row.get is not None and "sales" in row.get}
    read = {name: visitors.visit("sales", name, row).text for name, row in rows.items()}
    read["past"] = visitors.visit("sales", "partner", DESK["partner"], as_of="2026-01-05").text
    return {name: _still(text) for name, text in read.items()}


def _still(text):
    """Leave out tickets, tokens and the hour of the visit."""
    drawn = r'"X-CSRFToken": "\w+"|name="(csrfmiddlewaretoken|ticket)" value="[^"]*"|T?\d\d:\d\d(:\d\d)?|\.\d{6}Z'
    return re.sub(drawn + r'|"header_hash":"\w+"', "", text)


def test_factory_s_pages_do_not_depend_on_what_the_buyer_s_other_partners_do(visitors, cast, monkeypatch):
    # Both times it is the same moment: midnight may pass between them.
    moment = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: moment)
    before = _pages_of_sales(visitors)
    judged = Judgement.objects.filter(relationship=cast.ours, side="factory", dimension="delivery")
    assert judged.exclude(forecast=None).count() == 1
    judged.update(forecast=0.4711, state="watch", attention=0)
    ForecastFit.objects.filter(organisation=cast.organisations[BUYER]).update(level=0.1234, report=None)
    Tally.objects.filter(relationship=cast.beside).delete()
    Judgement.objects.filter(relationship=cast.beside).delete()
    after = _pages_of_sales(visitors)

    assert [name for name in before if before[name] != after[name]] == []
    assert "47" in visitors.visit("buyer", "partners", DESK["partners"]).text


def test_forecast_of_a_factory_is_its_buyer_s_alone(visitors, cast):
    def of(part):
        told = json.loads(visitors.visit(part, "api:partner", API["api:partner"]).text)
        return told["factory"]["delivery"]["forecast"], told["buyer"]["delivery"]["forecast"]

    assert of("buyer")[0] is not None
    assert of("buyer")[1] is None
    assert of("sales")[0] is None
    reports = json.loads(visitors.visit("sales", "api:forecast_reports", API["api:forecast_reports"]).text)
    assert [row for row in reports if row["organisation"] == cast.organisations[BUYER]] == []
    assert "forecast" not in visitors.visit("sales", "ledger-copy", DESK["ledger-copy"]).text
    assert "shown to Kestrel & Dale Outfitters alone" in visitors.visit("sales", "partner", DESK["partner"]).text


def test_a_search_finds_one_s_own_partners_alone(visitors, cast):
    for part, name in (("sales", OTHER_FACTORY), ("buyer", OTHER_BUYER), ("other buyer", OTHER_FACTORY)):
        answer = visitors.visit(part, "partners", DESK["partners"], q=name)
        assert f"/partners/{cast.ours}/" not in answer.text
        assert f"/partners/{cast.beside}/" not in answer.text
    found = visitors.visit("buyer", "partners", DESK["partners"], q="rosewater")
    assert FACTORY in found.text
    assert OTHER_FACTORY not in found.text


def test_a_form_cannot_be_turned_on_another_s_row(visitors, cast):
    """The keys in the address are the only ones a form can name, and a person of another house is refused."""
    line = OrderLine.objects.filter(relationship=cast.elsewhere, completed_on=None).first()
    path = f"/lines/{line.pk}/receipt/"
    assert visitors.follow("buyer", f"/lines/{line.pk}/").status == 404
    assert visitors.follow("buyer", path).status == 405
    for name in ("own-action", "own-flag"):
        answer = visitors.post("buyer", name, DESK[name], person=str(cast.people["sales"].pk))
        assert answer.status == 422
