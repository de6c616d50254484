"""How strictly each class of defects is looked at, as programs say it."""

from collections.abc import Mapping
from typing import Literal

from django.utils.translation import gettext as _
from ninja import Field

from troth.quality.frozen_plans import wrong_counting
from troth.quality.schemes import UnknownAql
from troth.quality.verdicts import Counting
from troth_site.api.frame.problems import Problem
from troth_site.api.frame.writing import Given

Named = Literal["critical", "major", "minor"]
Level = Literal["S-1", "S-2", "S-3", "S-4", "I", "II", "III"]


class LimitGiven(Given):
    """What is agreed for one class."""

    aql: str | None = Field(description="Of the series of 26, as text; null accepts none in the largest other sample.")
    level: Level | None = None
    counting: Literal["units", "defects"] = Field(
        "units", description="Above an AQL of 10, which is in defects per 100 units, defects have to be counted."
    )


def check_limits(limits: Mapping[Named, LimitGiven]) -> None:
    """Refuse an AQL that is none, or does not go together with what is counted, and name the field."""
    for kind, one in limits.items():
        if one.aql is None:
            continue
        try:
            wrong = wrong_counting(one.aql, counting=Counting(one.counting))
        except UnknownAql as error:
            raise Problem(422, _(str(error)), where=f"limits.{kind}.aql") from error
        if wrong is not None:
            raise Problem(422, wrong.sentence(_), where=f"limits.{kind}.counting")
