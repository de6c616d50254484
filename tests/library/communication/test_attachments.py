import pytest

from troth.communication.attachments import attachment, coded_size


@pytest.mark.parametrize(
    ("name", "dangerous"),
    [
        ("drawing.pdf", False),
        ("drawing.pdf.exe", True),
        ("RUN.EXE. ", True),
        ("prices.xlsm", True),
        ("prices.xlsx", False),
        ("invoice\u202efdp.js", True),
        ("报价单.lnk", True),
        ("exe", True),
        ("", False),
    ],
)
def test_dangerous_kinds_are_told_by_the_last_ending(name, dangerous):
    assert attachment(name=name, media_type="application/octet-stream", size=1).is_dangerous is dangerous


def test_type_alone_can_be_dangerous():
    assert attachment(name="a.pdf", media_type="application/x-msdownload", size=1).is_dangerous


def test_names_lose_folders_and_control_characters():
    assert attachment(name="../../etc/pass\r\nwd", media_type="text/plain", size=1).name == "passwd"
    assert attachment(name="C:\\x\\a.pdf", media_type="text/plain", size=1).name == "a.pdf"
    assert len(attachment(name="a" * 900, media_type="text/plain", size=1).name) == 200


@pytest.mark.parametrize(("coded", "size"), [("", 0), ("aGVsbG8=", 5), ("aGVs\r\nbG8h\r\n", 6), ("=", 0), ("aA==", 1)])
def test_size_of_base64_is_known_without_decoding(coded, size):
    assert coded_size(coded, coding="base64") == size


def test_other_codings_are_measured_as_they_stand():
    assert coded_size("hello", coding="7bit") == 5
