"""A buyer and its factory that plan ahead, for tests."""

from datetime import timedelta
from decimal import Decimal

from django.test import Client
from django.utils import timezone

from troth_site.actions.demand import placing, reservations, terms
from troth_site.actions.demand.placing import NewOrder
from troth_site.actions.demand.reservations import Answer, NewReservation
from troth_site.actions.demand.terms import NewTerms

BUYER_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class Pair:
    """The buyer and its factory, and their terms."""

    def __init__(self, gathered):
        self.cast, self.pk = gathered, gathered.ours
        self.buyer, self.factory = gathered.actor("buyer"), gathered.actor("sales")
        self.today = timezone.localdate()

    def day(self, ahead):
        return self.today + timedelta(days=ahead)

    def agree(self, *, on=None, **given):
        told_terms = NewTerms(**({"lead_days": 45, "monthly_capacity": Decimal(2000), "together_days": 0} | given))
        made = terms.propose(by=self.factory, relationship=self.pk, given=told_terms, on=on)
        terms.answer(by=self.buyer, terms=made, is_agreed=True, on=on)
        return made

    def place(self, number="P-1", quantity=700, ahead=30, *, on=None, **given):
        wanted = (on or self.today) + timedelta(days=ahead)
        new = NewOrder(number=number, quantity=Decimal(quantity), wanted_on=wanted, **given)
        return placing.place(by=self.buyer, relationship=self.pk, given=new, on=on)

    def reserve(self, *, first=60, last=90, by=40, quantity=700, on=None):
        new = NewReservation(
            quantity=Decimal(quantity), first_day=self.day(first), last_day=self.day(last), order_by=self.day(by)
        )
        return reservations.ask(by=self.buyer, relationship=self.pk, given=new, on=on)

    def step(self, pk, step, by=None, on=None, **given):
        reservations.answer(by=by or self.factory, reservation=pk, given=Answer(step=step, **given), on=on)

    def browser(self, part="buyer"):
        browser = Client()
        browser.force_login(self.cast.people[part], backend=BUYER_BACKEND)
        return browser
