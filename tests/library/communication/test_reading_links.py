import pytest

from troth.communication.reading_links import LinkRefused, checked_link


@pytest.mark.parametrize(
    "link", ["https://example.org", "http://example.org/a?b=c#d", "https://例子.中国/茶", "https://example.org:8443/x"]
)
def test_an_address_of_the_open_web_is_kept(link):
    assert checked_link(f"  {link} ") == link


def test_no_address_is_no_link():
    assert checked_link("  ") == ""


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "ftp://example.org", "example.org",
        "https://", "https://localhost/x", "https://127.0.0.1/x", "https://[::1]/x", "https://user:word@example.org",
        "https://example.org/a b", "https://example.org/<b>", "https://example.org/\"x", "https://example.org:99999/",
        "https://example.org/\x00", "https://example.org/" + "x" * 500, "//example.org", "https://[bad/",
    ],
)  # fmt: skip
def test_anything_else_is_refused(link):
    with pytest.raises(LinkRefused):
        checked_link(link)
