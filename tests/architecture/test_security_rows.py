"""The table of the security standard: each requirement once, with a state, and evidence that is there."""

from __future__ import annotations

import re
from collections import Counter

from tests.architecture.reading import ROOT

ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([^|]+) \| (.+) \|$", re.MULTILINE)
FILE = re.compile(r"`((?:[\w.-]+/)+[\w.-]+\.\w+|deploy/Caddyfile|Dockerfile|[\w.-]+\.(?:yml|in|toml))`")
STATES = {"met", "in part", "not met", "operator", "n. a."}
CHAPTERS = {1: 27, 2: 11, 3: 19, 4: 10, 6: 35, 7: 18, 8: 7, 9: 7, 10: 9, 11: 14, 12: 9, 13: 13, 14: 9, 16: 16}
"""How many requirements of levels 1 and 2 each chapter has (of chapter 10 those of a client)."""

TEXT = (ROOT / "docs" / "security.md").read_text()
ROWS = ROW.findall(TEXT)


def test_every_requirement_has_one_row():
    numbers = [number for number, _state, _evidence in ROWS]

    assert [number for number, count in Counter(numbers).items() if count > 1] == []
    assert Counter(int(number.partition(".")[0]) for number in numbers) == CHAPTERS


def test_every_row_has_a_state_and_what_is_met_names_a_file():
    assert {state for _number, state, _evidence in ROWS} == STATES
    assert [number for number, state, evidence in ROWS if state == "met" and not FILE.search(evidence)] == []


def test_every_file_that_is_named_is_there():
    named = set(FILE.findall(TEXT))

    assert len(named) > 50
    assert sorted(path for path in named if not (ROOT / path).exists()) == []
