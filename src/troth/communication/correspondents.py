"""On whose side an address stands: people who are known, then the domain of a side's people, else nobody says."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from troth.commitments.outcomes import SIDES, Side

PUBLIC_PROVIDERS = frozenset({
    "126.com", "139.com", "163.com", "189.cn", "aliyun.com", "aol.com", "fastmail.com", "fb.com", "foxmail.com",
    "gmail.com", "gmx.at", "gmx.ch", "gmx.com", "gmx.de", "gmx.net", "googlemail.com", "hey.com", "hotmail.co.uk",
    "hotmail.com", "hotmail.de", "hotmail.es", "hotmail.fr", "hotmail.it", "icloud.com", "inbox.com", "libero.it",
    "live.cn", "live.com", "live.co.uk", "mac.com", "mail.com", "mail.ru", "mailbox.org", "me.com", "msn.com",
    "mynet.com", "naver.com", "outlook.com", "outlook.de", "outlook.es", "outlook.fr", "outlook.com.tr", "posteo.de",
    "proton.me", "protonmail.com", "qq.com", "rediffmail.com", "rocketmail.com", "sina.cn", "sina.com", "sohu.com",
    "t-online.de", "tom.com", "tutanota.com", "vip.163.com", "vip.qq.com", "vip.sina.com", "web.de", "yahoo.cn",
    "yahoo.co.in", "yahoo.co.jp", "yahoo.co.uk", "yahoo.com", "yahoo.com.cn", "yahoo.com.hk", "yahoo.com.mx",
    "yahoo.com.tr", "yahoo.com.tw", "yahoo.com.vn", "yahoo.de", "yahoo.es", "yahoo.fr", "yahoo.in", "yandex.com",
    "yandex.com.tr", "yandex.ru", "yeah.net", "ymail.com", "zoho.com", "zohomail.com",
})  # fmt: skip
"""Where anybody may have an address: the domain says nothing of whose side its owner is on."""


class How(StrEnum):
    """By what a side was told."""

    PERSON = "person"
    DOMAIN = "domain"
    SAID = "said"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Hold on whose side an address stands.

    Args:
        side: The side; None for an address of neither, which somebody said.
        how: By what it was told.
    """

    side: Side | None
    how: How


def domain_of(address: str) -> str:
    """Return what stands behind the last "@" in lower case, "" where there is none.

    Args:
        address: An address of any form.

    >>> domain_of("Bao@Mill.example")
    'mill.example'
    """
    return address.rpartition("@")[2].strip().lower() if "@" in address else ""


def standings(
    addresses: Iterable[str], *, people: Mapping[Side, Sequence[str]], said: Mapping[str, Side | None]
) -> dict[str, Standing]:
    """Tell on whose side addresses stand.

    Args:
        addresses: The addresses to tell.
        people: Addresses of the people of each side.
        said: What somebody said of single addresses; None for neither side. It yields to a known person only.

    Returns:
        What can be told, by address; of the others nobody can say. An address or a domain of both sides tells nothing,
        nor does the domain of a public provider of mail.

    >>> people = {"factory": ["bao@mill.example"], "buyer": ["ana@brand.example"]}
    >>> found = standings(["an@mill.example"], people=people, said={})
    >>> found["an@mill.example"].side, found["an@mill.example"].how.value
    ('factory', 'domain')
    """
    known = _told_apart({side: {each.lower() for each in people.get(side, ())} for side in SIDES})
    domains = _told_apart({side: {domain_of(each) for each in people.get(side, ())} for side in SIDES})
    found: dict[str, Standing] = {}
    for address in addresses:
        told = _standing(address, known, domains, said)
        if told is not None:
            found[address] = told
    return found


def _standing(
    address: str, known: Mapping[str, Side], domains: Mapping[str, Side], said: Mapping[str, Side | None]
) -> Standing | None:
    domain = domain_of(address)
    if address.lower() in known:
        return Standing(side=known[address.lower()], how=How.PERSON)
    if address in said:
        return Standing(side=said[address], how=How.SAID)
    if domain in domains and domain not in PUBLIC_PROVIDERS:
        return Standing(side=domains[domain], how=How.DOMAIN)
    return None


def _told_apart(of: Mapping[Side, set[str]]) -> dict[str, Side]:
    """Return what stands on one side alone."""
    first, second = SIDES
    apart = {name: first for name in of[first] - of[second] if name}
    return apart | {name: second for name in of[second] - of[first] if name}
