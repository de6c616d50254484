"""Sample contexts of the pieces that show promises and numbers."""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

DEADLINE = datetime(2026, 3, 12, 10, 0, tzinfo=UTC)
LINK = {"url": "/why/", "label": "why this number"}
SIDE_ROWS = [
    {"label": "quality", "standing": 71.2, "expected": 88, "n": 41, "url": "/why/quality/"},
    {"label": "delivery", "standing": 58.3, "expected": 84.0, "n": 50, "url": "/why/delivery/"},
    {"label": "answers", "standing": 66.0, "expected": 79.0, "n": 120},
    {"label": "honesty", "standing": None, "expected": None, "n": 0},
]


def lines(number: int, *, seed: int = 7, attributed: bool = True) -> list[dict[str, Any]]:
    """Return so many delivery lines, oldest first."""
    chance = random.Random(seed)
    due = date(2024, 1, 8)
    made = []
    for place in range(number):
        due += timedelta(days=max(1, round(700 / number * chance.uniform(0.3, 1.7))))
        days = chance.choice([0, 0, 0, -1, -2, 1, 0, 3, 5, 9, 0, -4, 14, 0, 2, 0, 60 if place % 40 == 39 else 0])
        late = max(days, 0)
        buyer = chance.randint(0, late // 2) if attributed else None
        excused = chance.randint(0, (late - (buyer or 0)) // 2) if attributed else None
        made.append(
            {
                "label": f"PO-{1100 + place} line 1",
                "due": due,
                "days": None if place == number - 1 and number > 5 else days,
                "factory_days": late - buyer - excused if attributed else None,
                "buyer_days": buyer,
                "excused_days": excused,
                "state": "late" if days > 0 else "kept",
                "url": f"/lines/{place}/",
            }
        )
    return made


def effort() -> dict[str, Any]:
    """Return the effort of two sides, the first weeks of one lying before its record."""
    mondays = [date(2025, 3, 24) + timedelta(weeks=number) for number in range(52)]
    sides = []
    for side, name, every in (("buyer", "Nordlicht", 2), ("factory", "永发针织有限公司", 3)):
        contacts = [None if at < 6 else at % every for at in range(52)]
        shades = ["unknown" if n is None else str(n) for n in contacts]
        cells = [
            {"x": f"{at * 1.92:.2f}%", "width": "1.54%", "shade": shade, "title": f"Week {at}"}
            for at, shade in enumerate(shades)
        ]
        sides.append(
            {
                "side": side, "name": name, "ours": side == "buyer", "active": 23, "counted": 46, "current": 1,
                "longest": 2, "label": f"{name}: contact in 23 of 46 weeks.", "cells": cells,
                "marks": [{"x": "3.85%", "label": "Apr 2025"}, {"x": "53.85%", "label": "Oct 2025"}],
                "consistency": "Over 9 months the share kept swings by 12 points: as steady as chance allows.",
                "projection": "At this pace, a standing of 60 is in reach in about 4 months.",
            }
        )  # fmt: skip
    weeks = [
        {"monday": monday, "buyer": None if at > 45 else 1, "factory": 0} for at, monday in enumerate(mondays[::-1])
    ]
    return {
        "sentence": "Contact in 23 of the last 46 weeks from us, 31 from them.",
        "sides": sides, "weeks": weeks, "has_unknown": True,
    }  # fmt: skip


def tile(**changes: Any) -> dict[str, Any]:
    """Return the delivery tile of look.md."""
    return {
        "name": "On-time delivery",
        "state": "watch",
        "sentence": "Probably 84 to 98 %: too early to say that 95 % is missed.",
        "n": 50,
        "kept": 47,
        "unit": "lines",
        "rate": 0.94,
        "low": 0.838,
        "high": 0.979,
        "target": 0.95,
        "definition": "Delivered ex-factory on the agreed day, ±0 days",
        "window": "last 12 months",
        "source": "From the buyer’s records, not confirmed by the factory.",
        "links": [LINK, {"url": "/late/", "label": "3 late lines"}],
        **changes,
    }


JUDGEMENT: dict[str, dict[str, Any]] = {
    "state_badge": {"state": "kept"},
    "side_label": {"side": "factory", "name": "永发针织有限公司", "lang": "zh", "ours": True},
    "money": {"amount": Decimal("1234567.50"), "currency": "CNY"},
    "dates": {
        "deadline": {
            "at": DEADLINE.astimezone(ZoneInfo("Asia/Shanghai")),
            "place": "Shanghai",
            "there": DEADLINE.astimezone(ZoneInfo("Europe/Berlin")),
            "other_place": "Berlin",
            "left": "in 3 days",
            "state": "at risk",
        }
    },
    "sparkline": {
        "trend": {
            "rates": [0.8, 0.9, None, 0.95, 1.0, 0.9, None, None, 0.7, 0.8, 0.85, 0.94],
            "label": "On-time delivery of the last twelve months, 94 % in the last.",
        }
    },
    "interval": {"interval": {"low": 0.84, "high": 0.98, "rate": 0.94, "target": 0.95}},
    "kpi_tile": {"tile": tile()},
    "standing_pair": {
        "pair": {
            "buyer": {
                "heading": "永发 (Yongfa) relies on us",
                "rows": [
                    {"label": "payment", "standing": 52.0, "expected": 81.0, "n": 33, "url": "/why/payment/"},
                    {"label": "approval", "standing": 31.0, "expected": 58.0, "n": 12},
                    {"label": "answers", "standing": 74.0, "expected": 90.0, "n": 140},
                    {"label": "notice", "standing": None, "expected": None, "n": 0, "why": "no promise closed yet"},
                ],
            },
            "factory": {"heading": "We rely on 永发 (Yongfa)", "rows": SIDE_ROWS},
        }
    },
    "why_steps": {
        "why": {
            "start": 5.0,
            "steps": [
                {
                    "at": date(2026, 3, 12),
                    "recorded_at": date(2026, 3, 14),
                    "reason": "PO-1143 line 2 shipped on time",
                    "step": 2.1,
                    "url": "/e/1/",
                },
                {
                    "at": date(2026, 4, 2),
                    "reason": "PO-1150 line 1 came nine days late: four of the days came from our "
                    "late approval, five from the factory",
                    "step": -9.8,
                    "url": "/e/2/",
                },
                {"at": date(2026, 5, 20), "reason": "Older entries weigh a little less", "step": 0.0},
            ],
            "score": 58.3,
            "as_of": date(2026, 6, 1),
            "hidden": 44,
            "all_url": "/why/all/",
            "raise_it": [{"sentence": "PO-1190 line 1 delivered on Fri 12 Jun 2026 as promised", "step": 1.2}],
        }
    },
    "ledger_row": {
        "row": {
            "state": "kept",
            "what": "Bulk PO-1182 line 3, due 12 May 2026 (Shanghai)",
            "happened": date(2026, 5, 12),
            "recorded": date(2026, 5, 14),
            "source": "by import #7",
            "evidence": "one side",
            "evidence_word": "not confirmed by the factory",
            "step": 1.4,
            "url": "/entries/1/",
            "confirm_url": "/entries/1/confirm/",
            "contest_url": "/entries/1/contest/",
        }
    },
    "timeline": {
        "timeline": {
            "id": "lateness",
            "sentence": "Eight of the last 46 lines came late; four of ten late days came from us.",
            "lines": lines(46),
            "window": {"late_days": 2, "early_days": 3},
        }
    },
    "effort": {"effort": effort()},
}
