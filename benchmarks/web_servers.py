"""Web servers as production starts them, on ports of their own: what they spend, and what memory they hold."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent
_TICKS = os.sysconf("SC_CLK_TCK")
_PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class WebServer:
    """gunicorn's master process and where it answers."""

    process: int
    port: int

    @property
    def address(self) -> str:
        """The address that people would type."""
        return f"http://127.0.0.1:{self.port}"

    def memory(self) -> list[tuple[float, float]]:
        """Megabytes of each web process: what is its own, and all that it has in memory."""
        return [_memory(process) for process in _children(self.process)]


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def web_server(module: str, *, processes: int, folder: Path, ready: str, port: int) -> Iterator[WebServer]:
    """The Dockerfile's command with another module, port and number of processes; `ready` is asked until it answers."""
    command = _as_in_the_image(module, port, processes)
    with Path(folder, f"{module}.log").open("wb") as log:
        running = subprocess.Popen(
            [sys.executable, "-m", *command], cwd=ROOT, env={**os.environ}, stdout=log, stderr=log
        )
        try:
            server = WebServer(running.pid, port)
            _wait_for(server.address + ready, running)
            yield server
        finally:
            running.terminate()
            running.wait(30)


def processor_seconds(process: int) -> float:
    """Of a process, all that it started and all that these left behind."""
    return _spent(process, with_ended=True) + sum(_spent(child) for child in _children(process))


def processor_seconds_of_machine() -> float:
    """What all processes of this machine have spent."""
    user, nice, system, _idle, _waiting, *interrupts = map(
        int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]
    )
    return (user + nice + system + sum(interrupts[:2])) / _TICKS


def parent_of(process: int) -> int:
    """Who started a process."""
    return int(_fields(process)[1])


def _as_in_the_image(module: str, port: int, processes: int) -> list[str]:
    """What the image runs, with three things changed."""
    written = re.search(
        r"^CMD (\[.*?\])", Path(ROOT, "Dockerfile").read_text().replace("\\\n", ""), re.MULTILINE
    )
    assert written, "the Dockerfile has no command"
    command: list[str] = json.loads(written[1])
    changes = {"-b": f"127.0.0.1:{port}", "-w": str(processes)}
    for option, value in changes.items():
        command[command.index(option) + 1] = value
    return [module if part == "betterwork.wsgi" else part for part in command]


def _wait_for(address: str, running: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + _PATIENCE
    while True:
        try:
            with urlopen(address, timeout=5):
                return
        except OSError as refused:
            if (
                isinstance(refused, HTTPError) and refused.code < 500
            ):  # it answers, though nobody is signed in
                return
            if running.poll() is not None or time.monotonic() > ends:
                raise
            time.sleep(0.2)


def _children(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def _fields(process: int) -> list[str]:
    """The fields of /proc/…/stat from the state on."""
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()


def _spent(process: int, *, with_ended: bool = False) -> float:
    try:
        fields = _fields(process)
    except FileNotFoundError:  # it ended a moment ago, and its time is its parent's
        return 0.0
    return sum(int(field) for field in fields[11 : 15 if with_ended else 13]) / _TICKS


def _memory(process: int) -> tuple[float, float]:
    text = Path(f"/proc/{process}/smaps_rollup").read_text()
    sizes = {name: int(size) for name, size in re.findall(r"^(\w+): +(\d+) kB", text, re.MULTILINE)}
    return (sizes["Private_Clean"] + sizes["Private_Dirty"]) / 1024, sizes["Rss"] / 1024
