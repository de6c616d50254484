"""A phone in the field: taps while two hundred photos lie on it, without a network, in a real Chromium."""

import json
import random
import sys
from pathlib import Path

from benchmarks import databases
from benchmarks.report import Row, Section, child, p95

PHOTOS, TAPS, HOLD = 200, 200, 100.0
PHOTO_BYTES = 500_000
SLOWER = 4
# Chromium's own measure of a tap: from the finger to the next picture on the screen; under 16 ms it is not told.
WATCH = """() => {
  window.tapped = new Map();
  new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries())
      if (interactionId) window.tapped.set(interactionId, Math.max(duration, window.tapped.get(interactionId) ?? 0));
  }).observe({ type: "event", durationThreshold: 16, buffered: true });
}"""


def section() -> Section:
    """Return the table of taps."""
    found = Section("Field")
    told = child("field", databases.cache() / "field")
    for name, taps in told["taps"].items():
        slow = p95(taps)
        found.rows.append(
            Row(
                work=f"{name}, {told['photos']} photos on the phone, p95 of {len(taps)} taps", ours=f"{slow:.0f} ms",
                limit="16 ms (the least Chromium tells)", hold=f"{HOLD:.0f} ms", holds=slow <= HOLD,
            )
        )  # fmt: skip
    found.notes = [
        f"Offline, 360 × 740, processor slowed {SLOWER} times, photos of {PHOTO_BYTES // 1000} kB taken through the "
        "page itself; the browser measures each tap (Event Timing), from the finger to the next picture on the screen."
    ]  # fmt: skip
    return found


def measured(home: Path) -> dict[str, object]:
    """Take the photos offline and return how long taps took, in milliseconds."""
    # The tests' own site and browser are used, and are not needed to read this module.
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    from tests.browser import field_work, sites  # noqa: PLC0415
    from tests.chromium import chromium_path  # noqa: PLC0415

    home.mkdir(parents=True, exist_ok=True)
    site = sites.start(home, cast=not (home / "secret.key").exists(), port=8797)
    try:
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
            return _tapped(site, chromium, field_work)
    finally:
        site.stop()


def _tapped(site: object, chromium: object, work: object) -> dict[str, object]:
    uid = work.plan(site, f"Bench {random.randrange(10**9)}")
    context = chromium.new_context(base_url=site.address, **work.TOUCH)
    cookie = {"name": "sessionid", "value": site.made["cookies"]["inspector"], "url": site.address}
    context.add_cookies([cookie])
    tab = context.new_page()
    tab.set_default_timeout(60_000)
    work.take(tab, uid)
    context.set_offline(True)
    work.open_one(tab, uid)
    for first in range(0, PHOTOS, 20):
        files = [
            {"name": f"{seed}.png", "mimeType": "image/png", "buffer": work.photo(seed, side=256, size=PHOTO_BYTES)}
            for seed in range(first, first + 20)
        ]
        tab.set_input_files("#pictures", files)
    tab.wait_for_function(f"document.querySelector('[data-fill=photos-to-send]').textContent === '{PHOTOS}'")
    context.new_cdp_session(tab).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    tab.evaluate(WATCH)
    taps = {
        "count a unit": _taps(tab, "[data-next-unit]", TAPS // 4),
        "open a section": _sections(tab, work, TAPS // 4),
        "record a defect": _defects(tab, work, TAPS // 2),
    }
    context.close()
    return {"photos": PHOTOS, "taps": taps}


def _taps(tab: object, selector: str, times: int) -> list[float]:
    tab.evaluate("window.tapped.clear()")
    for _tap in range(times):
        tab.locator(selector).first.tap()
        tab.wait_for_timeout(60)
    return _read(tab, times)


def _sections(tab: object, work: object, times: int) -> list[float]:
    tab.evaluate("window.tapped.clear()")
    for at in range(times):
        work.go(tab, ("photos", "summary", "checks", "units")[at % 4])
        tab.wait_for_timeout(60)
    return _read(tab, times)


def _defects(tab: object, work: object, times: int) -> list[float]:
    work.go(tab, "defects")
    return _taps(tab, "#catalogue button", times)


def _read(tab: object, times: int) -> list[float]:
    tab.wait_for_timeout(500)
    slow = list(tab.evaluate("[...window.tapped.values()]"))
    return [float(one) for one in slow] + [16.0] * max(0, times - len(slow))


if __name__ == "__main__":
    print(json.dumps(measured(Path(sys.argv[1]))))
