"""Makers of people and of the places where they are told."""

from datetime import UTC, datetime

from tests import makers
from troth_site.actions.bridges import channels, delivering, notices
from troth_site.actions.bridges.channels import Asked
from troth_site.models import Delivery

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
URLS = {
    "slack": "https://hooks.slack.com/services/T0/B0/abc",
    "teams": "https://prod-12.westeurope.logic.azure.com:443/workflows/1/triggers/manual/paths/invoke?sig=abc&sv=1.0",
    "wecom": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abc",
    "dingtalk": "https://oapi.dingtalk.com/robot/send?access_token=abc",
    "feishu": "https://open.feishu.cn/open-apis/bot/v2/hook/abc",
    "webhook": "https://hooks.example.com/in?team=1",
    "push": "https://fcm.googleapis.com/fcm/send/abc",
}
SECRETS = {"dingtalk": "SEC-of-dingtalk", "feishu": "secret-of-feishu"}


class Pair:
    """A buyer in London and a factory in Dongguan, with one person each."""

    def __init__(self) -> None:
        self.buyer = makers.make_organisation("Nordlicht", country="GB")
        self.factory = makers.make_organisation("永发", kind="factory", country="CN")
        for row, zone in ((self.buyer, "Europe/London"), (self.factory, "Asia/Shanghai")):
            row.zone = zone
            row.save()
        self.pair = makers.make_relationship(self.buyer, self.factory)
        self.ana = self._person(self.buyer, "Ana Petrova", "Europe/London")
        self.lin = self._person(self.factory, "林晓梅", "Asia/Shanghai")

    def _person(self, organisation, name, zone, role="manager"):
        person = makers.make_person(organisation, name=name, role=role)
        person.zone = zone
        person.save()
        return person

    def colleague(self, name="Bea"):
        return self._person(self.buyer, name, "Europe/London", role="sourcing")

    def place(self, kind="slack", *, person=None, house=None, events=None, url="", **keys):
        """Add a place that is told of messages at once, and return it with the secret shown."""
        by = makers.make_actor(person or self.ana)
        asked = Asked(
            kind=kind, name=f"Our {kind}", url=url or URLS.get(kind, ""), secret=SECRETS.get(kind, ""), keys=keys,
            organisation=house.pk if house else None,
        )  # fmt: skip
        made = channels.add(by=by, asked=asked)
        chosen = {"message": 0} if events is None else events
        channels.choose(by=by, channel=made.pk, name=f"Our {kind}", events=chosen)
        return made

    def tell(self, subject="message 1", *, event="message", to=None, **data):
        """Tell people of something, as an act does."""
        said = {"who": "林晓梅", "subject": f"Lab dips of {subject}", **data}
        notices.notify(
            event=event, relationship=self.pair.pk, subject=subject, path=f"/partners/{self.pair.pk}/",
            to=[person.pk for person in (to or [self.ana])], data=said,
        )  # fmt: skip


def shift(at: datetime) -> None:
    """Let everything that waits be due from a moment on, as if it had been told then."""
    Delivery.objects.filter(claimed_at=None, batch=None).update(due_at=at)


def deliver(outer, at=NOON, **reach) -> int:
    """Send what is due at a moment."""
    return delivering.deliver_due(clock=lambda: at, reach=outer.reach(**reach))


def states() -> list[tuple[int, bool, bool, str]]:
    """Return attempts, arrived, given up and the error of each delivery."""
    rows = Delivery.objects.order_by("pk")
    return [(row.attempts, row.delivered_at is not None, row.given_up_at is not None, row.error) for row in rows]
