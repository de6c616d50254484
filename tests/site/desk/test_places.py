"""Where both sides work: each describes its own places; a partner that is not here yet is described for."""

import pytest

from tests import makers
from tests.site.desk.cast import Cast
from troth_site.access import NotAllowed
from troth_site.actions.firms import places
from troth_site.actions.firms.places import Place
from troth_site.models import AuditEntry, FirmLink, Membership, Site

pytestmark = pytest.mark.django_db
PLANT = {"called": "二厂", "address": "东莞市厚街镇恒悦路18号", "latitude": "22.9431", "longitude": "113.6721"}


@pytest.fixture
def cast():
    return Cast()


def page(cast, person):
    return cast.browser(person), f"/partners/{cast.pair.pk}/places/"


def post(cast, person, **given):
    browser, path = page(cast, person)
    form = browser.get(path).context["form"]
    return browser.post(path, {"ticket": form.ticket, **given}, follow=True)


def test_a_side_describes_its_own_place_and_both_read_it(cast):
    said = post(cast, cast.lin, side="factory", **PLANT).content.decode()
    (site,) = Site.objects.all()

    assert (site.organisation, site.name, site.name_latin) == (cast.pair.factory, "二厂", "Erchang")
    assert (site.latitude, site.longitude) == (22.9431, 113.6721)
    assert PLANT["address"] in said
    browser, path = page(cast, cast.ana)
    assert PLANT["address"] in browser.get(path).content.decode()
    assert f"?place={site.pk}" not in browser.get(path).content.decode()
    assert AuditEntry.objects.filter(verb="place.kept").count() == 1


def test_a_place_is_changed_where_it_stands(cast):
    post(cast, cast.lin, side="factory", **PLANT)
    site = Site.objects.get()
    browser, path = page(cast, cast.lin)
    assert browser.get(f"{path}?place={site.pk}").context["form"].initial["called"] == "二厂"
    post(cast, cast.lin, side="factory", **{**PLANT, "called": "三厂", "site": str(site.pk)})

    assert list(Site.objects.values_list("pk", "name")) == [(site.pk, "三厂")]


def test_nobody_describes_a_place_of_people_who_are_here(cast):
    answer = post(cast, cast.ana, side="factory", **PLANT)

    assert (answer.status_code, Site.objects.count()) == (422, 0)
    with pytest.raises(NotAllowed):
        places.keep_place(
            by=makers.make_actor(cast.ana), relationship=cast.pair.pk, side="factory", place=Place(name="Plant 2")
        )


def test_a_partner_that_is_not_here_is_described_for(cast):
    Membership.objects.filter(organisation=cast.pair.factory).delete()
    post(cast, cast.ana, side="factory", **PLANT)

    assert Site.objects.get().organisation == cast.pair.factory


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"longitude": ""}, "A position has both degrees north and degrees east"),
        ({"latitude": "229431"}, "Degrees north go from −90 to 90"),
        ({"latitude": "nan"}, "Degrees north"),
        ({"called": " "}, "What it is called"),
    ],
)
def test_bad_input_stays_at_the_form_with_what_to_write(cast, wrong, says):
    answer = post(cast, cast.lin, side="factory", **{**PLANT, **wrong})

    assert (answer.status_code, Site.objects.count()) == (422, 0)
    assert says in answer.content.decode()


def test_a_new_address_is_compared_at_once(cast):
    makers.make_lines(cast.buyer, "Houjie Bags", [(cast.today, 0)], key="later-", today=cast.today)
    Membership.objects.filter(organisation=cast.pair.factory).delete()
    for row in cast.buyer.as_buyer.all():
        Site.objects.create(organisation=row.factory, name="Office", address="佛山市启明路18号")
        places.keep_place(
            by=makers.make_actor(cast.ana), relationship=row.pk, side="factory", place=Place(**{
                "name": "Plant", "address": PLANT["address"],
            }),
        )  # fmt: skip

    assert "address" in FirmLink.objects.get().signs["signs"]
