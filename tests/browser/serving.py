"""A web process as in production, on the test's database: compressed files with their digests, and it can be killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

from django.conf import settings

from tests.processes import database_url
from tests.waiting import eventually

LEFT_OUT = [f"-i={app}" for app in ("drf_spectacular_sidecar", "rest_framework", "django_htmx", "admin")]
HEADERS = 700  # bytes that an answer's and its request's headers take at most, beside the body


def _files(static: Path) -> dict[str, str]:
    storage = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    return {"STATIC_ROOT": str(static), "STATICFILES_STORAGE": storage, "DEBUG": "false"}


def gather(static: Path) -> None:
    """Gather the files that are served as they are, compressed."""
    subprocess.run(
        # without the large scripts of pages that nobody opens here: they take most of the time to compress
        [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0", *LEFT_OUT],
        check=True,
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "betterwork.settings", **_files(static)},
    )


class Server:
    """gunicorn on a port of its own; what it sent stands in its log."""

    def __init__(self, folder: Path, static: Path) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            self.port = int(taken.getsockname()[1])
        self._folder = folder
        self._log = folder / "sent.log"
        self._env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "betterwork.settings",
            "DATABASE_URL": database_url(),
            "SECRET_KEY": settings.SECRET_KEY,
            "VAR_DIR": str(folder),
            "SITE_URL": self.address,
            **_files(static),
        }
        self.start()

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        """Begin to answer."""
        log = ["--access-logfile", str(self._log), "--access-logformat", "%({content-length}o)s %(s)s %(U)s"]
        where = ["-b", f"127.0.0.1:{self.port}", "-k", "gthread", "--threads", "8"]
        with (self._folder / "errors.log").open("ab") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "betterwork.wsgi", *where, *log],
                cwd=settings.BASE_DIR,
                env=self._env,
                stderr=errors,
                start_new_session=True,
            )
        eventually(self._answers, seconds=60)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def kill(self) -> None:
        """End it as a power cut would."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(20)

    def sent(self) -> list[tuple[str, int]]:
        """Every answer so far: its path and the bytes it took, headers counted at their most."""
        lines = [line.split(" ", 2) for line in self._log.read_text().splitlines()]
        return [
            (path, (int(size) if size.isdigit() else 0) + HEADERS)
            for size, _status, path in lines
            if path != "/healthz"
        ]
