"""The demo at any hour: Leanne, Tariq and Kelly have answered on their first day, and Dean is released today."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.channels.twilio_provider import TwilioProvider
from bot.clock.leap import leap, run_due
from bot.handlers import demo
from bot.handlers.bot import Bot
from bot.store import enrolments, escalations, inbound, people, revisions, said, staff, tasks, timers
from bot.store.people import Person
from bot.store.tables import metadata
from tests.support.world import LONDON, shipped
from tests.support.world import world as empty_world

HOURS = ("02:44", "10:00", "21:30")
OUT = {"Leanne": 2, "Tariq": 6, "Kelly": 20}
WORDS = ("is this ", "yes", "use plain words", "no", "OK, we'll keep it private")


@contextmanager
def at(hour: str) -> Iterator[Bot]:
    """A service without staff or people, at a local time on Friday 5 June."""
    wall = datetime.fromisoformat(f"2026-06-05 {hour}")
    with empty_world(wall) as there:
        metadata.drop_all(there.bot.db.engine)
        metadata.create_all(there.bot.db.engine)
        files, now = shipped()
        with there.bot.db.work() as work:
            revisions.freeze(work, now.library.revision, files, there.clock.now())
        yield there.bot


def person(bot: Bot, name: str) -> Person:
    with bot.db.look() as work:
        return next(one for one in people.all_of(work) if one.first_name == name)


def thread(bot: Bot, who: Person) -> list[tuple[datetime, str, str]]:
    """What stands on their phone, oldest first: when, what, and how it ended."""
    with bot.db.look() as work:
        told = [
            (row["sent_at"] or row["settled_at"], row["body"], row["state"]) for row in said.of_person(work, who.id)
        ]
        heard = [(row["received_at"], row["body"], "received") for row in inbound.of_person(work, who.id)]
    return sorted((row for row in told + heard if row[0]), key=lambda row: row[0])


@pytest.mark.parametrize("hour", HOURS)
@pytest.mark.parametrize("name", OUT)
def test_who_is_out_for_days_answered_on_the_first_of_them(name: str, hour: str) -> None:
    with at(hour) as bot:
        demo.furnish(bot)
        who = person(bot, name)
        talk = thread(bot, who)
        day = bot.clock.now().astimezone(LONDON).date() - timedelta(days=OUT[name])
        assert [words in body for words, (_, body, _) in zip(WORDS, talk, strict=True)] == [True] * 5
        assert [state for _, _, state in talk] == ["delivered", "received", "delivered", "received", "delivered"]
        assert {moment.astimezone(LONDON).date() for moment, _, _ in talk} == {day}
        assert (who.number, who.discreet, who.last_heard_at) == ("verified", True, talk[3][0])
        with bot.db.look() as work:
            (one,) = enrolments.of_person(work, who.id)
        assert one.confirmed_at and one.confirmed_at <= talk[0][0]


@pytest.mark.parametrize("hour", HOURS)
def test_nothing_is_open_nothing_unread_and_nothing_falls_due_at_once(hour: str) -> None:
    with at(hour) as bot:
        demo.furnish(bot)
        run_due(bot)
        with bot.db.look() as work:
            everybody = {one.first_name: one.id for one in people.all_of(work)}
            found = {name: tasks.open_of(work, person_id) for name, person_id in everybody.items()}
            assert (escalations.all_open(work), inbound.unread(work)) == ([], [])
            coming = {name: timers.planned(work, everybody[name]) for name in OUT}
        assert {name for name, theirs in found.items() if theirs} <= {"Mo", "Sean"}, "Mo has no phone, and Sean no card"
        assert all(rows and rows[0].due_at > bot.clock.now() for rows in coming.values())


@pytest.mark.parametrize(("hour", "comes"), [("02:44", "5 08:00"), ("10:00", "5 10:00"), ("21:30", "6 08:00")])
def test_deans_welcome_comes_at_the_next_polite_moment(hour: str, comes: str) -> None:
    with at(hour) as bot:
        demo.furnish(bot)
        leap(bot, timedelta(hours=11).total_seconds())
        first, body, _ = thread(bot, person(bot, "Dean"))[0]
        assert "is this Dean?" in body and f"{first.astimezone(LONDON):%-d %H:%M}" == comes


@pytest.mark.parametrize("hour", HOURS)
def test_a_day_goes_by_and_raises_nothing_that_the_demo_made_up(hour: str) -> None:
    with at(hour) as bot:
        demo.furnish(bot)
        leap(bot, timedelta(hours=6).total_seconds())
        with bot.db.look() as work:
            kinds = {one.kind for one in escalations.all_open(work)}
        assert kinds <= {"number_unverified", "task_overdue"}, "Dean has not answered, and Mo has no phone"


def test_with_a_double_at_the_provider_nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> str:
        raise AssertionError("the demo texted somebody")

    monkeypatch.setattr(TwilioProvider, "send", refuse)
    with at("10:00") as bot:
        bot.provider = TwilioProvider.__new__(TwilioProvider)
        demo.furnish(bot)
        leanne = person(bot, "Leanne")
        assert leanne.number == "verified" and thread(bot, leanne) == []


def test_somebody_who_was_added_by_hand_gets_no_login_of_the_demo() -> None:
    with at("10:00") as bot:
        with bot.db.work() as work:
            team_id = staff.add_team(work, "Bridge", public_name="the Bridge team", agency="treatment", area="n")
            names: dict[str, Any] = {
                "first_name": "Asha",
                "last_name": "Real",
                "email": "asha@example.org",
                "phone": None,
            }
            staff.add(work, team_id=team_id, role="keyworker", **names)
        logins = demo.furnish(bot)
        assert sorted(login.name for login in logins) == [
            "Carol Webb",
            "Joe Mensah",
            "Marcus Hill",
            "Nadia Khalil",
            "Owen Price",
            "Priya Shah",
        ]
        assert {login.name for login in demo.furnish(bot)} == {login.name for login in logins}
        assert person(bot, "Dean").first_name == "Dean"
