"""The documented diagram is the one that the table of transitions draws."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from recognition.domain.diagram import mermaid, within
from recognition.domain.lifecycle import GRANTED, TRANSITIONS

DOCUMENT = Path(settings.BASE_DIR) / "docs" / "recognition.md"


def test_the_document_shows_the_table_as_it_is():
    text = DOCUMENT.read_text()

    assert within(text) == text, "draw it again: manage.py draw_lifecycle docs/recognition.md"


def test_every_transition_is_an_arrow():
    arrows = [line for line in mermaid().splitlines() if "-->" in line]

    several = sum(len(step.come_from) for step in TRANSITIONS.values() if step.to is not None)
    assert len(arrows) == several + len(set(GRANTED.values())) + len(GRANTED)
    assert "  proposed --> confirmed: confirm (global)" in arrows
    assert "  [*] --> proposed: propose (manager, reviewer)" in arrows


def test_the_command_prints_it_and_draws_it_into_a_document(tmp_path):
    out, document = io.StringIO(), tmp_path / "life.md"
    document.write_text("Before.\n<!-- lifecycle begins -->\nold\n<!-- lifecycle ends -->\nAfter.\n")

    call_command("draw_lifecycle", stdout=out)
    call_command("draw_lifecycle", str(document), stdout=io.StringIO())

    assert out.getvalue().strip() == mermaid()
    assert document.read_text() == within(document.read_text())
    assert "old" not in document.read_text()


def test_a_document_without_a_place_for_it_is_left_alone(tmp_path):
    document = tmp_path / "life.md"
    document.write_text("No place.\n")

    with pytest.raises(CommandError, match="no place for the diagram"):
        call_command("draw_lifecycle", str(document))

    assert document.read_text() == "No place.\n"
