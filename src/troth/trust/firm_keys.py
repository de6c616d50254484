"""A fact of who a firm is in the one form in which it is compared."""

import re
from typing import Literal

from troth.trust.firm_addresses import read_address
from troth.trust.firm_words import core_of_name, folded, person_key

Sign = Literal["registration", "address", "owner", "name", "phone", "domain"]

FEWEST_PHONE = 8
"""Digits below which a telephone number is an extension, or no number."""

PUBLIC_DOMAINS = frozenset({
    "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com", "ymail.com",
    "icloud.com", "me.com", "mac.com", "aol.com", "mail.com", "zoho.com", "proton.me", "protonmail.com", "gmx.com",
    "gmx.de", "gmx.net", "web.de", "t-online.de", "mail.ru", "yandex.ru", "yandex.com", "qq.com", "vip.qq.com",
    "163.com", "vip.163.com", "126.com", "yeah.net", "sina.com", "sina.cn", "sina.com.cn", "sohu.com", "foxmail.com",
    "aliyun.com", "139.com", "189.cn", "21cn.com", "tom.com", "263.net", "naver.com", "hanmail.net", "daum.net",
    "rediffmail.com", "hinet.net", "alibaba.com", "1688.com", "made-in-china.com", "globalsources.com", "wixsite.com",
    "facebook.com", "wordpress.com",
})  # fmt: skip
"""Providers and market places whose domain says nothing of a firm; one below them, such as shop.alibaba.com, neither.

Every yahoo, hotmail, outlook and live of a country belongs to them as well.
"""

_PUBLIC_NAMES = frozenset({"yahoo", "hotmail", "outlook", "live", "gmx"})
_FEWEST_REGISTRATION = 6
_EXTENSION = re.compile(r"(ext|x|转|轉|#|分机).*$")
_IN_THEIR_ORDER = "12345678901234567890"
_FEWEST_DIFFERENT = 3
_DOMAIN = re.compile(r"(?:[a-z]+://)?(?:[^@/\s]*@)?([^@/:?#\s]+)")


def key_of(sign: Sign, value: str) -> str:
    """Return a value in the one form in which it is compared; empty where it tells nothing.

    Args:
        sign: What it is; an address has no such form (see ``read_address``), its key is its numbers.
        value: As somebody wrote it.

    >>> key_of("phone", "+49 (0)30 1234567 ext. 12"), key_of("domain", "sales@QQ.com"), key_of("registration", "-")
    ('49301234567', '', '')
    """
    plain = folded(value[:500])
    if sign == "registration":
        return _registration(plain)
    if sign == "phone":
        return _phone(plain)
    if sign == "domain":
        return _domain(plain)
    if sign == "address":
        found = read_address(value)
        return "" if found is None else " ".join((*found.houses, "/", *found.doors))
    return person_key(value) if sign == "owner" else core_of_name(value)


def _registration(plain: str) -> str:
    key = "".join(letter for letter in plain if letter.isalnum())
    digits = [letter for letter in key if letter.isdigit()]
    # A row of one digit, or of all in their order, is what people type where they know none.
    if len(key) < _FEWEST_REGISTRATION or len(set(digits)) < _FEWEST_DIFFERENT or "".join(digits) in _IN_THEIR_ORDER:
        return ""
    return key


def _phone(plain: str) -> str:
    digits = "".join(letter for letter in _EXTENSION.sub("", plain.replace("(0)", "")) if letter.isdigit())
    key = digits.lstrip("0")
    return key if len(key) >= FEWEST_PHONE and len(set(key)) >= _FEWEST_DIFFERENT else ""


def _domain(plain: str) -> str:
    found = _DOMAIN.match(plain)
    host = (found.group(1) if found else "").strip(".").removeprefix("www.")
    parts = host.split(".")
    if len(parts) < 2 or not all(parts) or parts[-1].isdigit():
        return ""
    above = {".".join(parts[at:]) for at in range(len(parts) - 1)}
    is_public = bool(above & PUBLIC_DOMAINS) or (parts[0] in _PUBLIC_NAMES and len(parts) <= 3)
    return "" if is_public else host
