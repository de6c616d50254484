"""Made portfolios, and the real history, as lines for the forecast."""

from io import StringIO

import numpy as np
import pandas as pd
from hypothesis import settings
from hypothesis import strategies as st

from tests.shared import shared_path
from troth.trust.forecast import Events, Fit

WAREHOUSE = "SCMS from RDC"

FIT = Fit(half_life_days=90.0, lag_half_life_days=14.0, strength=2.0, crowding=0.5)

fits = st.builds(
    Fit,
    half_life_days=st.floats(14, 2000),
    lag_half_life_days=st.floats(2, 180),
    strength=st.floats(0.25, 50),
    crowding=st.floats(0.05, 1),
)

seeds = st.integers(0, 10_000)

law = settings(max_examples=40, deadline=None)


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
