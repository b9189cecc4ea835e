"""Marcus edits the phrase files; a mistake is shown to him with its place."""

from __future__ import annotations

import pytest

from bot.core.meaning import INTENTS, NEVER_ASKED
from bot.understanding import PhraseError, Understanding
from bot.understanding.phrases import read_language
from tests.understanding.labelled import shipped


def with_file(path: str, content: str) -> dict[str, str]:
    return {**shipped(), path: content}


def test_every_intent_has_a_file(phrases: dict[str, str]) -> None:
    assert {f"en/{intent}.yaml" for intent in INTENTS} <= set(phrases)


def test_a_missing_file_is_named(phrases: dict[str, str]) -> None:
    without = {path: text for path, text in phrases.items() if path != "en/danger.yaml"}
    with pytest.raises(PhraseError, match=r"en/danger\.yaml.*missing"):
        Understanding.load(without)


def test_a_phrase_added_by_marcus_is_understood() -> None:
    path = "en/used_or_lapse.yaml"
    added = shipped()[path].replace("phrases: |\n", "phrases: |\n  (went|gone) up the (swanny|swanee)\n", 1)
    meaning = Understanding.load(with_file(path, added))("sorry asha I've gone up the swanny")
    assert meaning.intent == "used_or_lapse"


def test_a_look_alike_added_by_marcus_hides_the_phrase() -> None:
    path = "en/naloxone_info.yaml"
    assert Understanding.load(shipped())("naloxone street").intents == ("naloxone_info",)
    added = shipped()[path].replace("not: |\n", "not: |\n  naloxone street\n", 1)
    assert Understanding.load(with_file(path, added))("naloxone street").intents == ()


def test_phrases_may_be_a_list_too() -> None:
    files = read_language({"en/language.yaml": "phrases:\n  - speak polish\n  - '{who} polish'\n"})
    lines = files.intents[0].sections["phrases"]
    assert [(line.text, line.number) for line in lines] == [("speak polish", 2), ("{who} polish", 3)]


@pytest.mark.parametrize(
    ("content", "line", "told"),
    [
        ("phrases: |\n  fine words\n  hes {whoo} over\n", 3, "whoo"),
        ("phrases: |\n  # a note\n\n  not (breathing\n", 4, r"'\)' is missing"),
        ("phrases: |\n  please? thanks?\n", 2, "every word here may be missing"),
        ("phrases: |\n  one | | two\n", 2, "no words"),
        ("phrases: |\n  ?\n", 2, "follows nothing"),
        ("phrases: |\n  one ) two\n", 2, "nothing opens it"),
        ("phrase: |\n  one\n", 1, "no section"),
        ("phrases: |\n  one\ncovers: nonsense\n", 3, "names no intent"),
        ("phrases: |\n  one\nwhen_denied: drop\n", 3, "keep"),
        ("phrases: |\n  one\n maybe: [\n", 3, "not YAML"),
        ("- one\n", 1, "begin with a section"),
        ("phrases:\n  one: two\n", 2, "one a line"),
        ("phrases: |\n  " + "word " * 500 + "\n", 2, "make two of it"),
        ("phrases: |\n  " + "(" * 30 + "one" + ")" * 30 + "\n", 2, "too deep"),
    ],
)
def test_a_mistake_names_file_line_and_what_to_do(content: str, line: int, told: str) -> None:
    with pytest.raises(PhraseError, match=told) as caught:
        Understanding.load(with_file("en/thanks_or_chat.yaml", content))
    assert (caught.value.file, caught.value.line) == ("en/thanks_or_chat.yaml", line)
    assert str(caught.value).startswith(f"en/thanks_or_chat.yaml, line {line}: ")


@pytest.mark.parametrize(
    ("path", "content", "told"),
    [
        ("en/greetings.yaml", "phrases: |\n  hi\n", "is no intent"),
        ("stray.yaml", "phrases: |\n  hi\n", "move or rename"),
        ("en/notes.txt", "hi", "move or rename"),
        ("en/idioms.yaml", "phrases: |\n  hi\n", "under 'not'"),
        ("en/spelling.yaml", "tomorrow: |\n  the day after this one\n", "one word or two"),
        ("en/answers.yaml", "yes:\n  loud: |\n    yes\n", "loud"),
        ("en/thanks_or_chat.yaml", "phrases: |\n  \x07 hi\n", "characters that YAML does not allow"),
    ],
)
def test_a_file_that_does_not_belong_is_refused(path: str, content: str, told: str) -> None:
    with pytest.raises(PhraseError, match=told):
        Understanding.load(with_file(path, content))


@pytest.mark.parametrize("intent", sorted(NEVER_ASKED))
def test_what_may_never_be_asked_about_takes_no_maybe(intent: str) -> None:
    with pytest.raises(PhraseError, match="never asked about"):
        Understanding.load(with_file(f"en/{intent}.yaml", "maybe: |\n  perhaps this\n"))


def test_a_table_that_holds_itself_is_refused() -> None:
    path = "en/vocabulary.yaml"
    ring = shipped()[path] + "one_ring: |\n  {two_ring}\ntwo_ring: |\n  {one_ring}\n"
    use = {**with_file(path, ring), "en/language.yaml": "phrases: |\n  {one_ring}\n"}
    with pytest.raises(PhraseError, match="holds itself"):
        Understanding.load(use)


def test_another_language_reads_its_own_phrases_and_english_danger() -> None:
    welsh = "whole: |\n  nage\n"
    understand = Understanding.load(with_file("cy/decline.yaml", welsh))
    assert understand("nage", language="cy").intent == "decline"
    assert understand("nage", language="cy").language == "cy"
    assert understand("hes not breathing", language="cy").intent == "overdose_now"
    assert understand("ok", language="xx").language == "en"
