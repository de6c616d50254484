import base64
from email import message_from_bytes
from time import process_time

import pytest

from troth.basis.findings import Severity
from troth.communication.bodies import body_of


def read(raw):
    return body_of(message_from_bytes(raw if isinstance(raw, bytes) else raw.encode()))


def parts(*inner, kind="mixed"):
    return (
        f"Content-Type: multipart/{kind}; boundary=cut\n\n"
        + "".join(f"--cut\n{part}\n" for part in inner)
        + "--cut--\n"
    )


PLAIN = "Content-Type: text/plain\n\nShip Friday"
HTML = "Content-Type: text/html\n\n<p>Ship <b>Friday</b>, please</p>"
PIXEL = 'Content-Type: text/html\n\n<script>steal()</script><style>p{}</style>Hi<img src="https://track.example/1.gif">'


def test_plain_of_the_alternatives_is_read():
    assert read(parts(PLAIN, HTML, kind="alternative")).text == "Ship Friday"
    assert read(parts("Content-Type: text/plain\n\n \n", HTML, kind="alternative")).text == "Ship Friday, please"


def test_formatted_text_alone_is_turned_into_text():
    body = read(PIXEL)

    assert body.text == "Hi"
    assert body.attachments == []


def test_footer_of_a_list_does_not_hide_formatted_text():
    assert read(parts(HTML, "Content-Type: text/plain\n\n-- \nlist")).text == "Ship Friday, please\n\n-- \nlist"


@pytest.mark.parametrize("charset", ["x-unknown-9", "punycode", "base64", "utf-8\x00", "'", "iso-2022-jp"])
def test_unknown_character_set_is_guessed_and_said(charset):
    body = read(f"Content-Type: text/plain; charset={charset}\n\n请确认 café".encode())

    assert body.text == "请确认 café"
    assert [finding.code for finding in body.findings] == ["mail.charset"]


def test_large_attachment_is_measured_and_not_opened():
    content = base64.encodebytes(b"x" * 1_000_000).decode() * 30
    raw = parts(
        PLAIN, f"Content-Type: application/pdf; name=drawing.pdf\nContent-Transfer-Encoding: base64\n\n{content}"
    )
    message = message_from_bytes(raw.encode())

    before = process_time()
    body = body_of(message)

    assert process_time() - before < 20
    assert body.text == "Ship Friday"
    # Thirty padded pieces: each counts as a whole group, which only the last would be in a sound part.
    assert [(each.name, each.media_type, each.is_dangerous) for each in body.attachments] == [
        ("drawing.pdf", "application/pdf", False)
    ]
    assert 30_000_000 <= body.attachments[0].size <= 30_000_060


def test_program_is_marked_dangerous():
    body = read(
        parts(
            PLAIN,
            "Content-Type: application/pdf; name=a.pdf\n"
            'Content-Disposition: attachment; filename="invoice.pdf.exe"\n\nMZ',
        )
    )

    assert body.text == "Ship Friday"
    assert body.attachments[0].is_dangerous
    assert [(finding.code, finding.severity) for finding in body.findings] == [
        ("mail.dangerous-attachment", Severity.WARNING)
    ]


def test_text_file_is_an_attachment():
    body = read(parts(PLAIN, "Content-Type: text/plain\nContent-Disposition: attachment; filename=notes.txt\n\nsecret"))

    assert (body.text, [each.name for each in body.attachments]) == ("Ship Friday", ["notes.txt"])


def test_forty_levels_of_forwarding_are_listed_and_not_read():
    inner = "Subject: innermost\n" + parts(
        "Content-Type: text/plain\n\nold", "Content-Type: x/y; name=run.exe\n\nMZ"
    ).replace("cut", "inner")
    for level in range(40):
        inner = f"Subject: level {level}\nContent-Type: message/rfc822\n\n{inner}"
    body = read(parts(PLAIN, f"Content-Type: message/rfc822\n\n{inner}"))

    assert body.text == "Ship Friday"
    assert [each.name for each in body.attachments][:2] == ["level 39", "level 38"]
    assert [each.name for each in body.attachments][-2:] == ["innermost", "run.exe"]
    assert len(body.attachments) == 42
    assert body.attachments[-1].is_dangerous


def test_more_levels_are_left_out_and_said():
    inner = PLAIN
    for _ in range(140):
        inner = f"Content-Type: message/rfc822\n\n{inner}"

    assert "mail.deep" in [finding.code for finding in read(inner).findings]


def test_endless_text_is_cut_and_said():
    body = read(b"Content-Type: text/plain\n\n" + b"word " * 600_000)

    assert len(body.text) == 2_000_000
    assert [finding.code for finding in body.findings] == ["mail.cut"]


def test_picture_alone_is_an_attachment():
    body = read("Content-Type: image/png\nContent-Transfer-Encoding: base64\n\naGVsbG8=")

    assert (body.text, [(each.media_type, each.size) for each in body.attachments]) == ("", [("image/png", 5)])
