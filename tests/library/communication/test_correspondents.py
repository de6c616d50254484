import pytest

from troth.communication.correspondents import How, Standing, domain_of, standings

PEOPLE = {
    "buyer": ["ana@brand.example", "x@both.example"],
    "factory": ["bao@mill.example", "y@both.example", "w@qq.com"],
}


@pytest.mark.parametrize(
    ("address", "said", "standing"),
    [
        ("ana@brand.example", {}, Standing(side="buyer", how=How.PERSON)),
        ("BAO@mill.example", {}, Standing(side="factory", how=How.PERSON)),
        ("new@mill.example", {}, Standing(side="factory", how=How.DOMAIN)),
        ("w@qq.com", {}, Standing(side="factory", how=How.PERSON)),
        ("other@qq.com", {}, None),
        ("z@both.example", {}, None),
        ("z@both.example", {"z@both.example": "factory"}, Standing(side="factory", how=How.SAID)),
        ("f@forwarder.example", {"f@forwarder.example": None}, Standing(side=None, how=How.SAID)),
        ("new@mill.example", {"new@mill.example": None}, Standing(side=None, how=How.SAID)),
        ("bao@mill.example", {"bao@mill.example": "buyer"}, Standing(side="factory", how=How.PERSON)),
        ("nobody", {}, None),
        ("", {}, None),
    ],
)
def test_standings_go_by_person_then_word_then_domain(address, said, standing):
    assert standings([address], people=PEOPLE, said=said).get(address) == standing


def test_standings_of_an_address_on_both_sides_is_not_told():
    people = {"buyer": ["a@one.example"], "factory": ["a@one.example"]}

    assert standings(["a@one.example", "b@one.example"], people=people, said={}) == {}


def test_domain_of_strange_addresses():
    assert [domain_of(each) for each in ("a@b@C.example", "none", "@x")] == ["c.example", "", "x"]
