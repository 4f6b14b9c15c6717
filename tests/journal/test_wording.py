"""Every event has its sentence: found by reading the code for the kinds it records."""

from __future__ import annotations

import ast
from pathlib import Path

from betterwork.immediate_reactions import IMMEDIATE
from betterwork.reactions import REACTIONS
from journal.wording import WORDING, in_words

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accounts", "factories", "assessments", "recognition", "portal", "people")


def kinds_recorded() -> set[str]:
    """First arguments of `record(…)` and `Happening(…)` that are plain text."""
    found = set()
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and getattr(
                    node.func, "id", getattr(node.func, "attr", "")
                ) in {"record", "Happening"}:
                    found |= {
                        a.value
                        for a in node.args[:1]
                        if isinstance(a, ast.Constant) and isinstance(a.value, str) and "." in a.value
                    }
    return found


def test_every_kind_that_the_code_records_has_a_sentence():
    assert kinds_recorded() - set(WORDING) == set()


def test_every_kind_that_sets_something_off_has_a_sentence():
    assert (set(REACTIONS) | set(IMMEDIATE)) - set(WORDING) == set()


def test_an_event_of_an_earlier_release_still_reads_as_a_sentence():
    assert in_words("user.role_changed", {}) == "role changed from … to …: …"


def test_a_day_is_told_as_people_write_it_and_what_only_looks_like_one_as_it_is():
    assert "7 December 2026" in in_words("assessment.accepted", {"until": "2026-12-07"})
    assert "2026-13-07" in in_words("assessment.accepted", {"until": "2026-13-07"})


def test_a_reason_that_nobody_gave_leaves_no_colon():
    assert in_words("proposal.approved", {"reason": ""}) == "proposal approved by a second person"
    assert in_words("proposal.approved", {"reason": "Read."}).endswith(": Read.")


def test_codes_are_said_in_words():
    assert "Human resources" in in_words("systems.reviewed", {"area": "hr", "score": 4})
    assert in_words("evidence.imported", {"kind": "plan-items"}).startswith("Improvement plans from a file")
