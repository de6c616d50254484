import io
import zipfile
from base64 import encodebytes
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.communication.attached import LARGEST, MOST_NAMES, Refused, attached_files, can_harm, uploaded_file
from troth.communication.mail import parse_mail


def letter(name="list.csv", content=b"a;b\n", kind=("text", "csv")):
    message = EmailMessage()
    message["From"] = "bao@mill.example"
    message.set_content("See the file.")
    message.add_attachment(content, maintype=kind[0], subtype=kind[1], filename=name)
    return message.as_bytes()


def packed(*names):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
    return file.getvalue()


def test_attached_files_gives_the_bytes_as_they_were():
    content = bytes(range(256)) * 40
    (file,) = attached_files(letter("photo.png", content, ("image", "png")))

    assert (file.about.name, file.about.size, file.content, file.refused) == ("photo.png", 10240, content, None)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("setup.exe", b"anything"),
        ("invoice.pdf", b"MZ\x90\x00 a program by another name"),
        ("run.txt", b"#!/bin/sh\nrm -rf /\n"),
        ("report.docx", packed("word/document.xml", "word/vbaProject.bin")),
        ("photos.zip", packed("a.jpg", "inner/run.exe")),
        ("photos.zip", b"PK\x03\x04 no archive at all"),
        ("many.zip", packed(*(f"{at}.txt" for at in range(MOST_NAMES + 1)))),
        ("table.xls", b"\xd0\xcf\x11\xe0..." + "_VBA_PROJECT".encode("utf-16-le")),
        ("note.txt", b"  <!DOCTYPE html><script>alert(1)</script>"),
    ],
)
def test_attached_files_names_what_can_harm_and_leaves_it(name, content):
    (file,) = attached_files(letter(name, content, ("application", "octet-stream")))

    assert (file.about.name, file.content, file.refused) == (name, None, Refused.DANGEROUS)


@pytest.mark.parametrize("kind", [("text", "html"), ("image", "svg+xml")])
def test_attached_files_leaves_pages_that_could_run_scripts(kind):
    (file,) = attached_files(letter("page.bin", b"<p>hello", kind))

    assert file.refused == Refused.DANGEROUS


def test_attached_files_leaves_what_is_too_large():
    (file,) = attached_files(letter("film.mp4", b"0" * 101, ("video", "mp4")), largest=100)
    (kept,) = attached_files(letter("film.mp4", b"0" * 100, ("video", "mp4")), largest=100)

    assert (file.content, file.refused, file.about.size) == (None, Refused.LARGE, 101)
    assert kept.refused is None
    assert LARGEST == 25 * 1024 * 1024


def test_attached_files_of_a_message_within_are_taken_out_too():
    inner = EmailMessage()
    inner["Subject"] = "The list"
    inner.set_content("below")
    inner.add_attachment(b"1;2\n", maintype="text", subtype="csv", filename="inner.csv")
    outer = EmailMessage()
    outer.set_content("Forwarded")
    outer.add_attachment(inner)

    found = [(file.about.name, file.refused) for file in attached_files(outer.as_bytes())]
    assert found == [("The list", Refused.MESSAGE), ("inner.csv", None)]


def test_attached_files_of_good_archives_are_kept():
    (file,) = attached_files(letter("photos.zip", packed("a.jpg", "b.jpg"), ("application", "zip")))

    assert file.refused is None
    assert not can_harm(packed("word/document.xml"))


@given(st.binary(max_size=400))
@settings(max_examples=60, deadline=None)
def test_attached_files_lists_what_the_reader_lists(content):
    raw = b"From: a@b.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=xx\n\n--xx\n"
    raw += b'Content-Disposition: attachment; filename="a.bin"\nContent-Transfer-Encoding: base64\n\n'
    raw += encodebytes(content) + b"\n--xx--\n"

    files = attached_files(raw)
    assert [file.about.name for file in files] == [each.name for each in parse_mail(raw).attachments]
    assert [file.content for file in files if file.refused is None] in ([content], [])


def test_attached_files_of_nonsense_is_none():
    assert attached_files(b"\xff\xfe\x00") == []


@pytest.mark.parametrize(
    ("name", "kind", "content", "refused"),
    [
        ("dip.png", "image/png", b"\x89PNG", None),
        ("list.csv", "text/csv; charset=utf-8", b"a;b", None),
        ("setup.EXE", "", b"x", Refused.DANGEROUS),
        ("dip.png", "Text/HTML; charset=utf-8", b"x", Refused.DANGEROUS),
        ("dip.png", "image/png", b"MZ", Refused.DANGEROUS),
        ("all.zip", "application/zip", packed("a.png", "run.bat"), Refused.DANGEROUS),
        ("all.zip", "application/zip", packed("a.png"), None),
        ("dip.png", "image/png", b"", Refused.EMPTY),
    ],
)
def test_uploaded_file_is_judged_as_one_that_came_by_mail(name, kind, content, refused):
    found = uploaded_file(name=name, media_type=kind, content=content)

    assert (found.refused, found.content) == (refused, content if refused is None else None)


def test_uploaded_file_has_a_limit_that_it_may_reach():
    at_most, over = (uploaded_file(name="a.bin", media_type="", content=b"x" * size, largest=9) for size in (9, 10))

    assert (at_most.refused, over.refused) == (None, Refused.LARGE)
