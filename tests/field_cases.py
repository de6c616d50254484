"""Inspections as plain values, for the library and for the phone's script: both must count them alike."""

from random import Random

from troth.quality.field_findings import FromChecks, Looked, Measured, Recorded, found_by_checks
from troth.quality.field_questions import names_of, question_of
from troth.quality.verdicts import DefectClass

YES_NO = [{"value": "yes", "label": {"en": "Yes"}}, {"value": "no", "label": {"en": "No"}}]
CLASSES = [str(kind) for kind in DefectClass]


def question(code, kind="choice", **more):
    """Return a question as an inspection keeps it."""
    told = {
        "code": code, "kind": kind, "label": {"en": f"Is {code} good?"}, "choices": YES_NO, "failing": ["no"],
        "required": False, "relevant": "", "lower": None, "upper": None, "defect_class": "major",
    }  # fmt: skip
    return told | more


def requirement(code, **more):
    """Return a measured requirement; it is good from 10 to 20."""
    return {"code": code, "name": f"Length {code}", "defect_class": "major", "lower": 10.0, "upper": 20.0} | more


def recorded(name, **more):
    """Return a defect that was written down."""
    return {"class": "major", "name": name, "code": None, "unit": None, "units": 1, "defects": 1} | more


def case(**told):
    """Return a case, nothing of which was looked at unless told."""
    nothing = {
        "checklist": [], "requirements": [], "answers": {}, "photographed": [], "readings": [], "recorded": [],
        "classes": CLASSES,
    }  # fmt: skip
    return nothing | told


def counted(one) -> dict[DefectClass, FromChecks]:
    """Count a case as the library does."""
    measured = [
        Measured(
            code=each["code"], name=each["name"], lower=each["lower"], upper=each["upper"],
            defect_class=DefectClass(each["defect_class"]) if each["defect_class"] else None,
            wanted=each.get("wanted", 0),
            readings=[(read["unit_number"], read["value"]) for read in one["readings"] if read["code"] == each["code"]],
        )
        for each in one["requirements"]
    ]  # fmt: skip
    written = [
        Recorded(
            defect_class=DefectClass(each["class"]), names=(each["name"], each["code"] or ""), unit=each["unit"],
            units=each["units"], defects=each["defects"],
        )
        for each in one["recorded"]
    ]  # fmt: skip
    looked = Looked(
        items=[question_of(each) for each in one["checklist"]], answers=one["answers"],
        photographed=one["photographed"], measured=measured, recorded=written,
    )  # fmt: skip
    return found_by_checks(looked, [DefectClass(kind) for kind in one["classes"]])


def carried(one):
    """Return a case as a phone has it: each thing with its class and the names it goes by."""

    def told(row, labels):
        names = names_of(row["code"], labels)
        return row | {"class": row["defect_class"], "names": names, "wanted": row.get("wanted", 0)}

    return one | {
        "checklist": [told(row, row["label"].values()) for row in one["checklist"]],
        "requirements": [told(row, [row["name"]]) for row in one["requirements"]],
    }


def any_case(random: Random):
    """Return a case that chance made."""
    kinds = [*CLASSES, ""]
    asked = [
        question(
            f"q{at}", random.choice(("choice", "choices", "number", "whole", "text", "photo", "note")),
            defect_class=random.choice(kinds), required=random.random() < 0.5, upper=random.choice((None, 5)),
            relevant=random.choice(("", "${q0} = 'no'", "${q1} > 3", "not(selected(${q0}, 'no'))", "((")),
        )
        for at in range(random.randint(0, 4))
    ]  # fmt: skip
    values = ("yes", "no", "", None, ["no"], ["yes", "no"], [], 4, 4.5, 7, True, "other")
    told = [
        requirement(
            f"r{at}", defect_class=random.choice(kinds), wanted=random.randint(0, 3), upper=random.choice((20, None))
        )
        for at in range(random.randint(0, 3))
    ]  # fmt: skip
    names = ["Q0", "is  q1 good?", "r0", "LENGTH R1", "requirement.r0", "Stain"]
    units = [random.choice((None, random.randint(1, 5))) for _each in range(random.randint(0, 4))]
    return case(
        checklist=asked, requirements=told, answers={each["code"]: random.choice(values) for each in asked},
        photographed=[each["code"] for each in asked if random.random() < 0.3],
        readings=[
            {
                "code": random.choice(told)["code"], "unit_number": random.randint(1, 5),
                "value": random.choice((5, 15, 25.5)),
            }
            for _each in range(random.randint(0, 8)) if told
        ],
        recorded=[
            recorded(
                random.choice(names), unit=unit, units=1 if unit else random.randint(1, 3),
                defects=random.randint(3, 4),
                **{"class": random.choice(CLASSES)},
            )
            for unit in units
        ],
        classes=random.choice((CLASSES, ["critical", "major"], ["major", "minor"], ["major"])),
    )  # fmt: skip


def as_plain(found: dict[DefectClass, FromChecks]):
    """Return what was counted as the script returns it."""
    return {
        str(kind): {
            "answers": list(each.answers), "numbers": list(each.numbers), "requirements": list(each.requirements),
            "defects": each.defects, "open": list(each.open),
        }
        for kind, each in found.items()
    }  # fmt: skip
