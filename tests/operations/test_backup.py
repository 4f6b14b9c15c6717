"""The drill: a backup of a running installation, restored into an empty place, verifies and holds the same."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from factories.models import Factory
from factories.projections import refresh_search_words
from tests import make
from tests.recognition.make import eligible_factory, judged

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def installation(tmp_path, settings):
    """A judged factory and an uploaded file."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    judged(eligible_factory("KH-00042"))
    assessment = make.assessment(factory=Factory.objects.get())
    make.evidence_file(assessment, "WT-2-01")
    call_command("cover_rows", "made without commands")
    refresh_search_words()
    return tmp_path


@pytest.fixture
def empty_place(tmp_path):
    """The environment of another installation that has nothing yet."""
    environment = {
        **os.environ,
        "VAR_DIR": str(tmp_path / "elsewhere"),
        "MEDIA_ROOT": str(tmp_path / "elsewhere-media"),
    }
    environment.pop("PYTEST_XDIST_WORKER", None)
    if connection.vendor != "postgresql":
        environment["DATABASE_URL"] = f"sqlite:///{tmp_path / 'elsewhere.sqlite3'}"
        yield environment
        return
    name = f"{connection.settings_dict['NAME']}_restored"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    given = connection.settings_dict
    environment["DATABASE_URL"] = (
        f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{name}"
    )
    yield environment
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def manage(environment, *arguments):
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={**environment, "DJANGO_SETTINGS_MODULE": "betterwork.settings"},
        capture_output=True,
        text=True,
        check=False,
    )


def backed_up(tmp_path: Path) -> Path:
    file = tmp_path / "backup.tar"
    call_command("backup", str(file))
    return file


@pytest.mark.long
def test_a_backup_restored_elsewhere_verifies_and_holds_the_same(installation, empty_place):
    file = backed_up(installation)

    restored = manage(empty_place, "restore", str(file))
    assert restored.returncode == 0, restored.stderr
    seen = json.loads(manage(empty_place, "verify", "--json").stdout)
    assert seen["problems"] == []
    assert seen["checked"]["evaluations"] == 1
    files = [path for path in Path(empty_place["MEDIA_ROOT"]).rglob("*") if path.is_file()]
    assert {path.read_bytes() for path in files} == {
        path.read_bytes() for path in (installation / "media").rglob("*") if path.is_file()
    }
    assert files

    again = manage(empty_place, "restore", str(file))
    assert again.returncode != 0
    assert "restore into an empty one" in again.stderr


def test_a_changed_or_broken_archive_is_refused_before_anything_is_written(installation, empty_place):
    file = backed_up(installation)
    changed, broken = installation / "changed.tar", installation / "broken.tar"
    with tarfile.open(file) as archive:
        archive.extractall(installation / "out", filter="data")
    held = next(path for path in (installation / "out" / "media").rglob("*") if path.is_file())
    held.write_bytes(b"something else")
    with tarfile.open(changed, "w") as archive:
        for path in sorted((installation / "out").iterdir()):
            archive.add(path, path.name)
    broken.write_bytes(file.read_bytes()[:5000])

    missing = installation / "missing.tar"
    for path, words in ((changed, "was changed"), (broken, "no whole backup"), (missing, "there is no file")):
        refused = manage(empty_place, "restore", str(path))
        assert refused.returncode != 0
        assert words in refused.stderr
    assert manage(empty_place, "restore", str(file), "--no-verify").returncode == 0


def test_a_backup_never_replaces_another_and_is_its_owners_alone(installation):
    file = backed_up(installation)
    assert file.stat().st_mode & 0o077 == 0
    with pytest.raises(CommandError, match="exists already"):
        call_command("backup", str(file))
