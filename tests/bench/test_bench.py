"""The bench measures what it says it measures. How fast it is, no test asks: that depends on the machine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.bench import KEYS, command
from bot.bench.command import plain
from bot.bench.durable import bare_connection, caught, copied, replayed
from bot.bench.place import begin, furnished, place
from bot.handlers.bot import Bot

TABLES = ("inbound", "outbox", "conversation", "person", "timer")


def contents(path: str | Path) -> dict[str, list[tuple[object, ...]]]:
    connection = bare_connection(Path(path))
    found = {name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr) for name in TABLES}
    connection.close()
    return found


def ours(bot: Bot) -> str:
    return bot.db.engine.url.database or ""


def test_the_bare_writer_writes_the_rows_of_a_durable_turn_byte_for_byte() -> None:
    with place() as (settings, folder):
        bot, people = furnished(settings)
        begin(bot, people[0])
        copy = copied(bot, folder / "copy.db")
        before = contents(copy)
        written = caught(bot, 0)
        replayed(copy, [written])
        after = contents(ours(bot))
        bot.db.engine.dispose()
        assert contents(copy) == after != before
        assert len(after["inbound"]) == len(before["inbound"]) + 1
        assert len(after["outbox"]) == len(before["outbox"]) + 1
        assert {statement.split()[0] for statement, _ in written} == {"INSERT", "UPDATE", "DELETE"}


def test_both_are_equally_careful() -> None:
    with place() as (settings, folder):
        bot, _ = furnished(settings)
        bare = bare_connection(copied(bot, folder / "copy.db"))
        for pragma in ("journal_mode", "synchronous", "foreign_keys"):
            with bot.db.look() as work:
                mine = work.connection.exec_driver_sql(f"PRAGMA {pragma}").scalar()
            assert bare.execute(f"PRAGMA {pragma}").fetchone() == (mine,)
        bare.close()
        bot.db.engine.dispose()


def test_a_quick_bench_prints_the_contracts_keys() -> None:
    result = CliRunner().invoke(command, ["--quick", "--json"])
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert list(found) == [*KEYS, "database"]
    for key in KEYS:
        assert 0 < found[key]["min"] <= found[key]["median"] <= found[key]["max"]
    assert "SQLite" in found["database"]


@pytest.mark.parametrize(
    ("value", "written"), [(74_090.0, "74,090"), (7.4094, "7.409"), (0.00012, "0.00012"), (1_234_567.0, "1,235,000")]
)
def test_figures_are_written_as_people_write_them(value: float, written: str) -> None:
    assert plain(value) == written
