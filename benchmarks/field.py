"""A phone in the field: taps while two hundred photos lie on it, are taken and are sent, in a real Chromium."""

import json
import os
import random
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks import databases
from benchmarks.report import Row, Section, child, p95

PHOTOS, TAPS, HOLD = 200, 40, 100.0
SIZE = (1600, 1200)
SLOWER = 4
PAUSE = 40
BARE = "<button onclick='this.textContent = Number(this.textContent) + 1'>0</button>"
# Chromium's own measure of a tap: from the finger to the next picture on the screen; under 16 ms it is not told.
LEAST = 16.0
WATCH = """() => {
  window.tapped = new Map();
  new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries())
      if (interactionId) window.tapped.set(interactionId, Math.max(duration, window.tapped.get(interactionId) ?? 0));
  }).observe({ type: "event", durationThreshold: 16, buffered: true });
}"""


def section() -> Section:
    """Return the table of taps."""
    found = Section("An inspection on a phone")
    told = child("field", databases.cache() / "field")
    bare = told["bare"]
    for name, taps in told["taps"].items():
        slowest = max(taps)
        found.rows.append(
            Row(
                work=f"{name}: slowest of {len(taps)} taps (p95 {p95(taps):.0f} ms)", ours=f"{slowest:.0f} ms",
                limit=f"{max(bare):.0f} ms (a bare button; p95 {p95(bare):.0f} ms)", ratio=f"{slowest / max(bare):.2f}",
                hold=f"every tap ≤ {HOLD:.0f} ms", holds=slowest <= HOLD,
            )
        )  # fmt: skip
    found.notes = [
        f"360 × 740, the processor slowed {SLOWER} times, {told['photos']} photos of {told['bytes'] / 1000:.0f} kB "
        "taken through the page itself without a network; the browser measures each tap (Event Timing), from the "
        "finger to the next picture on the screen."
    ]
    return found


def measured(home: Path) -> dict[str, Any]:
    """Take the photos offline and return how long taps took, in milliseconds."""
    # The tests' own site and browser are used, and are not needed to read this module.
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    from tests.browser import sites  # noqa: PLC0415
    from tests.chromium import chromium_path  # noqa: PLC0415

    files = _pictures(home / "pictures")
    shutil.rmtree(home / "site", ignore_errors=True)
    (home / "site").mkdir()
    with _aside():
        site = sites.start(home / "site", cast=True, port=8797)
    try:
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
            return _tapped(site, chromium, files)
    finally:
        site.stop()


@contextmanager
def _aside() -> Iterator[None]:
    """Let what is started here run on one processor alone: a phone's server is another machine."""
    every = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(every)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, every)


def _pictures(folder: Path) -> list[Path]:
    """Return photos that are each its own, as a camera would write them."""
    from PIL import Image  # noqa: PLC0415 - as above.

    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"{number}.jpg" for number in range(PHOTOS + TAPS)]
    if not files[-1].exists():
        Image.effect_noise(SIZE, 30).convert("RGB").save(files[0], quality=80)
        content = files[0].read_bytes()
        for number, path in enumerate(files):
            # Readers pass over what follows a picture's end.
            path.write_bytes(content + number.to_bytes(2))
    return files


def _tapped(site: Any, chromium: Any, files: list[Path]) -> dict[str, Any]:
    from tests.browser import field_work as work  # noqa: PLC0415 - as above.

    uid = work.plan(site, f"Bench {random.randrange(10**9)}")
    context = chromium.new_context(base_url=site.address, **work.TOUCH)
    cookie = {"name": "sessionid", "value": site.made["cookies"]["inspector"], "url": site.address}
    context.add_cookies([cookie])
    tab = context.new_page()
    tab.set_default_timeout(120_000)
    work.take(tab, uid)
    context.set_offline(True)
    work.open_one(tab, uid)
    bare = _bare(context)
    _photos(tab, files[:PHOTOS])
    _watch(tab, context)
    scenes: dict[str, Callable[[], list[float]]] = {
        "open a section": lambda: _taps(tab, _sections(tab)),
        "count a unit": lambda: _taps(tab, lambda _at: "[data-next-unit]"),
        "answer a question": lambda: _taps(tab, _questions(tab, work)),
        "record a defect": lambda: _taps(tab, _kinds(tab, work)),
        "count a unit while photos are taken": lambda: _while_taken(tab, files[PHOTOS:]),
        "record a defect while photos are sent": lambda: _while_sent(tab, context, work),
    }
    taps = {name: scene() for name, scene in scenes.items()}
    context.close()
    return {"photos": PHOTOS, "bytes": files[0].stat().st_size, "taps": taps, "bare": bare}


def _bare(context: Any) -> list[float]:
    """Return how long taps on a page of one button take: the limit of this machine, slowed as much."""
    tab = context.new_page()
    tab.set_content(BARE)
    _watch(tab, context)
    taps = _taps(tab, lambda _at: "button")
    tab.close()
    return taps


def _watch(tab: Any, context: Any) -> None:
    context.new_cdp_session(tab).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    tab.evaluate(WATCH)


def _photos(tab: Any, files: list[Path]) -> None:
    tab.set_input_files("#pictures", files)
    _wait(tab, len(files))


def _wait(tab: Any, photos: int) -> None:
    tab.locator(f"[data-fill=photos-to-send]:text-is('{photos}')").wait_for(state="attached")


def _sections(tab: Any) -> Callable[[int], str]:
    names = ("photos", "summary", "checks", "units", "defects", "measure", "plan", "sign")
    return lambda at: f".f-sections a[href='#{names[at % len(names)]}']"


def _questions(tab: Any, work: Any) -> Callable[[int], str]:
    work.go(tab, "checks")
    return lambda at: f"#questions [data-options] label >> nth={at % 2}"


def _kinds(tab: Any, work: Any) -> Callable[[int], str]:
    work.go(tab, "defects")
    return lambda at: f"#catalogue button >> nth={at % 4}"


def _while_taken(tab: Any, files: list[Path]) -> list[float]:
    tab.set_input_files("#pictures", files)
    taps = _taps(tab, lambda _at: "[data-next-unit]")
    _wait(tab, PHOTOS + len(files))
    return taps


def _while_sent(tab: Any, context: Any, work: Any) -> list[float]:
    kinds = _kinds(tab, work)
    context.set_offline(False)
    tab.locator("body[data-sending=photos]").wait_for()
    return _taps(tab, kinds)


def _taps(tab: Any, what: Callable[[int], str]) -> list[float]:
    tab.evaluate("window.tapped.clear()")
    for at in range(TAPS):
        tab.locator(what(at)).last.tap()
        tab.wait_for_timeout(PAUSE)
    tab.wait_for_timeout(500)
    slow = list(tab.evaluate("[...window.tapped.values()]"))
    return [float(one) for one in slow] + [LEAST] * max(0, TAPS - len(slow))


if __name__ == "__main__":
    print(json.dumps(measured(Path(sys.argv[1]))))
