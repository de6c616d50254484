"""The phone counts answers and readings as the library does: chance makes the cases, and both are asked."""

from pathlib import Path
from random import Random

import pytest

import troth_site
from tests.field_cases import any_case, as_plain, carried, counted

pytestmark = pytest.mark.browser
SCRIPTS = Path(troth_site.__file__).parent / "static" / "field"
HOST = "http://field.example"
COUNTS = """async (cases) => {
  const { found } = await import("/findings.js");
  return cases.map(found);
}"""


def test_the_phone_counts_answers_and_readings_as_the_library_does(chromium):
    cases = [any_case(Random(seed)) for seed in range(1_000)]
    tab = chromium.new_page()
    tab.route(f"{HOST}/*.js", lambda route: route.fulfill(path=SCRIPTS / Path(route.request.url).name))
    tab.route(f"{HOST}/", lambda route: route.fulfill(body="<title>Counting</title>", content_type="text/html"))
    tab.goto(f"{HOST}/")
    found = tab.evaluate(COUNTS, [carried(each) for each in cases])
    tab.close()
    assert found == [as_plain(counted(each)) for each in cases]
    assert sum(bool(kind["answers"] or kind["numbers"]) for each in found for kind in each.values()) > 300
