import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.communication.charsets import decoded, decoded_field


@pytest.mark.parametrize(
    ("raw", "charset", "text", "fits"),
    [
        ("订单".encode(), None, "订单", True),
        ("订单".encode("gb18030"), "GB2312", "订单", True),
        ("訂單".encode("big5"), "big5", "訂單", True),
        ("đơn hàng".encode("cp1258", "replace"), "windows-1258", "?on hàng".replace("?", "đ"), True),
        ("sipariş".encode("cp1254"), "iso-8859-9", "sipariş", True),
        (b"\x93ok\x94", "iso-8859-1", "“ok”", True),
        ("订单已收到请确认".encode("gb18030"), "utf-8", "订单已收到请确认", False),
        (b"caf\xe9", "utf-8", "café", False),
        ("অর্ডার".encode(), "us-ascii", "অর্ডার", True),
        ("订单".encode(), "rot13", "订单", False),
        (b"a\x00b", None, "ab", True),
    ],
)
def test_bytes_are_read_as_stated_or_guessed(raw, charset, text, fits):
    if charset == "windows-1258":
        raw = "đon hàng".encode("cp1258")
    assert decoded(raw, charset=charset) == (text, fits)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("=?utf-8?B?6K6i5Y2V?= 7001", "订单 7001"),
        ("=?utf-8?B?6K6i5Y0=?=\n =?utf-8?B?lQ==?=", "订单"),
        ("=?utf-8?Q?a?= =?utf-8?Q?b?= c", "ab c"),
        ("=?utf-8?Q?a_b?=", "a b"),
        ("=?gb2312?B?tqm1pQ==?=", "订单"),
        ("=?UTF-8*zh?Q?=E8=AE=A2?=", "订"),
        ("=?x-none?Q?caf=E9?=", "café"),
        ("=?utf-8?B?###?=", "=?utf-8?B?###?="),
        ("=?utf-8?X?abc?=", "=?utf-8?X?abc?="),
        ("folded\r\n\tline", "folded line"),
        ("订单".encode("gb18030").decode("ascii", "surrogateescape"), "订单"),
    ],
)
def test_fields_are_read(value, text):
    assert decoded_field(value) == text


@given(
    st.binary(max_size=60),
    st.one_of(st.none(), st.text(max_size=12), st.sampled_from(["utf-7", "hz", "utf-16", "cp037"])),
)
@settings(max_examples=150, deadline=None)
def test_any_bytes_become_text(raw, charset):
    text, _ = decoded(raw, charset=charset)

    assert "\0" not in text


@given(st.text(max_size=40))
@settings(max_examples=80, deadline=None)
def test_any_field_becomes_one_line(value):
    assert decoded_field(value).splitlines() in ([], [decoded_field(value)])
