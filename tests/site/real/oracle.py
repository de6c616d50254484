"""The real delivery history as pandas reads it, and what our own command says of it."""

import numpy as np
import pandas as pd

from tests.shared import shared_path
from tests.site.record import troth

HISTORY = shared_path("data/01_scms/SCMS_Delivery_History_Dataset.csv")
WAREHOUSE = "SCMS from RDC"
DAYS = {
    "due": "Scheduled Delivery Date",
    "delivered": "Delivered to Client Date",
    "recorded": "Delivery Recorded Date",
}


def delivery_history():
    """Return every line of the file: its days, when its outcome was known, and whether it was kept."""
    frame = pd.read_csv(HISTORY, sep="\t", lineterminator="\r", encoding="utf-8", dtype=str, keep_default_na=False)
    for name, column in DAYS.items():
        frame[name] = pd.to_datetime(frame[column], format="%d-%b-%y")
    frame["kept"] = frame["delivered"] <= frame["due"]
    frame["known"] = np.maximum(frame["delivered"], frame["recorded"])
    return frame


def counted(lines, column):
    """Return lines, kept lines and rate by factory."""
    found = lines.groupby(lines[column].str.strip())["kept"].agg(["size", "sum"])
    return {name: (row["size"], row["sum"], row["sum"] / row["size"]) for name, row in found.iterrows()}


def told(*options):
    """Return the same as `troth partners` tells it, of every factory of which anything was known."""
    answer = troth("partners", *options, "--json")
    assert answer.code == 0
    numbers = {document["name"]: document["factory"]["delivery"] for document in answer.json}
    return {name: (found["n"], found["kept"], found["rate"]) for name, found in numbers.items() if found["n"]}
