"""The commands as an operator types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import content, main
from bot.core.problem import Problem, Refused


def run(*words: str, typed: str | bytes = "") -> Result:
    return CliRunner().invoke(main, words, input=typed)


def test_check_finds_no_error_in_what_is_shipped() -> None:
    told = run("check")
    assert told.exit_code == 0 and told.output.splitlines()[-1].startswith("0 errors, ")


def test_check_tells_scripts_the_same_and_ends_with_one_on_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    bad = Problem("error", "flows/a.yaml:2", "it is no YAML", "Mend it")
    monkeypatch.setattr(content, "all_problems", lambda: [bad])
    told = run("check", "--json")
    assert told.exit_code == 1
    assert json.loads(told.output) == [
        {"level": "error", "where": "flows/a.yaml:2", "what": "it is no YAML", "do": "Mend it"}
    ]


def test_the_safety_messages_are_printed_to_be_signed() -> None:
    told = run("check", "--sign-off").output.splitlines()
    assert len(told[0].removeprefix("Revision ")) == 64 and told[2].startswith("| message | danger |")
    assert any(line.startswith("| `overdose-now` | overdose | Ring 999 now.") for line in told)


def test_the_areas_are_checked_against_today() -> None:
    found = content.all_problems()
    assert any("`adder: check` stands for Birmingham, Coventry" in problem.what for problem in found)
    examples = [problem for problem in found if "are examples, where nobody is" in problem.what]
    assert len(examples) == 7 and all(problem.where.startswith("flows/areas/") for problem in examples)


def test_problems_stand_in_the_order_of_their_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    places = ["flows/a.yaml", "flows/a.yaml:9 step y", "flows/a.yaml:10 step x", "flows/b.yaml:1"]
    found = [Problem("error", place, "it cannot be read", "Mend it") for place in reversed(places)]

    def refuse(_: Path) -> None:
        raise Refused(*found)

    monkeypatch.setattr(content, "read_folder", refuse)
    lines = run("check").output.splitlines()
    assert [line.removeprefix("error: ").partition(": ")[0] for line in lines[:-1]] == places


def test_understand_says_what_each_line_means() -> None:
    told = run("understand", typed="took to many pills\n\nyes\n")
    first, empty, yes = (json.loads(line) for line in told.output.splitlines())
    assert first["intent"] == first["intents"][0] == "overdose_now" and first["language"] == "en"
    assert empty["intent"] is None and empty["text"] == ""
    assert set(yes) == {"text", "intent", "intents", "asks", "confidence", "language"}


def test_understand_reads_json_lines_and_bytes_that_are_no_text() -> None:
    told = run("understand", "--jsonl", typed='{"text": "help me \\u2019"}\n')
    assert json.loads(told.output)["text"] == "help me \u2019"
    assert run("understand", typed=b"caf\xe9\n").exit_code == 0
    bad = run("understand", "--jsonl", typed='{"words": 1}\n')
    assert bad.exit_code == 1 and "line 1" in bad.output


def test_a_bad_setting_is_one_plain_line() -> None:
    told = CliRunner().invoke(main, ["migrate"], env={"PUBLIC_URL": "nowhere"})
    assert told.exit_code == 1
    assert told.output.startswith("Error: PUBLIC_URL: ") and "Traceback" not in told.output


def test_live_without_its_settings_does_not_serve() -> None:
    told = CliRunner().invoke(main, ["serve"], env={"BOT_MODE": "live"})
    assert told.exit_code == 1 and "SECRET_KEY" in told.output


def test_nothing_serves_strangers_before_somebody_said_live_or_demo() -> None:
    for command in ("serve", "clock", "worker"):
        told = CliRunner().invoke(main, [command], env={"BOT_MODE": None})
        assert told.exit_code == 1 and "BOT_MODE is missing" in told.output


def test_serving_waits_for_the_tables() -> None:
    told = CliRunner().invoke(main, ["serve"], env={"BOT_MODE": "demo"})
    assert told.exit_code == 1 and "throughcare migrate" in told.output


def test_the_demo_is_refused_in_live() -> None:
    env = {
        "BOT_MODE": "live", "SECRET_KEY": "s" * 40, "DATA_KEYS": "k" * 40, "PUBLIC_URL": "https://texts.example.org",
        "TWILIO_ACCOUNT_SID": "AC1", "TWILIO_AUTH_TOKEN": "t",
    }  # fmt: skip
    told = CliRunner().invoke(main, ["demo"], env=env)
    assert told.exit_code == 1 and "BOT_MODE is live" in told.output


def test_migrate_makes_the_folder_and_the_tables_and_says_where_it_stands(tmp_path: Path) -> None:
    assert "stands at" in run("migrate").output
    assert (tmp_path / "var" / "bot.db").exists()
    assert run("migrate").exit_code == 0
