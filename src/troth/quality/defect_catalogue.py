"""The catalogue of defects that every list begins with: clothes, hard goods, electronics, packing."""

from collections.abc import Mapping

from troth.basis.text import gettext_noop
from troth.quality.defect_catalogue_apparel import APPAREL
from troth.quality.defect_catalogue_electronics import ELECTRONICS
from troth.quality.defect_catalogue_hard_goods import HARD_GOODS
from troth.quality.defect_catalogue_packing import PACKING
from troth.quality.defect_kinds import DefectKind

CATEGORIES: Mapping[str, str] = {
    "apparel": gettext_noop("Clothes and other sewn goods"),
    "hard goods": gettext_noop("Hard goods"),
    "electronics": gettext_noop("Electrical and electronic goods"),
    "packing": gettext_noop("Packing and marks"),
}
"""The product categories, by the name that rows hold; packing goes with all of them."""

SHIPPED: Mapping[str, DefectKind] = {kind.code: kind for kind in (*APPAREL, *HARD_GOODS, *ELECTRONICS, *PACKING)}
"""Every kind of defect, by code."""


def kinds_for(category: str) -> tuple[DefectKind, ...]:
    """Return the kinds of defect of a product category and those of packing, in the order in which they are listed.

    Args:
        category: One of CATEGORIES; another one has no list of its own, and gets that of packing.

    Source: the project’s own wording, after the lists that inspection firms publish; classes as in `domain.md` 4.6.

    >>> [kind.code for kind in kinds_for("apparel")][:2]
    ['apparel.needle-left', 'apparel.sharp-edge']
    """
    wanted = {category_key(category), "packing"}
    return tuple(kind for kind in SHIPPED.values() if kind.category in wanted)


def category_key(category: str) -> str:
    """Return the name under which a category stands in the catalogue, however products or people write it.

    Args:
        category: Such as "hard-goods", as products hold it, or "Hard goods", as people type it.

    >>> category_key("hard-goods"), category_key("Hard  goods")
    ('hard goods', 'hard goods')
    """
    return " ".join(category.replace("-", " ").casefold().split())
