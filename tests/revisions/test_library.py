"""Marcus saves a file with a mistake in it: it is refused, and he is told where it is and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.problem import Refused
from bot.revisions import library, read_folder, revision_of
from bot.revisions.yaml_text import read_yaml
from tests.revisions.shipped import files

HELLO = "flow: hello\nabout: A greeting\nstart: greet\nsteps:\n  greet: {say: welcome-back, then: end}\n"


def refused(**changed: str) -> str:
    """What Marcus is told when he saves these flows ("hello" is flows/hello.yaml)."""
    with pytest.raises(Refused) as told:
        library(files() | {f"flows/{name}.yaml": text for name, text in changed.items()})
    return str(told.value)


def test_a_new_file_is_a_new_flow() -> None:
    assert "hello" in library(files() | {"flows/hello.yaml": HELLO}).flows


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ("flow: hello\nsteps:\n  greet: {say: hi, then: end\n", "flows/hello.yaml:4", "it is no YAML"),
        ("flow: hello\nabout: a: b\n", "flows/hello.yaml:2", "it is no YAML"),
        (HELLO.replace("then: end", "then: gone"), "flows/hello.yaml:5 step greet", "leads to `gone`"),
        (HELLO.replace("then:", "than:"), "flows/hello.yaml:5 step greet", "`than` is not known here"),
        (HELLO + "  greet: {say: again, then: end}\n", "flows/hello.yaml:6", "`greet` stands here twice"),
        (HELLO.replace("greet: {", "greet: &a {") + "  more: *a\n", "flows/hello.yaml:5", "repeats another place"),
        ("", "flows/hello.yaml", "this is empty"),
        ("- flow\n", "flows/hello.yaml:1", "a list"),
        ("flow: hel\x00lo\n", "flows/hello.yaml", "it is no YAML"),
        ("a: " * 1 + "[" * 30 + "]" * 30, "flows/hello.yaml:1", "levels deep"),
        ("flow: x\n" * 30_000, "flows/hello.yaml", "longer than"),
    ],
)
def test_a_mistake_is_told_with_its_place(text: str, place: str, what: str) -> None:
    told = refused(hello=text)
    assert f"{place}: " in told
    assert what in told


def test_every_file_is_told_of_at_once() -> None:
    told = refused(hello="flow: [", goodbye="flow: {")
    assert "flows/hello.yaml" in told
    assert "flows/goodbye.yaml" in told


def test_two_flows_of_one_name_are_refused() -> None:
    told = refused(hello=HELLO, hello_too=HELLO)
    assert "flows/hello_too.yaml" in told
    assert "`hello` stands already at flows/hello.yaml" in told


def test_without_house_rules_nothing_starts() -> None:
    with pytest.raises(Refused, match="there are no house rules"):
        library({"flows/hello.yaml": HELLO})


def test_a_revision_is_its_content() -> None:
    assert library(files()).revision == revision_of(files())
    assert revision_of(files()) == revision_of(dict(reversed(files().items())))
    assert revision_of({"a": "bc"}) != revision_of({"ab": "c"})
    assert revision_of(files() | {"flows/hello.yaml": HELLO}) != revision_of(files())


def test_a_folder_gives_its_flows_and_messages_and_nothing_else(tmp_path: Path) -> None:
    for name in ("flows/danger/b.yaml", "flows/a.yaml", "flows/notes.txt", "messages/en/c.ftl"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", "utf-8")
    assert list(read_folder(tmp_path)) == ["flows/a.yaml", "flows/danger/b.yaml", "messages/en/c.ftl"]


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "flows").mkdir()
    (tmp_path / "flows/a.yaml").write_bytes("about: caf\xe9".encode("latin-1"))
    with pytest.raises(Refused, match=r"flows/a\.yaml: it is no UTF-8 text"):
        read_folder(tmp_path)


def test_plain_values_come_out() -> None:
    data = read_yaml("x.yaml", 'a: yes\nb: true\nc: 3\nd: "3"\ne: 0.5\nf:\ng: 09:00\nno: [1d at 10:00, off]\n').data
    assert data == {
        "a": "yes", "b": True, "c": 3, "d": "3", "e": 0.5, "f": None, "g": "09:00", "no": ["1d at 10:00", "off"],
    }  # fmt: skip
    assert {type(value) for value in data.values()} == {str, bool, int, float, type(None), list}
