"""An empty, migrated database: made once for all processes of a run, then copied. SQLite's is kept for later runs.

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
from django.db import connection

TEMPLATE_MADE = "template"


def copy_migrated(to: Path, *, kept_in: Path) -> None:
    """Put a migrated database there; `kept_in` is a folder that outlives the run."""
    made = kept_in / f"{_state()}.sqlite3"
    with _alone(kept_in / "lock"):
        if not made.exists():
            for old in kept_in.glob("*.sqlite3*"):
                old.unlink()
            _migrate(made)
    shutil.copyfile(made, to)


def make_template(*, told_in: Path) -> str:
    """The name of a migrated PostgreSQL database to copy; `told_in` is a folder of this run alone, in which it is told
    whether it was made.

    It stands beside those of the tests under a name of the same kind, and is as little kept from an earlier run.
    """
    name = f"test_{connection.settings_dict['NAME']}_migrated"
    with _alone(told_in / "template.lock"):
        if not (told_in / TEMPLATE_MADE).exists():
            kept, test = dict(connection.settings_dict), connection.settings_dict["TEST"]
            own = test["NAME"]
            test["NAME"] = name
            connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
            connection.close()  # nobody may be in a database that is copied
            test["NAME"] = own
            connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = kept["NAME"]
            (told_in / TEMPLATE_MADE).write_text(name)
    return name


def drop_template(*, told_in: Path) -> None:
    """Drop what `make_template` made in this run, if it did; it is the last act of the run's first process."""
    made = told_in / TEMPLATE_MADE
    if made.exists():
        connection.creation._destroy_test_db(made.read_text(), verbosity=0)
        made.unlink()


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
