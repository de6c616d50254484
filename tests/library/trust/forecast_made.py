"""Made portfolios, and the real history, as lines for the forecast."""

from io import StringIO

import numpy as np
import pandas as pd

from tests.shared import shared_path
from troth.trust.forecast import Events

WAREHOUSE = "SCMS from RDC"


def made_events(lines=400, *, partners=8, seed=0):
    """A portfolio whose partners differ, whose late lines are reported late and which ships several lines a day."""
    random = np.random.default_rng(seed)
    partner = random.integers(0, partners, lines)
    due = random.integers(0, 900, lines) // 5 * 5
    kept = (random.random(lines) < np.linspace(0.6, 0.98, partners)[partner]).astype(np.int64)
    known = due + np.where(kept == 1, random.integers(0, 4, lines), random.integers(1, 60, lines))
    return Events(partner=partner, due=due, known=known, kept=kept)


def with_changes(events, **columns):
    return Events(**{name: columns.get(name, getattr(events, name)) for name in ("partner", "due", "known", "kept")})


def real_lines():
    text = shared_path("data/01_scms/SCMS_Delivery_History_Dataset.csv").read_bytes().decode("utf-8-sig")
    return pd.read_csv(StringIO(text.replace("\r\n", "\n").replace("\r", "\n")), sep="\t")


def real_events(rows):
    """Read straight from the file's rows: Vendor, scheduled, delivered and recorded day."""
    due, delivered, recorded = (
        (pd.to_datetime(rows[name], format="%d-%b-%y") - pd.Timestamp("2000-01-01")).dt.days.to_numpy()
        for name in ("Scheduled Delivery Date", "Delivered to Client Date", "Delivery Recorded Date")
    )
    return Events(
        partner=rows["Vendor"].factorize()[0],
        due=due,
        known=np.maximum(recorded, delivered),
        kept=(delivered <= due).astype(np.int64),
    )
