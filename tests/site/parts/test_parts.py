"""Every piece renders with everything and with almost nothing, and keeps the content security policy."""

import re
from dataclasses import make_dataclass
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template import engines
from django.template.loader import render_to_string
from django.utils import translation

from tests.site.parts.sample_judgement import lines
from tests.site.parts.samples import BARE, FULL
from troth_site.templatetags import troth_parts

PARTS = Path(troth_parts.__file__).parents[1] / "templates" / "parts"
# Pieces of the frame, and halves of other pieces.
OF_THE_FRAME = {"messages", "as_of", "as_of_choice", "person_menu"}
HALVES = {"standing_side", "timeline_table"}
VOID = {"meta", "link", "input", "br", "use", "line", "rect", "circle", "polyline", "path", "hr", "img"}


class Page(HTMLParser):
    """What the policy refuses, what is left open, and which ids occur."""

    def __init__(self, html):
        super().__init__()
        self.refused, self.open, self.ids, self.text = [], [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        names = dict(attrs)
        script = tag == "script" and "src" not in names and names.get("type") != "application/json"
        self.refused += [tag] if tag == "style" or script else []
        self.refused += [name for name in names if name == "style" or name.startswith("on")]
        self.ids += [names["id"]] if names.get("id") else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_data(self, data):
        self.text.append(data)


def render(name, context):
    return render_to_string(f"parts/{name}.html", {"csrf_token": "a-token", **context})


def words(html):
    return re.sub(r"[ \n]+", " ", " ".join(Page(html).text)).strip()


def test_samples_cover_every_piece():
    pieces = {path.stem for path in PARTS.glob("*.html")} - OF_THE_FRAME - HALVES

    assert (pieces, set(BARE)) == (set(FULL), set(FULL))


@pytest.mark.parametrize("samples", [FULL, BARE], ids=["full", "bare"])
@pytest.mark.parametrize("name", sorted(FULL))
def test_piece_keeps_the_policy_and_closes_what_it_opens(name, samples):
    page = Page(render(name, samples[name]))

    assert (page.refused, page.open, len(page.ids)) == ([], [], len(set(page.ids)))


@pytest.mark.parametrize("name", sorted(path.stem for path in PARTS.glob("*.html")))
def test_piece_documents_its_context_and_stays_short(name):
    text = (PARTS / f"{name}.html").read_text("utf-8")

    assert text.startswith("{% comment %}")
    assert len(text.splitlines()) <= 150


def test_policy_check_finds_what_it_looks_for():
    page = Page('<p style="width:3px" onclick="x()"></p><script>x()</script><style></style><script src="a"></script>')

    assert page.refused == ["style", "onclick", "script", "style"]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("money", "– The invoice has no amount."),
        ("dates", "– not agreed yet"),
        ("sparkline", "– No promise fell due in these months."),
        ("kpi_tile", "– No promise of this kind has fallen due yet."),
        ("standing_pair", "– No promise of this side is on the record yet."),
        ("standing_pair", "honesty – no promise closed yet"),
        ("why_steps", "– No entry has moved this number yet."),
        ("timeline", "– No line has fallen due yet, so there is no lateness to show."),
        ("effort", "– Nothing is on the record yet, so there is no contact to show."),
        ("calibration", "– No forecast has met its outcome yet."),
        ("action_card", "– nobody has taken it yet"),
        ("flag_card", "– since when is not known"),
        ("chain_state", "– Nobody has checked the chain on this page yet."),
    ],
)
def test_piece_without_data_says_why(name, why):
    assert why in words(render(name, BARE[name]))


@pytest.mark.parametrize("name", sorted(BARE))
def test_piece_without_data_shows_no_none(name):
    assert "None" not in words(render(name, BARE[name]))


def test_kpi_tile_shows_rate_interval_and_count_in_one_line():
    assert "94.0\u202f% · 84–98 47 of 50 lines" in words(render("kpi_tile", FULL["kpi_tile"]))


def test_interval_places_bar_point_and_target():
    html = render("interval", FULL["interval"])

    for place in ('x="84.00%" width="14.00%"', 'cx="94.00%"', 'x1="95.00%" x2="95.00%"'):
        assert place in html


def test_standing_pair_gives_both_sides_the_same_shape():
    side = FULL["standing_pair"]["pair"]["factory"]
    buyer, factory = (render("standing_side", {"side": side, "which": which}) for which in ("buyer", "factory"))

    assert buyer == factory.replace("building-factory-2", "building-store")


def test_why_steps_show_signs_that_nobody_misses():
    text = words(render("why_steps", FULL["why_steps"]))

    for step in ("5.0", "+2.1", "−9.8", "±0.0", "58.3", "recorded 14 Mar 2026", "+1.2"):
        assert step in text


def test_ledger_row_offers_both_answers_as_forms_with_a_token():
    html = render("ledger_row", FULL["ledger_row"])

    assert html.count('<form method="post"') == 2
    assert html.count('name="csrfmiddlewaretoken" value="a-token"') == 2


def test_ledger_row_shows_both_days_and_whose_record_it_is():
    text = words(render("ledger_row", FULL["ledger_row"]))

    assert "12 May 2026" in text
    assert "recorded 14 May 2026 by import #7 · not confirmed by the factory" in text


@pytest.mark.parametrize("number", [1, 5, 46, 300])
def test_timeline_draws_every_line_and_lists_it(number):
    timeline = {**FULL["timeline"]["timeline"], "lines": lines(number)}
    html = render("timeline", {"timeline": timeline})

    assert (html.count('<g class="t-bar '), html.count('<th scope="row">')) == (number, number)


def test_timeline_names_in_its_legend_only_what_it_draws():
    on_time = [{"label": "PO-1 line 1", "due": lines(1)[0]["due"], "days": 0}]
    legend = (
        render("timeline", {"timeline": {"id": "t", "sentence": "On time.", "lines": on_time}})
        .split("<ul")[1]
        .split("</ul>")[0]
    )

    assert ("on the day" in legend, "excused" in legend) == (True, False)


def test_deadline_names_both_zones():
    text = words(render("dates", FULL["dates"]))

    assert text == "Thu 12 Mar 2026 · 18:00 Shanghai · 11:00 Berlin · in 3 days"


def test_deadline_names_both_days_where_they_differ():
    deadline = FULL["dates"]["deadline"]
    late = {**deadline, "at": deadline["at"].replace(hour=2), "there": deadline["there"].replace(day=11, hour=19)}

    assert "02:00 Shanghai · Wed 11 Mar 2026 · 19:00 Berlin" in words(render("dates", {"deadline": late}))


def test_progress_polls_only_while_it_runs():
    running = FULL["progress"]["work"]
    done = {**running, "state": "done", "result": {"url": "/r/", "label": "See the rows"}}

    assert "every 2s" in render("progress", {"work": running})
    assert "hx-" not in render("progress", {"work": done})


def test_journey_greys_what_arrives_later_and_marks_the_present():
    html = render("journey", FULL["journey"])

    assert (html.count("arrives later"), html.count('aria-current="step"')) == (2, 1)


def test_calibration_carries_its_chart_as_data_and_its_table():
    html = render("calibration", FULL["calibration"])

    assert '<script id="calibration-spec" type="application/json">' in html
    assert html.count("<tr>") == 6


def test_sort_header_says_its_order_and_its_definition():
    html = render("sort_header", FULL["sort_header"])

    for words_ in ('aria-sort="descending"', 'popovertarget="define-on-time"', 'id="define-on-time" popover'):
        assert words_ in html


def test_error_says_row_column_value_and_mend():
    text = words(render("error", FULL["error"]))

    assert "214 交货日期 2026..7 This is not a day. Write it as 2026-07-12." in text


def test_field_ties_its_help_and_its_error_to_the_control():
    html = render("field", FULL["field"])

    assert 'aria-describedby="id_email_helptext id_email_error"' in html
    assert ('id="id_email_helptext"' in html, 'id="id_email_error"' in html) == (True, True)


def test_hostile_text_stays_text():
    row = {**FULL["ledger_row"]["row"], "what": "<script>x()</script>", "source": '"><img src=x onerror=x()>'}

    assert Page(render("ledger_row", {"row": row})).refused == []


def test_hostile_names_stay_text_in_drawings():
    hostile = {**lines(1)[0], "label": '"><script>x()</script>', "url": '"onclick="x()', "days": 3, "excused_days": 3}
    html = render("timeline", {"timeline": {"id": '"><b>', "sentence": "<i>", "lines": [hostile]}})
    spark = render("sparkline", {"trend": {"rates": [0.5, 0.6], "label": '"><script>'}})

    assert Page(html).refused + Page(spark).refused == []
    assert [piece for piece in ("<script", "<b>", "<i>") if piece in html + spark] == []


def test_pieces_take_frozen_records_as_well_as_mappings():
    tile = FULL["kpi_tile"]["tile"]
    record = make_dataclass("Tile", list(tile), frozen=True, slots=True)(**tile)

    assert render("kpi_tile", {"tile": record}) == render("kpi_tile", {"tile": tile})


def test_pieces_render_in_chinese():
    with translation.override("zh-hans"):
        assert "94.0" in render("kpi_tile", FULL["kpi_tile"])


def test_icon_with_a_label_speaks_and_without_one_is_silent():
    spoken, silent = troth_parts.icon("check", "kept"), troth_parts.icon("check")

    assert ('aria-label="kept"' in spoken, 'aria-hidden="true"' in silent) == (True, True)


def test_templates_load_by_name():
    assert engines["django"].get_template("base.html").template.name == "base.html"


def test_standing_promises_are_told_in_the_reader_s_language():
    with translation.override("zh-hans"):
        said = troth_parts.promised("Send the weekly status · TO-26-HY042")
        own_words = troth_parts.promised("Quality · as agreed")

    assert (said, own_words) == ("发送周报 · TO-26-HY042", "Quality · as agreed")
