"""What is shipped can be said, is short and plain, and answers everything that a text can begin."""

from __future__ import annotations

import pytest

from bot.core import check
from bot.core.effects import Escalate
from bot.core.meaning import DANGER, NEVER_ASKED
from bot.core.reading_age import reading_age
from bot.core.steps.escalate import EscalateStep
from bot.core.steps.hand_over import HandOverStep
from bot.core.steps.remember import RememberStep
from bot.wording.check import problems
from tests.revisions.shipped import BEGUN, LONG, ROOT, shelf, used, words

TWO_PARTS = {"overdose-now", "tolerance"}
"""Word for word what somebody does while waiting for the ambulance, and plain words about a dose."""


def test_nothing_that_is_said_has_an_error() -> None:
    found = problems(words(), used(), telling=shelf().house_rules.telling_words, samples=LONG)
    assert [str(problem) for problem in found if problem.level == "error"] == []


def test_the_only_warning_about_words_is_that_no_clinician_has_signed() -> None:
    found = problems(words(), used(), telling=shelf().house_rules.telling_words, samples=LONG)
    assert {problem.what for problem in found} == {"is a safety message that no clinician has approved"}


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
    dean |= {"appointment_place": "Hope House", "appointment_kind": "key work"}
    whens = ("today at 10am", "tomorrow at 10am")
    places = ("Hope House", "Example Court")
    sayable = {
        words()
        .render(message, discreet=discreet, facts=dean | {"appointment_when": when, "appointment_place": at})
        .text
        for message in used()
        for discreet in (True, False)
        for when in whens
        for at in places
    }
    got = {
        (talk.name, line[2:])
        for talk in (ROOT / "tests/talks").glob("*.talk")
        for line in talk.read_text("utf-8").splitlines()
        if line.startswith("< ")
    }
    assert len(got) > 20
    assert {(talk, text) for talk, text in got if text not in sayable} == set()
