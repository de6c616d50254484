"""Sample contexts of every piece: with everything, and with as little as a piece must bear."""

from datetime import date
from typing import Any

from django import forms

from tests.site.parts.sample_judgement import JUDGEMENT, SIDE_ROWS, lines, tile
from tests.site.parts.sample_pages import PAGES


class SignIn(forms.Form):
    """A form to show fields with."""

    email = forms.EmailField(label="Email", help_text="We never show it to the other side.")
    nickname = forms.CharField(label="What we call you", required=False)


LIVE = {"live": {"pk": 7, "last": 12, "target": "board"}}
FULL: dict[str, dict[str, Any]] = {
    "live": LIVE,
    **JUDGEMENT,
    **PAGES,
    "field": {"field": SignIn({"email": "ana@"})["email"]},
    "file_drop": {
        "drop": {
            "name": "file",
            "label": "Drop an order history here, or choose it",
            "hint": "CSV, TSV, XLSX, XLS or ODS, up to 512 MB. Nothing is saved before you have seen it.",
            "accept": ".csv,.tsv,.txt,.xlsx,.xls,.ods",
            "wrong": "orders.pdf is a PDF, not a table. Save it as CSV or XLSX and drop it again.",
            "required": True,
        }
    },
}

# With as little as a piece must bear; an en dash and the reason stand where nothing is known.
BARE: dict[str, dict[str, Any]] = {
    "live": LIVE,
    "state_badge": {},
    "side_label": {"side": "buyer"},
    "money": {"amount": None, "currency": "EUR", "why": "The invoice has no amount."},
    "dates": {"why": "not agreed yet"},
    "sparkline": {"trend": {"rates": [None] * 12, "label": "nothing"}},
    "interval": {"interval": {"low": None, "high": None, "rate": None, "target": 0.95}},
    "kpi_tile": {
        "tile": tile(
            state="no data", n=0, kept=0, rate=None, low=None, high=None, sentence="", links=[], source="", window=""
        )
    },
    "standing_pair": {
        "pair": {
            "buyer": {"heading": "Nam Long relies on us", "rows": []},
            "factory": {"heading": "We rely on Nam Long", "rows": [SIDE_ROWS[3]]},
        }
    },
    "why_steps": {"why": {"start": 5.0, "steps": [], "score": 5.0}},
    "ledger_row": {
        "row": {"state": "open", "what": "Answer due", "happened": date(2026, 5, 12), "recorded": None, "step": None}
    },
    "timeline": {"timeline": {"id": "none", "sentence": "", "lines": [], "window": None}},
    "effort": {"effort": {"sides": []}},
    "empty": {"empty": {"title": "Flags will stand here", "why": "Nothing has been noticed."}},
    "error": {"error": {"what": "The file is empty.", "mend": "Save it again with its rows and drop it here."}},
    "progress": {
        "work": {
            "title": "Counting",
            "done": 0,
            "total": None,
            "state": "running",
            "sentence": "Reading the file",
            "url": "/x/",
        }
    },
    "journey": {"journey": {"phases": []}},
    "calibration": {"calibration": {"bins": []}},
    "pager": {"pager": {"first": 0, "last": 0, "total": 0}},
    "sort_header": {"column": {"key": "name", "label": "Name"}},
    "filters": {"filters": {"url": "/partners/", "fields": []}},
    "action_card": {
        "action": {
            "title": "Strengthen QC",
            "why": "Defects above 1 %.",
            "state": "open",
            "due": None,
            "owners": [],
            "evidence": [],
        }
    },
    "flag_card": {"flag": {"title": "Silence", "sentence": "No answer in 14 days.", "since": None}},
    "field": {"field": SignIn()["nickname"]},
    "file_drop": {"drop": {"name": "file", "label": "Drop a file", "hint": "CSV"}},
    "chain_state": {"chain": {"state": "unchecked", "entries": 0, "head": ""}},
}


def variants() -> dict:
    """Return more tiles, rows and timelines than one of each."""
    entry = FULL["ledger_row"]["row"]
    timeline = FULL["timeline"]["timeline"]
    return {
        "tiles": [
            tile(),
            tile(
                state="ok",
                kept=392,
                n=400,
                rate=0.98,
                low=0.961,
                high=0.990,
                sentence="On target: the true rate is probably 96 to 99 %.",
            ),
            tile(
                state="alarm",
                kept=39,
                n=50,
                rate=0.78,
                low=0.647,
                high=0.872,
                sentence="Missed: the true rate is almost certainly below 95 %. Of 61 late days 22 came from us.",
            ),
            tile(
                state="insufficient",
                kept=2,
                n=3,
                rate=0.667,
                low=0.208,
                high=0.939,
                sentence="Not enough lines yet to say: one late line of three is no alarm.",
            ),
            BARE["kpi_tile"]["tile"],
        ],
        "entries": [
            entry,
            {
                **entry,
                "state": "late",
                "what": "Bulk PO-1150 line 1, nine days after 2 Apr 2026",
                "step": -9.8,
                "evidence": "confirmed",
                "evidence_word": "",
                "confirm_url": "",
            },
            {
                **entry,
                "state": "excused",
                "what": "PO-1151 line 2, port closed by typhoon 摩羯",
                "step": 0,
                "confirm_url": "",
                "contest_url": "",
            },
            {
                **entry,
                "state": "contested",
                "what": "Payment of invoice 2026-118",
                "step": -1.1,
                "evidence": "contested",
                "evidence_word": "",
                "contest_url": "",
                "confirm_url": "",
            },
            BARE["ledger_row"]["row"],
        ],
        "timelines": [
            {
                **timeline,
                "id": "five",
                "lines": lines(5, attributed=False),
                "sentence": "One of the five lines came late.",
            },
            {
                **timeline,
                "id": "many",
                "lines": lines(300, seed=3),
                "sentence": "Of 300 lines in two years, 108 came late.",
            },
        ],
        "partners": [
            {
                "name": "永发针织有限公司",
                "lang": "zh",
                "rate": 0.94,
                "low": 0.838,
                "high": 0.979,
                "n": 50,
                "standing": 58.3,
                "state": "watch",
                "trend": FULL["sparkline"]["trend"],
            },
            {
                "name": "Công ty TNHH Dệt may Hòa Phát",
                "lang": "vi",
                "rate": 0.78,
                "low": 0.647,
                "high": 0.872,
                "n": 50,
                "standing": 41.0,
                "state": "alarm",
                "trend": {"rates": [1, 0.9, 0.9, 0.8, 0.9, 0.7, 0.8, 0.7, 0.6, 0.7, 0.5, 0.6], "label": "falling"},
            },
            {
                "name": "নূর নিটওয়্যার লিমিটেড",
                "lang": "bn",
                "rate": 0.98,
                "low": 0.961,
                "high": 0.99,
                "n": 400,
                "standing": 88.0,
                "state": "ok",
                "trend": {"rates": [0.97, 0.98, 0.99, 1, 1, 0.98, 0.97, 0.98, 0.99, 1, 0.98, 0.98], "label": "steady"},
            },
            {
                "name": "Ege Tekstil A.Ş.",
                "lang": "tr",
                "rate": None,
                "low": None,
                "high": None,
                "n": 0,
                "standing": None,
                "state": "no data",
                "trend": {"rates": [None] * 12, "label": "nothing"},
            },
        ],
    }
