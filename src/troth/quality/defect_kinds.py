"""What a kind of defect is."""

from dataclasses import dataclass

from troth.quality.verdicts import DefectClass


@dataclass(frozen=True, slots=True)
class DefectKind:
    """Hold one kind of defect of a shipped catalogue.

    Args:
        code: Stable name for programs, such as "apparel.hole"; never translated.
        category: One of CATEGORIES of `defect_catalogue`.
        defect_class: How much it matters to most; a partner may agree on another class.
        name: What it is called, marked for translation.
        description: How it is told from others, one sentence, marked for translation.

    >>> DefectKind("apparel.hole", "apparel", DefectClass.MAJOR, "Hole", "A hole or cut in the fabric.").code
    'apparel.hole'
    """

    code: str
    category: str
    defect_class: DefectClass
    name: str
    description: str
