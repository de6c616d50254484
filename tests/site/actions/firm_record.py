"""A buyer with the firm that left it, late and flagged, and the firm that came after."""

from datetime import date, timedelta

from tests import makers
from troth_site.actions.firms import deciding, facts
from troth_site.models import (
    FirmLink,
    Judgement,
    Relationship,
)

TODAY = date(2026, 6, 1)
OLD, NEW = "Qiming Hardware Co., Ltd.", "Foshan Bright Metal Works"
DOOR, OWNER, NUMBER = "18 Qiming Road, Nanhai, Foshan", "Liang Qiming", "91440605MA4W0K123X"


class Record:
    """A buyer with the firm that left it, late and flagged, and the firm that came after."""

    def __init__(self) -> None:
        self.house = makers.make_organisation("Nordlicht")
        late = [(TODAY - timedelta(days=200 - 7 * at), 9) for at in range(20)]
        makers.make_lines(self.house, OLD, late, key="old-", today=TODAY)
        makers.make_lines(self.house, NEW, [(TODAY - timedelta(days=9), 0)], key="new-", today=TODAY)
        rows = Relationship.objects.select_related("factory").filter(buyer=self.house)
        self.old, self.new = rows.get(factory__name=OLD), rows.get(factory__name=NEW)
        self.ana = makers.make_actor(makers.make_person(self.house, role="sourcing", name="Ana"))
        self.lin = makers.make_actor(makers.make_person(self.new.factory, role="owner", name="Lin"))
        self.wei = makers.make_actor(makers.make_person(self.old.factory, role="owner", name="Wei"))

    def say(self, row, kind, value, **more):
        told = {"by": self.ana, "source": "papers", "on": TODAY} | more
        return facts.say_of_partner(relationship=row.pk, kind=kind, value=value, **told)

    def ask(self):
        """Say of both that one owner sits behind one door."""
        for row in (self.old, self.new):
            self.say(row, "address", DOOR)
            self.say(row, "owner", OWNER)
        return FirmLink.objects.get()

    def confirmed(self, on=TODAY):
        link = self.ask()
        deciding.confirm(by=self.ana, link=link.pk, reason="One licence, one owner.", on=on)
        return FirmLink.objects.get(pk=link.pk)

    def standing(self, row=None):
        row = row or self.new
        return Judgement.objects.get(relationship=row, side="factory", dimension="delivery").standing
