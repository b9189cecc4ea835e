"""The road for e-mail: one letter to one address, over SMTP."""

from __future__ import annotations

import re
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

from bot.channels import errors, limits
from bot.channels.provider import Outgoing, SendError

PORTS = {"smtp": 587, "smtp+tls": 587, "smtps": 465}
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
NO_SUBJECT = "Message for you"


class PostsLetters(Protocol):
    """What `Mailer` and `Notebook` both do."""

    def send(self, outgoing: Outgoing) -> str:
        """Hand one e-mail over; returns its message id. Raises SendError."""


class Mailer:
    """E-mail over SMTP, `timeout` in seconds for each step. Raises ValueError on an address or URL that cannot work.

    `smtps://` speaks TLS from the first byte; `smtp+tls://` insists on STARTTLS; `smtp://` uses STARTTLS where it is
    offered, and insists before it gives a password to another machine.
    """

    def __init__(self, smtp_url: str, sender: str, timeout: float = 10) -> None:
        self._server = urlsplit(smtp_url)
        if self._server.scheme not in PORTS or not self._server.hostname:
            raise ValueError("SMTP_URL has the form smtp://, smtp+tls:// or smtps://user:password@host:port")
        self._port = self._server.port or PORTS[self._server.scheme]
        self._sender = _address(sender)
        self._timeout = timeout

    def send(self, outgoing: Outgoing) -> str:
        """Hand one e-mail over; returns its message id, the same for each try of one attempt. Raises SendError.

        1. write the letter; 2. connect, encrypt, sign in; 3. name sender and recipient; 4. hand the letter over:
        only from here on is a silence unknown.
        """
        limits.check(outgoing, ("email",))
        letter, written = self._letter(outgoing)
        step = _Step()
        try:
            server = self._connected()
            try:
                self._hand_over(server, letter["To"].addresses[0].addr_spec, written, step)
            finally:
                server.close()
        except (OSError, smtplib.SMTPException) as error:
            failure = errors.from_smtp(error, handed_over=step.handed_over)
        else:
            return str(letter["Message-ID"])
        raise failure

    def _hand_over(self, server: smtplib.SMTP, to: str, letter: bytes, step: _Step) -> None:
        _granted(server.mail(self._sender.addr_spec))
        _granted(server.rcpt(to))
        step.handed_over = True
        _granted(server.data(letter))
        with suppress(OSError, smtplib.SMTPException):  # it is taken: a rude goodbye changes nothing
            server.quit()

    def _connected(self) -> smtplib.SMTP:
        host, plain = str(self._server.hostname), self._server.scheme != "smtps"
        server: smtplib.SMTP = (
            smtplib.SMTP(host, self._port, timeout=self._timeout)
            if plain
            else smtplib.SMTP_SSL(host, self._port, timeout=self._timeout, context=ssl.create_default_context())
        )
        try:
            server.ehlo_or_helo_if_needed()
            if plain and _must_encrypt(self._server, server):
                server.starttls(context=ssl.create_default_context())
                server.ehlo()
            if self._server.username:
                server.login(unquote(self._server.username), unquote(self._server.password or ""))
        except BaseException:
            server.close()
            raise
        return server

    def _letter(self, outgoing: Outgoing) -> tuple[EmailMessage, bytes]:
        try:
            letter = self._written(outgoing)
            return letter, letter.as_bytes(policy=SMTP)
        except (ValueError, MessageError):
            failure = SendError("bad-letter", permanent=True)
        raise failure

    def _written(self, outgoing: Outgoing) -> EmailMessage:
        letter = EmailMessage()
        letter["From"], letter["To"] = self._sender, _address(outgoing.to)
        letter["Subject"] = _one_line(outgoing.subject or "") or NO_SUBJECT
        letter["Message-ID"] = f"<{_plain(outgoing.attempt)}@{self._sender.domain}>"
        letter["Date"] = formatdate()  # the letter's own stamp: the machines that pass it on read real time
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(outgoing.body, cte="quoted-printable")
        return letter


@dataclass(slots=True)
class _Step:
    """How far a letter got, for whoever catches the failure."""

    handed_over: bool = False


def _must_encrypt(url: SplitResult, server: smtplib.SMTP) -> bool:
    secret = bool(url.username) and url.hostname not in LOOPBACK
    return url.scheme == "smtp+tls" or secret or server.has_extn("starttls")


def _granted(answer: tuple[int, bytes]) -> None:
    if not 200 <= answer[0] < 300:
        raise smtplib.SMTPResponseException(*answer)


def _address(text: str) -> Address:
    """One plain ASCII address; raises ValueError for a list, a name or a line break, and says nothing of it."""
    try:
        address = Address(addr_spec=text)
    except (ValueError, IndexError, MessageError):
        address = Address()
    if not (address.username and address.domain and text.isascii() and text.isprintable()):
        raise ValueError("not an e-mail address")
    return address


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _plain(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]", "", text) or "letter"
