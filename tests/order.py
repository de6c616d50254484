"""The order in which a parallel run takes files of tests: what takes long comes first, and no worker waits at the end.

A file stays with one worker. Files with many tests take long; those named here do so with few.
"""

from collections import defaultdict

import pytest

LENGTHY = (
    "tests/site/management/test_new_database.py",
    "tests/site/actions/test_demo.py",
    "tests/site/matrix/test_isolation.py",
    "tests/site/communication/test_responses.py",
    "tests/site/actions/test_demo_quality.py",
    "tests/site/management/test_installed.py",
    "tests/site/actions/test_together.py",
    "tests/site/management/test_serve.py",
    "tests/site/actions/test_any_order_of_acts.py",
    "tests/site/real/test_delivery_history.py",
    "tests/site/real/test_warehouse.py",
    "tests/site/management/test_demo.py",
    "tests/library/trust/test_tallies.py",
    "tests/library/trust/test_backtest.py",
    "tests/library/trust/test_forecast_fit.py",
    "tests/browser/test_every_page.py",
    "tests/browser/test_imports.py",
    "tests/browser/test_field.py",
    "tests/browser/test_field_nonsense.py",
)


def lengthy_first(items: list[pytest.Item]) -> list[pytest.Item]:
    """Return the tests with those of lengthy files first, then file by file, the largest first."""
    files = defaultdict(list)
    for item in items:
        files[item.nodeid.split("::", 1)[0]].append(item)
    ranked = sorted(
        files, key=lambda name: (LENGTHY.index(name) if name in LENGTHY else len(LENGTHY), -len(files[name]))
    )
    return [item for name in ranked for item in files[name]]
