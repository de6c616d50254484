import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from tests import makers
from tests.site.quality.agreed import make_product, specify
from troth_site.access import NotAllowed, NotThere
from troth_site.actions.quality import samples
from troth_site.actions.quality.evidence import EvidenceRefused
from troth_site.actions.quality.samples import SampleGiven, SampleRefused
from troth_site.models import ApprovedSample, LedgerEntry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.TROTH_FILES = str(tmp_path)


def photo():
    target = io.BytesIO()
    Image.new("RGB", (40, 30), (90, 60, 20)).save(target, "JPEG")
    return target.getvalue()


def propose(cast, product, person=None, **more):
    given = {"kind": "limit", "label": "Two shades", "kept_where": "Shelf 2"} | more
    by = makers.make_actor(person or cast.ana)
    return samples.propose(by=by, product=product, given=SampleGiven(**given))


def post(cast, person, name, *args, **said):
    return cast.browser(person).post(reverse(name, args=args), said)


def test_a_sample_is_the_measure_once_both_sides_approved_it(cast):
    product = make_product(cast)
    specify(cast, product)
    sample = propose(cast, product, photos=[("front.jpg", photo())])
    for person, where in ((cast.lin, "样品室 3 号柜"), (cast.ana, "Shelf 2")):
        assert post(cast, person, "decide-sample", product, sample, does="approve", words=where).status_code == 302
    page = cast.browser(cast.lin).get(reverse("samples", args=[product])).content.decode()

    row = ApprovedSample.objects.get()
    assert (row.version.number, row.photos.count(), row.kept_where_factory) == (1, 1, "样品室 3 号柜")
    assert ("approved by both sides" in page, "Shelf 2" in page, "/preview/" in page) == (True, True, True)
    kinds = LedgerEntry.objects.filter(kind__startswith="sample.").order_by("seq").values_list("kind", flat=True)
    assert list(kinds) == ["sample.proposed", "sample.approved", "sample.approved"]


def test_either_side_refuses_with_a_reason_and_the_next_is_proposed_anew(cast):
    sample = propose(cast, make_product(cast), cast.lin)
    with pytest.raises(SampleRefused, match="what is wrong"):
        samples.refuse(by=makers.make_actor(cast.ana), sample=sample, because=" ")
    for _once_more in range(2):
        samples.refuse(by=makers.make_actor(cast.ana), sample=sample, because="Too dark by one grade")
    with pytest.raises(SampleRefused, match="was refused"):
        samples.approve(by=makers.make_actor(cast.lin), sample=sample, kept_where="Shelf")

    assert LedgerEntry.objects.filter(kind="sample.refused").count() == 1


def test_what_both_approved_stays(cast):
    sample = propose(cast, make_product(cast))
    for person in (cast.ana, cast.lin, cast.lin):
        samples.approve(by=makers.make_actor(person), sample=sample, kept_where="Shelf")
    with pytest.raises(SampleRefused, match="stays the measure"):
        samples.refuse(by=makers.make_actor(cast.ana), sample=sample, because="Changed my mind")
    with pytest.raises(SampleRefused, match="where your piece lies"):
        samples.approve(by=makers.make_actor(cast.ana), sample=sample, kept_where="")


def test_nonsense_is_refused_and_nothing_is_kept(cast):
    product = make_product(cast)
    for more in ({"kind": "toy"}, {"label": " "}, {"photos": [("a.jpg", photo())] * 13}):
        with pytest.raises(SampleRefused):
            propose(cast, product, **more)
    with pytest.raises(EvidenceRefused):
        propose(cast, product, photos=[("a.jpg", b"no photo at all")])
    bad = SimpleUploadedFile("a.jpg", b"no photo at all", "image/jpeg")
    answer = post(cast, cast.ana, "samples", product, kind="limit", label="L", photos=bad)

    assert (answer.status_code, ApprovedSample.objects.count()) == (422, 0)


def test_photos_come_with_the_form(cast):
    product = make_product(cast)
    two = [SimpleUploadedFile(name, photo(), "image/jpeg") for name in ("a.jpg", "b.jpg")]
    assert post(cast, cast.lin, "samples", product, kind="limit", label="L", photos=two).status_code == 302

    assert ApprovedSample.objects.get().photos.count() == 2


def test_finance_and_strangers_decide_nothing(cast):
    sample = propose(cast, make_product(cast))
    with pytest.raises(NotAllowed):
        samples.approve(by=makers.make_actor(cast.finance), sample=sample, kept_where="Shelf")
    with pytest.raises(NotThere):
        samples.approve(by=makers.make_actor(cast.stranger), sample=sample, kept_where="Shelf")
