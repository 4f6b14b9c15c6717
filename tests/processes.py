"""A real Celery worker in a process of its own, on the test's database and broker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import redis
from django.conf import settings
from django.db import connection

from tests.waiting import eventually

READY = "ready."


def database_url() -> str:
    """The address of the test database, for another process."""
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    login = quote(told["USER"]) + (f":{quote(told['PASSWORD'])}" if told["PASSWORD"] else "")
    return f"postgres://{login}@{told['HOST']}:{told['PORT']}/{told['NAME']}"


def empty_broker() -> None:
    """Forget what earlier tests sent and nobody took."""
    if settings.REDIS_URL:
        redis.from_url(settings.REDIS_URL).flushdb()
        return
    for message in Path(str(settings.CELERY_BROKER_TRANSPORT_OPTIONS["data_folder_in"])).iterdir():
        message.unlink(missing_ok=True)


class Worker:
    """A worker process, ready to take tasks."""

    def __init__(self, log: Path, *, beat: bool, include: str, queue: str = "") -> None:
        self.may_fail = False
        self._log = log
        arguments = ["-A", "betterwork", "worker", "-P", "threads", "-c", "2", "-l", "info"]
        arguments += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        if include:
            arguments += ["-I", include]
        if queue:
            arguments += ["-Q", queue, "-n", f"{log.stem}@%h"]
        if beat:
            arguments += ["-B", "-s", str(log.with_suffix(".beat"))]
        with log.open("wb") as out:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "celery", *arguments],
                stdout=out,
                stderr=subprocess.STDOUT,
                cwd=settings.BASE_DIR,
                env={**os.environ, "DATABASE_URL": database_url()},
                start_new_session=True,
            )
        eventually(lambda: READY in self.log() or self._process.poll() is not None, seconds=60)
        assert READY in self.log(), self.log()  # a worker that is to die may have done so by now

    def log(self) -> str:
        """All it has said so far."""
        return self._log.read_text(errors="replace")

    def failures(self) -> list[str]:
        """Lines of its log that tell of an error."""
        return [line for line in self.log().splitlines() if "ERROR" in line or "CRITICAL" in line]

    def is_over(self) -> bool:
        """Whether it has ended, by itself or by somebody's hand."""
        return self._process.poll() is not None

    def kill(self) -> None:
        """End it as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it in good order: it finishes what it began."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self._process.poll() is not None:
            return
        if how is signal.SIGKILL:
            os.killpg(self._process.pid, how)
        else:
            self._process.send_signal(how)
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(30)
            raise
