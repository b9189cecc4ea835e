"""Live refuses to start on whatever would be unsafe, and says all of it at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from bot import wiring
from bot.channels.notebook import Notebook
from bot.channels.simulator import SimulatedProvider
from bot.channels.twilio_provider import TwilioProvider
from bot.clock.now import SystemClock
from bot.core.problem import Refused
from bot.revisions import read_folder
from bot.settings import DEMO_SECRET, Settings, load
from bot.store import agencies, migrate, staff
from bot.store import numbers as rows
from bot.store.database import Database
from bot.wording.words import Words
from tests.core.content import area_of, areas_of, service

SECRET = "a-secret-of-forty-characters-for-tests-1"
SIGNED_TEXT = "# safety: overdose\n# source: S\n# approved_by: Dr Example, lead\n"
SIGNED = Words.load({"en/a.ftl": f"{SIGNED_TEXT}hello = Hi.\n"})
UNSIGNED = Words.load({"en/a.ftl": "# safety: overdose\n# approved_by: null\nhello = Hi.\n"})


@pytest.fixture
def db() -> Iterator[Database]:
    found = wiring.database(load(env_file=False, database_url="sqlite://"))
    migrate.upgrade(found)
    yield found
    found.engine.dispose()


def live(**changes: Any) -> Settings:
    given = {
        "bot_mode": "live",
        "database_url": "sqlite://",
        "secret_key": SECRET,
        "data_keys": SECRET,
        "public_url": "https://texts.example.org",
        "twilio_account_sid": "AC" + "1" * 32,
        "twilio_auth_token": "a-token",
        "twilio_number": "+447700900000",
        "smtp_url": "smtp://mail.example.org",
    }
    return load(env_file=False, **given | changes)


def team(db: Database, *, demo: bool = False, rota: bool = True, phone: str | None = None) -> None:
    with db.work() as work:
        team_id = staff.add_team(work, "Bridge", public_name="the Bridge team", agency="treatment", area="Birmingham")
        joe = staff.add(
            work, team_id=team_id, role="duty_worker", first_name="Joe", last_name="M", email="j@example.org",
            phone=phone, demo=demo,
        )  # fmt: skip
        if rota:
            for weekday in range(7):
                staff.add_shift(work, team_id, "duty_worker", joe, weekday, time(0), time(0))


def refused(db: Database, words: Words = SIGNED, **changes: Any) -> str:
    return "\n".join(wiring.refusals(live(**changes), db, words))


def test_live_starts_when_everything_is_as_it_must_be(db: Database) -> None:
    team(db)
    assert refused(db) == ""


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"secret_key": DEMO_SECRET}, "SECRET_KEY"),
        ({"data_keys": f"{SECRET},{DEMO_SECRET}"}, "DATA_KEYS"),
        ({"twilio_auth_token": "only-for-the-demo"}, "TWILIO_AUTH_TOKEN"),
        ({"twilio_number": ""}, "nothing to text from"),
        ({"twilio_number": "", "twilio_messaging_service_sid": "MG" + "1" * 32}, "cannot ring"),
        ({"public_url": "http://texts.example.org"}, "PUBLIC_URL"),
    ],
)
def test_live_refuses_unsafe_settings(db: Database, changes: dict[str, Any], says: str) -> None:
    team(db)
    assert says in refused(db, **changes)
    assert SECRET not in refused(db, **changes)


def test_live_refuses_an_empty_rota(db: Database) -> None:
    assert "duty rota" in refused(db)
    team(db, rota=False)
    assert "duty rota is empty for Bridge" in refused(db)


def test_live_asks_no_rota_of_another_agencys_team(db: Database) -> None:
    team(db)
    with db.work() as work:
        agency_id = agencies.add(work, "Riverside Probation", "probation")
        staff.add_team(work, "Riverside", public_name="r", agency="probation", area="n", agency_id=agency_id)
    assert "rota" not in refused(db)


def test_live_refuses_a_rota_with_an_hour_in_which_danger_would_ring_nobody(db: Database) -> None:
    team(db)
    with db.work() as work:
        work.execute(staff.shift.delete().where(staff.shift.c.weekday == 5))
    assert "nobody of Bridge is on duty on Saturday at 00:00" in refused(db)


def test_live_refuses_demo_staff_and_drama_numbers(db: Database) -> None:
    team(db, demo=True, phone="+447700900102")
    said = refused(db)
    assert "demo staff" in said and "drama numbers" in said


def test_live_refuses_a_drama_number_that_only_ever_texted_us(db: Database) -> None:
    team(db)
    with db.work() as work:
        rows.keep_number(work, "+447700900999", SystemClock().now())
    assert "drama numbers" in refused(db)


def test_live_refuses_a_safety_text_that_no_clinician_has_signed(db: Database) -> None:
    team(db)
    assert "clinician" in refused(db, UNSIGNED)


def test_live_refuses_a_safety_text_whose_review_is_past(db: Database) -> None:
    team(db)
    due = Words.load({"en/a.ftl": f"{SIGNED_TEXT}# next_review: 2026-11-24\nhello = Hi.\n"})
    assert wiring.refusals(live(), db, due, today=date(2026, 11, 24)) == []
    (said,) = wiring.refusals(live(), db, due, today=date(2026, 11, 25))
    assert said == "1 safety texts are past their review, the first at messages/en/a.ftl:5 message hello"


def test_live_refuses_a_service_that_is_an_example(db: Database) -> None:
    team(db)
    real = area_of()
    example = area_of("Dudley", {"house": service(example=True, name="Example House", source=None, checked=None)})
    assert wiring.refusals(live(), db, SIGNED, areas_of(real)) == []
    (said,) = wiring.refusals(live(), db, SIGNED, areas_of(real, example))
    assert said.startswith("1 services are examples, where nobody is, the first at flows/areas/dudley.yaml")


def test_what_is_shipped_starts_in_the_demo_only(db: Database) -> None:
    team(db)
    shipped = wiring.speech(read_folder(wiring.ROOT))
    said = wiring.refusals(live(), db, shipped.words, shipped.library.areas, date(2026, 11, 25))
    assert [line.split(" ", 1)[1].split(",")[0] for line in said] == [
        "safety texts have no named clinician's approval",
        "services are examples",
    ]


def test_the_demo_is_never_refused(db: Database) -> None:
    assert wiring.refusals(load(env_file=False), db, UNSIGNED) == []


def test_the_demo_texts_nobody_and_live_texts_by_twilio(db: Database) -> None:
    demo = wiring.build(load(env_file=False), SystemClock(), db=db)
    assert isinstance(demo.provider, SimulatedProvider) and isinstance(demo.mailer, Notebook)
    assert isinstance(wiring.build(live(), SystemClock(), db=db).provider, TwilioProvider)


def test_a_restarted_demo_gives_no_id_twice() -> None:
    assert wiring.FreshLedger().next_number() != wiring.FreshLedger().next_number()


def test_a_revision_that_was_frozen_is_found_again(db: Database) -> None:
    bot = wiring.build(load(env_file=False), SystemClock(), db=db)
    revision = bot.speeches.current.library.revision
    later = wiring.KeptSpeeches(db, wiring.speech(read_folder(wiring.ROOT)))
    assert later.of(revision) is later.current
    with pytest.raises(LookupError, match="never frozen"):
        later.of("another")


def test_a_conversation_keeps_the_revision_that_it_began_with(db: Database, tmp_path: Path) -> None:
    """Marcus edits a flow on disk: what began before still finds its own words."""
    files = read_folder(wiring.ROOT)
    bot = wiring.build(load(env_file=False), SystemClock(), db=db)
    before = bot.speeches.current.library.revision
    edited = wiring.speech({**files, "flows/check_in.yaml": files["flows/check_in.yaml"] + "\n# edited\n"})
    later = wiring.KeptSpeeches(db, edited)
    assert edited.library.revision != before
    assert later.of(before).library.revision == before
    assert later.of(before) is later.of(before)


def test_every_bad_file_is_named_at_once() -> None:
    files = read_folder(wiring.ROOT)
    with pytest.raises(Refused) as error:
        wiring.speech({**files, "flows/check_in.yaml": "flow: [", "messages/en/check_in.ftl": "a = { \n"})
    said = str(error.value)
    assert "flows/check_in.yaml:" in said and "check_in.ftl" in said


@pytest.mark.parametrize(
    ("day", "off"),
    [(date(2026, 12, 25), True), (date(2026, 8, 31), True), (date(2026, 8, 3), False), (date(2026, 11, 30), False)],
)
def test_the_bank_holidays_are_those_of_england_and_wales(day: date, off: bool) -> None:
    """3 August 2026 and St Andrew's Day are Scotland's alone."""
    assert wiring.bank_holiday(day) is off
