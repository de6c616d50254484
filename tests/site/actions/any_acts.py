"""A small world on which acts are done in any order: a buyer, its factories, their people, and a day."""

import csv
import io
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from tests import makers
from troth.commitments.attribution import Delay
from troth_site.actions import commitments, imports, partners
from troth_site.actions.firms import deciding, facts
from troth_site.actions.orders import changed, delays
from troth_site.actions.orders.changed import LineRefused
from troth_site.jobs import trust as nights
from troth_site.models import FirmLink, ImportBatch, LedgerEntry, OrderDelay, OrderLine, Relationship
from troth_site.sheets import importing, orders, reading
from troth_site.sheets.mapping import Mapping

BEGUN = date(2026, 3, 2)
NAMES = ("Yongfa Plastics", "Hengli Tools", "Saigon Knit")
COLUMN_OF = {
    "factory": "Factory", "order": "Order", "line": "Line", "promised": "Promised", "delivered": "Delivered",
    "quantity": "Quantity", "item": "Item", "ordered": "Ordered",
}  # fmt: skip
REFUSALS = (LineRefused, commitments.PromiseRefused, partners.PartnerRefused, deciding.LinkRefused)


@dataclass(frozen=True)
class Row:
    """A row of a file; days count from the day on which the world began."""

    factory: int
    key: int
    promised: int
    late: int | None
    quantity: int = 100

    @property
    def promised_on(self):
        """Return the day that was promised."""
        return BEGUN + timedelta(days=self.promised)

    @property
    def cells(self):
        """Return what stands in its row of a file."""
        promised = self.promised_on
        delivered = "" if self.late is None else (promised + timedelta(days=self.late)).isoformat()
        return (NAMES[self.factory], f"PO-{self.key // 3}", str(self.key), promised.isoformat(), delivered,
                str(self.quantity), "Wash bag", (promised - timedelta(days=60)).isoformat())  # fmt: skip


class World:
    """A buyer, its factories, their people, and the day on which they act."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.today = folder, BEGUN
        self.buyer = makers.make_organisation("Nordlicht")
        self.ana = makers.make_actor(makers.make_person(self.buyer))
        self.seated: dict[int, object] = {}

    def now(self):
        return datetime.combine(self.today, time(12), UTC)

    # what is there

    def relationships(self):
        return list(Relationship.objects.order_by("pk"))

    def line(self, number):
        found = list(OrderLine.objects.order_by("pk"))
        return found[number % len(found)] if found else None

    def actor(self, side, relationship):
        """Return somebody of a side, who takes a seat there when first asked for."""
        if side == "buyer":
            return self.ana
        factory = Relationship.objects.select_related("factory").get(pk=relationship).factory
        if factory.pk not in self.seated:
            self.seated[factory.pk] = makers.make_actor(makers.make_person(factory, role="owner"))
        return self.seated[factory.pk]

    # what people do

    def bring_in(self, rows):
        """Bring a file in as a person does, and return the number of its import and what it counted."""
        told = io.StringIO()
        csv.writer(told).writerows([tuple(COLUMN_OF.values()), *(row.cells for row in rows)])
        path = self.folder / "orders.csv"
        path.write_text(told.getvalue(), "utf-8")
        table = reading.open_table(path)
        study = orders.study(table, Mapping(COLUMN_OF, ("Order", "Line")))
        assert study.questions == (), study.questions
        checked = importing.check(table, study, buyer=self.buyer.pk)
        received = imports.receive(
            by=self.ana, organisation=self.buyer.pk, file_name="orders.csv", parts=[path.read_bytes()],
            study_later=False,
        )  # fmt: skip
        imports.note(by=self.ana, batch=received.pk, state="applying")
        return received.pk, importing.bring_in(table, study, checked, by=self.ana, batch=received.pk)

    def undo(self, number):
        batches = list(ImportBatch.objects.filter(state="done").order_by("pk"))
        if batches:
            self.take_back(batches[number % len(batches)].pk)

    def in_and_out(self, rows):
        """Bring a file in twice, of which the second time changes nothing, and take both back again."""
        once, _counts = self.bring_in(rows)
        entries = LedgerEntry.objects.count()
        twice, counts = self.bring_in(rows)
        assert (counts["new"], counts["changed"], LedgerEntry.objects.count()) == (0, 0, entries)
        self.take_back(twice)
        self.take_back(once)

    def take_back(self, batch):
        imports.undo(by=self.ana, batch=batch)

    def receive(self, number, ago, quantity):
        line = self.line(number)
        changed.record_receipt(by=self.ana, line=line.pk, day=self.today - timedelta(days=ago), quantity=quantity)

    def move(self, number, side, moved_by, days):
        line = self.line(number)
        changed.move_promise(
            by=self.actor(side, line.relationship_id), line=line.pk, day=line.due_on + timedelta(days=days),
            moved_by=moved_by, reason="The mill was late.",
        )  # fmt: skip

    def slip(self, number, side, cause, days):
        line = self.line(number)
        said = Delay(cause=cause, days=days, accepted=False, recorded_on=self.today, reason="Rain.")
        delays.record_delay(by=self.actor(side, line.relationship_id), line=line.pk, delay=said)

    def accept(self, number):
        named = list(OrderDelay.objects.order_by("pk").select_related("line"))
        if named:
            chosen = named[number % len(named)]
            delays.accept_delay(by=self.ana, line=chosen.line_id, delay=chosen.pk)

    def confirm(self, number):
        line = self.line(number)
        commitments.confirm(by=self.actor("factory", line.relationship_id), commitment=line.pk)

    def contest(self, number):
        line = self.line(number)
        by = self.actor("factory", line.relationship_id)
        commitments.contest_entry(by=by, commitment=line.pk, reason="It came a week before.")

    def answer(self, number, is_right):
        line = self.line(number)
        commitments.answer_contest(by=self.ana, commitment=line.pk, is_right=is_right, reason="We looked.")

    def bring_back(self, number):
        partners.add_partner(by=self.ana, organisation=self.buyer.pk, name=NAMES[number])

    def say_one_firm(self):
        for row in self.relationships()[:2]:
            for kind, value in (("address", "18 Qiming Road, Nanhai, Foshan"), ("owner", "Liang Qiming")):
                facts.say_of_partner(by=self.ana, relationship=row.pk, kind=kind, value=value, source="papers")

    def decide(self, what):
        link = FirmLink.objects.order_by("pk").first()
        # The partner reads of a link once it is confirmed.
        if link is not None and (what != "contest_link" or link.state != "proposed"):
            by = self.actor("factory", link.relationship_id) if what == "contest_link" else self.ana
            getattr(deciding, what)(by=by, link=link.pk, reason="One licence, one owner.")

    def sleep(self, nights_passed):
        self.today += timedelta(days=nights_passed)
        nights.night.func()
