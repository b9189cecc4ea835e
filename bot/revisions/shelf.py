"""Files to a library: flows, pathways, house rules and areas, or every problem that stands in the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from bot.core import area, flow, house_rules, pathway, sharing
from bot.core.area import Areas
from bot.core.house_rules import HouseRules
from bot.core.library import Library
from bot.core.problem import Problem, Refused
from bot.core.raw import Raw
from bot.core.sharing import Sharing
from bot.revisions.folder import revision_of
from bot.revisions.yaml_text import read_yaml

HOUSE_RULES = "flows/house_rules.yaml"
SHARING = "flows/sharing.yaml"
PATHWAYS = "flows/pathways/"
UNDERSTANDING = "flows/understanding/"
AREAS = "flows/areas/"
KINDS = "flows/areas/kinds.yaml"

T = TypeVar("T")
Problems = list[Problem]


def library(files: Mapping[str, str]) -> Library:
    """The library of these files ("flows/check_in.yaml" to its content); raises Refused with every problem."""
    problems: Problems = []
    flows = _named(files, _flows(files), flow.read, lambda one: (one.name, one.where), problems)
    pathways = _named(files, _pathways(files), pathway.read, lambda one: (one.name, one.where), problems)
    rules = _house_rules(files, problems)
    areas = _areas(files, problems)
    shared = _read(SHARING, files[SHARING], sharing.read, problems) if SHARING in files else None
    if problems or rules is None:
        raise Refused(*sorted(problems))
    # Without agreements nothing is shared: a revision from before them opens nothing.
    return Library(revision_of(files), flows, pathways, rules, areas, shared or Sharing())


def _flows(files: Mapping[str, str]) -> Iterator[str]:
    others = (PATHWAYS, UNDERSTANDING, AREAS, HOUSE_RULES, SHARING)
    return (name for name in sorted(files) if name.startswith("flows/") and not name.startswith(others))


def _pathways(files: Mapping[str, str]) -> Iterator[str]:
    return (name for name in sorted(files) if name.startswith(PATHWAYS))


def _house_rules(files: Mapping[str, str], problems: Problems) -> HouseRules | None:
    if HOUSE_RULES not in files:
        problems.append(Problem("error", HOUSE_RULES, "there are no house rules", f"Write them in {HOUSE_RULES}"))
        return None
    return _read(HOUSE_RULES, files[HOUSE_RULES], house_rules.read, problems)


def _areas(files: Mapping[str, str], problems: Problems) -> Areas:
    """The areas in order of their files; older revisions have none."""
    kinds = _read(KINDS, files[KINDS], area.read_kinds, problems) if KINDS in files else {}
    if kinds is None:
        return Areas()
    names = (name for name in sorted(files) if name.startswith(AREAS) and name != KINDS)
    found = _named(files, names, lambda raw: area.read(raw, kinds), lambda one: (one.name, one.where), problems)
    return Areas(found, kinds)


def _read(name: str, text: str, read: Callable[[Raw], T], problems: Problems) -> T | None:
    try:
        return read(read_yaml(name, text))
    except Refused as refused:
        problems += refused.problems
        return None


def _named(
    files: Mapping[str, str],
    names: Iterator[str],
    read: Callable[[Raw], T],
    told: Callable[[T], tuple[str, str]],
    problems: Problems,
) -> dict[str, T]:
    """What each file holds, by its own name; a name that two files give is a problem."""
    shelf: dict[str, T] = {}
    for file in names:
        if (one := _read(file, files[file], read, problems)) is None:
            continue
        name, where = told(one)
        if name in shelf:
            what = f"`{name}` stands already at {told(shelf[name])[1]}"
            problems.append(Problem("error", where, what, "Give one of the two another name"))
        shelf[name] = one
    return shelf
