"""How a person stands with us: released or not, texts or none, whose number it is."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue

from bot.handlers import numbers, people
from bot.handlers.bot import Bot
from bot.store import people as people_rows
from bot.web.console.press import press, typed
from bot.web.sign_in.who import me, the_bot

Change = Callable[[Bot, str, str], None]


def add(doors: Blueprint) -> None:
    doors.add_url_rule("/people/<person_id>/standing/<change>", "change", change, methods=["POST"])
    doors.add_url_rule("/people/<person_id>/number", "change_number", change_number, methods=["POST"])


def change(person_id: str, change: str) -> ResponseReturnValue:
    if change not in CHANGES:
        abort(404)
    act, says, may_go = CHANGES[change]

    def do() -> str:
        act(the_bot(), person_id, me().id)
        return f"{says} {_texts(person_id, may_go)}" if may_go else says

    return press(do, url_for("console.person", person_id=person_id))


def change_number(person_id: str) -> ResponseReturnValue:
    def do() -> str:
        numbers.change_number(the_bot(), person_id, typed("phone", 40), me().id)
        return f"The number is changed. {_texts(person_id, 'We ask first whether it is theirs.')}"

    return press(do, url_for("console.person", person_id=person_id))


def _texts(person_id: str, may_go: str) -> str:
    """What becomes of our texts after a change: `may_go`, or why none goes."""
    with the_bot().db.look() as work:
        who = people_rows.get(work, person_id)
    refusal = who.standing.refusal("reply") if who else None
    return f"No text goes now: {refusal}." if refusal else may_go


def _in_prison(bot: Bot, person_id: str, staff_id: str) -> None:
    people.set_custody(bot, person_id, "in_prison", staff_id)


def _to_verify(bot: Bot, person_id: str, staff_id: str) -> None:
    people.set_custody(bot, person_id, "to_verify", staff_id)


def _theirs(bot: Bot, person_id: str, staff_id: str) -> None:
    numbers.decide_number(bot, person_id, "verified", staff_id)


def _unsure(bot: Bot, person_id: str, staff_id: str) -> None:
    numbers.decide_number(bot, person_id, "unverified", staff_id)


CHANGES: dict[str, tuple[Change, str, str]] = {
    "released": (people.confirm_release, "The release is confirmed.", "Texts start, outside quiet hours."),
    "in_prison": (_in_prison, "In prison: no texts go until a release is confirmed.", ""),
    "to_verify": (_to_verify, "Texts are frozen until somebody has found out where they are.", ""),
    "stop": (numbers.stop_texts, "Texts are stopped. Their care is not: contact them yourself.", ""),
    "start": (numbers.start_texts, "They asked for texts.", "Texts go again."),
    "number_theirs": (_theirs, "The number is theirs.", "Texts may go."),
    "number_unsure": (_unsure, "The number is theirs, but not verified.", "Planned texts wait for that."),
}
"""What is done, what is said of it, and what is added where texts may go after it; else why none goes is added."""
