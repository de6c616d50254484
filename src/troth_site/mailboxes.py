"""Reading a mailbox over IMAP: the only module that does. It knows nothing of the house.

Always over TLS with a checked certificate; the mailbox is opened for reading alone, so nothing in it is ever changed or
deleted. Letters are told apart by UIDVALIDITY and UID (RFC 3501, section 2.3.1.1).
"""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

SECONDS = 30
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
# X509_V_ERR_HOSTNAME_MISMATCH and X509_V_ERR_IP_ADDRESS_MISMATCH of OpenSSL.
_WRONG_NAME = frozenset({62, 64})
_QUOTED = re.compile(r'(["\\])')


class NoMailbox(Exception):
    """The mailbox cannot be read now; the message says why, without its password."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Where a mailbox is and who reads it.

    Attributes:
        is_tls: TLS from the first byte; otherwise STARTTLS before anything is said.
        authorities: A file of certificates to trust beside the machine's own; "" for none.
    """

    host: str
    port: int
    user: str
    password: str
    folder: str = "INBOX"
    is_tls: bool = True
    authorities: str = ""

    @property
    def name(self) -> str:
        """Return what tells this mailbox from another one."""
        return f"{self.user}@{self.host}/{self.folder}"


@dataclass(frozen=True, slots=True)
class Place:
    """How far a mailbox has been read: letters up to this UID, under this validity; zeros before the first visit."""

    validity: int
    uid: int


@dataclass(frozen=True, slots=True)
class Fetched:
    """A letter as the mailbox holds it; of one that is too large the header alone."""

    place: Place
    raw: bytes
    is_whole: bool


def letters(account: Account, *, after: Place, most: int, largest: int) -> Iterator[Fetched]:
    """Read the letters of a mailbox that came after a place, oldest first.

    Before the first visit, and where the mailbox was made anew, these are the letters nobody has read.

    Args:
        account: The mailbox.
        after: How far it has been read.
        most: Letters read at most.
        largest: Bytes of a letter that is read whole.

    Raises:
        NoMailbox: It cannot be reached, or does not let us in.
    """
    with _open(account) as connection:
        validity = _validity(connection, account)
        is_known = after.validity == validity
        wanted = f"UID {after.uid + 1}:*" if is_known else "UNSEEN"
        uids = [int(uid) for uid in _flat(_asked(connection, "SEARCH", wanted)).split()]
        # "5:*" names the last letter even where its UID is below 5.
        fresh = sorted(uid for uid in uids if not is_known or uid > after.uid)
        for uid in fresh[:most]:
            size = _SIZE.search(_flat(_asked(connection, "FETCH", str(uid), "(RFC822.SIZE)")))
            is_whole = size is not None and int(size[1]) <= largest
            parts = _asked(connection, "FETCH", str(uid), "(BODY.PEEK[])" if is_whole else "(BODY.PEEK[HEADER])")
            raw = next((part[1] for part in parts if isinstance(part, tuple)), b"")
            yield Fetched(Place(validity, uid), raw, is_whole)


@contextmanager
def _open(account: Account) -> Iterator[imaplib.IMAP4]:
    connection: imaplib.IMAP4 | None = None
    try:
        connection = _connect(account)
        connection.login(account.user, account.password)
        yield connection
    except imaplib.IMAP4.error as error:
        raise NoMailbox(_told(error, account)) from None
    except ssl.SSLCertVerificationError as error:
        raise NoMailbox(_distrusted(error, account)) from error
    except (OSError, ssl.SSLError) as error:
        raise NoMailbox(_told(error, account)) from error
    finally:
        if connection is not None:
            with suppress(imaplib.IMAP4.error, OSError):
                connection.logout()


def _connect(account: Account) -> imaplib.IMAP4:
    context = ssl.create_default_context()
    if account.authorities:
        context.load_verify_locations(account.authorities)
    if account.is_tls:
        return imaplib.IMAP4_SSL(account.host, account.port, ssl_context=context, timeout=SECONDS)
    connection = imaplib.IMAP4(account.host, account.port, timeout=SECONDS)
    try:
        connection.starttls(context)
    except (imaplib.IMAP4.error, OSError):
        # A handshake that failed has closed it already; why it failed is what counts.
        with suppress(OSError):
            connection.shutdown()
        raise
    return connection


def _validity(connection: imaplib.IMAP4, account: Account) -> int:
    folder = '"' + _QUOTED.sub(r"\\\1", account.folder) + '"'
    status, _answer = connection.select(folder, readonly=True)
    if status != "OK":
        raise NoMailbox(f"there is no folder {account.folder}")
    told = connection.response("UIDVALIDITY")[1]
    return int(told[0]) if told and told[0] else 1


def _asked(connection: imaplib.IMAP4, command: str, *words: str) -> list[bytes | tuple[bytes, bytes]]:
    status, answer = connection.uid(command, *words)
    if status != "OK":
        raise NoMailbox(f"the server answers {status} to {command}")
    return [part for part in answer if part] or [b""]


def _flat(parts: list[bytes | tuple[bytes, bytes]]) -> bytes:
    return b" ".join(part if isinstance(part, bytes) else part[0] for part in parts)


def _distrusted(error: ssl.SSLCertVerificationError, account: Account) -> str:
    """Say what is wrong with a server's certificate, and what mends it."""
    if error.verify_code in _WRONG_NAME:
        return f"the certificate of the server was not made for {account.host}: write the name it was made for"
    why = str(error.verify_message or "").strip() or "unknown reason"
    return f"the certificate of {account.host} is not trusted ({why}): name its authority in TROTH_IMAP_AUTHORITIES"


def _told(error: Exception, account: Account) -> str:
    said = " ".join(str(error).split())
    return (said.replace(account.password, "…") if account.password else said)[:200] or type(error).__name__
