"""The pack tells a phone what is measured: the library decides it, and no script."""

from django.test import Client
from django.urls import reverse

from tests.site.quality.inspecting import make_inspection
from troth_site.models import Inspection

ROWS = [
    {"code": code, "name": code, "kind": kind, "defect_class": "major", "target": None, "lower": lower, "upper": upper,
     "unit": "", "words": "", "method": "", "readings": 0}
    for code, kind, lower, upper in (
        ("length", "measured", 61.0, 63.0), ("height", "measured", None, None), ("pull", "test", 90.0, None),
        ("heat", "test", None, 60.0), ("zero", "looked", 0.0, None), ("colour", "looked", None, None),
        ("carton", "packing", None, None),
    )
]  # fmt: skip


def test_the_pack_says_of_each_requirement_whether_it_is_measured(gathered, db):
    row = make_inspection(gathered)
    Inspection.objects.filter(pk=row.pk).update(frozen=row.frozen | {"requirements": ROWS})
    browser = Client()
    browser.force_login(gathered.people["buyer"])

    pack = browser.get(reverse("field-pack", args=[row.uid])).json()
    assert {one["code"]: one["measured"] for one in pack["requirements"]} == {
        "length": True, "height": True, "pull": True, "heat": True, "zero": True, "colour": False, "carton": False,
    }  # fmt: skip
