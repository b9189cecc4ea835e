"""What each pathway sends when: printed, and drawn as the docs show it."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from click.testing import CliRunner

from bot.cli import calendar
from bot.cli.content import check
from bot.core.calendar import lines, says
from bot.core.when import parse_when
from tests.revisions.shipped import ROOT, shelf


def test_every_pathway_and_every_contact_is_in_the_table() -> None:
    result = CliRunner().invoke(check, ["--calendar"])
    assert result.exit_code == 0
    for pathway in shelf().pathways.values():
        assert f"{pathway.name}: " in result.stdout
        for line in lines(shelf(), pathway):
            assert line.name in result.stdout


def test_the_picture_in_the_docs_is_of_these_pathways(tmp_path: Path) -> None:
    result = CliRunner().invoke(check, ["--picture", str(tmp_path / "calendar.svg")])
    assert result.exit_code == 0
    drawn = (tmp_path / "calendar.svg").read_text("utf-8")
    shown = (ROOT / "docs/pictures/calendar.svg").read_text("utf-8")
    assert drawn == shown, "draw it anew: throughcare check --picture docs/pictures/calendar.svg"
    marks = [each for each in ElementTree.fromstring(drawn).iter() if each.tag.endswith(("circle", "rect"))]
    times = sum(len(line.days) for one in shelf().pathways.values() for line in lines(shelf(), one))
    assert len(marks) == times + 4, "three in the key, and the paper"


def test_days_stand_in_order() -> None:
    places = [calendar.x(day) for day in calendar.TICKS]
    assert places == sorted(places) and places[0] > calendar.LEFT and places[-1] < calendar.WIDTH


def test_moments_in_words() -> None:
    words = {
        "release - 12w at 10:00, or the next working day": "12 weeks before, 10:00 (or the next working day)",
        "release - 1d at 15:00": "1 day before, 15:00",
        "release at 09:00": "on the day, 09:00",
        "release + 3d at 10:30": "day 3, 10:30",
        "confirmed + 3h": "once it is confirmed, 3h later",
        "next working morning after seen": "the next working morning",
    }
    assert {text: says(parse_when(text)) for text in words} == words
