"""A worker that dies, as of a power cut, the first time it reaches a step: it is started with this module included.

Steps are files in the folder that `DIES_IN` names; each is removed by the death that it brings.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from betterwork.reactions import NOTIFY, SHOW
from journal import deliveries
from journal.reactions import Reaction, registered
from notifications import outgoing_email as letters

FOLDER = "DIES_IN"
STEPS = (
    f"before {SHOW}", f"after {SHOW}", f"before {NOTIFY}", f"after {NOTIFY}", "letter taken",
)  # fmt: skip


def die(step: str) -> None:
    """Kill this worker and everything it started, if the step is one to die at."""
    try:
        Path(os.environ[FOLDER], step).unlink()
    except FileNotFoundError:
        return
    os.killpg(os.getpgid(0), signal.SIGKILL)


def _dying(name: str) -> Reaction:
    reaction = registered(name)

    def run(factory_ids: Sequence[int]) -> None:
        die(f"before {name}")
        reaction(factory_ids)
        die(f"after {name}")

    return run


def _taken(*args: Any, **said: Any) -> None:
    die("letter taken")
    _settle(*args, **said)


if FOLDER in os.environ:
    _settle = letters.note_sent
    deliveries.registered = _dying
    letters.note_sent = _taken
