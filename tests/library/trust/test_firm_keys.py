import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.trust.firm_keys import PUBLIC_DOMAINS, key_of


@pytest.mark.parametrize(
    ("sign", "value", "key"),
    [
        ("registration", "9144 0605-ma4w 0k12 3x", "91440605ma4w0k123x"),
        ("registration", "ＤＥ 129273398", "de129273398"),
        ("registration", "123456789", ""),
        ("registration", "0000000000", ""),
        ("registration", "n/a", ""),
        ("phone", "0086 757 8765 4321", "8675787654321"),
        ("phone", "(0757) 87654321 转 12", "75787654321"),
        ("phone", "1111 1111", ""),
        ("phone", "110", ""),
        ("domain", "Sales@Qiming-Hardware.Example", "qiming-hardware.example"),
        ("domain", "https://www.qiming-hardware.example/about?x=1", "qiming-hardware.example"),
        ("domain", "liang@gmail.com", ""),
        ("domain", "liang@yahoo.co.uk", ""),
        ("domain", "https://qiming.en.alibaba.com", ""),
        ("domain", "192.168.0.1", ""),
        ("domain", "qiming", ""),
        ("owner", "Liang QIMING", "liang qiming"),
        ("address", "12 Station Road", "12 /"),
        ("address", "somewhere", ""),
    ],
)
def test_key(sign, value, key):
    assert key_of(sign, value) == key


@pytest.mark.parametrize("sign", ["registration", "address", "owner", "name", "phone", "domain"])
@pytest.mark.parametrize("value", ["", "  ", "\u200b", "—", "?" * 10_000])
def test_nothing_said_has_no_key(sign, value):
    assert key_of(sign, value) == ""


@given(st.sampled_from(["registration", "address", "owner", "name", "phone", "domain"]), st.text(max_size=300))
@settings(max_examples=50, deadline=None)
def test_any_text_has_a_key_and_case_never_matters(sign, value):
    assert key_of(sign, value) == key_of(sign, value.casefold())


@given(st.sampled_from(sorted(PUBLIC_DOMAINS)), st.from_regex(r"[a-z]{1,9}", fullmatch=True))
@settings(max_examples=50, deadline=None)
def test_mail_of_a_public_provider_never_names_a_firm(domain, name):
    assert key_of("domain", f"{name}@{domain}") == key_of("domain", f"{name}.{domain}") == ""
