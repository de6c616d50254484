import pytest

from tests import makers
from tests.site.communication.talking import page, post, settle
from troth_site import access
from troth_site.actions.communication import glossary
from troth_site.models import AuditEntry, GlossaryTerm
from troth_site.queries.communication.glossary import terms_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def talking(cast):
    return settle(cast)


def write(talking, person=None, term="zipper", **more):
    given = {"words": {"zh-hans": "拉链", "vi": "khóa kéo"}, "meaning": "YKK 5"} | more
    return glossary.write(
        by=makers.make_actor(person or talking.ana), relationship=talking.pair.pk, term=term, **given
    )  # fmt: skip


def test_both_sides_add_change_and_remove_terms(talking):
    given = {"term": "zipper", "meaning": "YKK 5", "word-zh-hans": "拉链", "word-en": "zip"}
    assert post(talking, talking.ana, "glossary", talking.pair.pk, **given).status_code == 302
    pk = GlossaryTerm.objects.get().pk
    assert "拉链" in page(talking, talking.lin, "glossary", talking.pair.pk)
    assert post(talking, talking.lin, "term", pk, **given | {"meaning": "YKK 5, metal"}).status_code == 302
    assert "YKK 5, metal" in page(talking, talking.ana, "glossary", talking.pair.pk)
    assert GlossaryTerm.objects.get().words == {"zh-hans": "拉链", "en": "zip"}
    for _time in range(2):
        assert post(talking, talking.lin, "remove-term", pk, ticket="one").status_code == 302
    assert GlossaryTerm.objects.count() == 0
    verbs = AuditEntry.objects.filter(verb__startswith="glossary").values_list("verb", flat=True)
    assert sorted(verbs) == ["glossary.removed", "glossary.written", "glossary.written"]


@pytest.mark.parametrize(
    "given",
    [{"term": ""}, {"term": "x", "words": {}, "meaning": " "}, {"term": "x" * 201}, {"words": {"en": "y" * 201}}],
)
def test_a_term_names_something_and_says_something(talking, given):
    with pytest.raises(glossary.TermRefused):
        write(talking, **given)
    assert GlossaryTerm.objects.count() == 0


def test_a_term_stands_once(talking):
    pk = write(talking)
    with pytest.raises(glossary.TermRefused, match="already"):
        write(talking, talking.lin, meaning="Other")
    assert write(talking, talking.lin, meaning="Other", pk=pk) == pk
    refused = post(talking, talking.lin, "glossary", talking.pair.pk, term="zipper", meaning="Other")
    assert refused.status_code == 422


def test_a_term_of_another_record_cannot_be_written_over(talking):
    other = makers.make_relationship(talking.buyer, makers.make_organisation("Elsewhere", kind="factory"))
    pk = write(talking)
    with pytest.raises(access.NotThere):
        glossary.write(
            by=makers.make_actor(talking.ana), relationship=other.pk, term="z", words={"en": "z"}, meaning="", pk=pk
        )
    page(talking, talking.stranger, "term", pk, status=404)


def test_pieces_of_a_text_are_the_text_and_name_its_terms(talking):
    pk = write(talking)
    terms = terms_of(talking.pair.pk)
    text = "The ZIPPER (拉链) and the khoa keo."

    pieces = terms.pieces(text)
    assert "".join(piece.text for piece in pieces) == text
    assert [piece.text for piece in pieces if piece.term == pk] == ["ZIPPER", "拉链", "khoa keo"]
    assert [piece.text for piece in terms.pieces("")] == []
