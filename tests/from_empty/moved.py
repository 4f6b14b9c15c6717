"""Runs a program by a clock that is ahead: `python -m tests.from_empty.moved 8 celery -A betterwork worker`.

The days are the only thing that is not as in production: nobody waits a week for a comment window to end. The whole
process, its libraries and its child processes read the moved clock.
"""

from __future__ import annotations

import runpy
import sys
from datetime import timedelta

import time_machine


def main() -> None:
    """Move the clock, then be the program."""
    days, program, *arguments = sys.argv[1:]
    if int(days):
        time_machine.travel(timedelta(days=int(days)), tick=True).start()
    sys.argv = [program, *arguments]
    runpy.run_module(program, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
