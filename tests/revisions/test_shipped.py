"""What is shipped can be said, is short and plain, and answers everything that a text can begin."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.core import check
from bot.core.effects import Escalate
from bot.core.meaning import DANGER, NEVER_ASKED
from bot.core.nearest import nearest
from bot.core.reading_age import reading_age
from bot.core.steps.escalate import EscalateStep
from bot.core.steps.find import FindStep
from bot.core.steps.hand_over import HandOverStep
from bot.core.steps.remember import RememberStep
from bot.wiring import bank_holiday
from bot.wording.check import problems
from tests.revisions.shipped import BEGUN, LONG, ROOT, shelf, used, words

WEST_MIDLANDS = ["Birmingham", "Coventry", "Dudley", "Sandwell", "Solihull", "Walsall", "Wolverhampton"]
TWO_PARTS = {"overdose-now", "tolerance"}
"""Word for word what somebody does while waiting for the ambulance, and plain words about a dose."""


def test_nothing_that_is_said_has_an_error() -> None:
    found = problems(words(), used(), telling=shelf().house_rules.telling_words, samples=LONG)
    assert [str(problem) for problem in found if problem.level == "error"] == []


def test_the_only_warning_about_words_is_that_no_clinician_has_signed() -> None:
    found = problems(words(), used(), telling=shelf().house_rules.telling_words, samples=LONG)
    others = {problem.what for problem in found if not problem.what.startswith("is marked check: ")}
    assert others == {"is a safety message that no clinician has approved"}


def test_no_flow_pathway_or_house_rule_has_an_error() -> None:
    found = check.check(shelf(), BEGUN)
    assert [str(problem) for problem in found if problem.level == "error"] == []


@pytest.mark.parametrize("message", sorted(used()))
@pytest.mark.parametrize("discreet", [True, False])
def test_every_text_is_short_and_plain(message: str, discreet: bool) -> None:
    said = words().render(message, discreet=discreet, facts=LONG)
    assert said.encoding == "GSM-7"
    staff = words().metadata(message).audience == "staff"
    assert staff or reading_age(said.text) <= 9
    short = dict(LONG, first_name="Dean", keyworker="Asha", with_whom="Asha", appointment_when="tomorrow at 10:30am")
    short |= {"service_who": "anybody", "service_opens": "tomorrow at 10:30am"}
    parts = words().render(message, discreet=discreet, facts=short).parts
    assert parts <= (2 if message in TWO_PARTS or staff else 1)


@pytest.mark.parametrize("name", sorted(BEGUN))
def test_every_flow_that_the_code_begins_is_there(name: str) -> None:
    assert name in shelf().flows


def test_every_urgent_meaning_has_its_answer_and_its_question() -> None:
    for intent in DANGER:
        assert shelf().flows[intent].manner == "danger"
        assert (f"{intent}_unsure" in shelf().flows) == (intent not in NEVER_ASKED)


def test_every_kind_that_a_flow_raises_is_in_the_house_rules() -> None:
    steps = [step for flow in shelf().flows.values() for step in flow.steps.values()]
    raised = {step.kind for step in steps if isinstance(step, EscalateStep | HandOverStep)}
    raised |= {contact.otherwise for pathway in shelf().pathways.values() for contact in pathway.tasks}
    assert raised <= shelf().house_rules.kinds.keys()


def test_an_unsure_danger_tells_a_human_before_it_asks() -> None:
    for name, flow in shelf().flows.items():
        if name.endswith("_unsure"):
            told = flow.steps[flow.start].enter({}).effects
            assert told == (Escalate(name.removesuffix("_unsure"), "urgent"),)


def test_yes_and_no_stay_the_words_that_staff_wrote() -> None:
    welcome = shelf().flows["welcome"]
    assert list(welcome.steps["ask_name"].answers) == ["yes", "no"]  # type: ignore[attr-defined]
    private = welcome.steps["plain_words"]
    assert isinstance(private, RememberStep)
    assert private.facts == {"discreet": "no"}


def test_nobody_is_texted_before_the_release_is_confirmed() -> None:
    for name in ("prison_release", "reconnect"):
        before = [one for one in shelf().pathways[name].contacts.values() if one.at.seconds < 0]
        assert before
        assert all(contact.task for contact in before)


@pytest.mark.parametrize("name", sorted(shelf().pathways))
def test_each_pathway_begins_with_a_named_workers_word_and_ends_with_a_humans_close(name: str) -> None:
    pathway = shelf().pathways[name]
    asked = [one for one in pathway.tasks if one.task == pathway.starts.task]
    assert len(asked) == 1 and asked[0].otherwise in ("release_unconfirmed", "start_unconfirmed")
    last = max(pathway.contacts.values(), key=lambda one: one.at.seconds)
    assert (last.task, last.otherwise) == ("close_or_extend", "pathway_end")


@pytest.mark.parametrize("name", ["reconnect", "drug_rehabilitation_requirement", "alcohol_treatment_requirement"])
def test_check_ins_come_less_and_less_often_over_half_a_year(name: str) -> None:
    flows = ("check_in", "check_in_light")
    days = sorted({c.at.seconds // 86_400 for c in shelf().pathways[name].texts if c.flow in flows})
    apart = [later - sooner for sooner, later in zip(days, days[1:], strict=False)]
    assert apart[0] <= 7 and apart[-1] >= 28 and days[-1] > 150


def test_dean_is_checked_on_five_times() -> None:
    days = [c.at.seconds // 86_400 for c in shelf().pathways["prison_release"].texts if c.flow == "check_in"]
    assert days == [1, 3, 7, 14, 21]


def test_every_text_of_the_golden_talks_is_one_that_we_say() -> None:
    dean = dict(LONG, first_name="Dean", keyworker="Asha", team="the Bridge team", with_whom="Asha")
    dean |= {"appointment_kind": "key work"}
    hours = {"Hope House": ["10am"], "Lloyds": ["11am", "9:30am"], "the Law Courts": ["2pm", "9:30am"]}
    places = [
        {"appointment_place": place, "appointment_when": f"{day} at {hour}"}
        for place in hours
        for hour in hours[place]
        for day in ("today", "tomorrow")
    ]
    sayable = {
        words().render(message, discreet=discreet, facts=dean | place).text
        for message in used()
        for discreet in (True, False)
        for place in places
    }
    got = {
        (talk.name, line[2:])
        for talk in (ROOT / "tests/talks").glob("*.talk")
        for line in talk.read_text("utf-8").splitlines()
        if line.startswith("< ")
    }
    assert len(got) > 20
    sayable |= set(_said_of_doors())
    assert {(talk, text) for talk, text in got if text not in sayable} == set()


def _said_of_doors() -> Iterator[str]:
    """What is said of the doors of Birmingham, hour by hour, on the days of the talks."""
    zone = shelf().house_rules.zone
    for now in (datetime(2026, 6, 5, tzinfo=UTC) + timedelta(hours=n) for n in range(72)):
        for kind, message in _finding().items():
            found = nearest(shelf().areas, kind, "Birmingham", now, zone, bank_holiday)
            for discreet in (True, False) if found else ():
                facts = dict(found.given) if found else {}
                yield words().render(message, discreet=discreet, facts=facts, now=now.astimezone(zone)).text


def _finding() -> dict[str, str]:
    steps = [step for flow in shelf().flows.values() for step in flow.steps.values()]
    return {step.kind: step.message for step in steps if isinstance(step, FindStep)}


def test_every_area_has_what_a_flow_looks_for_at_every_hour_of_a_week() -> None:
    areas, zone = shelf().areas, shelf().house_rules.zone
    assert [area.name for area in areas.by_name.values() if not area.everywhere] == WEST_MIDLANDS
    for area in WEST_MIDLANDS:
        for moment in (datetime(2026, 12, 21, tzinfo=UTC) + timedelta(hours=n) for n in range(0, 24 * 14, 5)):
            assert all(nearest(areas, kind, area, moment, zone, bank_holiday) for kind in _finding())
            tonight = nearest(areas, "housing", area, moment, zone, bank_holiday)
            assert tonight and tonight.opening.now


def test_no_place_that_is_shipped_for_an_area_is_real() -> None:
    services = [one for area in shelf().areas.by_name.values() for one in area.services if not area.everywhere]
    assert len(services) > 60 and all(one.example for one in services)
