"""A web process as in production, on the test's database: compressed files with their digests, and it can be killed."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from tests.processes import database_url
from tests.waiting import eventually

LEFT_OUT = [f"-i={app}" for app in ("drf_spectacular_sidecar", "rest_framework", "django_htmx", "admin")]
HEADERS = 700  # bytes that an answer's and its request's headers take at most, beside the body


def _files(static: Path) -> dict[str, str]:
    storage = "betterwork.static_storage.CompressedHashedStaticFiles"
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


def next_release(static: Path, to: Path) -> None:
    """The files as a later release has them: each script and style of ours under another digest, the old ones gone."""
    shutil.copytree(static, to)
    manifest = json.loads((to / "staticfiles.json").read_text())
    renamed: dict[str, str] = {}
    for name, hashed in manifest["paths"].items():
        if name.startswith(("js/", "css/")):
            digest = hashed.rsplit(".", 2)[-2]
            renamed[digest] = digest[::-1]
            manifest["paths"][name] = hashed.replace(digest, digest[::-1])
    (to / "staticfiles.json").write_text(json.dumps(manifest))
    for path in [*(to / "js").rglob("*.*"), *(to / "css").rglob("*.*")]:
        _rename(path, renamed)


def _rename(path: Path, renamed: Mapping[str, str]) -> None:
    digest = next((digest for digest in renamed if f".{digest}." in path.name), None)
    if digest is not None:
        if path.suffix not in {".gz", ".br"}:
            text = path.read_text()
            for old, new in renamed.items():
                text = text.replace(old, new)
            path.with_name(path.name.replace(digest, renamed[digest])).write_text(text)
        path.unlink()
    elif path.parent.name == "workspace" and path.suffix == ".js":  # what has no digest belongs to no release
        path.write_text("throw new Error('a file without its digest');")


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

    def release(self, static: Path) -> None:
        """Serve another release's files from now on, at the same address."""
        self.kill()
        self._env |= _files(static)
        self.start()

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


class Stalling:
    """A server on the port of another that begins each answer and never ends it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.begun = 0
        self._held: list[socket.socket] = []
        self._listening = socket.socket()
        self._thread = threading.Thread(target=self._answer, daemon=True)

    def begin(self) -> None:
        """Begin to answer by halves."""
        self._listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        eventually(self._bound, seconds=20)  # the workers of the other go a moment after it
        self._listening.listen(50)
        self._thread.start()

    def _bound(self) -> bool:
        try:
            self._listening.bind(("127.0.0.1", self.port))
        except OSError:
            return False
        return True

    def _answer(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                taken, _ = self._listening.accept()
                self._held.append(taken)
                taken.recv(65_536)
                head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 50000\r\n\r\n"
                taken.sendall(f"{head}<!DOCTYPE html><html><body><h1>Half".encode())
                self.begun += 1

    def __enter__(self) -> Stalling:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)  # ends the wait for the next request
        self._listening.close()
        self._thread.join(10)
        for taken in self._held:
            taken.close()
