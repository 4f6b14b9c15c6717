"""One file that holds an installation: the database, the uploaded files, and what both must be to be whole.

PostgreSQL is read and written by its own `pg_dump` and `pg_restore`, SQLite by its online backup. No secret is in it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.recorder import MigrationRecorder

MANIFEST, DATABASE, MEDIA = "manifest.json", "database", "media"
FORMAT = 1
CHUNK = 1 << 20


class BackupError(Exception):
    """What is wrong with a backup or the place it should go to; what to do."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. `files`: SHA-256 by path in the archive."""

    format: int
    made_at: str
    vendor: str  # postgresql or sqlite
    migrations: list[str]
    files: dict[str, str]


def make_backup(target: Path, *, media: Path | None, now: datetime) -> Manifest:
    """Write the archive; a file of that name is never replaced. `media` None: files lie in a store of their own.

    Raises:
        BackupError.
    """
    if target.exists():
        raise BackupError(f"{target} exists already; give another name")
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_name(f"{target.name}.part")
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        dump = Path(folder, DATABASE)
        _dump(dump)
        members = {DATABASE: dump} | {f"{MEDIA}/{name}": path for name, path in _files(media)}
        with tarfile.open(half, "w") as archive:
            digests = {}
            for name, path in members.items():
                digests[name] = _digest(path)
                archive.add(path, name, recursive=False)
            manifest = Manifest(FORMAT, now.isoformat(), _vendor(), _applied(), digests)
            about = Path(folder, MANIFEST)
            about.write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")
            archive.add(about, MANIFEST)
    half.chmod(0o600)
    half.rename(target)
    return manifest


def restore_backup(source: Path, *, media: Path | None) -> Manifest:
    """Bring a backup into an empty place: a database without tables, a folder without files.

    Everything is checked before anything is written.

    Raises:
        BackupError: the archive is broken or of another kind of database, or the place is not empty.
    """
    with tempfile.TemporaryDirectory(dir=source.parent) as folder:
        manifest = _unpacked(source, Path(folder))
        if manifest.vendor != _vendor():
            raise BackupError(
                f"the backup is of {manifest.vendor}, the place is {_vendor()}; set DATABASE_URL"
            )
        if connections[DEFAULT_DB_ALIAS].introspection.table_names():
            raise BackupError("the database has tables already; restore into an empty one")
        held = Path(folder, MEDIA)
        if held.exists() and media is None:
            raise BackupError(
                "the backup holds uploaded files, S3_BUCKET is set; restore without it, copy them"
            )
        if media is not None and media.exists() and any(media.iterdir()):
            raise BackupError(f"{media} holds files already; restore into an empty folder")
        _load(Path(folder, DATABASE))
        if held.exists() and media is not None:
            shutil.copytree(held, media, dirs_exist_ok=True)
    return manifest


def _unpacked(source: Path, folder: Path) -> Manifest:
    if not source.exists():
        raise BackupError(f"there is no file {source}; give the name of a backup")
    try:
        with tarfile.open(source, "r:") as archive:
            archive.extractall(folder, filter="data")
        document: dict[str, Any] = json.loads(Path(folder, MANIFEST).read_text(encoding="utf-8"))
        manifest = Manifest(**document)
    except (tarfile.TarError, OSError, ValueError, TypeError) as fault:
        raise BackupError(f"{source} is no whole backup ({fault}); take another") from fault
    for name, digest in manifest.files.items():
        path = folder / name
        if not path.is_file() or _digest(path) != digest:
            raise BackupError(f"{name} in {source} is missing or was changed; take another backup")
    return manifest


def _files(media: Path | None) -> Iterator[tuple[str, Path]]:
    if media is not None and media.exists():
        for path in sorted(media.rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(media).as_posix(), path


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _vendor() -> str:
    return connections[DEFAULT_DB_ALIAS].vendor


def _applied() -> list[str]:
    recorded = MigrationRecorder(connections[DEFAULT_DB_ALIAS]).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in recorded)


def _dump(target: Path) -> None:
    if _vendor() == "sqlite":
        with (
            closing(sqlite3.connect(_settings()["NAME"])) as running,
            closing(sqlite3.connect(target)) as copy,
        ):
            running.backup(copy)
        return
    _postgres("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def _load(source: Path) -> None:
    connection = connections[DEFAULT_DB_ALIAS]
    if _vendor() == "sqlite":
        connection.close()
        name = str(_settings()["NAME"])
        for beside in ("-wal", "-shm"):
            Path(name + beside).unlink(missing_ok=True)
        with closing(sqlite3.connect(source)) as backup, closing(sqlite3.connect(name)) as place:
            backup.backup(place)
        return
    connection.close()
    name = _settings()["NAME"]
    _postgres(
        "pg_restore", "--no-owner", "--no-privileges", "--single-transaction", f"--dbname={name}", str(source)
    )


def _settings() -> dict[str, Any]:
    return connections[DEFAULT_DB_ALIAS].settings_dict


def _postgres(program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL with the connection in its environment: a password never stands in a command line.

    Raises:
        BackupError: it is not there, or it failed.
    """
    found = shutil.which(
        program, path=os.pathsep.join([os.environ.get("PGBIN", ""), os.environ.get("PATH", "")])
    )
    if found is None:
        raise BackupError(f"{program} is not on PATH; install the PostgreSQL client of the server's version")
    given = _settings()
    place = {
        "PGHOST": given["HOST"], "PGPORT": str(given["PORT"] or ""), "PGUSER": given["USER"],
        "PGPASSWORD": given["PASSWORD"], "PGDATABASE": given["NAME"],
    }  # fmt: skip
    environment = os.environ | {name: value for name, value in place.items() if value}
    done = subprocess.run([found, *arguments], env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise BackupError(f"{program} failed: {done.stderr.strip()[-500:]}")
