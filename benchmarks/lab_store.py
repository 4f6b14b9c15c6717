"""The lab in a web process that has just started: its first answer and its memory, with the history store of 100,000.

python -m benchmarks.lab_store [--factories N]

The programme is a demonstration told again (`benchmarks/lab.py`), written into a store; each figure is of a new process
that opens it, signs in and asks for pages, while another has done the same and waits: else what both share would count
as private. Private is what no other process shares (`Private_*` of smaps_rollup).
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path

import django

from benchmarks.__main__ import ROOT, programme

FIRST = 1.0
"""Seconds that the first answer may take."""
PRIVATE = 150
"""Megabytes that a web process may have for itself."""
ADDRESSES = (
    "/lab/",
    "/lab/?bar-L1-COURSES=9",
    "/lab/?window-C2-LATEST=2",
    "/lab/?bar-L1-COURSES=8",
    "after an event",
)


def main() -> int:
    """Make, write, ask; 1 when a budget is broken."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.lab_store")
    parser.add_argument("--factories", type=int, default=100_000)
    parser.add_argument(
        "--demo", type=int, default=300, help="factories of the demonstration that is told again"
    )
    parser.add_argument("--here", choices=["write", "ask"])
    arguments = parser.parse_args()
    if arguments.here is None:
        with programme("sqlite") as env:
            size = ["--factories", str(arguments.factories), "--demo", str(arguments.demo)]
            command = [sys.executable, "-m", "benchmarks.lab_store", *size, "--here"]
            if subprocess.run([*command, "write"], cwd=ROOT, env=env, check=False).returncode:
                return 1
            waiting = subprocess.Popen(
                [*command, "ask"], cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
            assert waiting.stdin is not None
            assert waiting.stdout is not None
            waiting.stdout.read(1)  # its first line comes when it has asked for everything
            worst = subprocess.run(
                [*command, "ask"], cwd=ROOT, env=env, stdin=subprocess.DEVNULL, check=False
            )
            waiting.communicate()
        return worst.returncode
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "betterwork.settings")
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    os.environ.setdefault("STATICFILES_STORAGE", "django.contrib.staticfiles.storage.StaticFilesStorage")
    django.setup()
    return _write(arguments.factories, arguments.demo) if arguments.here == "write" else _ask()


def _write(factories: int, demo: int) -> int:
    """A demonstration, told again, into a store."""
    from django.core.management import call_command  # noqa: PLC0415  # only once Django is set up
    from django.utils import timezone  # noqa: PLC0415

    from benchmarks.lab import long_slice  # noqa: PLC0415
    from countries.queries.local_time import programme_day  # noqa: PLC0415
    from lab.projections import write_history_store  # noqa: PLC0415
    from lab.queries.history_store import stores_folder  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("load_demo", factories=demo, verbosity=0, stdout=StringIO(), stderr=StringIO())
    today = programme_day(timezone.now())
    told_again = long_slice(factories, on=today)
    began, cpu = time.perf_counter(), time.process_time()
    name = write_history_store(today, now=timezone.now(), slices=[told_again])
    took, cpu = time.perf_counter() - began, time.process_time() - cpu
    folder = stores_folder() / str(name)
    size = sum(path.stat().st_size for path in folder.iterdir())
    rows = len(told_again.history.assessments.day)
    print(f"{len(told_again.ids):,} factories, {rows:,} assessments: store of {size / 1e6:,.0f} MB")
    print(f"measured and written in {took:.1f} s ({cpu:.1f} s of processor time)")
    return 0


def _ask() -> int:
    """A web process: what it holds before, and what each answer takes and leaves."""
    from django.test import Client  # noqa: PLC0415  # only once Django is set up
    from django.utils import timezone  # noqa: PLC0415

    from accounts.models import Role, User  # noqa: PLC0415
    from countries.queries.local_time import programme_day  # noqa: PLC0415
    from factories.commands import record_workforce  # noqa: PLC0415
    from factories.queries.by_id import every_factory  # noqa: PLC0415

    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.filter(role=Role.GLOBAL, is_active=True)[0])
    client.get("/inbox/")
    lines = [f"  {'a process that has shown a page':40} {_memory()}"]
    first = 0.0
    for address in ADDRESSES:
        if not address.startswith("/"):
            factory = every_factory().values_list("pk", flat=True)[0]
            now = timezone.now()
            record_workforce(
                factory, counted_on=programme_day(now), workers=871, women_workers=None, actor=None, now=now
            )
        began = time.perf_counter()
        response = client.get(address if address.startswith("/") else "/lab/")
        took = time.perf_counter() - began
        first = first or took
        assert response.status_code == 200, response
        lines.append(f"  {address:40} {_memory()} {took * 1000:8,.0f} ms")
    private = _rollup()["Private"]
    holds = first <= FIRST and private <= PRIVATE
    print("\n".join(lines))
    print(
        f"first answer {first:.2f} s (budget {FIRST:g}), private {private:.0f} MB (budget {PRIVATE})"
        f" {'holds' if holds else 'BROKEN'}"
    )
    sys.stdout.flush()
    sys.stdin.read()  # until whoever started this has seen enough
    return 0 if holds else 1


def _memory() -> str:
    found = _rollup()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    return f"private {found['Private']:5.0f} MB, resident {found['Rss']:5.0f} MB, peak {peak:5.0f} MB"


def _rollup() -> dict[str, float]:
    """Megabytes by kind; private clean and dirty together."""
    found: dict[str, float] = {"Private": 0.0}
    for line in Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]:
        name, size = line.split(":")[0], float(line.split()[1]) / 1e3
        found[name] = size
        if name.startswith("Private_") and name != "Private_Hugetlb":
            found["Private"] += size
    return found


if __name__ == "__main__":
    sys.exit(main())
