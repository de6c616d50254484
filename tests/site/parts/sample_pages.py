"""Sample contexts of the pieces around the numbers: lists, work, actions, errors."""

from datetime import date
from typing import Any

from tests.site.parts.sample_judgement import DEADLINE

FORECASTS = [(5, 0.52, 41), (6, 0.58, 90), (7, 0.74, 210), (8, 0.81, 804), (9, 0.89, 3120)]
PAGES: dict[str, dict[str, Any]] = {
    "empty": {
        "empty": {
            "title": "Your factories will stand here",
            "why": "No order has been recorded yet, so there is nothing to rely on or to doubt.",
            "action": {"url": "/imports/new/", "label": "Import an order history"},
            "demo_url": "/demo/",
        }
    },
    "error": {
        "error": {
            "what": "Two rows of orders-2026.xlsx could not be read",
            "where": [
                {
                    "row": 214,
                    "column": "交货日期",
                    "cell": "2026..7",
                    "reason": "This is not a day.",
                    "mend": "Write it as 2026-07-12.",
                },
                {
                    "row": 1302,
                    "column": "Quantity",
                    "cell": "-40",
                    "reason": "A quantity cannot be below zero.",
                    "mend": "Record a return as its own row.",
                },
            ],
            "more": 3,
            "mend": "Mend the refused rows and drop the file again: nothing is counted twice.",
            "file_url": "/imports/7/refused/",
            "action": {"url": "/imports/7/", "label": "Go on with the others"},
        }
    },
    "progress": {
        "work": {
            "title": "Importing orders-2026.xlsx",
            "done": 4120,
            "total": 10324,
            "state": "running",
            "sentence": "4,120 of 10,324 rows",
            "remaining": "about 20 seconds left",
            "counts": [{"label": "new", "n": 3998}, {"label": "unchanged", "n": 110}, {"label": "refused", "n": 12}],
            "url": "/imports/7/progress/",
            "leave_url": "/",
        }
    },
    "journey": {
        "journey": {
            "phases": [
                {"number": 0, "name": "Prepare", "state": "done", "url": "/p/0/"},
                {"number": 1, "name": "First check", "state": "done"},
                {"number": 2, "name": "Trial order", "state": "now", "note": "since Mar 2026"},
                {"number": 3, "name": "Build up", "state": "later"},
                {"number": 4, "name": "Long term", "state": "later"},
            ]
        }
    },
    "calibration": {
        "calibration": {
            "sentence": "Of the promises the forecast gave about 90 %, 89 % were kept.",
            "id": "calibration-spec",
            "measures": [
                {"label": "Log-loss", "figure": "0.312", "note": "plain average 0.355"},
                {"label": "Calibration error", "figure": "0.021"},
            ],
            "bins": [
                {"predicted": p / 10, "observed": o, "low": o - 0.06, "high": min(o + 0.05, 1.0), "n": n}
                for p, o, n in FORECASTS
            ],
            "spec": {
                "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
                "width": 420,
                "height": 260,
                "data": {"values": [{"p": p / 10, "o": o} for p, o, n in FORECASTS]},
                "mark": {"type": "line", "point": {"size": 70}},
                "encoding": {
                    "x": {"field": "p", "type": "quantitative", "title": "Forecast", "scale": {"domain": [0.4, 1]}},
                    "y": {"field": "o", "type": "quantitative", "title": "Kept", "scale": {"domain": [0.4, 1]}},
                },
            },
        }
    },
    "pager": {
        "pager": {
            "first": 51,
            "last": 100,
            "total": 5000,
            "previous_url": "?page=1",
            "next_url": "?page=3",
            "target": "#partners",
        }
    },
    "sort_header": {
        "column": {
            "key": "on-time",
            "label": "On time",
            "number": True,
            "order": "descending",
            "url": "?sort=on-time",
            "definition": "Lines delivered on or before the agreed day, of all lines that fell due.",
        },
        "target": "#partners",
    },
    "filters": {
        "filters": {
            "url": "/partners/",
            "fields": [
                {"name": "q", "label": "Name in any script", "kind": "search", "value": "永发"},
                {
                    "name": "state",
                    "label": "State",
                    "kind": "select",
                    "choices": [{"value": "", "label": "all"}, {"value": "alarm", "label": "alarm", "selected": True}],
                },
                {"name": "from", "label": "From", "kind": "date", "value": "2026-01-01"},
                {"name": "flags", "label": "with open flags", "kind": "check", "value": True},
            ],
            "kept": [{"name": "as_of", "value": "2026-03-03"}],
            "clear_url": "/partners/",
            "target": "#partners",
        }
    },
    "action_card": {
        "action": {
            "title": "Review production schedules",
            "why": "39 of the last 50 lines came on time; the true rate is almost certainly below 95 %.",
            "state": "open",
            "due": date(2026, 6, 12),
            "due_left": "in 9 days",
            "owners": [
                {"side": "buyer", "name": "Ana Petrova", "ours": True},
                {"side": "factory", "name": "নূর হোসেন", "lang": "bn"},
            ],
            "check": "We look again after the next 10 lines.",
            "evidence": [{"url": "/l/1/", "label": "PO-1150 line 1"}, {"url": "/l/2/", "label": "PO-1153 line 2"}],
            "more": 9,
            "done_url": "/actions/1/done/",
            "consequence": "Both sides see it; the check after 10 lines stays open.",
        }
    },
    "flag_card": {
        "flag": {
            "title": "Consistent delays",
            "sentence": "Six of the last eight lines came late, and each later than the one before.",
            "state": "red flag",
            "side": "factory",
            "name": "Dệt may Hòa Phát",
            "lang": "vi",
            "since": date(2026, 4, 2),
            "evidence": [{"url": "/l/1/", "label": "the eight lines"}],
            "next": "Ask what changed in the plan since March.",
        }
    },
    "chain_state": {
        "chain": {
            "state": "intact",
            "entries": 1284,
            "head": "9f2c4a17d0be5538c1f0a6e2b7d4419e3c5580f7aa21d6c3409be871f52d8a64",
            "checked": DEADLINE,
            "verify_url": "/chain/verify/",
            "download_url": "/chain/export/",
        }
    },
}
