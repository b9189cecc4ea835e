"""Our count of parts beside the provider's own calculator (npm sms-segments-calculator), on thousands of texts."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.core.parts import BASIC, EXTENSION, count

ROOT = Path(__file__).parents[2]
SET_UP = "Run `make setup`: it installs Node's packages into node_modules"
TEXTS = 4000
ASK = """
const { SegmentedMessage } = require('sms-segments-calculator');
const texts = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const sizes = texts.map((text) => {
  const sized = new SegmentedMessage(text);
  const bits = sized.encodingName === 'GSM-7' ? 7 : 16;
  return [sized.encodingName, sized.segmentsCount, sized.messageSize / bits];
});
console.log(JSON.stringify(sizes));
"""
PLAIN = "abcdefghij ABC 0123456789.,!?'-\n"
ALPHABETS = (
    PLAIN,
    "".join(sorted(BASIC | EXTENSION)),
    PLAIN + "".join(sorted(EXTENSION)),
    PLAIN + "\u0142\u0141\u017c\u015b\u0107\u0105\u0119\u021b\u0219\u0103\u0175\u0177\u00e7",
    PLAIN + "\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u00a0",
    "\u0a39\u0a3e\u0a02 \u0a28\u0a39\u0a40\u0a02\u0a38\u0a24\u0a4d\u0a30\u0a40",
    "\u06c1\u0627\u06ba \u062c\u06cc\u0645\u062f\u062f\u0650\u064e",
    PLAIN + "\U0001f600\U0001f44d\U0001f64f\u2705",
    "e\u0301a\u0300o\u0302 n\u0303\u0142",
)
CLUSTERS = (
    "\U0001f44d\U0001f3fd",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\U0001f1ec\U0001f1e7",
    "\u2764\ufe0f",
    "e\u0301",
    "\r\n",
    "[",
    "a",
    "\u0142",
    "\U0001f600",
)


def _texts() -> list[str]:
    chance = random.Random(20260603)
    lengths = [0, 1, 66, 67, 68, 69, 70, 71, 133, 134, 135, 152, 153, 154, 159, 160, 161, 305, 306, 307, 459, 460]
    drawn = []
    for number in range(TEXTS):
        length = chance.choice(lengths) if number % 2 else chance.randrange(500)
        alphabet = (*ALPHABETS, CLUSTERS)[number % (len(ALPHABETS) + 1)]
        drawn.append("".join(chance.choice(alphabet) for _ in range(length)))
    return drawn


def _provider_sizes(texts: list[str]) -> list[tuple[str, int, float]]:
    node = shutil.which("node")
    if node is None:
        pytest.fail(f"node is not installed. Install Node 20 or later, then: {SET_UP}")
    asked = subprocess.run([node, "-e", ASK], input=json.dumps(texts), capture_output=True, text=True, cwd=ROOT)
    if "Cannot find module" in asked.stderr:
        pytest.fail(f"sms-segments-calculator is not installed. {SET_UP}")
    assert asked.returncode == 0, asked.stderr
    return [(encoding, parts, units) for encoding, parts, units in json.loads(asked.stdout)]


def test_every_text_takes_the_parts_that_the_providers_calculator_says() -> None:
    texts = _texts()
    theirs = _provider_sizes(texts)
    ours = [(size.encoding, size.parts, size.units) for size in map(count, texts)]
    different = [(text, mine, other) for text, mine, other in zip(texts, ours, theirs, strict=True) if mine != other]
    assert len(set(texts)) >= 3000
    assert different == []
