"""Whose records somebody may open: their own agency's in full; of another's only what is shared, on pages of its own.

Asked before every page, so that a page which forgets to ask is shut, not open.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import abort, g, request

from bot.core.sharing import TAKERS
from bot.handlers.bot import first_team
from bot.store import agencies, appointments, enrolments, escalations, imports, inbound, people, tasks
from bot.store.agencies import Agency
from bot.store.database import Work
from bot.web.sign_in.who import me, the_bot


@dataclass(frozen=True, slots=True)
class Access:
    """The agency of who is signed in (None: the service's own) and the ids of its teams."""

    agency: Agency | None
    teams: frozenset[str]

    @property
    def agency_id(self) -> str | None:
        return self.agency.id if self.agency else None

    @property
    def partner(self) -> bool:
        """Whether the agency takes nobody on: it has no people of its own, and sees what is shared with it."""
        return self.agency is not None and self.agency.kind not in TAKERS


OPEN_TO_PARTNERS = frozenset({
    "home", "now", "people", "person", "look", "referrals", "new_referral", "make_referral", "referral",
    "withdraw_referral", "short_link", "escalation", "escalation_now", "mine", "pass_on", "close_escalation",
})  # fmt: skip
"""Every page that a partner's staff may open; a new page is shut to them until it stands here."""

REDUCED = frozenset({"person", "look"})
"""Pages that themselves show somebody of another agency's no more than is shared."""


def access() -> Access:
    """Asked once for each request."""
    if "access" not in g:
        with the_bot().db.look() as work:
            agency = agencies.of_team(work, me().team_id)
            g.access = Access(agency, frozenset(agencies.teams_of(work, agency.id if agency else None)))
    found: Access = g.access
    return found


def only_theirs() -> None:
    """For `before_request`, after `sign_in_first`: 403 for a page that is none of theirs, 404 for somebody else's."""
    page = (request.endpoint or "").rpartition(".")[2]
    if access().partner and page not in OPEN_TO_PARTNERS:
        abort(403)
    asked = {name: str(value) for name, value in (request.view_args or {}).items() if name in TEAM_OF}
    if not asked or page in REDUCED:
        return
    with the_bot().db.look() as work:
        teams = {TEAM_OF[name](work, value) for name, value in asked.items()} - {None}
    if not teams <= access().teams:
        abort(404)


def _of_person(work: Work, person_id: str) -> str | None:
    return people.team_of(work, person_id)


def _of_escalation(work: Work, escalation_id: str) -> str | None:
    one = escalations.get(work, escalation_id)
    return one.team_id if one else None


def _of_code(work: Work, code: str) -> str | None:
    one = escalations.with_code(work, code)
    return one.team_id if one else None


def _of_text(work: Work, text_id: str) -> str | None:
    text = inbound.get(work, text_id)
    if text is None:
        return None
    return people.team_of(work, text["person_id"]) if text["person_id"] else first_team(work)


def _of_task(work: Work, task_id: str) -> str | None:
    task = tasks.get(work, task_id)
    return people.team_of(work, task.person_id) if task else None


def _of_appointment(work: Work, appointment_id: str) -> str | None:
    one = appointments.get(work, appointment_id)
    return people.team_of(work, one.person_id) if one else None


def _of_enrolment(work: Work, enrolment_id: str) -> str | None:
    one = enrolments.get(work, enrolment_id)
    return people.team_of(work, one.person_id) if one else None


def _of_import(work: Work, run_id: str) -> str | None:
    run = imports.get(work, run_id)
    return (run.team_id or first_team(work)) if run else None  # the command line is the service's own


TEAM_OF: Mapping[str, Callable[[Work, str], str | None]] = {
    "person_id": _of_person,
    "escalation_id": _of_escalation,
    "code": _of_code,
    "text_id": _of_text,
    "task_id": _of_task,
    "appointment_id": _of_appointment,
    "enrolment_id": _of_enrolment,
    "run_id": _of_import,
}
"""Whose team a page is about, by the id in its address; a test walks every page."""
