"""Settings, Import profiles: looked at, renamed, deleted."""

import pytest
from django.urls import reverse

from tests import makers
from troth_site import access
from troth_site.actions import profiles as acts
from troth_site.models import AuditEntry, ImportProfile

MAPPING = {
    "fields": {"factory": "Mill", "promised": "Due day", "order": "PO"},
    "key": ["PO", "Line"],
    "set_aside": [["Mill", "Our warehouse"]],
    "answers": {"Due day": "day-first"},
}


@pytest.fixture
def saved(cast):
    return ImportProfile.objects.create(organisation=cast.buyer, name="Monthly list", mapping=MAPPING)


def page(cast, name, *args, person=None):
    return cast.browser(person or cast.ana).get(reverse(name, args=args))


def press(cast, name, row, person=None, **data):
    return cast.browser(person or cast.ana).post(reverse(name, args=[row.pk]), data)


def test_profiles_are_listed_with_what_they_map(cast, saved, django_assert_num_queries):
    text = page(cast, "import-profiles").content.decode()
    assert [said in text for said in ("Monthly list", "Mill", "Due day", "PO + Line")] == [True] * 4
    browser = cast.browser(cast.ana)
    for more in (0, 2):
        for at in range(more):
            ImportProfile.objects.create(organisation=cast.buyer, name=f"Another {at}", mapping=MAPPING)
        with django_assert_num_queries(4):  # session, person, seats, profiles
            assert len(browser.get(reverse("import-profiles")).context["profiles"]) == 1 + more


def test_no_profile_says_where_one_is_saved(cast):
    assert page(cast, "import-profiles").context["empty"]["action"]["url"] == reverse("imports")


def test_a_profile_says_what_it_makes_of_a_file(cast, saved):
    answer = page(cast, "import-profile", saved.pk)

    assert answer.context["fields"] == [("Factory", "Mill"), ("Order number", "PO"), ("Promised day", "Due day")]
    text = answer.content.decode()
    assert "Rows with Our warehouse in Mill" in text
    assert "the day comes first, then the month" in text


def test_a_profile_is_renamed_and_the_trail_keeps_both_names(cast, saved):
    for _once_more in range(2):
        assert press(cast, "import-profile", saved, called="  Weekly   list ").status_code == 302

    saved.refresh_from_db()
    assert saved.name == "Weekly list"
    entry = AuditEntry.objects.get(verb="profile.renamed")
    assert (entry.data, entry.organisation_id) == ({"before": "Monthly list", "after": "Weekly list"}, cast.buyer.pk)


@pytest.mark.parametrize(
    ("called", "said"),
    [
        ("", "“Name” is empty. Write it in at most 120 characters."),
        ("weekly LIST", "Another profile has this name. Choose a different one."),
        ("x" * 121, "“Name” is too long: 121 characters. Write it in at most 120 characters."),
    ],
)
def test_a_name_that_cannot_be_is_told_and_kept_on_the_page(cast, saved, called, said):
    ImportProfile.objects.create(organisation=cast.buyer, name="Weekly list", mapping=MAPPING)

    answer = press(cast, "import-profile", saved, called=called)

    assert (answer.status_code, answer.context["form"].errors["called"]) == (422, [said])
    saved.refresh_from_db()
    assert saved.name == "Monthly list"


def test_another_house_may_use_the_same_name(cast, saved):
    other = ImportProfile.objects.create(
        organisation=makers.make_organisation("Halcyon"), name="Weekly list", mapping=MAPPING
    )
    acts.rename(by=makers.make_actor(cast.ana), profile=saved.pk, name=other.name)
    saved.refresh_from_db()
    assert saved.name == "Weekly list"


def test_a_profile_is_deleted_only_after_it_was_asked(cast, saved):
    asked = page(cast, "delete-import-profile", saved.pk)
    assert "Delete this profile?" in asked.content.decode()
    assert ImportProfile.objects.count() == 1

    assert press(cast, "delete-import-profile", saved)["Location"] == reverse("import-profiles")

    assert ImportProfile.objects.count() == 0
    assert AuditEntry.objects.get(verb="profile.deleted").data == {"name": "Monthly list", "mapping": MAPPING}


def test_somebody_else_s_profile_is_not_there(cast, saved):
    other = makers.make_person(makers.make_organisation("Halcyon"), role="sourcing", name="Olaf")
    for name in ("import-profile", "delete-import-profile"):
        assert page(cast, name, saved.pk, person=other).status_code == 404
        assert press(cast, name, saved, person=other, called="Mine").status_code == 404
        assert page(cast, name, saved.pk, person=cast.finance).status_code == 403
    with pytest.raises(access.NotThere):
        acts.delete(by=makers.make_actor(cast.finance), profile=saved.pk)


def test_settings_lead_to_the_profiles_of_whoever_may_import(cast):
    def leads(person):
        return reverse("import-profiles") in page(cast, "settings", person=person).content.decode()

    assert [leads(person) for person in (cast.ana, cast.finance, cast.lin)] == [True, False, False]
