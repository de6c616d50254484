"""Calling other people's servers: the only module that does. It knows nothing of the house.

Only https; never a private, loopback, link-local, multicast or metadata address; the address that was checked is the
one that is called, so that a name cannot turn into another one in between; no redirect is followed; what comes back is
bounded in time and size. Proxies of the environment are not used: what lies behind them cannot be checked.
"""

import http.client
import ipaddress
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import SplitResult, urlsplit

HTTPS = 443
# Addresses that look public and speak for the machine's own cloud.
NEVER = frozenset({ipaddress.ip_address("168.63.129.16")})
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
# Names that only this machine or its own network knows: RFC 6761, RFC 6762, RFC 8375 and the one ICANN keeps for it.
OWN_NAMES = frozenset({"localhost", "local", "internal", "arpa", "lan", "home", "corp", "onion"})
_NUMBER = re.compile(r"[0-9]+|0[xX][0-9a-fA-F]*")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class NotCalled(Exception):
    """Nobody was called; `why` is one of "address", "host", "private", "unknown name", "unreachable"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class NoAnswer(Exception):
    """The call left, and nobody knows what came of it; `why` is one of "slow", "broken", "huge"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request.

    Attributes:
        url: Its https address.
        hosts: Host names that may be called, with "*." before those whose names below may be too; empty for any.
    """

    url: str
    method: str = "POST"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; header names are in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_success(self) -> bool:
        """Tell whether the server took it."""
        return 200 <= self.status < 300


def _resolve(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(row[4][0]) for row in found))


def _dial(address: str, port: int, seconds: float) -> socket.socket:
    return socket.create_connection((address, port), timeout=seconds)


@cache
def _trusted() -> ssl.SSLContext:
    return ssl.create_default_context()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How the world is reached; tests put their own resolver and wire here, and no setting does.

    Attributes:
        resolve: Returns the addresses of a name.
        dial: Opens a connection to one checked address.
        trust: Returns whose certificates are believed.
        seconds: For one call from dialling to the last byte.
        most_bytes: Of an answer's body.
    """

    resolve: Callable[[str, int], list[str]] = _resolve
    dial: Callable[[str, int, float], socket.socket] = _dial
    trust: Callable[[], ssl.SSLContext] = _trusted
    seconds: float = 10.0
    most_bytes: int = 1_000_000


WORLD = Reach()


def call(asked: Call, *, reach: Reach = WORLD) -> Answer:
    """Make one request and return what came back, whatever its status; a redirect is an answer like any other.

    Raises:
        NotCalled: The address may not be called, or could not be.
        NoAnswer: The request left, but no whole answer came.
    """
    parts = split(asked.url, hosts=asked.hosts)
    host, port = str(parts.hostname), parts.port or HTTPS
    address = _checked(host, port, reach)
    with _connected(address, host, port, reach) as wire:
        connection = http.client.HTTPSConnection(host, port)
        connection.sock = wire
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            connection.request(asked.method, path, body=asked.body or None, headers=dict(asked.headers))
            with closing(connection.getresponse()) as response:
                return _answer(response, reach.most_bytes)
        except TimeoutError as error:
            raise NoAnswer("slow") from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise NoAnswer("broken") from error


def split(url: str, *, hosts: tuple[str, ...] = ()) -> SplitResult:
    """Return the parts of an address that may be written to, without asking anybody.

    Raises:
        NotCalled: It is not https, names its user, spells a number instead of a name, or is no host of the list.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
        host.encode("idna")
    except (ValueError, UnicodeError) as error:
        raise NotCalled("address") from error
    unsafe = any(ord(letter) <= 32 or ord(letter) > 126 for letter in parts.path + parts.query)
    # A name may have letters of any script, and never a space.
    unsafe = unsafe or any(letter.isspace() or not letter.isprintable() for letter in host)
    if parts.scheme != "https" or not host or parts.username is not None or parts.password is not None or unsafe:
        raise NotCalled("address")
    if hosts and (port not in (None, HTTPS) or not _is_among(host, hosts)):
        raise NotCalled("host")
    if _is_private_by_its_spelling(host):
        raise NotCalled("private")
    return parts


def _is_among(host: str, hosts: tuple[str, ...]) -> bool:
    return any(host == one or (one.startswith("*.") and host.endswith(one[1:])) for one in hosts)


def _is_private_by_its_spelling(host: str) -> bool:
    try:
        return not is_public(host)
    except ValueError:
        _rest, dot, last = host.rstrip(".").lower().rpartition(".")
        # Decimal, octal and hexadecimal addresses are read by some resolvers and by no person.
        return not dot or last in OWN_NAMES or bool(_NUMBER.fullmatch(last))


def is_public(address: str) -> bool:
    """Tell whether an address is one that the whole Internet reaches, and no machine's own.

    Raises:
        ValueError: It is no address.
    """
    found = ipaddress.ip_address(address)
    return _is_public(found) and all(_is_public(inner) for inner in _inside(found))


def _is_public(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and address in TRANSLATED:
        # How a network of the new kind alone reaches the old addresses: the old one decides.
        return _is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return address.is_global and not address.is_multicast and not address.is_reserved and address not in NEVER


def _inside(address: Address) -> Iterator[Address]:
    """Yield the older addresses that a newer one carries, to which it would be delivered."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            yield address.ipv4_mapped
        if address.sixtofour:
            yield address.sixtofour
        if address.teredo:
            yield from address.teredo


def _checked(host: str, port: int, reach: Reach) -> str:
    try:
        addresses = reach.resolve(host, port)
    except (OSError, UnicodeError) as error:
        raise NotCalled("unknown name") from error
    if not addresses:
        raise NotCalled("unknown name")
    # One bad address among good ones is how names are turned against their caller.
    if not all(is_public(address) for address in addresses):
        raise NotCalled("private")
    return addresses[0]


@contextmanager
def _connected(address: str, host: str, port: int, reach: Reach) -> Iterator[ssl.SSLSocket]:
    """Open a connection to a checked address and hang up when the time is over, whoever dawdles."""
    try:
        plain = reach.dial(address, port, reach.seconds)
    except OSError as error:
        raise NotCalled("unreachable") from error
    wire = reach.trust().wrap_socket(plain, server_hostname=host, do_handshake_on_connect=False)
    over = threading.Event()
    watch = threading.Timer(reach.seconds, _hang_up, args=(wire, over))
    watch.daemon = True
    watch.start()
    try:
        try:
            wire.do_handshake()
        except (OSError, ValueError) as error:
            raise NotCalled("unreachable") from error
        yield wire
    except NoAnswer as error:
        raise NoAnswer("slow") if over.is_set() else error from error
    finally:
        watch.cancel()
        wire.close()
    if over.is_set():
        # What was cut off may look like an answer that simply ended.
        raise NoAnswer("slow")


def _hang_up(wire: ssl.SSLSocket, over: threading.Event) -> None:
    over.set()
    try:
        # The socket beneath the encryption: whoever reads from it is woken, in whatever state it is.
        socket.socket.shutdown(wire, socket.SHUT_RDWR)
    except OSError:
        return


def _answer(response: http.client.HTTPResponse, most: int) -> Answer:
    body = response.read(most + 1)
    if len(body) > most:
        raise NoAnswer("huge")
    return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, body)
