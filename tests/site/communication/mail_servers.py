"""Real servers on loopback: one that takes letters, one that keeps a mailbox."""

import imaplib
import socket
import ssl
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path

from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from troth_site.mailboxes import Account

USER, PASSWORD = "replies", "a long sentence of ours"
SECONDS = 20


class PostOffice:
    """What an SMTP server was given; `refuses` answers instead of taking it, for as many letters as there are."""

    def __init__(self):
        self.letters = []
        self.refuses = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  the name aiosmtpd calls
        if self.refuses:
            return self.refuses.pop(0)
        self.letters.append((envelope.rcpt_tos, message_from_bytes(envelope.content)))
        return "250 taken"


@contextmanager
def post_office():
    """Run an SMTP server; yield what it was given, and its port."""
    office = PostOffice()
    controller = Controller(office, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield office, controller.port
    finally:
        controller.stop()


class MailServer:
    """An IMAP server (pymap) in a process of its own, its mailbox in memory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.certificate = certificate(folder)
        self.port = free_port()
        self.process = None

    @property
    def account(self) -> Account:
        return Account(host="localhost", port=self.port, user=USER, password=PASSWORD, is_tls=False,
                       authorities=str(self.certificate))  # fmt: skip

    def start(self) -> None:
        command = [str(Path(sys.executable).with_name("pymap")), "--host", "127.0.0.1", "--port", str(self.port)]
        command += ["--cert", str(self.certificate), "--key", str(self.folder / "key.pem")]
        command += ["dict", "--demo-user", USER, "--demo-password", PASSWORD, "--demo-data"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            time.sleep(0.05)
        raise TimeoutError("the IMAP server does not answer")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(SECONDS)

    @contextmanager
    def opened(self):
        """Open the mailbox as its owner's mail program does."""
        connection = imaplib.IMAP4("localhost", self.port, timeout=SECONDS)
        connection.starttls(ssl.create_default_context(cafile=str(self.certificate)))
        connection.login(USER, PASSWORD)
        try:
            yield connection
        finally:
            connection.logout()

    def clear(self) -> None:
        with self.opened() as connection:
            connection.select("INBOX")
            connection.store("1:*", "+FLAGS", r"(\Deleted)")
            connection.expunge()

    def deliver(self, *letters: bytes) -> None:
        with self.opened() as connection:
            for raw in letters:
                assert connection.append("INBOX", None, None, raw)[0] == "OK"

    def state(self):
        """Return every letter with its flags."""
        with self.opened() as connection:
            connection.select("INBOX", readonly=True)
            return connection.uid("FETCH", "1:*", "(FLAGS)")[1]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    path = folder / "certificate.pem"
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return path
