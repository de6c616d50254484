"""Real servers on loopback: one that takes letters, one that keeps a mailbox."""

import imaplib
import socket
import socketserver
import ssl
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import replace
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


@contextmanager
def behind_tls(server: MailServer, *, name: str = "localhost"):
    """Let the server speak TLS from the first byte, as port 993 does, and yield its account.

    TLS ends here and every byte is handed on as it is, which is what stunnel and mail proxies do.
    """
    folder = server.folder / f"tls-{name}"
    folder.mkdir(exist_ok=True)
    path = certificate(folder, name=name)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path, folder / "key.pem")
    front = _Front(("127.0.0.1", 0), _Hand)
    front.context, front.behind = context, server.port
    thread = threading.Thread(target=front.serve_forever, daemon=True)
    thread.start()
    try:
        account = server.account
        yield replace(account, port=front.server_address[1], is_tls=True, authorities=str(path))
    finally:
        front.shutdown()
        front.server_close()
        thread.join(SECONDS)


class _Front(socketserver.ThreadingTCPServer):
    """Ends TLS in front of a server."""

    allow_reuse_address = True
    daemon_threads = True
    context: ssl.SSLContext
    behind: int


class _Hand(socketserver.BaseRequestHandler):
    """Hands bytes on in both directions."""

    def handle(self):
        # A client that refuses our certificate leaves within the handshake.
        with (
            suppress(OSError),
            self.server.context.wrap_socket(self.request, server_side=True) as outer,
            socket.create_connection(("127.0.0.1", self.server.behind), timeout=SECONDS) as inner,
        ):
            back = threading.Thread(target=_pour, args=(inner, outer), daemon=True)
            back.start()
            _pour(outer, inner)
            back.join(SECONDS)


def _pour(source, target):
    with suppress(OSError):
        while part := source.recv(65536):
            target.sendall(part)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def certificate(folder: Path, *, name: str = "localhost") -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject).issuer_name(subject).public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    path = folder / "certificate.pem"
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return path
