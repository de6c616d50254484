"""A real server on loopback that speaks TLS for any name, and the wire that leads a checked address to it."""

import datetime as dt
import json
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from troth_site.outside import Reach

PUBLIC = "93.184.215.14"
NAMES = (
    "hooks.slack.com", "prod-12.westeurope.logic.azure.com", "qyapi.weixin.qq.com", "oapi.dingtalk.com",
    "open.feishu.cn", "api.trello.com", "fcm.googleapis.com", "hooks.example.com",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """What a server was asked."""

    method: str
    host: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)


@dataclass(slots=True)
class Reply:
    """What it answers; a function decides by what it was asked."""

    status: int = 200
    body: bytes = b"ok"
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    hangs_up: bool = False
    drips: bool = False


def reply_json(said, status=200):
    return Reply(status, json.dumps(said).encode(), {"Content-Type": "application/json"})


class Handler(BaseHTTPRequestHandler):
    """Notes what was asked and answers as the server was told to."""

    protocol_version = "HTTP/1.1"

    def _any(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        headers = {name.lower(): value for name, value in self.headers.items()}
        said = Said(self.command, headers["host"], parts.path, query, headers, body)
        self.server.said.append(said)
        reply = self.server.answers(said)
        self.server.closing.wait(reply.seconds)
        self.close_connection = True
        if reply.hangs_up:
            return
        if reply.drips:
            self._drip()
            return
        self.send_response(reply.status)
        for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body)

    do_GET = do_POST = do_PUT = do_DELETE = _any  # noqa: N815 - the names http.server asks for

    def _drip(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        for _ in range(100):
            self.wfile.write(b"a")
            if self.server.closing.wait(0.05):
                return

    def log_message(self, *args):
        pass


class Server(ThreadingHTTPServer):
    """A server whose answers a test decides."""

    daemon_threads = False

    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.context = context
        self.closing = threading.Event()
        self.said: list[Said] = []
        self.dialled: list[tuple[str, int]] = []
        self.answers: Callable[[Said], Reply] = lambda said: Reply()

    def get_request(self):
        wire, address = super().get_request()
        return self.context.wrap_socket(wire, server_side=True, do_handshake_on_connect=False), address

    def handle_error(self, request, client_address):
        """Say nothing: clients that hang up are what some tests are about."""

    def dial(self, address: str, port: int, seconds: float) -> socket.socket:
        self.dialled.append((address, port))
        return socket.create_connection(self.server_address, timeout=seconds)


@dataclass(frozen=True, slots=True)
class Loopback:
    """The server, and how the site reaches it in tests."""

    server: Server
    trust: ssl.SSLContext
    certificate: Path

    def reach(self, resolve=lambda host, port: [PUBLIC], **more) -> Reach:
        return Reach(resolve=resolve, dial=self.server.dial, trust=lambda: self.trust, **more)

    @property
    def said(self) -> list[Said]:
        return self.server.said

    def answer(self, *replies) -> None:
        """Answer one after the other, the last one from then on; a function decides by what was asked."""
        waiting = list(replies)

        def answers(said):
            reply = waiting.pop(0) if len(waiting) > 1 else waiting[0]
            return reply(said) if callable(reply) else reply

        self.server.answers = answers


def certificate(folder: Path, names=NAMES) -> Path:
    """Write a certificate for some names with its key, and return the file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "loopback")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(one) for one in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "loopback.pem"
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


def start(folder: Path) -> Loopback:
    """Start a server in a thread of its own."""
    path = certificate(folder)
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(path)
    server = Server(serving)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return Loopback(server, ssl.create_default_context(cafile=str(path)), path)
