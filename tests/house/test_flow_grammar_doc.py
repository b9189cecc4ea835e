"""The guide for staff who write flows: every example of it is read as the service would read it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pytest

from bot.core import area, flow, house_rules, pathway, sharing
from bot.core.house_rules import HouseRules, Limits
from bot.core.pathway import parse_when
from bot.core.raw import Raw
from bot.core.span import parse as parse_span
from bot.core.steps import KINDS, Step, parse
from bot.revisions.yaml_text import read_yaml
from bot.understanding.phrases import EXACT, read_language
from bot.wording.entries import parse as parse_messages
from bot.wording.metadata import KEYS
from tests.house.source import ROOT

GUIDE = (ROOT / "flows" / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
KINDS_OF_SERVICE = area.read_kinds(read_yaml("kinds", (ROOT / "flows" / "areas" / "kinds.yaml").read_text("utf-8")))
WHOLE: Mapping[str, Callable[[Raw], Any]] = {
    "flow": flow.read,
    "pathway": pathway.read,
    "zone": house_rules.read,
    "agreements": sharing.read,
    "area": partial(area.read, kinds=KINDS_OF_SERVICE),
}


def _read(example: str) -> Raw:
    return read_yaml("flows/README.md", example)


def _first(example: str) -> str:
    return next(iter(_read(example)))


def _steps() -> Mapping[str, Step]:
    """Every step that the guide shows by itself, not within a whole flow."""
    loose = [_read(example) for example in EXAMPLES if _first(example) not in WHOLE]
    return {name: parse(raw.down(name, f"step {name}")) for raw in loose for name in raw}


def _all(key: str) -> list[Any]:
    return [WHOLE[key](_read(example)) for example in EXAMPLES if _first(example) == key]


def _whole(key: str) -> Any:
    found = _all(key)
    assert len(found) == 1, f"the guide shows one example that begins with `{key}:`"
    return found[0]


def _table(heading: str) -> list[str]:
    """The first column of the table below a heading."""
    below = GUIDE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"^\| `([^`]+)` \|", below, re.MULTILINE)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.KEY)
def test_every_kind_of_step_has_an_example(kind: Any) -> None:
    steps = [step for step in _steps().values() if type(step).__module__ == kind.__name__]
    assert steps, f"show a step with `{kind.KEY}:`"
    assert f"### {kind.KEY}: " in GUIDE


def test_the_whole_flow_is_one() -> None:
    shown = _whole("flow")
    assert shown.start in shown.steps


def test_the_pathways_end_with_a_humans_task() -> None:
    for shown in _all("pathway"):
        assert shown.texts and list(shown.contacts.values())[-1].task == "close_or_extend"


def test_what_repeats_is_there_once_for_each_time() -> None:
    shown = _all("pathway")[1]
    assert [name for name in shown.contacts if name.startswith("check_in_later_")][-1] == "check_in_later_9"
    assert shown.contacts["first_weekend"].before_day_off
    anchors = re.findall(r"^\| `(\w+)` \|", GUIDE.split("A pathway counts from one anchor:")[1], re.MULTILINE)
    assert tuple(anchors[: len(pathway.ANCHORS)]) == tuple(pathway.ANCHORS)


def test_the_house_rules_are_whole_and_every_limit_is_named() -> None:
    shown: HouseRules = _whole("zone")
    assert shown.ladder_for("urgent").any_hour
    assert all(f"{limit}:" in GUIDE for limit in Limits.__dataclass_fields__)


def test_every_topic_shown_is_read_and_every_section_explained() -> None:
    [shown] = re.findall(r"```topics\n(.*?)```", GUIDE, re.DOTALL)
    files = read_language({"en/topics.yaml": shown})
    assert [topic.name for topic in files.topics] == ["quit_smoking"]
    assert all(f"`{section}`" in GUIDE for section in EXACT)
    assert "`adds_intent: no`" in GUIDE


def test_the_area_has_an_example_and_a_real_service() -> None:
    shown: area.Area = _whole("area")
    house, line = shown.services
    assert house.example and not line.example and line.hours.always


def test_the_agreement_is_one_and_everything_that_can_be_seen_is_named() -> None:
    assert _whole("agreements").agreements
    assert all(f"`{name}`" in GUIDE for name in (*sharing.ITEMS, *sharing.KINDS))


def test_every_length_of_time_is_read() -> None:
    lengths = _table("Lengths of time")
    assert len(lengths) == 7
    assert all(parse_span(length).seconds > 0 for length in lengths)


def test_every_moment_is_read() -> None:
    moments = [name for name in _table("Moments of a pathway") if name not in pathway.ANCHORS]
    anchors = [parse_when(moment).anchor for moment in moments]
    assert anchors[:5] == ["release", "release", "release", "confirmed", "confirmed"]
    assert anchors[5:] == ["release", "order_start", "seen", "seen", "appointment"]


def test_every_message_is_read_and_every_comment_line_explained() -> None:
    shown = re.findall(r"```ftl\n(.*?)```", GUIDE, re.DOTALL)
    parsed = parse_messages("en/guide.ftl", "\n".join(shown))
    assert parsed.problems == ()
    assert [entry.faults for entry in parsed.entries] == [(), (), ()]
    assert all(f"`{key}`" in GUIDE for key in KEYS)
