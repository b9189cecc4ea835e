"""A notice reaches Asha's inbox as it was written, and nothing in it can become a header."""

from __future__ import annotations

import email
import socket
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from bot.channels.email import Mailer
from bot.channels.notebook import MOST_KEPT, Notebook
from bot.channels.provider import Outgoing, SendError
from tests.channels.smtp_double import SmtpDouble, certificate

SENDER = "bot@team.example"
ASHA = "asha@team.example"


def notice(body: str = "Dean M. missed a check-in. Code 4821.", **more: object) -> Outgoing:
    told = {"attempt": "attempt-1", "channel": "email", "to": ASHA, "body": body, "subject": "Today: missed check-in"}
    return Outgoing(**(told | more))  # type: ignore[arg-type]


def mailer(server: SmtpDouble, scheme: str = "smtp", login: str = "", timeout: float = 5) -> Mailer:
    return Mailer(f"{scheme}://{login}127.0.0.1:{server.port}", SENDER, timeout)


def read(server: SmtpDouble) -> EmailMessage:
    (letter,) = server.script.letters
    parsed = email.message_from_string(letter.text, policy=default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def failure(server: SmtpDouble, timeout: float = 5) -> tuple[str, bool, bool]:
    with pytest.raises(SendError) as caught:
        mailer(server, timeout=timeout).send(notice())
    assert caught.value.__context__ is None and ASHA not in repr(vars(caught.value))
    return caught.value.code, caught.value.permanent, caught.value.unknown


@pytest.fixture
def tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    return path


def test_a_notice_arrives_as_it_was_written() -> None:
    with SmtpDouble() as server:
        message_id = mailer(server).send(notice("Dean M. missed a check-in.\nCode 4821. caf\u00e9 \u2013 \u20ac"))
        letter = read(server)
    assert letter["To"] == ASHA and letter["From"] == SENDER and letter["Subject"] == "Today: missed check-in"
    assert letter.get_content().splitlines() == ["Dean M. missed a check-in.", "Code 4821. caf\u00e9 \u2013 \u20ac"]
    assert letter["Message-ID"] == message_id == "<attempt-1@team.example>"
    assert letter["Auto-Submitted"] == "auto-generated" and letter["Date"]
    assert server.script.letters[0].recipients == [f"RCPT TO:<{ASHA}>"]


def test_a_second_try_of_one_attempt_is_the_same_letter() -> None:
    with SmtpDouble() as server:
        assert mailer(server).send(notice()) == mailer(server).send(notice())
        assert mailer(server).send(notice(attempt="attempt-2")) == "<attempt-2@team.example>"


@pytest.mark.parametrize("line_break", ["\r\n", "\n", "\r", "\u2028", "\x0b", "\x00"])
def test_nothing_becomes_a_header(line_break: str) -> None:
    evil = f"Hi{line_break}Bcc: eve@else.example{line_break}{line_break}Other words"
    with SmtpDouble() as server:
        mailer(server).send(notice(subject=evil, attempt=f"a{line_break}Bcc: eve@else.example"))
        letter = read(server)
        assert letter["Bcc"] is None and letter["Subject"] == "Hi Bcc: eve@else.example Other words"
        assert len(server.script.letters[0].recipients) == 1
        for to in (f"{ASHA}{line_break}Bcc: eve@else.example", f"{ASHA}{line_break}"):
            with pytest.raises(SendError, match="bad-letter"):
                mailer(server).send(notice(to=to))


@pytest.mark.parametrize(
    "to",
    [
        "",
        "asha",
        "@team.example",
        f"{ASHA}, eve@else.example",
        f"Asha <{ASHA}>",
        "ash\u00e4@team.example",
        "+447700900101",
    ],
)
def test_what_is_not_one_plain_address_is_refused_for_good(to: str) -> None:
    with SmtpDouble() as server, pytest.raises(SendError) as caught:
        mailer(server).send(notice(to=to))
    assert caught.value.permanent and server.script.seen == []


def test_a_dot_alone_on_its_line_does_not_end_the_letter() -> None:
    with SmtpDouble() as server:
        mailer(server).send(notice("One.\n.\nTwo."))
        assert "Two." in server.script.letters[0].text


def test_no_subject_still_has_one() -> None:
    with SmtpDouble() as server:
        mailer(server).send(notice(subject=None))
        assert read(server)["Subject"] == "Message for you"


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"RCPT": "550 no such user asha@team.example"}, ("smtp-550", True, False)),
        ({"RCPT": "451 greylisted"}, ("smtp-451", False, False)),
        ({"MAIL": "552 too big"}, ("smtp-552", True, False)),
        ({"DATA": "554 not from you"}, ("smtp-554", True, False)),
        ({"BODY": "451 try later"}, ("smtp-451", False, False)),
        ({"BODY": "554 spam"}, ("smtp-554", True, False)),
        ({"MAIL": "close"}, ("unreachable", False, False)),
        ({"RCPT": "hang"}, ("unreachable", False, False)),
        ({"EHLO": "hang"}, ("unreachable", False, False)),
        ({"BODY": "close"}, ("reset", False, True)),
        ({"BODY": "hang"}, ("reset", False, True)),
    ],
)
def test_each_refusal_is_told_apart(answers: dict[str, str], expected: tuple[str, bool, bool]) -> None:
    with SmtpDouble(answers=answers) as server:
        assert failure(server, timeout=0.3) == expected


@pytest.mark.parametrize("goodbye", ["close", "hang", "500 what"])
def test_a_rude_goodbye_loses_no_letter(goodbye: str) -> None:
    with SmtpDouble(answers={"QUIT": goodbye}) as server:
        assert mailer(server, timeout=0.3).send(notice()) and len(server.script.letters) == 1


def test_nobody_listening_is_known_not_to_be_taken() -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        with pytest.raises(SendError) as caught:
            Mailer(f"smtp://127.0.0.1:{bound.getsockname()[1]}", SENDER, 0.3).send(notice())
    assert (caught.value.code, caught.value.permanent, caught.value.unknown) == ("unreachable", False, False)


@pytest.mark.parametrize(("scheme", "immediate"), [("smtp", False), ("smtp+tls", False), ("smtps", True)])
def test_a_letter_and_its_password_travel_encrypted(tls: Path, scheme: str, immediate: bool) -> None:
    with SmtpDouble(tls, immediate) as server:
        mailer(server, scheme, "bot:p%40ss@").send(notice())
        assert server.script.letters[0].encrypted
        verbs = [line.split(" ")[0] for line in server.script.seen]
    assert "AUTH" in verbs and (immediate or verbs.index("STARTTLS") < verbs.index("AUTH"))


def test_a_server_without_encryption_gets_no_letter_where_it_is_insisted_on() -> None:
    with SmtpDouble() as server, pytest.raises(SendError) as caught:
        mailer(server, "smtp+tls", "bot:secret@").send(notice())
    assert (caught.value.code, caught.value.unknown) == ("smtp-unsupported", False)
    assert not [line for line in server.script.seen if line.startswith(("AUTH", "MAIL"))]


def test_a_password_goes_to_another_machine_encrypted_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.email.LOOPBACK", frozenset())
    with SmtpDouble() as server, pytest.raises(SendError, match="smtp-unsupported"):
        mailer(server, "smtp", "bot:secret@").send(notice())
    assert not [line for line in server.script.seen if line.startswith(("AUTH", "MAIL"))]


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(tmp_path: Path) -> None:
    with SmtpDouble(certificate(tmp_path)) as server:
        assert failure(server) == ("bad-certificate", False, False)
        assert server.script.letters == []


def test_a_wrong_password_gives_no_letter_up() -> None:
    with SmtpDouble(answers={"AUTH": "535 wrong"}) as server, pytest.raises(SendError) as caught:
        mailer(server, login="bot:wrong@").send(notice())
    assert (caught.value.code, caught.value.permanent, caught.value.unknown) == ("smtp-535", False, False)


@pytest.mark.parametrize("url", ["", "127.0.0.1:25", "http://127.0.0.1", "smtp://", "smtp+ssl://127.0.0.1"])
def test_an_url_that_cannot_work_is_refused_at_the_start(url: str) -> None:
    with pytest.raises(ValueError, match="SMTP_URL"):
        Mailer(url, SENDER)


@pytest.mark.parametrize("sender", ["", "bot", "bot@team.example\r\nBcc: eve@else.example"])
def test_a_sender_that_is_no_address_is_refused_at_the_start(sender: str) -> None:
    with pytest.raises(ValueError, match="e-mail address"):
        Mailer("smtp://127.0.0.1", sender)


@pytest.mark.parametrize("outgoing", [notice(channel="sms"), notice(valid_for=0)])
def test_mailer_and_notebook_refuse_the_same(outgoing: Outgoing) -> None:
    for road in (Mailer("smtp://127.0.0.1:9", SENDER), Notebook()):
        with pytest.raises(SendError) as caught:
            road.send(outgoing)
        assert caught.value.permanent


def test_in_the_demo_letters_go_into_the_notebook() -> None:
    told: list[tuple[str, Outgoing]] = []
    notebook = Notebook(lambda message_id, letter: told.append((message_id, letter)))
    message_id = notebook.send(notice())
    assert notebook.letters == (notice(),) and told == [(message_id, notice())]


def test_a_full_notebook_keeps_the_newest() -> None:
    notebook = Notebook()
    for number in range(MOST_KEPT + 2):
        notebook.send(notice(str(number)))
    assert len(notebook.letters) == MOST_KEPT and notebook.letters[-1].body == str(MOST_KEPT + 1)
