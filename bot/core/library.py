"""Everything that one revision says and does: flows, pathways, house rules and areas, frozen together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.core.area import Areas
from bot.core.flow import Flow
from bot.core.house_rules import HouseRules
from bot.core.pathway import Pathway
from bot.core.sharing import Sharing


@dataclass(frozen=True, slots=True)
class Library:
    """`revision` is the hash of the content, so that what a conversation began with can be found again."""

    revision: str
    flows: Mapping[str, Flow]
    pathways: Mapping[str, Pathway]
    house_rules: HouseRules
    areas: Areas = field(default_factory=Areas)
    sharing: Sharing = field(default_factory=Sharing)
