from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import makers
from tests.site.communication import asked
from tests.site.communication.asked import MONDAY, ask, past, thread
from troth_site.actions.communication import contacts as acts
from troth_site.models import AuditEntry, ContactRole, LedgerEntry, Notification, PreferenceCard

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(cast):
    asked.places(cast)
    return thread(cast)


def contacts(cast, person, **query):
    return cast.browser(person).get(reverse("reassign", args=[cast.pair.pk]), query)


def test_people_stand_beside_each_other_with_workload_speed_and_languages(cast, topic):
    sales = makers.make_person(cast.pair.factory, role="sales", name="何丽敏")
    PreferenceCard.objects.create(person=sales, languages=["zh-hans", "en"], written_at=MONDAY)
    ContactRole.objects.create(relationship=cast.pair, side="factory", topic="orders", person=cast.lin, named_at=MONDAY)
    past(cast, [2, 4, None], first=timezone.now() - timedelta(days=20))
    people = {row["person"].pk: row["person"] for row in contacts(cast, cast.lin, topic="orders").context["people"]}

    assert set(people) == {cast.lin.pk, sales.pk}
    assert (people[cast.lin.pk].open_requests, people[cast.lin.pk].requests) == (1, 3)
    assert people[cast.lin.pk].median_hours is not None
    assert (people[sales.pk].requests, people[sales.pk].languages) == (0, ("en", "zh-hans"))
    assert (people[sales.pk].rank, people[cast.lin.pk].is_contact) == (1, True)
    # Each side sees its own people alone.
    assert "何丽敏" not in contacts(cast, cast.ana, topic="orders").content.decode()


def test_naming_another_contact_hands_the_open_questions_over(cast, topic):
    sales = makers.make_person(cast.pair.factory, role="sales", name="何丽敏")
    ContactRole.objects.create(relationship=cast.pair, side="factory", topic="orders", person=cast.lin, named_at=MONDAY)
    row = ask(topic, cast.ana)
    address = reverse("reassign", args=[cast.pair.pk])
    for _once_more in range(2):
        answer_ = cast.browser(cast.lin).post(address, {"person": sales.pk, "topic": "orders"})
        assert answer_.status_code == 302
    row.refresh_from_db()
    role = ContactRole.objects.get(side="factory", topic="orders")

    assert (row.assigned_to, role.person, role.deputy) == (sales, sales, cast.lin)
    assert AuditEntry.objects.filter(verb="contact.named").count() == 1
    assert LedgerEntry.objects.filter(kind="contact.named", side="factory").count() == 1
    assert Notification.objects.filter(person=sales, event="escalated").count() == 1


def test_nobody_of_the_other_side_is_named(cast):
    refused = cast.browser(cast.ana).post(
        reverse("reassign", args=[cast.pair.pk]), {"person": cast.lin.pk, "topic": "orders"}
    )
    assert refused.status_code == 422
    with pytest.raises(acts.NamingRefused, match="what the person"):
        acts.name_instead(
            by=makers.make_actor(cast.ana), relationship=cast.pair.pk, topic="weather", person=cast.ana.pk
        )
    assert ContactRole.objects.count() == 0
