"""The plain shape of phrase files is read to the same lines as by YAML, and whatever else is left to YAML."""

from __future__ import annotations

import pytest
from ruamel.yaml import YAML

from bot.understanding.blocks import read_blocks
from bot.understanding.phrases import Line, read_language


def by_yaml(text: str) -> list[tuple[str, str, int, str | None]]:
    root = YAML(typ="safe", pure=True).compose(text)
    return [(key.value, node.value.rstrip("\n"), node.start_mark.line, node.style) for key, node in root.value]


def test_every_shipped_file_is_read_as_yaml_reads_it(phrases: dict[str, str]) -> None:
    for path, text in phrases.items():
        blocks = read_blocks(text)
        assert blocks is None or by_yaml(text) == [
            (name, node.value.rstrip("\n"), node.start_mark.line, node.style) for name, node in blocks
        ], path


def test_nearly_every_shipped_file_has_the_plain_shape(phrases: dict[str, str]) -> None:
    files = {path: text for path, text in phrases.items() if path.endswith(".yaml")}
    assert {path for path, text in files.items() if read_blocks(text) is None} <= {
        path for path in phrases if path.endswith(("/answers.yaml", "/topics.yaml"))
    }


@pytest.mark.parametrize(
    "text",
    [
        "phrases: [one, two]\n", "phrases:\n  - one\n", "phrases: |\n    deeper\n  less\n", "phrases: |\n one\n",
        "phrases: >\n  folded\n", "phrases: 'said'\n", "{phrases: one}\n", "phrases: |\n  one\n# note\n  two\n",
        "phrases: |\n  \x07 hi\n", "phrases: |+\n  one\n", "yes:\n  bare: |\n    {yes}\n", "", "# only a note\n",
        "phrases: one\n  and more\n", "? odd\n: key\n", "phrases: |\n\tone\n", "*a: |\n  one\n",
    ],
)  # fmt: skip
def test_any_other_shape_is_left_to_yaml(text: str) -> None:
    assert read_blocks(text) is None


def test_a_line_knows_its_place() -> None:
    text = "# a note\nphrases: |   # said\n  one\n\n  # another\n  two\ncovers: decline\n"
    (file,) = read_language({"pl/language.yaml": text}).intents
    assert file.sections["phrases"] == (Line("one", "pl/language.yaml", 3), Line("two", "pl/language.yaml", 6))
    assert file.covers == {"decline"}
