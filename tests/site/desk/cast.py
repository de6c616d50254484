"""A buyer with its factory, and who looks at them."""

from datetime import date, timedelta

from django.test import Client
from django.utils import timezone

from tests import makers
from troth_site.models import Relationship

FACTORY = "东莞永发制衣厂"


class Cast:
    """Who takes part, and a browser for each."""

    def __init__(self) -> None:
        self.today: date = timezone.localdate()
        self.buyer = makers.make_organisation("Nordlicht", country="DE")
        days = [self.today - timedelta(days=30 * back) for back in range(10, 0, -1)]
        late = [0, 0, 9, 0, 0, 0, 4, 0, 0, 0]
        self.lines = makers.make_lines(self.buyer, FACTORY, list(zip(days, late, strict=True)), today=self.today)
        self.open_line = makers.make_line(
            self.buyer, FACTORY, promised=self.today + timedelta(days=7), late_days=None, today=self.today
        )
        self.pair = Relationship.objects.select_related("factory").get(buyer=self.buyer)
        self.ana = makers.make_person(self.buyer, name="Ana Petrova")
        self.finance = makers.make_person(self.buyer, role="finance", name="Frank")
        self.lin = makers.make_person(self.pair.factory, role="owner", name="林晓梅")
        rival = makers.make_organisation("Another factory", kind="factory")
        self.stranger = makers.make_person(rival, role="owner", name="Stranger")

    def browser(self, person=None) -> Client:
        client = Client()
        if person is not None:
            client.force_login(person)
        return client
