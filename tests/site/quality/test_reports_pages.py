import json
import re
from hashlib import sha256
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests import makers
from tests.site.communication.talking import page, post
from tests.site.quality.reported import actor, handed_in, picture
from troth.quality.reports import canonical
from troth_site.actions.quality import reports, reports_answering, reports_papers
from troth_site.actions.quality.reports import Edit
from troth_site.actions.quality.reports_answering import Said
from troth_site.jobs import quality as jobs
from troth_site.models import InspectionReport, LotDecision, ReportPaper, ReportRemark
from troth_site.queries.quality import reports as queries
from troth_site.sheets import report_papers

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(cast):
    row = handed_in(cast, major=9)
    pk = reports.make_first(inspection=row.pk, by=actor(cast.ana))
    return InspectionReport.objects.get(pk=pk)


def amend(cast, report):
    edit = Edit(conclusion="Mend the sleeve seam.")
    return reports.amend(by=actor(cast.ana), report=report.pk, why="The sleeve was forgotten.", edit=edit)


def test_a_partner_without_reports_says_what_will_stand_there(cast):
    assert "No report yet" in page(cast, cast.lin, "quality-reports", cast.pair.pk)


def test_both_sides_read_the_same_report(cast, made):
    for person in (cast.ana, cast.lin):
        assert "PO-7, lot 1" in page(cast, person, "quality-reports", cast.pair.pk)
        shown = page(cast, person, "quality-report", made.pk)
        for words in (
            "9 of 125 major: not accepted (from 8 on)", "The lot is not accepted by the plan.", "Open seam",
            "Body length", "Are the carton marks right?", "15 minutes", "not on the list", "comes out again",
            made.sha256, "Left sleeve",
        ):  # fmt: skip
            assert words in shown, words
    assert "Decide about this lot" in page(cast, cast.ana, "quality-report", made.pk)
    assert "Decide about this lot" not in page(cast, cast.lin, "quality-report", made.pk)


def test_a_report_leads_to_corrective_action_about_what_was_found(cast, made):
    shown = page(cast, cast.lin, "quality-report", made.pk)
    where = (
        reverse("quality-corrective", args=[cast.pair.pk]) + f"?inspection={made.inspection_id}&amp;title=Open%20seam"
    )
    assert where in shown


def test_a_stranger_finds_nothing(cast, made):
    for name in ("quality-report", "quality-report-content", "quality-report-difference", "quality-report-amend"):
        page(cast, cast.stranger, name, made.pk, status=404)


def test_a_decision_is_made_on_the_page_once(cast, made):
    given = {"choice": "waiver", "reason": "Sold as seconds.", "ticket": "one"}
    assert post(cast, cast.ana, "quality-report-decide", made.pk, choice="ship", reason="Now.").status_code == 422
    assert post(cast, cast.ana, "quality-report-decide", made.pk, choice="rework").status_code == 422
    for _time in range(2):
        assert post(cast, cast.ana, "quality-report-decide", made.pk, **given).status_code == 302
    assert LotDecision.objects.count() == 1
    assert post(cast, cast.lin, "quality-report-decide", made.pk, **given).status_code == 403
    assert "Sold as seconds." in page(cast, cast.lin, "quality-report", made.pk)


def test_the_factory_contests_on_the_page_and_it_is_marked(cast, made):
    files = [SimpleUploadedFile("before.jpg", picture((9, 9, 9)))]
    given = {"text": "缝线在装箱前是好的。", "about": "classes", "contests": "on", "files": files}
    assert post(cast, cast.lin, "quality-report-remark", made.pk, **given).status_code == 302
    shown = page(cast, cast.ana, "quality-report", made.pk)
    assert "缝线在装箱前是好的。" in shown
    assert "before.jpg" in shown
    assert shown.count("contested") >= 2


def test_a_file_that_is_none_is_refused_and_nothing_is_said(cast, made):
    files = [SimpleUploadedFile("virus.exe", b"MZ")]
    answer = post(cast, cast.lin, "quality-report-remark", made.pk, text="See.", files=files)
    assert answer.status_code == 422
    assert "virus.exe" in answer.content.decode()
    assert ReportRemark.objects.count() == 0


def test_another_version_is_made_and_compared_on_the_pages(cast, made):
    assert "Nothing is changed silently" in page(cast, cast.ana, "quality-report-amend", made.pk)
    page(cast, cast.lin, "quality-report-amend", made.pk, status=403)
    counts = {"critical-looked": "125", "critical-found": "0", "major-looked": "125", "minor-looked": "125"}
    given = counts | {"minor-found": "3", "major-found": "7", "why": "Two were counted twice.", "conclusion": ""}
    assert post(cast, cast.ana, "quality-report-amend", made.pk, **given | {"major-found": "-1"}).status_code == 422
    assert post(cast, cast.ana, "quality-report-amend", made.pk, **given | {"major-found": "126"}).status_code == 422
    assert post(cast, cast.ana, "quality-report-amend", made.pk, **given).status_code == 302
    second = InspectionReport.objects.get(number=2)
    assert second.verdict == "accepted"
    shown = page(cast, cast.lin, "quality-report-difference", second.pk)
    for words in ("What was counted › major › found", "<del>9</del>", "<ins>7</ins>", "Two were counted twice."):
        assert words in shown
    assert "This is an earlier version." in page(cast, cast.lin, "quality-report", made.pk)
    assert "nothing before it" in page(cast, cast.lin, "quality-report-difference", made.pk)


@pytest.mark.parametrize("since", ["7", "x", "-1", "9" * 40, "2"])
def test_a_difference_from_a_version_that_is_none_is_not_there(cast, made, since):
    second = amend(cast, made)
    status = cast.browser(cast.lin).get(reverse("quality-report-difference", args=[second]), {"since": since})
    assert status.status_code in {200, 404}


def test_the_json_is_the_very_bytes_that_were_hashed(cast, made):
    answer = cast.browser(cast.lin).get(reverse("quality-report-content", args=[made.pk]))
    assert sha256(answer.content).hexdigest() == made.sha256


def test_a_list_and_a_report_ask_the_same_of_the_database_however_much_there_is(cast, made):
    browser = cast.browser(cast.lin)
    reports_answering.remark(by=actor(cast.lin), report=made.pk, said=Said(text="Look."))

    def asked(name, *args):
        with CaptureQueriesContext(connection) as found:
            assert browser.get(reverse(name, args=args)).status_code == 200
        return len(found)

    one = asked("quality-reports", cast.pair.pk), asked("quality-report", made.pk)
    for _time in range(2):
        row = handed_in(cast)
        reports.make_first(inspection=row.pk, by=actor(cast.ana))
        reports_answering.remark(by=actor(cast.lin), report=made.pk, said=Said(text="Look again."))
    three = asked("quality-reports", cast.pair.pk), asked("quality-report", made.pk)
    assert three == one == (8, 14)


def check(cast, digest, status=200):
    answer = cast.browser().get(f"/check/{digest}/")
    assert answer.status_code == status
    return answer.content.decode()


def test_anybody_can_check_a_hash_and_reads_nothing_that_names_a_party(cast, made):
    shown = check(cast, made.sha256)
    for words in ("A report with this hash exists.", "not accepted", "It is the latest version."):
        assert words in shown
    for secret in ("Nordlicht", cast.pair.factory.name, "PO-7", "cardigan", "Ana Petrova", "Open seam"):
        assert secret not in shown
    amend(cast, made)
    assert "version 2" in check(cast, made.sha256.upper())


def test_an_unknown_hash_and_one_that_is_not_visible_yet_are_answered_alike(cast, made):
    def asked(digest, status):
        with CaptureQueriesContext(connection) as found:
            shown = check(cast, digest, status)
        return len(found), re.sub(r'value="\w{64}"', "", shown).replace(digest, "HASH")

    known = asked(made.sha256, 200)
    unknown = asked("0" * 64, 404)
    InspectionReport.objects.update(visible_at=timezone.now() + timezone.timedelta(hours=1))
    hidden = asked(made.sha256, 404)
    assert "No such report" in unknown[1]
    assert hidden == unknown
    assert known[0] == unknown[0] == 1


@pytest.mark.parametrize("digest", ["0" * 63, "g" * 64, "0" * 65, "../../etc"])
def test_what_is_no_hash_is_no_address(cast, digest):
    assert cast.browser().get(f"/check/{digest}/").status_code == 404


def drop(cast, name, content):
    return cast.browser().post(reverse("check"), {"file": SimpleUploadedFile(name, content)})


def test_a_dropped_json_is_checked_and_one_changed_digit_is_seen(cast, made):
    content = canonical(made.content)
    assert "This file is a report as it was made here." in drop(cast, "report.json", content).content.decode()
    spaced = json.dumps(made.content, indent=2).encode()
    assert drop(cast, "report.json", spaced).status_code == 200
    changed = content.replace(b'"found":9', b'"found":7')
    assert changed != content
    assert "No such report" in drop(cast, "report.json", changed).content.decode()
    assert "Nordlicht" not in drop(cast, "report.json", content).content.decode()


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[1]", b"\xff\xfe", b"[" * 100_000, b'{"a": 1e999}', b'{"a": "\\ud800"}', b"%PDF-1.7 nothing"],
)
def test_a_dropped_file_that_is_nothing_is_no_such_report(cast, content):
    assert drop(cast, "report.json", content).status_code in {404, 422}


def test_no_file_is_said_and_too_many_questions_wait(cast, made):
    assert cast.browser().post(reverse("check")).status_code == 422
    answers = [cast.browser().get(f"/check/{made.sha256}/").status_code for _time in range(31)]
    assert answers.count(200) == 29
    assert answers[-1] == 429


def test_a_paper_in_two_languages_is_made_by_a_job_and_can_be_checked(cast, made, settings):
    amended = amend(cast, made)
    said = Said(text="缝线在装箱前是好的。", about="classes", contests=True)
    reports_answering.remark(by=actor(cast.lin), report=made.pk, said=said)
    where = reverse("quality-report-paper", args=[amended, "en", "zh-hans"])
    assert "There is no paper yet" in cast.browser(cast.lin).get(where).content.decode()
    given = {"language": "en", "beside": "zh-hans"}
    assert post(cast, cast.lin, "quality-report-print", amended, **given).url == where
    jobs.print_report.func(amended, "en", "zh-hans", key_nobody_knows=1)
    answer = cast.browser(cast.lin).get(where)
    content = b"".join(answer.streaming_content)
    assert content.startswith(b"%PDF-")
    row = ReportPaper.objects.get()
    assert row.sha256 == sha256(content).hexdigest()
    assert "This file is a report as it was made here." in drop(cast, "r.pdf", content).content.decode()
    assert "No such report" in drop(cast, "r.pdf", content + b" ").content.decode()
    reports_answering.remark(by=actor(cast.lin), report=made.pk, said=Said(text="One more word."))
    assert "There is no paper yet" in cast.browser(cast.lin).get(where).content.decode()


def test_the_paper_holds_both_languages_each_marked_and_what_is_contested(cast, made):
    said = Said(text="No.", about="classes", contests=True)
    reports_answering.remark(by=actor(cast.lin), report=made.pk, said=said)
    found = queries.for_paper(made.pk)
    html = report_papers.written(found, language="en", beside="vi")
    assert html.count('<div class="half" lang="en">') == html.count('<div class="half" lang="vi">') == 8
    assert html.count("data:image/jpeg;base64,") == 1
    assert "<ellipse" in html
    assert "contested" in html
    assert f"SHA-256 {made.sha256}" in html


@pytest.mark.parametrize(
    "given", [{"language": "en", "beside": "en"}, {"language": "en"}, {"language": "xx", "beside": "en"}, {}]
)
def test_a_paper_takes_two_languages(cast, made, given):
    assert post(cast, cast.lin, "quality-report-print", made.pk, **given).status_code == 422


def test_the_same_paper_is_kept_once(made):
    first = reports_papers.keep(report=made.pk, language="en", beside="tr", told="a" * 64, content=b"%PDF-1")
    assert reports_papers.keep(report=made.pk, language="en", beside="tr", told="a" * 64, content=b"%PDF-2") == first
    assert ReportPaper.objects.count() == 1


def test_an_inspector_of_a_third_party_reads_the_report_of_their_own_inspection_alone(cast):
    agency = makers.make_organisation("Plumbline", kind="service")
    ira = makers.make_person(agency, role="inspector", name="Ira")
    row = handed_in(cast, inspector=ira, inspector_for="third")
    pk = reports.make_first(inspection=row.pk, by=actor(ira))
    other = reports.make_first(inspection=handed_in(cast).pk, by=actor(cast.ana))
    assert "PO-7, lot 1" in page(cast, ira, "quality-report", pk)
    assert "A version after version 1" in page(cast, ira, "quality-report-amend", pk)
    page(cast, ira, "quality-report", other, status=404)
    assert post(cast, ira, "quality-report-remark", pk, text="x").status_code == 403
    assert post(cast, ira, "quality-report-decide", pk, choice="ship", reason="x").status_code == 403
    assert BytesIO(cast.browser(ira).get(reverse("quality-report-content", args=[pk])).content).read(1) == b"{"
