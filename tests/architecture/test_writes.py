"""Facts change in commands, copies in projections, and nowhere else."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.architecture.reading import calls, in_layer, sources, tree

ALWAYS_WRITES = {
    "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "acreate", "asave", "aupdate",
    "adelete", "abulk_create", "abulk_update", "aget_or_create", "aupdate_or_create",
}  # fmt: skip
OURS = {"insert_rows", "insert_objects"}  # journal/bulk.py
MAY_WRITE = ("commands", "projections", "same_transaction")
# the reason stands beside each
EXCEPTIONS = {
    "journal/events.py": "what every command writes through",
    "journal/deliveries.py": "claims and settles what events owe",
    "journal/jobs.py": "the life of a job: a worker's own bookkeeping, not a fact",
    "accounts/access_log.py": "looks, which change nothing, and their end by age",
    "accounts/sign_in/security_log.py": "sign-ins, which change no fact, and their end by age",
    "betterwork/projection_checks.py": "empties copies to make them anew, and takes both back",
    "journal/chains/erasure.py": "takes a person's name out of events, a part of one command",
    "journal/seals/sealing.py": "seals the day's heads",
    "accounts/sessions.py": "the end of sessions, a part of several commands",
    "accounts/models.py": "Django's own way to make a user, which createsuperuser calls",
}
# calls that look like a write of rows and are none
HARMLESS = {
    ("files/workbook/attachments.py", "save"): "Pillow's, into memory",
    ("demo/load_photos.py", "save"): "Pillow's, into memory",
    ("accounts/sign_in/second_factor.py", "save"): "a picture, into memory",
    (
        "accounts/sign_in/tokens/authentication.py",
        "update",
    ): "when a token was last used, which is no fact",
    ("files/workbook/uploads.py", "save"): "the storage's: bytes for a worker to read",
}


def leaves_the_row(call: ast.Call) -> bool:
    """A file field's `save(…, save=False)` puts bytes into the storage and no more."""
    return any(
        said.arg == "save" and isinstance(said.value, ast.Constant) and said.value.value is False
        for said in call.keywords
    )


def writes(path: Path) -> list[str]:
    """Calls that write rows. A dict's `update` is given something, and so is a cache's or a file's `delete`."""
    found = []
    for call, name in calls(path):
        if name in OURS:
            found.append(f"{path}:{call.lineno} {name}")
        if not isinstance(call.func, ast.Attribute) or (path.as_posix(), name) in HARMLESS:
            continue
        if leaves_the_row(call):
            continue
        updates = name == "update" and not call.args and call.keywords
        deletes = name == "delete" and not call.args and not call.keywords
        if name in ALWAYS_WRITES or name == "save" or updates or deletes:
            found.append(f"{path}:{call.lineno} {name}")
    return found


def test_rows_are_written_only_by_commands_and_projections() -> None:
    astray = [
        write
        for path in sources()
        if not in_layer(path, *MAY_WRITE) and path.as_posix() not in EXCEPTIONS
        for write in writes(path)
    ]

    assert astray == []


def test_every_exception_is_still_needed() -> None:
    assert [path for path in EXCEPTIONS if not writes(Path(path))] == []


def test_a_write_elsewhere_would_be_seen() -> None:
    seen = {line.rpartition(" ")[2] for path in sources() for line in writes(path)}

    assert {"save", "update", "bulk_create", "delete", "create", *OURS} <= seen


def test_a_saved_row_names_the_columns_it_changed() -> None:
    """A bare save writes stale columns over somebody else's change. A new row says `force_insert`."""
    bare = [
        f"{path}:{call.lineno}"
        for path in sources()
        for call, name in calls(path)
        if name == "save" and isinstance(call.func, ast.Attribute)
        if not {keyword.arg for keyword in call.keywords} & {"update_fields", "force_insert"}
        if path.as_posix() not in EXCEPTIONS and (path.as_posix(), name) not in HARMLESS
        if not leaves_the_row(call)
    ]

    assert bare == []


@pytest.mark.parametrize("path", [p for p in sources() if in_layer(p, "domain")], ids=str)
def test_the_domain_asks_no_database(path: Path) -> None:
    managers = [n for n in ast.walk(tree(path)) if isinstance(n, ast.Attribute) and n.attr == "objects"]

    assert managers == []
