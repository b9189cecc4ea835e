"""Whoever runs the service lets it learn what staff taught, and is told why where it may not."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from click import ClickException
from click.testing import CliRunner, Result

from bot import wiring
from bot.cli import lessons as command
from bot.cli import main, teach
from bot.core.meaning import INTENTS
from bot.handlers import demo
from bot.revisions import read_folder
from bot.store import lessons
from bot.store.database import Database
from bot.store.lessons import Lesson
from bot.understanding import fit
from bot.understanding.features import sums
from bot.understanding.fit import Example
from bot.understanding.model import THRESHOLDS, Model
from bot.wiring import ROOT
from tests.support.world import World, world

NOW = datetime(2026, 6, 5, 9, 0, tzinfo=UTC)
ENGLISH = Path("flows/understanding/en")


@pytest.fixture
def there() -> Iterator[World]:
    with world() as found:
        yield found


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The shipped English phrases with a thousand of the examples, and what must stay understood of overdoses."""
    shutil.copytree(ROOT / ENGLISH, tmp_path / ENGLISH, ignore=shutil.ignore_patterns("examples", "*.npz", "*.tsv"))
    shutil.copy(ROOT / ENGLISH / "concepts.tsv", tmp_path / ENGLISH)
    cases = (ROOT / ENGLISH / "regression" / "urgent.tsv").read_text("utf-8").splitlines()
    kept = "".join(f"{each}\n" for each in cases if each.endswith("\toverdose_now"))
    (tmp_path / ENGLISH / "regression" / "urgent.tsv").write_text(kept, "utf-8")
    (tmp_path / ENGLISH / "examples").mkdir()
    for name in ("overdose2", "ordinary", "chat", "body"):
        lines = (ROOT / ENGLISH / "examples" / f"{name}.tsv").read_text("utf-8").splitlines()
        (tmp_path / ENGLISH / "examples" / f"{name}.tsv").write_text(
            "".join(f"{each}\n" for each in lines[::9]), "utf-8"
        )
    return tmp_path


def taught(there: World, text: str, intent: str) -> str:
    with there.bot.db.work() as work:
        row_id = lessons.add(
            work, text=text, intent=intent, was=None, language="en", offered_by=there.staff["Asha"], offered_at=NOW
        )
        lessons.decide(work, row_id, lessons.ACCEPTED, by=there.staff["Joe"], now=NOW, reason="")
    return row_id


def kept(db: Database, row_id: str) -> Lesson:
    with db.look() as work:
        found = lessons.get(work, row_id)
    assert found
    return found


def contents(root: Path) -> dict[str, bytes]:
    folder = root / ENGLISH
    return {path.name: path.read_bytes() for path in (*(folder / "examples").glob("*"), *folder.glob("*.npz"))}


def says_chat_to(text: str) -> teach.Fits:
    """A fitting that takes every feature of a text for chat."""

    def fits(
        examples: Sequence[Example], featured: Callable[[str], Sequence[str]], name: str, told: Callable[[str], None]
    ) -> Model:
        keys = np.array(sorted(sums(featured(text))), np.uint32)
        intents = (*INTENTS, "none")
        weights = np.zeros((len(keys), len(intents)), np.float16)
        weights[:, intents.index("thanks_or_chat")] = 9
        bounds = dict.fromkeys(THRESHOLDS, 0.0) | {"certain": 0.1, "calm": 1.0, "let_go": -1.0}
        ones, bias = np.ones(len(keys), np.float16), np.zeros(len(intents), np.float32)
        return Model(intents, keys, weights, ones, bias, bounds, name)

    return fits


def test_what_asha_taught_is_understood_and_the_lesson_is_taken(
    there: World, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    teach.fitting(root)
    ids = [taught(there, text, "decline") for text in ("im at me nans", "stuck at me nans today", "im round [name]s")]
    command.learn(there.bot.db, root, NOW)
    said = capsys.readouterr().out
    assert "3 new examples" in said and "3 lessons learned" in said and "overdose_now:" in said
    assert {kept(there.bot.db, each).state for each in ids} == {lessons.TAKEN}
    rows = (root / ENGLISH / "examples" / "lessons.tsv").read_text("utf-8").splitlines()
    assert rows[2].startswith("im round sams\tdecline\t-\tlesson-") and rows[0].endswith("\ten")
    assert teach.models_of(root)["en"].examples == fit.hash_of(teach.taught(root / ENGLISH))
    learned = wiring.understanding_of(read_folder(root), teach.models_of(root))
    assert learned("im at me nans").intent == "decline"
    command.learn(there.bot.db, root, NOW)
    assert "There is nothing to learn" in capsys.readouterr().out
    before = contents(root)
    with there.bot.db.work() as work:
        lessons.decide(work, ids[0], lessons.ACCEPTED, by=None, now=NOW, reason="", frm=lessons.TAKEN)
    command.learn(there.bot.db, root, NOW)
    assert "0 new examples" in capsys.readouterr().out, "it was cut off before the lesson was called taken"
    assert kept(there.bot.db, ids[0]).state == lessons.TAKEN and contents(root) == before


def test_a_lesson_that_makes_danger_into_chat_is_refused_by_the_texts_that_broke(
    there: World, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = "mate on floor lips are a weird colour"
    (root / ENGLISH / "regression" / "urgent.tsv").write_text(f"{broken}\toverdose_now\n", "utf-8")
    teach.fitting(root)
    before, lesson = contents(root), taught(there, "lips look weird in that photo lol", "thanks_or_chat")
    with pytest.raises(ClickException, match="nothing was changed"):
        command.learn(there.bot.db, root, NOW, fits=says_chat_to(broken))
    said = capsys.readouterr().out
    assert f'"{broken}" was ' in said and "would be thanks_or_chat" in said and "Refused: " in said
    assert contents(root) == before and kept(there.bot.db, lesson).state == lessons.ACCEPTED
    with pytest.raises(ClickException, match="--anyway"):
        teach.fitting(root, fits=says_chat_to(broken))
    assert contents(root) == before
    teach.fitting(root, fits=says_chat_to(broken), anyway=True)
    assert contents(root) != before


@pytest.mark.parametrize(
    ("source", "intent", "why"),
    [
        ("examples/chat.tsv", None, "nearly the same example already"),
        ("examples/chat.tsv", "money_or_id", "an example says otherwise"),
        ("held out", "money_or_id", "nearly a held-out text"),
    ],
)
def test_what_is_nearly_there_already_is_refused_with_a_word(
    there: World, root: Path, source: str, intent: str | None, why: str
) -> None:
    if source == "held out":
        held = root / "tests" / "understanding" / "heldout"
        held.mkdir(parents=True)
        line = "wheres my tenner from last week mate\tmoney_or_id\t-\ta\ten"
        (held / "a.tsv").write_text(f"{line}\n", "utf-8")
    else:
        lines = (root / ENGLISH / source).read_text("utf-8").splitlines()
        line = next(each for each in lines if each.split("\t")[0].count(" ") > 5)
    text, told = line.split("\t")[:2]
    lesson = taught(there, f"{text}!!", intent or told)
    command.learn(there.bot.db, root, NOW)
    assert kept(there.bot.db, lesson).state == lessons.REFUSED and why in kept(there.bot.db, lesson).reason
    assert not (root / ENGLISH / "examples" / "lessons.tsv").exists()


def test_two_lessons_that_say_otherwise_are_not_both_learned(there: World, root: Path) -> None:
    ids = [taught(there, text, intent) for text, intent in TWO]
    with pytest.raises(ClickException, match="scikit-learn is needed"):
        command.learn(there.bot.db, root, NOW, fits=not_installed)
    assert [kept(there.bot.db, each).state for each in ids] == [lessons.ACCEPTED, lessons.REFUSED]
    assert 'another lesson says decline, and not confirm: "im at me nans"' in kept(there.bot.db, ids[1]).reason


TWO = [("im at me nans", "decline"), ("Im at me nans!", "confirm")]


def not_installed(*_: object) -> Model:
    raise ImportError


def test_both_files_are_replaced_or_neither(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_bytes(b"old")
    real = Path.replace

    def full(self: Path, target: Path) -> Path:
        if target == two:
            raise OSError("the disk is full")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="full"):
        teach.replace({one: b"new", two: b"new"})
    assert one.read_bytes() == b"old" and [path.name for path in tmp_path.iterdir()] == ["one"]


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def test_who_works_alone_decides_on_the_command_line(tmp_path: Path) -> None:
    assert run("understand", "--lessons").exit_code == 1, "there are no tables yet"
    run("migrate")
    assert "0 texts to learn from" in run("understand", "--lessons").output
    bot = command.the_bot()
    demo.furnish(bot)
    with bot.db.work() as work:
        ids = [
            lessons.add(work, text=text, intent="decline", was=None, language="en", offered_by=_somebody(bot.db),
                        offered_at=NOW)
            for text in ("im at me nans", "nans")
        ]  # fmt: skip
    listed = run("understand", "--lessons").output
    assert f'{ids[0]} offered (en): "im at me nans" is decline, was nothing' in listed
    assert run("understand", "--accept", ids[0], "--because", "plain").exit_code == 0
    assert run("understand", "--refuse", ids[1]).exit_code == 1, "without a reason"
    assert run("understand", "--refuse", ids[1], "--because", "too short").exit_code == 0
    again = run("understand", "--accept", ids[1])
    assert again.exit_code == 1 and "has decided it already" in again.output
    assert "no lesson nobody" in run("understand", "--accept", "nobody").output
    assert (kept(bot.db, ids[0]).state, kept(bot.db, ids[1]).reason) == (lessons.ACCEPTED, "too short")


def _somebody(db: Database) -> str:
    from bot.store import staff

    with db.look() as work:
        return staff.everybody(work)[0].id


def test_two_that_learn_at_once_do_not_forget_each_others_lessons(there: World, root: Path) -> None:
    taught(there, "im at me nans", "decline")
    with command.alone(root / ENGLISH), pytest.raises(ClickException, match="learning already"):
        command.learn(there.bot.db, root, NOW)


def test_a_language_without_examples_is_not_fitted(root: Path) -> None:
    with pytest.raises(ClickException, match="no examples"):
        teach.fitting(root, "cy")
