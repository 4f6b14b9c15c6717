"""Server and device merge answers by the same rules: both play the same histories of three devices, step by step."""

from __future__ import annotations

import os
from dataclasses import astuple
from pathlib import Path
from typing import Any

import pytest

from assessments.domain.answer_merge import Answer
from tests.assessments.domain.histories import DEVICES, Device, Played, Server, history, played_step
from tests.browser.fixtures import NewPage

pytestmark = [pytest.mark.django_db(transaction=True)]
HISTORIES = int(os.environ.get("MERGE_HISTORIES", "1000"))
AT_ONCE = 500
PLAY = Path(__file__).with_name("histories.js").read_text()


def in_python(steps: list[list[Any]]) -> list[Any]:
    """What stands at the end, the log, and what the device in hand showed after each step."""
    played = Played(Server(), [Device(number) for number in range(DEVICES)])
    views = []
    for step in steps:
        played_step(played, step)
        views.append(_plain(played.devices[step[1]].view))
    log = [[entry.id, list(entry.held), entry.settled_by] for entry in played.server.log.values()]
    return [_plain(played.server.answer), log, views]


def _plain(answer: Answer) -> list[Any]:
    return list(astuple(answer.normalised()))


def test_server_and_device_agree_on_every_step_of_many_histories(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/recognised/")
    for start in range(0, HISTORIES, AT_ONCE):
        histories = [history(seed) for seed in range(start, min(start + AT_ONCE, HISTORIES))]

        there = page.evaluate(PLAY, histories)

        for place, (steps, found) in enumerate(zip(histories, there, strict=True)):
            assert found == in_python(steps), f"seed {start + place}: {steps}"
