"""Add a person."""

from __future__ import annotations

from collections.abc import Container

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.handlers import people
from bot.handlers.people import Registration
from bot.handlers.refusal import Refusal
from bot.store import staff
from bot.web.console.access import access
from bot.web.console.press import ticked, typed, typed_date, typed_time
from bot.web.sign_in.who import me, the_bot

LAWFUL_BASES = {"public task": "Public task", "legitimate interests": "Legitimate interests", "consent": "Consent"}
LANGUAGES = {"en": "English"}


def add(doors: Blueprint) -> None:
    doors.add_url_rule("/people/new", "new_person", show)
    doors.add_url_rule("/people/new", "add_person", register, methods=["POST"])


def show() -> str:
    return _page({}, None)


def register() -> ResponseReturnValue:
    try:
        person_id = people.register(the_bot(), _registration(), by=me().id)
    except Refusal as refusal:
        return _page(request.form.to_dict(), refusal), 422
    flash("Added. What is planned for them is on this page.", "done")
    return redirect(url_for("console.person", person_id=person_id), 303)


def _page(filled: dict[str, str], refusal: Refusal | None) -> str:
    with the_bot().db.look() as work:
        teams = [team for team in staff.teams(work) if team.id in access().teams]
        workers = [worker for worker in staff.everybody(work) if worker.team_id in access().teams]
    team = next((team for team in teams if team.id == me().team_id), teams[0])
    start = {"team_id": team.id, "keyworker_id": me().id, "area": team.area, "agency": team.agency, "discreet": "yes"}
    return render_template(
        "console/new_person.html", filled=filled or start, refusal=refusal, teams=teams, workers=workers,
        areas=[one.name for one in the_bot().rules.areas.by_name.values() if not one.everywhere],
        pathways=list(the_bot().rules.pathways.values()), lawful_bases=LAWFUL_BASES.items(), languages=LANGUAGES,
    )  # fmt: skip


def _registration() -> Registration:
    return Registration(
        first_name=_needed("first_name", "the first name"),
        last_name=typed("last_name", 60),
        phone=typed("phone", 40) or None,
        pathway=_one_of("pathway", the_bot().rules.pathways),
        anchor_date=typed_date("anchor_date"),
        area=_needed("area", "the area"),
        agency=_needed("agency", "the agency"),
        team_id=_one_of("team_id", _team_ids()),
        keyworker_id=_one_of("keyworker_id", _staff_ids()),
        language=_one_of("language", LANGUAGES),
        discreet=ticked("discreet"),
        lawful_basis=_one_of("lawful_basis", LAWFUL_BASES),
        reference=typed("reference", 60),
        address=typed("address", 300),
        emergency_contact=typed("emergency_contact", 200),
        released=ticked("released"),
        anchor_time=typed_time("anchor_time"),
        more=((_one_of("more", the_bot().rules.pathways), typed_date("more_date")),) if typed("more", 60) else (),
    )


def _needed(name: str, what: str) -> str:
    if text := typed(name, 60):
        return text
    raise Refusal(name, f"{what} is missing", "Write it in")


def _one_of(name: str, among: Container[str]) -> str:
    chosen = typed(name, 100)
    if chosen in among:
        return chosen
    raise Refusal(name, "nothing of the list is chosen", "Choose one")


def _team_ids() -> set[str]:
    with the_bot().db.look() as work:
        return {str(team.id) for team in staff.teams(work)} & access().teams


def _staff_ids() -> set[str]:
    with the_bot().db.look() as work:
        return {worker.id for worker in staff.everybody(work) if worker.team_id in access().teams}
