"""How long it takes two processes to make a report on every factory of a programme and to set each as PDF.

python -m benchmarks.reporting [--factories N] [--processes P]

A demonstration of its own on SQLite. The budget: 1,500 reports by two workers in five minutes. Exit 1 when broken.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time

from benchmarks.__main__ import ROOT, programme

SECONDS = 300.0
FACTORIES = 1500


def main() -> int:
    """Load a demonstration, then measure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reporting")
    parser.add_argument("--factories", type=int, default=FACTORIES)
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args()
    with programme("sqlite") as env:
        assert env is not None
        for command in (
            ["migrate", "-v0"],
            ["load_demo", "--factories", str(asked.factories), "-v0"],
            ["rebuild_projections"],
        ):
            subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=env, check=True)
        began = time.perf_counter()
        running = [
            subprocess.Popen(
                [sys.executable, "-m", "benchmarks.report_share", str(part), str(asked.processes)],
                cwd=ROOT,
                env=env,
            )
            for part in range(asked.processes)
        ]
        failed = [process.wait() for process in running]
        taken = time.perf_counter() - began
    holds = not any(failed) and taken * FACTORIES / asked.factories <= SECONDS
    print(f"{asked.factories} reports by {asked.processes} processes: {taken:.1f} s, budget {SECONDS:g} s for "
          f"{FACTORIES}: {'holds' if holds else 'BROKEN'}")  # fmt: skip
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
