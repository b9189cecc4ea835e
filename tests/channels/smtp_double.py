"""A small SMTP server on loopback: it keeps what it is given, and refuses, hangs or hangs up as told."""

from __future__ import annotations

import socketserver
import ssl
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from types import TracebackType

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


@dataclass
class Letter:
    """What came over the wire."""

    sender: str
    recipients: list[str]
    text: str
    encrypted: bool


@dataclass
class Script:
    """`answers`: verb (or "BODY", after the letter) to a reply, "close" or "hang"; `seen`: every line."""

    answers: dict[str, str] = field(default_factory=dict)
    letters: list[Letter] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)


class SmtpDouble(socketserver.ThreadingTCPServer):
    """`with SmtpDouble(...) as server: server.port`. `tls` is a certificate with its key; `immediate`: TLS at once."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, tls: Path | None = None, immediate: bool = False, answers: dict[str, str] | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.script = Script(answers or {})
        self.tls, self.immediate = tls, immediate
        self.closing = threading.Event()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def __enter__(self) -> SmtpDouble:
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.closing.set()
        self.shutdown()
        self.server_close()

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever hangs up has read enough."""


class _Session(socketserver.StreamRequestHandler):
    server: SmtpDouble

    def handle(self) -> None:
        self._encrypted = False
        if self.server.immediate:
            self._encrypt()
        self._say("220 double ready")
        sender, recipients = "", list[str]()
        while line := self.rfile.readline().decode().rstrip("\r\n"):
            verb, space, rest = line.partition(" ")
            verb = verb.upper()
            line = verb + space + rest
            self.server.script.seen.append(line)
            told = self.server.script.answers.get(verb)
            if told in ("close", "hang"):
                return self._vanish(told)
            if told:
                self._say(told)
            elif verb == "EHLO":
                self._say(*self._abilities())
            elif verb == "STARTTLS":
                self._say("220 go ahead")
                self._encrypt()
            elif verb == "DATA":
                self._say("354 go on")
                text = self._body()
                if (after := self.server.script.answers.get("BODY")) in ("close", "hang"):
                    return self._vanish(after)
                if not after:
                    self.server.script.letters.append(Letter(sender, recipients, text, self._encrypted))
                self._say(after or "250 taken")
            else:
                sender = line if verb == "MAIL" else sender
                recipients += [line] if verb == "RCPT" else []
                self._say("235 welcome" if verb == "AUTH" else "221 bye" if verb == "QUIT" else "250 ok")

    def _abilities(self) -> list[str]:
        offered = self.server.tls and not self._encrypted
        return ["250-double", *(["250-STARTTLS"] if offered else []), "250 AUTH PLAIN"]

    def _body(self) -> str:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.decode())
        return "".join(lines)

    def _say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())

    def _vanish(self, how: str) -> None:
        if how == "hang":
            self.server.closing.wait(30)

    def _encrypt(self) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(str(self.server.tls))
        self.connection = self.request = context.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", buffering=0)
        self._encrypted = True


def certificate(folder: Path) -> Path:
    """A self-signed certificate for 127.0.0.1 with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "double.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path
