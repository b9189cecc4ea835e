"""How a person stands with us: released or not, texts or none, whose number it is."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue

from bot.handlers import numbers, people
from bot.handlers.bot import Bot
from bot.web.console.press import press, typed
from bot.web.sign_in.who import me, the_bot

Change = Callable[[Bot, str, str], None]


def add(doors: Blueprint) -> None:
    doors.add_url_rule("/people/<person_id>/standing/<change>", "change", change, methods=["POST"])
    doors.add_url_rule("/people/<person_id>/number", "change_number", change_number, methods=["POST"])


def change(person_id: str, change: str) -> ResponseReturnValue:
    if change not in CHANGES:
        abort(404)
    act, says = CHANGES[change]

    def do() -> str:
        act(the_bot(), person_id, me().id)
        return says

    return press(do, url_for("console.person", person_id=person_id))


def change_number(person_id: str) -> ResponseReturnValue:
    def do() -> str:
        numbers.change_number(the_bot(), person_id, typed("phone", 40), me().id)
        return "The number is changed. We ask first whether it is theirs."

    return press(do, url_for("console.person", person_id=person_id))


def _in_prison(bot: Bot, person_id: str, staff_id: str) -> None:
    people.set_custody(bot, person_id, "in_prison", staff_id)


def _to_verify(bot: Bot, person_id: str, staff_id: str) -> None:
    people.set_custody(bot, person_id, "to_verify", staff_id)


def _theirs(bot: Bot, person_id: str, staff_id: str) -> None:
    numbers.settle_number(bot, person_id, "verified", staff_id)


def _unsure(bot: Bot, person_id: str, staff_id: str) -> None:
    numbers.settle_number(bot, person_id, "unverified", staff_id)


CHANGES: dict[str, tuple[Change, str]] = {
    "released": (people.confirm_release, "The release is confirmed. Texts start now."),
    "in_prison": (_in_prison, "In prison: no texts go until a release is confirmed."),
    "to_verify": (_to_verify, "Texts are frozen until somebody has found out where they are."),
    "stop": (numbers.stop_texts, "Texts are stopped. Their care is not: contact them yourself."),
    "start": (numbers.start_texts, "Texts go again."),
    "number_theirs": (_theirs, "The number is theirs: texts may go."),
    "number_unsure": (_unsure, "We ask again whether the number is theirs."),
}
