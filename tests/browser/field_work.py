"""What the tests of the field share: an inspection, a phone, photos, the server's record."""

import json
import struct
import zlib

TOUCH = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
PLANS = """
import json, sys, django
django.setup()
from django.utils import timezone
from tests import cast
from tests.site.quality.inspecting import make_wish
from troth.quality.verdicts import DefectClass
from troth_site import access
from troth_site.actions.quality import inspections
from troth_site.models import Inspection, Person
ours, planner, inspector, name, wish = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4], json.loads(sys.argv[5])
by = access.actor(Person.objects.get(email=planner))
who = Person.objects.get(email=inspector)
key = inspections.plan(by=by, relationship=ours, wish=make_wish(lot_name=name, inspector=who.pk, **wish))
row = Inspection.objects.get(pk=key)
if len(sys.argv) > 6:
    row.frozen = row.frozen | json.loads(sys.argv[6])
    row.save(update_fields=["frozen"])
print(row.uid)
"""
TELLS = """
import json, sys, django
django.setup()
from troth_site.models import Inspection
row = Inspection.objects.get(uid=sys.argv[1])
print(json.dumps({
    "state": row.state, "verdict": row.verdict,
    "entries": [(one.field, one.value) for one in row.entries.order_by("answered_at", "pk")],
    "defects": [(one.name, one.defect_class, one.unit, bool(one.removed_at))
                for one in row.found.order_by("answered_at")],
    "measurements": [(one.code, one.unit_number, one.value, bool(one.removed_at))
                     for one in row.measurements.order_by("pk")],
    "photos": [(one.sha256, one.received == one.size, one.file.sha256 if one.file else "", one.refused, one.marks)
               for one in row.photos.order_by("taken_at")],
    "signatures": [(one.side, one.name, one.is_listed, one.refused_because) for one in row.signatures.order_by("pk")],
    "corrective": [one.title for one in row.corrective.all()],
    "classes": {one.defect_class: [one.looked_at, one.nonconforming, one.accept, one.reject, one.verdict]
                for one in row.classes.all()},
}))
"""
CHECKLIST = [
    {"code": "marks", "section": "Packing", "label": {"en": "Shipping marks are right"}, "hint": {}, "kind": "choice",
     "choices": [{"value": "yes", "label": {"en": "Yes"}}, {"value": "no", "label": {"en": "No"}}], "required": True,
     "relevant": "", "constraint": "", "lower": None, "upper": None, "defect_class": "major", "failing": ["no"]},
    {"code": "which", "section": "Packing", "label": {"en": "Which mark is wrong"}, "hint": {}, "kind": "text",
     "choices": [], "required": False, "relevant": "${marks} = 'no'", "constraint": "", "lower": None, "upper": None,
     "defect_class": "", "failing": []},
    {"code": "weight", "section": "Cartons", "label": {"en": "Weight of a carton, kg"}, "hint": {}, "kind": "number",
     "choices": [], "required": False, "relevant": "", "constraint": "", "lower": 8, "upper": 9, "defect_class": "",
     "failing": []},
]  # fmt: skip
REQUIREMENTS = [
    {"code": "length", "name": "Body length", "kind": "measured", "defect_class": "major", "target": 62.0,
     "lower": 61.0, "upper": 63.0, "unit": "cm", "words": "", "method": "Flat, from the shoulder", "readings": 3},
]  # fmt: skip


def plan(site, name, *, inspector="inspector", **wish):
    """Let the buyer plan an inspection with a checklist and a measurement, and return its public name."""
    people = site.made["people"]
    more = {"checklist": CHECKLIST, "requirements": REQUIREMENTS}
    told = site.python(
        PLANS, str(site.made["ours"]), people["buyer"], people[inspector], name, json.dumps(wish), json.dumps(more)
    )
    return told.splitlines()[-1]


def record(site, uid):
    """Return what the server's record holds of an inspection."""
    return json.loads(site.python(TELLS, uid).splitlines()[-1])


def photo(seed, *, side=64, size=0):
    """Return a PNG that is its own, padded to a size by a chunk that every reader passes over."""
    rows = b"".join(
        b"\0" + bytes((seed * 31 + x * 5 + y * 3 + part * 85) % 256 for x in range(side) for part in range(3))
        for y in range(side)
    )
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(rows))]
    if size:
        parts.append((b"troT", bytes((seed + at * 7) % 251 for at in range(251)) * (size // 251)))
    parts.append((b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )


def camera(tab, *photos, selector="#camera"):
    """Hold photos before the camera."""
    files = [{"name": f"p{at}.png", "mimeType": "image/png", "buffer": raw} for at, raw in enumerate(photos)]
    for one in files:
        tab.set_input_files(selector, [one])


def ready(tab):
    """Wait until the page has read what the phone keeps."""
    tab.wait_for_selector("body[data-ready=true]")


def go(tab, section):
    """Open a section of an inspection."""
    tab.locator(f".f-sections a[href='#{section}']").tap()
    tab.wait_for_selector(f"[data-section={section}]:not([hidden])")


def open_one(tab, uid):
    """Open an inspection, and wait until the page has read what the phone keeps."""
    tab.goto(f"/field/{uid}/")
    ready(tab)


def mark_first(tab):
    """Draw a circle on the newest photo and keep it."""
    tab.tap("#photos figure button >> nth=0")
    # It can be drawn on once the picture has its size.
    glass = tab.locator("#marking[open] .f-picture svg[viewBox]")
    glass.wait_for()
    box = glass.bounding_box()
    tab.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    tab.mouse.down()
    tab.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + box["height"] / 2, steps=4)
    tab.mouse.up()
    tab.tap("#mark-keep")
    tab.wait_for_selector("#marking", state="hidden")


def sign(tab, side, name):
    """Let somebody of the list sign on the glass."""
    go(tab, "sign")
    form = tab.locator(f"form[data-side={side}]")
    tab.locator("details", has=form).locator("summary").tap()
    form.locator("[name=who]").select_option(label=name)
    form.locator("canvas").evaluate("glass => glass.scrollIntoView({ block: 'center' })")
    box = form.locator("canvas").bounding_box()
    tab.mouse.move(box["x"] + 20, box["y"] + 80)
    tab.mouse.down()
    tab.mouse.move(box["x"] + 150, box["y"] + 40, steps=8)
    tab.mouse.up()
    form.locator("button[type=submit]").tap()
    tab.wait_for_selector("#signatures li")


def take(tab, uid):
    """Take an inspection offline from the list."""
    tab.goto("/field/")
    ready(tab)
    card = tab.locator(f"[data-inspection='{uid}']")
    card.locator("[data-take]").tap()
    tab.wait_for_selector(f"[data-inspection='{uid}'][data-taken=true]")


def kept(tab, store):
    """Return what the phone keeps in one of its stores."""
    return tab.evaluate(
        """async (store) => {
          const open = indexedDB.open("troth-field");
          const base = await new Promise((go) => { open.onsuccess = () => go(open.result); });
          const all = base.transaction(store).objectStore(store).getAll();
          const rows = await new Promise((go) => { all.onsuccess = () => go(all.result); });
          base.close();
          return rows.map(({ blob, body, ...row }) => row);
        }""",
        store,
    )


def until_sent(tab, seconds=60):
    """Wait until nothing waits on the phone."""
    tab.wait_for_selector("body[data-sending=done]", timeout=seconds * 1000)
