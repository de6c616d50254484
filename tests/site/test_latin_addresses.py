"""One place written in Chinese and in Latin letters is known for one place."""

import pytest

from tests import cast
from troth.trust.firm_addresses import compare_addresses, read_address
from troth_site import access
from troth_site.actions.firms.facts import say_of_partner
from troth_site.models import FirmLink
from troth_site.names import latin_address

NINGBO = "浙江省宁波市鄞州区学士路655号科信大厦B座1203室"
HOUJIE = "东莞市厚街镇恒悦路18号3楼"


@pytest.mark.parametrize(
    ("chinese", "latin", "match"),
    [
        (NINGBO, "Room 1203, Building B, Kexin Mansion, No. 655 Xueshi Road, Yinzhou District, Ningbo", "same door"),
        (NINGBO, "Rm 1204, Bldg. B, Kexin Mansion, 655 Xueshi Rd, Yinzhou, Ningbo, Zhejiang", "same place"),
        (NINGBO, "Kexin Mansion, 655 Xueshi Road, Yinzhou, Ningbo", "same place"),
        (NINGBO, "655 Xueshi Road, Hangzhou", "differs"),
        (
            "东莞市长安镇乌沙社区步步高大道128号",
            "128 Bubugao Avenue, Wusha Community, Chang'an Town, Dongguan",
            "same door",
        ),
        ("佛山市顺德区容桂街道红旗中路12号", "12 Hongqi Middle Road, Ronggui, Shunde District, Foshan", "same door"),
        (HOUJIE, "3/F, No. 18 Hengyue Road, Houjie Town, Dongguan", "same door"),
        (HOUJIE, "3F, 18 Hengyue Rd., Houjie, Dongguan, Guangdong", "same door"),
        (HOUJIE, "2/F, 18 Hengyue Road, Houjie, Dongguan", "same place"),
    ],
)
def test_an_address_is_compared_across_scripts(chinese, latin, match):
    one, other = read_address(latin_address(chinese)), read_address(latin)

    assert (compare_addresses(one, other), compare_addresses(other, one)) == (match, match)


def test_what_is_not_chinese_has_no_other_form():
    assert [latin_address(text) for text in ("", "12 Canal Wharf, Leeds", "৪২ গুলশান এভিনিউ")] == ["", "", ""]


@pytest.mark.django_db
def test_partners_known_by_addresses_in_two_scripts_are_asked_about():
    found = cast.gather()
    by = access.actor(found.people["buyer"])
    for relationship, address in ((found.ours, HOUJIE), (found.beside, "3/F, 18 Hengyue Road, Houjie Town, Dongguan")):
        for kind, value in (("address", address), ("phone", "+86 769 8558 0000")):
            say_of_partner(by=by, relationship=relationship, kind=kind, value=value, source="papers")

    assert "address" in FirmLink.objects.get().signs["signs"]
