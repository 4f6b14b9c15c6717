"""An installation of one's own: tables, a web process, a worker with its schedule, and a mail server."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path

from tests.notifications.mail_server import MailServer, mail_server
from tests.waiting import eventually

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = [f"-i={app}" for app in ("drf_spectacular_sidecar", "rest_framework", "django_filters")]
READY = "ready."


class Installation:
    """The product as an operator starts it, in a folder of its own. `ahead`: how many days its clock is ahead."""

    def __init__(self, folder: Path, mail: MailServer, environment: dict[str, str]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.address = f"http://127.0.0.1:{self.port}"
        self.mail, self.ahead = mail, 0
        self._folder = folder
        self._processes: list[subprocess.Popen[bytes]] = []
        left = {
            "DATABASE_URL",
            "REDIS_URL",
        }  # of whoever started us: an installation says itself where its data is
        self._environment = {name: value for name, value in os.environ.items() if name not in left} | {
            "DJANGO_SETTINGS_MODULE": "betterwork.settings",
            "VAR_DIR": str(folder),
            "SITE_URL": self.address,
            "EMAIL_URL": f"smtp://127.0.0.1:{mail.port}",
            "PYTHONUNBUFFERED": "1",
            **environment,
        }

    def manage(self, *arguments: str) -> str:
        """Run a command of `manage.py`; what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def prepare(self) -> None:
        """Tables and static files, as before every start."""
        self.manage("migrate", "-v0")
        self.manage("collectstatic", "--noinput", "-v0", *LEFT_OUT)

    def start(self) -> None:
        """Web process, and a worker with the schedule."""
        web = [
            "gunicorn",
            "betterwork.wsgi",
            "-b",
            f"127.0.0.1:{self.port}",
            "-k",
            "gthread",
            "--threads",
            "8",
        ]
        worker = ["celery", "-A", "betterwork", "worker", "-B", "-P", "threads", "-c", "2", "-l", "info"]
        worker += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        self._said = len(self._log("worker"))
        for name, command in (("worker", worker), ("web", web)):
            with (self._folder / f"{name}.log").open("ab") as log:
                self._processes.append(
                    subprocess.Popen(
                        [sys.executable, "-m", "tests.from_empty.moved", str(self.ahead), *command],
                        cwd=ROOT,
                        env=self._environment,
                        stdout=log,
                        stderr=subprocess.STDOUT,
                        start_new_session=True,
                    )
                )
        eventually(self._answers, seconds=90)

    def stop(self) -> None:
        """End both in good order."""
        for process in self._processes:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self._processes:
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(30)
        self._processes.clear()

    def move_clock(self, days: int) -> None:
        """Stop, and start again so many days later."""
        self.stop()
        self.ahead += days
        self.start()

    def failures(self) -> list[str]:
        """Lines of the logs that tell of an error."""
        lines = [line for name in ("worker", "web") for line in self._log(name).splitlines()]
        return [line for line in lines if "ERROR" in line or "CRITICAL" in line or "Traceback" in line]

    def _log(self, name: str) -> str:
        log = self._folder / f"{name}.log"
        return log.read_text(errors="replace") if log.exists() else ""

    def _answers(self) -> bool:
        assert all(process.poll() is None for process in self._processes), "a process ended at its start"
        try:
            with urllib.request.urlopen(f"{self.address}/readyz", timeout=2) as answer:
                return answer.status == HTTPStatus.OK and READY in self._log("worker")[self._said :]
        except OSError:
            return False


@contextmanager
def installed(folder: Path, **environment: str) -> Iterator[Installation]:
    """A prepared installation; its processes end with the block."""
    with mail_server() as mail:
        made = Installation(folder, mail, environment)
        made.prepare()
        try:
            yield made
        finally:
            made.stop()
