"""An empty, migrated SQLite database: made once for all processes of a run, and for later runs, then copied.

The migrations take ten seconds of a processor's time, as long as many a test file.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings


def copy_migrated(to: Path, *, kept_in: Path) -> None:
    """Put a migrated database there; `kept_in` is a folder that outlives the run."""
    made = kept_in / f"{_state()}.sqlite3"
    with _alone(kept_in / "lock"):
        if not made.exists():
            for old in kept_in.glob("*.sqlite3*"):
                old.unlink()
            _migrate(made)
    shutil.copyfile(made, to)


def _migrate(to: Path) -> None:
    part = to.with_suffix(".part")
    part.unlink(missing_ok=True)
    env = {**os.environ, "DATABASE_URL": f"sqlite:///{part}", "DJANGO_SETTINGS_MODULE": "betterwork.settings"}
    command = [sys.executable, "manage.py", "migrate", "-v0"]
    subprocess.run(command, cwd=settings.BASE_DIR, env=env, check=True)
    part.rename(to)


def _state() -> str:
    """Another one for every other set of migrations."""
    told = sha256(django.__version__.encode())
    for app in apps.get_app_configs():
        for path in sorted(Path(app.path, "migrations").glob("*.py")):
            told.update(f"{app.label}/{path.name}".encode() + path.read_bytes())
    return told.hexdigest()[:16]


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
