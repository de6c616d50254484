import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.trust.same_firm import AGREEMENTS, GRADES, OTHER_NUMBER, SAME_PLACE, SHARED, FirmFacts, alike, same_firm

VALUES = {
    "registration": ("91440605MA4W0K123X", "9144-0605 ma4w0k123x"),
    "address": ("佛山市南海区启明路18号", "广东省佛山市南海区启明路１８号"),
    "owner": ("梁启明", "梁 启明"),
    "phone": ("+86 757 8123 4567", "0757-81234567"),
    "domain": ("sales@qiming.example", "www.qiming.example"),
}
ORDER = ("registration", "address", "owner", "phone", "domain")
signs = st.sets(st.sampled_from(ORDER))


def firm(key, kinds, *, way=0, names=()):
    return FirmFacts(key=key, names=names, facts=tuple((kind, VALUES[kind][way]) for kind in ORDER if kind in kinds))


def graded(*kinds, names=("", "")):
    found = same_firm(firm(1, kinds, names=(names[0],)), firm(2, kinds, way=1, names=(names[1],)))
    return found.grade, found.signs


@pytest.mark.parametrize(
    ("kinds", "grade"),
    [
        ((), "none"),
        (("registration",), "strong"),
        (("address",), "possible"),
        (("address", "owner"), "strong"),
        (("address", "phone"), "strong"),
        (("owner",), "weak"),
        (("phone",), "weak"),
        (("domain",), "weak"),
        (("owner", "phone"), "possible"),
        (("owner", "phone", "domain"), "strong"),
    ],
)
def test_grade_says_how_much_agrees(kinds, grade):
    assert graded(*kinds) == (grade, kinds)


def test_name_alone_never_links_and_supports_a_door():
    names = ("佛山市启明五金有限公司", "佛山启明五金厂有限公司")
    assert graded(names=("Qiming Hardware Ltd", "QIMING HARDWARE CO")) == ("weak", ("name",))
    assert graded("address", names=("Qiming Hardware Ltd", "QIMING HARDWARE CO")) == ("strong", ("address", "name"))
    assert graded("address", names=names) == ("possible", ("address",))


def test_reasons_say_what_agrees_and_what_speaks_for_caution():
    park = "Unit {} Riverside Industrial Park, Dhaka"
    one = FirmFacts(
        key=1, facts=(("address", park.format(4)), ("registration", "C-118204"), ("owner", "Anwar Hossain"))
    )
    other = FirmFacts(
        key=2, facts=(("address", park.format(5)), ("registration", "C-220417"), ("owner", "Hossain Anwar"))
    )
    found = same_firm(one, other)

    assert (found.grade, found.signs) == ("weak", ("owner",))
    assert [reason.template for reason in found.reasons] == [AGREEMENTS["owner"], SAME_PLACE, OTHER_NUMBER]


@given(signs, signs)
@settings(max_examples=50, deadline=None)
def test_comparison_does_not_ask_who_comes_first(ours, theirs):
    one, other = firm(1, ours), firm(2, theirs, way=1)

    assert same_firm(one, other) == same_firm(other, one)
    assert set(same_firm(one, other).signs) == ours & theirs


@given(signs, st.sampled_from(ORDER))
@settings(max_examples=50, deadline=None)
def test_one_more_sign_never_lowers_the_grade(kinds, more):
    def rank(those):
        return GRADES.index(same_firm(firm(1, those), firm(2, those, way=1)).grade)

    assert rank(kinds | {more}) >= rank(kinds)


@given(st.sampled_from(ORDER), st.text(alphabet=" -./?\u3000", max_size=12), st.text(max_size=300))
@settings(max_examples=50, deadline=None)
def test_blank_agrees_with_nothing_not_even_a_blank(kind, blank, anything):
    empty = FirmFacts(key=1, facts=((kind, blank),))

    assert same_firm(empty, empty).signs == ()
    assert same_firm(empty, FirmFacts(key=2, facts=((kind, anything),))).signs == ()


@given(st.lists(st.tuples(st.sampled_from(ORDER), st.text(max_size=400)), max_size=6), st.text(max_size=10_000))
@settings(max_examples=50, deadline=None)
def test_any_nonsense_is_compared(facts, name):
    one = FirmFacts(key=1, names=(name,), facts=tuple(facts))

    assert same_firm(one, FirmFacts(key=2, names=(name,), facts=tuple(facts))).grade in GRADES


@given(st.integers(1, 60), signs)
@settings(max_examples=50, deadline=None)
def test_pairs_of_a_portfolio_are_those_that_a_comparison_of_all_would_find(strangers, kinds):
    """Where nothing is common to more than two."""
    firms = [firm(1, kinds), firm(2, kinds, way=1)]
    firms += [FirmFacts(key=at, facts=(("owner", f"Owner Number{at}"),)) for at in range(3, 3 + strangers)]
    all_pairs = [
        (one.key, other.key)
        for at, one in enumerate(firms)
        for other in firms[at + 1 :]
        if same_firm(one, other).grade in ("possible", "strong")
    ]

    assert [(one, other) for one, other, _likeness in alike(firms)] == all_pairs


def test_office_of_an_agent_links_nobody_by_itself():
    office = [
        FirmFacts(key=at, facts=(("address", "12 Station Road, Dhaka"), ("phone", "+880 2 5566 7788")))
        for at in range(3)
    ]

    assert alike(office) == []
    assert [pair[:2] for pair in alike(office[:2])] == [(0, 1)]


def test_one_owner_behind_the_door_of_an_agent_is_still_asked_about():
    told = (("address", "12 Station Road, Dhaka"),)
    owner = ("owner", "Anwar Hossain")
    firms = [
        FirmFacts(key=0, facts=(*told, owner)),
        FirmFacts(key=1, facts=told),
        FirmFacts(key=2, facts=(*told, owner)),
    ]
    [(one, other, likeness)] = alike(firms)

    assert (one, other, likeness.grade, likeness.signs) == (0, 2, "possible", ("address", "owner"))
    assert SHARED in [reason.template for reason in likeness.reasons]


def test_houses_of_one_number_in_many_streets_are_not_common():
    streets = ["Station Road, Dhaka", "Mill Lane, Leeds", "Canal Street, Surat", "Mill Lane, Leeds"]
    firms = [FirmFacts(key=at, facts=(("address", f"5 {street}"),)) for at, street in enumerate(streets)]

    assert [pair[:2] for pair in alike(firms)] == [(1, 3)]


@given(st.permutations([1, 2, 3]), signs)
@settings(max_examples=50, deadline=None)
def test_order_of_the_portfolio_changes_no_finding(order, kinds):
    made = {1: firm(1, kinds), 2: firm(2, kinds, way=1), 3: FirmFacts(key=3, facts=(("owner", "Somebody Else"),))}

    assert {frozenset(pair[:2]) for pair in alike([made[key] for key in order])} == {
        frozenset(pair[:2]) for pair in alike([made[1], made[2], made[3]])
    }


def test_common_telephone_counts_nothing_at_all():
    shared = ("phone", "+880 2 5566 7788")
    firms = [
        FirmFacts(key=at, facts=(shared, ("owner", "Anwar Hossain" if at < 2 else "Somebody Else"))) for at in range(3)
    ]

    assert alike(firms) == []
